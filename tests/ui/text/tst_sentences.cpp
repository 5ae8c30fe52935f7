// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/cloud_text.h"
#include "ui/text/error_text.h"
#include "ui/text/event_text.h"
#include "ui/text/format.h"
#include "ui/text/report_wording.h"
#include "ui/text/words.h"

#include <QTest>

#include <set>

using namespace zonescope;
using namespace zonescope::ui;
using namespace std::chrono_literals;

namespace {

constexpr base::ErrorCode allCodes[] = {
#define CODE(code, name, advice) base::ErrorCode::code,
    ZONESCOPE_ERROR_CODES(CODE)
#undef CODE
};

bool isSentence(const QString& text)
{
    return text.size() > 8 && text.endsWith(u'.') && !text.contains(u'%') && text == text.trimmed();
}

} // namespace

class TestSentences : public QObject
{
    Q_OBJECT

private slots:
    void everyErrorHasASentence();
    void everyGivingUpHasAdvice();
    void errorsNameTheServer();
    void namesWithPercentSigns();
    void detailIsKeptApart();
    void everyEventHasASentence();
    void eventTellsItsCause();
    void aChangedPathNamesTheZonesBehindIt();
    void everyVerdictHasASentence();
    void everyWordIsThere();
    void statesFromWords();
    void evidenceHasWords();
    void durations_data();
    void durations();
    void percentNeverReachesHundredBelowIt();
    void relativeTimes();
    void reportWordsAreComplete();
};

void TestSentences::everyErrorHasASentence()
{
    std::set<QString> seen;
    for (const base::ErrorCode code : allCodes) {
        const text::ErrorText sentence = text::errorText(
            code, {QStringLiteral("ns2"), QStringLiteral("k1"), QStringLiteral("corp.example")});
        QVERIFY2(isSentence(sentence.cause),
                 qPrintable(sentence.cause + QString::fromStdString(std::string(base::errorName(code)))));
        QVERIFY2(sentence.advice.isEmpty() || isSentence(sentence.advice), qPrintable(sentence.advice));
        QVERIFY2(seen.insert(sentence.cause).second,
                 qPrintable(sentence.cause)); // two codes never read alike
    }
}

void TestSentences::everyGivingUpHasAdvice()
{
    using C = base::ErrorCode;
    const std::set<C> nothingToDo{C::NotFound, C::Unsupported};
    for (const base::ErrorCode code : allCodes)
        if (base::errorAdvice(code) == base::Advice::GiveUp && !nothingToDo.contains(code))
            QVERIFY2(!text::errorText(code).advice.isEmpty(), base::errorName(code).data());
}

void TestSentences::errorsNameTheServer()
{
    const auto sentence = text::errorText(base::ErrorCode::TsigBadKey,
                                          {QStringLiteral("ns2.primary.example"), QStringLiteral("k1"), {}});
    QCOMPARE(sentence.both(), QStringLiteral("ns2.primary.example does not know the key k1 (BADKEY). Check "
                                             "the key's name and algorithm there."));
    QVERIFY(text::errorText(base::ErrorCode::TimedOut).cause.startsWith(QLatin1String("The server")));
}

void TestSentences::namesWithPercentSigns()
{
    const auto sentence =
        text::errorText(base::ErrorCode::TsigBadKey, {QStringLiteral("%2%1"), QStringLiteral("k%1"), {}});
    QVERIFY(sentence.cause.startsWith(QLatin1String("%2%1 does not know the key k%1")));
}

void TestSentences::detailIsKeptApart()
{
    const QString text = text::errorWithDetail({base::ErrorCode::TimedOut, "after 2 s"});
    QVERIFY(text.endsWith(QLatin1String("\n[after 2 s]")));
    QVERIFY(!text::errorWithDetail({base::ErrorCode::TimedOut, {}}).contains(u'['));
}

void TestSentences::everyEventHasASentence()
{
    std::set<QString> seen;
    for (int k = 0; k <= static_cast<int>(pipeline::Event::Kind::ReportWritten); ++k) {
        pipeline::Event event;
        event.kind = static_cast<pipeline::Event::Kind>(k);
        event.zone = base::ZoneId{17};
        event.primary = base::PrimaryId{3};
        event.toSerial = 5;
        event.duration = 800ms;
        const QString sentence = text::eventSentence(event, {});
        QVERIFY2(isSentence(sentence), qPrintable(sentence));
        QVERIFY2(seen.insert(sentence).second, qPrintable(sentence));
        QVERIFY(!text::eventKindWord(event.kind).isEmpty());
        int groups = 0;
        for (int g = 1; g < static_cast<int>(text::EventGroup::Problems); ++g)
            groups += text::belongs(event, static_cast<text::EventGroup>(g)) ? 1 : 0;
        QCOMPARE(groups, 1); // no line is lost between the filters
    }
}

