// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/network_report.h"

#include <QtTest>

using namespace zonescope;
using namespace std::chrono_literals;
using congestion::Experiment;
using report::ExperimentOutcome;

namespace {

const base::Timestamp start = base::fromMicroseconds(1'800'000'000'000'000);

/// bbr needs half the time of cubic in every block, one after the other.
std::shared_ptr<Experiment> experiment(std::uint32_t blocks, bool atOnce)
{
    auto made = std::make_shared<Experiment>();
    made->id = congestion::ExperimentId{1};
    made->design.name = "edges";
    made->design.arms = {"cubic", "bbr"};
    made->design.targets = {{"ams", *net::Endpoint::fromText("192.0.2.1")}};
    made->design.blocks = 8;
    made->conditions.kernel = "6.1.0";
    made->state = congestion::ExperimentState::Finished;
    made->startedAt = start;
    base::Timestamp now = start;
    for (std::uint32_t i = 0; i < 2 * blocks; ++i) {
        congestion::ExperimentSample sample;
        sample.number = i;
        sample.block = i / 2;
        sample.arm = static_cast<std::uint16_t>(i % 2);
        sample.startedAt = now;
        sample.took = (sample.arm ? 500ms : 1000ms) + 1ms * (i % 5);
        sample.bytes = 1'000'000;
        sample.pathBefore = sample.pathAfter = 7;
        made->samples.push_back(sample);
        if (!atOnce || sample.arm == 1)
            now += 2s;
    }
    made->endedAt = now;
    return made;
}

std::vector<report::ExperimentRow> rowsOf(std::shared_ptr<Experiment> experiment)
{
    congestion::ExperimentsSnapshot snapshot;
    snapshot.experiments = {std::move(experiment)};
    return engine::experimentRows(snapshot, {start, start + 1h});
}

} // namespace

class NetworkReportTest : public QObject
{
    Q_OBJECT
private slots:
    void aVerdictComesWithItsFigures();
    void withoutAVerdictThereAreNoFigures();
    void anotherPeriodHasNoExperiment();
    void peersAreAddedUp();
};

void NetworkReportTest::aVerdictComesWithItsFigures()
{
    const auto rows = rowsOf(experiment(8, false));
    QCOMPARE(rows.size(), std::size_t(1));
    QVERIFY(rows[0].outcome == ExperimentOutcome::Faster);
    QVERIFY(rows[0].ratio && std::abs(*rows[0].ratio - 0.5) < 0.02);
    QVERIFY(rows[0].low && rows[0].high && *rows[0].low <= *rows[0].ratio && *rows[0].ratio <= *rows[0].high);
    QCOMPARE(rows[0].transfers, std::uint64_t(16));
    QCOMPARE(rows[0].kernel, std::string("6.1.0"));
}

void NetworkReportTest::withoutAVerdictThereAreNoFigures()
{
    const auto early = rowsOf(experiment(5, false));
    QVERIFY(early.at(0).outcome == ExperimentOutcome::Open && !early[0].ratio && !early[0].low);
    const auto withheld = rowsOf(experiment(8, true));
    QVERIFY(withheld.at(0).outcome == ExperimentOutcome::Withheld && !withheld[0].ratio);
    QVERIFY2(withheld[0].reason.find("arms overlap") != std::string::npos, withheld[0].reason.c_str());
}

void NetworkReportTest::anotherPeriodHasNoExperiment()
{
    congestion::ExperimentsSnapshot snapshot;
    snapshot.experiments = {experiment(8, false)};
    QVERIFY(engine::experimentRows(snapshot, {start + 1h, start + 2h}).empty());
    QVERIFY(engine::experimentRows(snapshot, {start - 2h, start}).empty());
}

void NetworkReportTest::peersAreAddedUp()
{
    congestion::MinuteRow minute;
    minute.key = {100, *net::Prefix::fromText("192.0.2.0/24"), "bbr"};
    congestion::TcpCounters counters;
    counters.rttUs = 20'000;
    counters.bytesSent = 1000;
    counters.bytesRetransmitted = 20;
    minute.figures.add(counters);
    congestion::MinuteRow next = minute;
    next.key.minute = 101;
    congestion::MinuteRow other = minute;
    other.key.algorithm = "cubic";
    const auto rows = engine::peerRows({minute, other, next});
    QCOMPARE(rows.size(), std::size_t(2));
    QCOMPARE(rows[0].algorithm, std::string("bbr"));
    QCOMPARE(rows[0].connections, std::uint64_t(2));
    QVERIFY(std::abs(rows[0].repeatedShare - 0.02) < 1e-9);
    QVERIFY(rows[0].p50 && *rows[0].p50 >= 19ms && *rows[0].p50 <= 21ms);
}

QTEST_APPLESS_MAIN(NetworkReportTest)
#include "tst_network_report.moc"
