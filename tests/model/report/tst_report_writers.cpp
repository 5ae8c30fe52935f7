// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/csv_writer.h"
#include "model/report/html_writer.h"
#include "model/report/svg_charts.h"
#include "model/report/time_set.h"

#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace zonescope;
using namespace std::chrono_literals;

namespace {

report::Document document()
{
    const auto at = base::fromMicroseconds(1'800'000'000'000'000);
    report::Document d;
    d.period = {at, at + 1h};
    d.writtenAt = at + 1h;
    d.freshnessTarget = 5s;
    d.zones = 1;
    d.edges = 1;
    d.changes = 2;
    d.freshShare = 0.99999;
    report::FreshnessRow row;
    row.zone = base::ZoneId{1};
    row.name = "a<b>&\"c\", d.example";
    row.changes = 2;
    row.p50 = row.p95 = row.p99 = row.worst = 1234ms;
    d.byZone = {row};
    row.zone = {};
    row.edge = base::EdgeId{2};
    row.name = "ams-1";
    d.byEdge = {row};
    for (const pipeline::Stage stage : pipeline::stages)
        d.stages.push_back({stage, 2, 10ms, 20ms, 30ms, 40ms});
    d.stages[0] = {pipeline::Stage::Notify, 0, {}, {}, {}, {}};
    d.delays = {{at + 1min, base::ZoneId{1}, base::EdgeId{2}, 1234ms},
                {at + 2min, base::ZoneId{1}, base::EdgeId{2}, {}}};
    report::Incident incident;
    incident.zoneName = "a<b>.example";
    incident.serverName = "ams-1";
    incident.from = at + 2min;
    incident.cause = base::Error{base::ErrorCode::TimedOut, "no answer\nin 1 s"};
    d.incidents = {incident};
    d.gaps = {{{at + 10min, at + 12min}}};
    d.kernel = "6.1.0-28-amd64";
    report::FlowRow flow;
    flow.primary = base::PrimaryId{7};
    flow.name = "ns1";
    flow.transfers = 3;
    d.flows = {flow};
    d.flowPoints = {{flow.primary, 20ms, 41ms}, {flow.primary, 20ms, 41ms}, {flow.primary, 200ms, 900ms}};
    report::PathRow path;
    path.name = "ns1";
    path.address = "192.0.2.1:53";
    path.rounds = 12;
    path.probes = 96;
    path.answered = 95;
    path.best = path.median = path.worst = 21ms;
    path.routes = 2;
    path.routeChanges = 1;
    path.nodes = "fra1, ams2";
    d.paths = {path};
    d.peers = {{"192.0.2.0/24", "", 40, 1000, 2000, 0.02, 20ms, 30ms}};
    d.drops = {{"ListenDrops", 5, 2, at + 3min}};
    report::ExperimentRow experiment;
    experiment.name = "edges <x>";
    experiment.arm = "bbr";
    experiment.baseline = "cubic";
    experiment.outcome = report::ExperimentOutcome::Faster;
    experiment.ratio = 0.31;
    experiment.low = 0.22;
    experiment.high = 0.45;
    experiment.transfers = 40;
    experiment.from = experiment.to = at;
    d.experiments = {experiment, experiment};
    d.experiments[1].outcome = report::ExperimentOutcome::Withheld;
    d.experiments[1].reason = "arms overlap";
    d.experiments[1].ratio.reset();
    d.experiments[1].low.reset();
    d.experiments[1].high.reset();
    return d;
}

const std::string& file(const std::vector<report::NamedText>& files, const std::string& name)
{
    return std::ranges::find(files, name, &report::NamedText::name)->text;
}

} // namespace

class tst_ReportWriters : public QObject
{
    Q_OBJECT

private slots:
    void csvQuotes();
    void csvHoldsTheFigures();
    void htmlIsWellFormedAndEscaped();
    void htmlFetchesNothing();
    void networkIsDrawn();
    void cloudsAreAPart();
    void htmlOfNothingHasSentences();
    void neverRoundsUpToAllFresh();
    void timeSetAgainstBruteForce();
};

void tst_ReportWriters::csvQuotes()
{
    QCOMPARE(report::csvField("plain"), std::string("plain"));
    QCOMPARE(report::csvField("a,b"), std::string("\"a,b\""));
    QCOMPARE(report::csvField("say \"x\""), std::string("\"say \"\"x\"\"\""));
}

void tst_ReportWriters::csvHoldsTheFigures()
{
    const auto files = report::writeCsv(document());
    QCOMPARE(files.size(), std::size_t(13));
    QVERIFY(file(files, "transfer-flows.csv").starts_with("primary,transfers,p50_ms,"));
    QVERIFY(file(files, "transfer-times.csv").find("ns1,200.000,900.000\r\n") != std::string::npos);
    QVERIFY(file(files, "by-edge.csv").find("ams-1,2,0,0,0,0.000000,1234.000") != std::string::npos);
    QVERIFY(file(files, "by-zone.csv").find("\"a<b>&\"\"c\"\", d.example\",2") != std::string::npos);
    QVERIFY(file(files, "stages.csv").find("notify,0,,,,\r\n") != std::string::npos);
    QVERIFY(file(files, "delays.csv").find("ams-1,1234.000\r\n") != std::string::npos);
    QVERIFY(file(files, "delays.csv").find("ams-1,\r\n") != std::string::npos); // not seen: empty, never 0
    QVERIFY(file(files, "paths.csv")
                .find("ns1,192.0.2.1:53,12,96,95,21.000,21.000,21.000,2,1,,\"fra1, ams2\",6.1.0-28-amd64") !=
            std::string::npos);
    QVERIFY(file(files, "peers.csv").find("192.0.2.0/24,,40,1000,2000,0.020000,20.000,30.000,6.1") !=
            std::string::npos);
    QVERIFY(file(files, "host-drops.csv").find("ListenDrops,5,2,2027-01-15T08:03:00Z") != std::string::npos);
    QVERIFY(file(files, "experiments.csv").find(",0.310000,0.220000,0.450000,faster,,") != std::string::npos);
    QVERIFY(file(files, "experiments.csv").find(",,,,withheld,arms overlap,") != std::string::npos);
    QVERIFY(file(files, "gaps.csv").find("2027-01-15T08:10:00Z,2027-01-15T08:12:00Z") != std::string::npos);
}

void tst_ReportWriters::htmlIsWellFormedAndEscaped()
{
    QString html = QString::fromStdString(report::writeHtml(document(), report::englishWording()));
    // Our page is XML but for the doctype and the two void elements.
    html.remove(QStringLiteral("<!doctype html>"));
    html.replace(QRegularExpression(QStringLiteral("(<meta [^>]*)>")), QStringLiteral("\\1/>"));
    QXmlStreamReader xml(html);
    int tables = 0;
    int charts = 0;
    QString text;
    while (!xml.atEnd()) {
        xml.readNext();
        tables += xml.isStartElement() && xml.name() == QLatin1String("table");
        charts += xml.isStartElement() && xml.name() == QLatin1String("svg");
        if (xml.isCharacters())
            text += xml.text();
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(tables, 10);
    QCOMPARE(charts, 4);
    QVERIFY(text.contains(QStringLiteral("a<b>&\"c\", d.example")));
    QVERIFY(text.contains(QStringLiteral("1.2 s")));
    QVERIFY(text.contains(QStringLiteral("n = 12, 2027-01-15 08:00 to 2027-01-15 09:00 UTC, kernel 6.1.0")));
    QVERIFY(text.contains(QStringLiteral("0.22 – 0.45")));
    QVERIFY(text.contains(QStringLiteral("verdict withheld: arms overlap")));
    QVERIFY(text.contains(QStringLiteral("edges <x>")));
}

void tst_ReportWriters::networkIsDrawn()
{
    const auto marks = [](const std::string& svg) {
        std::size_t count = 0;
        for (std::size_t at = svg.find("<circle"); at != std::string::npos; at = svg.find("<circle", at + 1))
            ++count;
        return count;
    };
    const report::Wording words = report::englishWording();
    report::Document d = document();
    QCOMPARE(marks(report::flowChart(d, words)), std::size_t(3)); // two places and the legend
    const std::string forest = report::experimentChart(d, words);
    QCOMPARE(marks(forest), std::size_t(1)); // what has no verdict is in the table only
    QVERIFY(forest.find("bbr, all paths") != std::string::npos);
    d.experiments.erase(d.experiments.begin());
    QVERIFY(report::experimentChart(d, words).empty());
}

void tst_ReportWriters::cloudsAreAPart()
{
    report::Document d = document();
    auto section = std::make_shared<report::CloudSection>();
    section->snapshot = "estate <1>";
    section->inventory = {{"aws", "subnet", "111", "eu-1", 7}, {"aws", "subnet", "111", "eu-2", 4}};
    section->findings = {{"error", "route-blackhole", "rtb-1", "10.0.0.0/8, a", "known since May"}};
    section->gaps = {{"aws", "111", "eu-3", "DescribeVpcs", "denied", "ec2:DescribeVpcs"}};
    section->topology = "<svg viewBox=\"0 0 10 10\"></svg>";
    d.cloud = section;
    const auto files = report::writeCsv(d);
    QCOMPARE(files.size(), std::size_t(17));
    QVERIFY(file(files, "cloud-inventory.csv").find("aws,subnet,111,eu-2,4\r\n") != std::string::npos);
    QVERIFY(file(files, "cloud-findings.csv").find("\"10.0.0.0/8, a\",known since May") != std::string::npos);
    QVERIFY(file(files, "cloud-gaps.csv").find("DescribeVpcs,denied") != std::string::npos);
    QCOMPARE(file(files, "cloud-drift.csv"),
             std::string("what,resource,part,field,expected,actual,owner\r\n"));
    const report::Wording words = report::englishWording();
    std::string html = report::writeHtml(d, words);
    QVERIFY(html.find("estate &lt;1&gt;") != std::string::npos);
    QVERIFY(html.find(">11<") != std::string::npos); // people read sums
    QVERIFY(html.find(section->topology) != std::string::npos);
    QVERIFY(html.find("ec2:DescribeVpcs") != std::string::npos); // what is not known is said
    QVERIFY(html.find(words.cloud.noIntent) != std::string::npos);
    section->intentKnown = true;
    QVERIFY(report::writeHtml(d, words).find(words.cloud.noDrift) != std::string::npos);
    section->drift = {{"changed", "sg-1", "tcp 22", "remote", "10.0.0.0/8", "0.0.0.0/0", "prod.tfstate"}};
    html = report::writeHtml(d, words);
    QVERIFY(html.find("prod.tfstate") != std::string::npos &&
            html.find(words.cloud.noDrift) == std::string::npos);
    d.cloud.reset();
    QVERIFY(report::writeHtml(d, words).find(words.cloud.findings) == std::string::npos);
}

void tst_ReportWriters::htmlFetchesNothing()
{
    const std::string html = report::writeHtml(document(), report::englishWording());
    for (const char* way : {"http:", "https:", "src=", "<script", "url(", "@import"})
        QVERIFY2(html.find(way) == std::string::npos, way);
}

void tst_ReportWriters::htmlOfNothingHasSentences()
{
    report::Document empty;
    empty.freshShare = 1;
    const std::string html = report::writeHtml(empty, report::englishWording());
    QVERIFY(html.find("No zone changed in this period.") != std::string::npos);
    QVERIFY(html.find("No incident in this period.") != std::string::npos);
    QVERIFY(html.find("running the whole period") != std::string::npos);
    QVERIFY(html.find("<svg") == std::string::npos);
}

void tst_ReportWriters::neverRoundsUpToAllFresh()
{
    QCOMPARE(report::englishWording().percent(0.99999), std::string("99.99 %"));
    QCOMPARE(report::englishWording().percent(1.0), std::string("100.00 %"));
}

void tst_ReportWriters::timeSetAgainstBruteForce()
{
    std::srand(5);
    const auto at = [](int s) { return base::fromMicroseconds(s); };
    for (int round = 0; round < 500; ++round) {
        report::TimeSet set;
        std::array<bool, 60> brute{};
        for (int step = 0; step < 12; ++step) {
            const int from = std::rand() % 60;
            const int to = std::rand() % 60;
            const bool add = std::rand() % 3 != 0;
            add ? set.add({at(from), at(to)}) : set.remove({at(from), at(to)});
            for (int s = from; s < to; ++s)
                brute[static_cast<std::size_t>(s)] = add;
        }
        QCOMPARE(set.total().count(), std::ranges::count(brute, true));
        for (std::size_t i = 1; i < set.periods().size(); ++i)
            QVERIFY(set.periods()[i - 1].to < set.periods()[i].from ||
                    set.periods()[i - 1].to == set.periods()[i].from);
    }
}

QTEST_GUILESS_MAIN(tst_ReportWriters)
#include "tst_report_writers.moc"