void TestSentences::eventTellsItsCause()
{
    pipeline::Event event;
    event.kind = pipeline::Event::Kind::TransferFailed;
    event.error = base::Error{base::ErrorCode::RcodeRefused, "secret detail"};
    const QString sentence = text::eventSentence(event, {});
    QVERIFY(sentence.contains(QLatin1String("REFUSED")));
    QVERIFY(!sentence.contains(QLatin1String("secret detail")));
}

void TestSentences::aChangedPathNamesTheZonesBehindIt()
{
    zone::Configuration configuration;
    zone::Primary primary;
    primary.name = "hidden";
    primary.addresses = {*net::Endpoint::fromText("192.0.2.1")};
    const auto id = configuration.put(primary);
    QVERIFY(id);
    for (const char* apex : {"a.example", "b.example", "c.example", "d.example"}) {
        zone::Zone zone;
        zone.apex = *dns::Name::fromText(apex);
        zone.primaries = {*id};
        QVERIFY(configuration.put(zone));
    }
    const text::Names names(std::make_shared<const zone::Configuration>(configuration));
    pipeline::Event event;
    event.kind = pipeline::Event::Kind::PathRttChanged;
    event.primary = *id;
    event.before = "24000";
    event.after = "71000";
    event.records = 4;
    const QString sentence = text::eventSentence(event, names);
    QVERIFY2(sentence.contains(QLatin1String("hidden")) && sentence.contains(text::duration(24ms)) &&
                 sentence.contains(text::duration(71ms)) &&
                 sentence.endsWith(QStringLiteral("a.example, b.example, c.example …")),
             qPrintable(sentence));
    event.primary = base::PrimaryId{999}; // gone since: the number is still known
    QVERIFY(!text::eventSentence(event, names).contains(QLatin1String("a.example")));
}

void TestSentences::everyVerdictHasASentence()
{
    for (int v = 0; v <= static_cast<int>(engine::PreflightVerdict::Failed); ++v) {
        engine::PreflightResult result;
        result.verdict = static_cast<engine::PreflightVerdict>(v);
        result.skewSeconds = 400;
        const QString sentence = text::verdictSentence(result, QStringLiteral("ns1"), QStringLiteral("k1"));
        QVERIFY2(isSentence(sentence), qPrintable(sentence));
        QVERIFY(!text::verdictWord(result.verdict).isEmpty());
    }
    engine::PreflightResult refused;
    refused.verdict = engine::PreflightVerdict::TransferRefused;
    refused.ourAddress = net::IpAddress::fromText("203.0.113.7").value();
    QVERIFY(text::verdictSentence(refused, QStringLiteral("ns1"), {}).contains(QLatin1String("203.0.113.7")));
}

void TestSentences::everyWordIsThere()
{
    for (const pipeline::Stage stage : pipeline::stages) {
        QVERIFY(!text::stageWord(stage).isEmpty());
        QVERIFY(isSentence(text::stageMeaning(stage)));
    }
    for (int p = 0; p <= static_cast<int>(pipeline::TransferProgress::Phase::Cancelled); ++p)
        QVERIFY(!text::phaseWord(static_cast<pipeline::TransferProgress::Phase>(p)).isEmpty());
    for (int bit = 0; bit < 7; ++bit)
        QVERIFY(!text::triggerWords(static_cast<pipeline::Triggers>(1 << bit)).isEmpty());
    QCOMPARE(text::triggerWords(1 | 8), QStringLiteral("NOTIFY, by hand"));
}

void TestSentences::statesFromWords()
{
    QCOMPARE(text::stateFromWord(u"behind"), zone::ZoneState::Behind);
    QCOMPARE(text::stateFromWord(u"EXP"), zone::ZoneState::Expired);
    QVERIFY(!text::stateFromWord(u"nonsense"));
    QVERIFY(!text::stateFromWord(u""));
}

