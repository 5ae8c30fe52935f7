// SPDX-License-Identifier: GPL-3.0-or-later
// The whole engine over real sockets on loopback: what it keeps, over restarts, damage and new
// configurations.
#include "tests/model/engine/engine_fixture.h"

using namespace zonescope;
using namespace zonescope::enginetest;

class TestEngineKeeps : public QObject, private EngineFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void restartResumes();
    void damagedCopyIsFetchedAgain();
    void supersededConfiguration();
    void keyWithoutSecret();
    void expiredIsSaid();
    void difference();
    void historyAndReport();
    void tsigAllTheWay();
    void takenAddress();
};

void TestEngineKeeps::restartResumes()
{
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {primary->endpoint()});
    QVERIFY(h->holds(zone, 1));
    const auto expires = *h->status(zone).expiresAt;
    const auto since = *h->status(zone).heldSince;
    const auto before = held(h->engine(), zone);
    h->stop();
    h->attempts.clear();
    primary->resetCounters();
    QVERIFY_RESULT(h->start());
    QVERIFY(h->holds(zone, 1));
    QVERIFY(sameRecords(held(h->engine(), zone), before));
    QCOMPARE(*h->status(zone).expiresAt, expires); // the countdown goes on, it does not begin again
    QVERIFY(h->until([&] { return h->status(zone).heldSince.has_value(); }));
    QVERIFY(std::abs((*h->status(zone).heldSince - since).count()) < 50'000);
    // The next change is incremental: our copy was not fetched again.
    change("after A 192.0.2.101");
    primary->notify(name("example.org."), notifyAt());
    QVERIFY(h->holds(zone, 2));
    QCOMPARE(h->count(pipeline::TransferKind::Axfr), 0);
    QCOMPARE(h->count(pipeline::TransferKind::Ixfr), 1);
    QCOMPARE(primary->counters().axfrQueries, std::uint64_t{0});
}

void TestEngineKeeps::damagedCopyIsFetchedAgain()
{
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {primary->endpoint()});
    QVERIFY(h->holds(zone, 1));
    h->stop();
    std::filesystem::path file;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(h->options().dataFolder))
        if (entry.path().filename() == "zones.mdb")
            file = entry.path();
    QVERIFY(!file.empty());
    std::filesystem::resize_file(file, 5000);
    h->events.clear();
    QVERIFY_RESULT(h->start());
    QVERIFY(h->holds(zone, 1));
    QVERIFY(h->sawEvent(Kind::StoreFailed));
}

void TestEngineKeeps::supersededConfiguration()
{
    QVERIFY_RESULT(h->start());
    const auto old = h->engine().configuration();
    QVERIFY_RESULT(h->addZone("example.org.", {primary->endpoint()}));
    zone::Configuration mine = *old;
    zone::EngineLimits limits;
    limits.historyDays = 7;
    QVERIFY_RESULT(mine.put(limits));
    QVERIFY_ERROR(h->answerTo(h->engine().configure(old, mine)), base::ErrorCode::Superseded);
    // Two at once from the same: one of them wins, the other is told.
    const auto now = h->engine().configuration();
    zone::Configuration a = *now;
    zone::Configuration b = *now;
    QVERIFY_RESULT(a.put(limits));
    QVERIFY_RESULT(b.put(limits));
    const auto first = h->engine().configure(now, a);
    const auto second = h->engine().configure(now, b);
    QVERIFY_RESULT(h->answerTo(first));
    QVERIFY_ERROR(h->answerTo(second), base::ErrorCode::Superseded);
    QCOMPARE(h->engine().configuration()->limits().historyDays, 7U);
    // A zone cannot become another.
    zone::Configuration renamed = *h->engine().configuration();
    zone::Zone zone = *renamed.zones().begin()->second;
    zone.apex = name("other.org.");
    QVERIFY_RESULT(renamed.put(zone));
    QVERIFY_ERROR(h->configure(renamed), base::ErrorCode::InvalidValue);
}

void TestEngineKeeps::keyWithoutSecret()
{
    QVERIFY_RESULT(h->start());
    zone::Configuration next = *h->engine().configuration();
    const auto key = *next.put(zone::Key{{}, name("k1."), dns::TsigAlgorithm::HmacSha256});
    QVERIFY_ERROR(h->configure(next), base::ErrorCode::TsigSecretMissing);
    QVERIFY_ERROR(h->configure(next, {{key, ""}}), base::ErrorCode::InvalidSecret);
    QVERIFY_RESULT(h->configure(next, {{key, "secret"}}));
    // Kept over a restart and over a change of the key's name.
    h->stop();
    QVERIFY_RESULT(h->start());
    next = *h->engine().configuration();
    zone::Key renamed = *next.key(key);
    renamed.name = name("k2.");
    QVERIFY_RESULT(next.put(renamed));
    QVERIFY_RESULT(h->configure(next));
}

void TestEngineKeeps::expiredIsSaid()
{
    primary->setTimers(name("example.org."), 3600, 1, 1, 60);
    primary->setVersion(name("example.org."), 5, records(zoneText));
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {primary->endpoint()});
    QVERIFY(h->holds(zone, 5));
    primary->refuse(true);
    QVERIFY(h->until([&] { return h->status(zone).state == zone::ZoneState::Expired; }));
    QVERIFY(h->sawEvent(Kind::ZoneExpired, zone));
    // The primary comes back with an older serial: welcome now.
    primary->refuse(false);
    primary->setTimers(name("example.org."), 3600, 1, 86400, 60);
    primary->setVersion(name("example.org."), 3, records(zoneText));
    h->engine().transfer({.zones = {zone}, .full = false, .primary = {}, .address = {}});
    QVERIFY(h->holds(zone, 3));
    QVERIFY(h->until([&] { return h->status(zone).state == zone::ZoneState::Current; }));
    QVERIFY(h->sawEvent(Kind::ZoneRecovered, zone));
}