void TestSentences::durations_data()
{
    QTest::addColumn<qint64>("us");
    QTest::addColumn<QString>("text");
    QTest::newRow("microseconds") << qint64(640) << QStringLiteral("640 µs");
    QTest::newRow("few ms") << qint64(4'120) << QStringLiteral("4.1 ms");
    QTest::newRow("ms") << qint64(850'000) << QStringLiteral("850 ms");
    QTest::newRow("almost a second") << qint64(999'499) << QStringLiteral("999 ms");
    QTest::newRow("a second") << qint64(999'600) << QStringLiteral("1.0 s");
    QTest::newRow("seconds") << qint64(4'100'000) << QStringLiteral("4.1 s");
    QTest::newRow("a minute") << qint64(59'960'000) << QStringLiteral("1 min");
    QTest::newRow("minutes") << qint64(125'000'000) << QStringLiteral("2 min 5 s");
    QTest::newRow("hours") << qint64(11'520'000'000) << QStringLiteral("3 h 12 min");
    QTest::newRow("days") << qint64(7LL * 86'400'000'000) << QStringLiteral("7 d");
    QTest::newRow("negative") << qint64(-4'100'000) << QStringLiteral("−4.1 s");
}

void TestSentences::durations()
{
    QFETCH(qint64, us);
    QFETCH(QString, text);
    QCOMPARE(ui::text::duration(base::Duration(us)), text);
}

void TestSentences::percentNeverReachesHundredBelowIt()
{
    QCOMPARE(text::percent(1.0), QStringLiteral("100.0 %"));
    QCOMPARE(text::percent(0.999999), QStringLiteral("99.9 %"));
    QCOMPARE(text::percent(0.5), QStringLiteral("50.0 %"));
}

void TestSentences::relativeTimes()
{
    const base::Timestamp now = base::fromMicroseconds(1'795'269'960'000'000);
    QCOMPARE(text::ago(now, now), QStringLiteral("now"));
    QCOMPARE(text::ago(now - 6min, now), QStringLiteral("6 min ago"));
    QCOMPARE(text::ago(now - 72h, now), QStringLiteral("3 d ago"));
    QCOMPARE(text::until(now + 41min, now), QStringLiteral("in 41 min"));
    QCOMPARE(text::until(now - 3min, now), QStringLiteral("3 min overdue"));
    QCOMPARE(text::serial(2026112104U), QStringLiteral("2026112104")); // never grouped
}

void TestSentences::reportWordsAreComplete()
{
    const report::Wording w = text::reportWording();
    for (const std::string* word :
         {&w.title,     &w.period,      &w.written,         &w.target,      &w.zones,  &w.edges,
          &w.changes,   &w.transfersOk, &w.transfersFailed, &w.freshShare,  &w.byZone, &w.byEdge,
          &w.stages,    &w.delays,      &w.incidents,       &w.gaps,        &w.name,   &w.within,
          &w.late,      &w.never,       &w.fresh,           &w.median,      &w.p95,    &w.p99,
          &w.worst,     &w.stage,       &w.count,           &w.from,        &w.to,     &w.zone,
          &w.server,    &w.kind,        &w.cause,           &w.noIncidents, &w.noGaps, &w.noChanges,
          &w.stillOpen, &w.failures,    &w.language})
        QVERIFY(!word->empty());
    QVERIFY(!w.time(base::Timestamp{}).empty());
    QVERIFY(!w.incidentWord({}).empty());
}

void TestSentences::evidenceHasWords()
{
    const auto evidence = [](cloud::CheckId check, const char* seen) {
        return text::findingEvidence({check, cloud::Severity::Warning, {"r"}, seen});
    };
    QCOMPARE(evidence(cloud::CheckId::SingleTunnel, "1/2"), "1 of 2 tunnels down");
    QCOMPARE(evidence(cloud::CheckId::SubnetNearlyFull, "55/59"), "55 of 59 addresses in use");
    QCOMPARE(evidence(cloud::CheckId::RouteLimit, "41/50"), "41 of at most 50 routes");
    QCOMPARE(evidence(cloud::CheckId::RuleLimit, "50/60"), "50 of at most 60 rules");
    QCOMPARE(evidence(cloud::CheckId::RouteBlackhole, "10.30.0.0/16 > pcx-1"), "10.30.0.0/16 > pcx-1");
}

int main(int argc, char** argv)
{
    qputenv("TZ", "UTC");
    QCoreApplication application(argc, argv);
    QLocale::setDefault(QLocale::c());
    TestSentences test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sentences.moc"