void TestEngineKeeps::difference()
{
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {primary->endpoint()});
    QVERIFY(h->holds(zone, 1));
    primary->addSecondary(name("example.org."), {notifyAt(), ScriptedPrimary::Transport::Udp, {}});
    const auto passing = records("passing A 192.0.2.200");
    primary->changeZone(name("example.org."), {}, passing);
    QVERIFY(h->holds(zone, 2));
    primary->changeZone(name("example.org."), passing, records("staying A 192.0.2.201"));
    QVERIFY(h->holds(zone, 3));
    QVERIFY(h->until([&] {
        const auto versions = h->answerTo(h->engine().versions(zone));
        return versions && std::get<engine::VersionsAnswer>(*versions).serials.size() >= 3;
    }));
    // Kept by the writer's thread, which may be later than the version is.
    auto answer = h->answerTo(h->engine().difference(zone, 1, 3));
    QVERIFY(h->until([&] {
        if (!answer)
            answer = h->answerTo(h->engine().difference(zone, 1, 3));
        return answer.has_value();
    }));
    QVERIFY_RESULT(answer);
    const auto& forward = *std::get<engine::DifferenceAnswer>(*answer).difference;
    QCOMPARE(forward.added.size(), std::size_t{1}); // what came and went is in neither list
    QVERIFY(forward.removed.empty());
    QCOMPARE(forward.added[0].owner.toText(), std::string("staying.example.org."));
    const auto back = h->answerTo(h->engine().difference(zone, 3, 1));
    QVERIFY_RESULT(back);
    QCOMPARE(std::get<engine::DifferenceAnswer>(*back).difference->removed.size(), std::size_t{1});
    QVERIFY_ERROR(h->answerTo(h->engine().difference(zone, 1, 4711)), base::ErrorCode::NotFound);
}

void TestEngineKeeps::historyAndReport()
{
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {primary->endpoint()});
    QVERIFY(h->holds(zone, 1));
    pipeline::HistoryFilter filter;
    const base::SystemClock clock;
    filter.period = {clock.wall() - std::chrono::hours(1), clock.wall() + std::chrono::hours(1)};
    engine::ReportRequest request;
    request.selection = filter;
    const auto report = h->answerTo(h->engine().report(request)); // also waits for the commit
    QVERIFY_RESULT(report);
    QCOMPARE(std::get<engine::ReportAnswer>(*report).document->changes, std::uint64_t{1});
    QCOMPARE(std::get<engine::ReportAnswer>(*report).document->transfersOk, std::uint64_t{1});
    const auto changes = h->answerTo(h->engine().changes(filter));
    QVERIFY_RESULT(changes);
    QCOMPARE(std::get<engine::ChangesAnswer>(*changes).changes.size(), std::size_t{1});
    const auto attempts = h->answerTo(h->engine().attempts(filter));
    QVERIFY_RESULT(attempts);
    QCOMPARE(std::get<engine::AttemptsAnswer>(*attempts).attempts.size(), std::size_t{1});
    const auto events = h->answerTo(h->engine().events(filter));
    QVERIFY_RESULT(events);
    QVERIFY(std::get<engine::EventsAnswer>(*events).events.size() >= 4);
    QVERIFY_RESULT(h->answerTo(h->engine().latency(filter, false)));
    QVERIFY_RESULT(h->answerTo(h->engine().serials(filter)));
}

void TestEngineKeeps::tsigAllTheWay()
{
    QVERIFY_RESULT(h->start());
    const dns::TsigKey key{name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};
    primary->addKey(key);
    primary->requireKey(name("example.org."), key.name);
    zone::Configuration next = *h->engine().configuration();
    const auto id = *next.put(zone::Key{{}, key.name, key.algorithm});
    QVERIFY_RESULT(h->configure(next, {{id, base::Bytes(32, 'x')}})); // the wrong secret
    const auto zone = *h->addZone("example.org.", {primary->endpoint()}, id);
    QVERIFY(h->until([&] { return h->status(zone).lastError.has_value(); }));
    QVERIFY(h->status(zone).lastError->code == base::ErrorCode::TsigBadSignature);
    // Mending the key is enough: nobody has to press a key or wait for the retry.
    QVERIFY_RESULT(h->configure(*h->engine().configuration(), {{id, key.secret}}));
    QVERIFY(h->holds(zone, 1));
    // An unsigned NOTIFY from a primary with a key is refused, a signed one obeyed.
    primary->notify(name("example.org."), notifyAt());
    QVERIFY(h->until([&] { return h->sawEvent(Kind::NotifyRefused, zone); }));
    primary->addSecondary(name("example.org."), {notifyAt(), ScriptedPrimary::Transport::Udp, key.name});
    change("signed A 192.0.2.5");
    QVERIFY(h->holds(zone, 2));
    QCOMPARE(h->attempts.back().keyName, std::string("k1"));
}

void TestEngineKeeps::takenAddress()
{
    QVERIFY_RESULT(h->start());
    EngineHarness second;
    second.options().notifyListen = {notifyAt()};
    QVERIFY_ERROR(second.start(), base::ErrorCode::AddressInUse);
    // The folder is free again.
    second.options().notifyListen = {loopback()};
    QVERIFY_RESULT(second.start());
}

QTEST_GUILESS_MAIN(TestEngineKeeps)
#include "tst_engine_keeps.moc"
