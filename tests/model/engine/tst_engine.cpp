// SPDX-License-Identifier: GPL-3.0-or-later
// The whole engine over real sockets on loopback.
#include "tests/model/engine/engine_harness.h"

#include "model/dns/text.h"
#include "model/zone/zone_version.h"

using namespace zonescope;
using namespace zonescope::enginetest;
using servers::ScriptedPrimary;
using Kind = pipeline::Event::Kind;

namespace {

constexpr auto zoneText = "@ NS ns1\nns1 A 192.0.2.53\nwww A 192.0.2.80\nmail MX 10 ns1\n";

std::vector<dns::Record> records(std::string_view text, std::string_view apex = "example.org.")
{
    return *dns::recordsFromText(text, name(apex));
}

std::vector<dns::Record> held(engine::Engine& engine, base::ZoneId zone)
{
    std::vector<dns::Record> all;
    const auto version = engine.heldVersion(zone);
    version->forEach([&](zone::OwnerView owner) {
        owner.forEachRrset([&](zone::RrsetView set) {
            for (std::size_t i = 0; i < set.size(); ++i)
                all.push_back({owner.name(version->apex()), set.type(), dns::Class::IN, set.ttl(),
                               base::Bytes(base::textOf(set.rdata(i)))});
            return true;
        });
        return true;
    });
    return all;
}

bool sameRecords(std::vector<dns::Record> a, std::vector<dns::Record> b)
{
    const auto text = [](const std::vector<dns::Record>& list) {
        std::vector<std::string> lines;
        for (const dns::Record& record : list)
            lines.push_back(dns::recordText(record));
        std::ranges::sort(lines);
        return lines;
    };
    return text(a) == text(b);
}

} // namespace

class TestEngine : public QObject
{
    Q_OBJECT

    std::unique_ptr<EngineHarness> h;
    std::unique_ptr<ScriptedPrimary> primary;

    net::Endpoint notifyAt() { return h->engine().status().notifyAt.front(); }
    void change(std::string_view add) { primary->changeZone(name("example.org."), {}, records(add)); }

private slots:
    void init();
    void cleanup();
    void addNotifyIxfrVisible();
    void refusedIsSaid();
    void deadPrimaryThenTheNext();
    void forcedFullAndNoSuchZone();
    void fullReplacesASlowTransfer();
    void cancelRunning();
    void deleteDuringTransfer();
    void removeKeyDuringTransfer();
    void quitDuringTransfer();
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

void TestEngine::init()
{
    h = std::make_unique<EngineHarness>();
    primary = std::move(*ScriptedPrimary::start());
    QVERIFY_RESULT(primary->addZone("example.org.", 1, zoneText));
}

void TestEngine::cleanup()
{
    h.reset();
    primary.reset();
}

void TestEngine::addNotifyIxfrVisible()
{
    QVERIFY_RESULT(h->start());
    const auto zone = h->addZone("example.org.", {primary->endpoint()});
    QVERIFY_RESULT(zone);
    QVERIFY(h->holds(*zone, 1));
    QVERIFY(sameRecords(held(h->engine(), *zone), primary->records(name("example.org."))));
    QCOMPARE(h->count(pipeline::TransferKind::Axfr), 1);

    primary->addSecondary(name("example.org."), {notifyAt(), ScriptedPrimary::Transport::Udp, {}});
    change("new A 192.0.2.99");
    QVERIFY(h->holds(*zone, 2));
    QVERIFY(sameRecords(held(h->engine(), *zone), primary->records(name("example.org."))));
    QCOMPARE(h->count(pipeline::TransferKind::Ixfr), 1);
    QVERIFY(h->sawEvent(Kind::NotifyAccepted, *zone));
    QVERIFY(h->sawEvent(Kind::Published, *zone));
    QTRY_COMPARE(primary->counters().notifiesAnswered, std::uint64_t{1});

    // Every stage of that change has its time, and they add up to something sensible.
    QVERIFY(h->until([&] { return h->changes.size() >= 2 && h->changes.rbegin()->second.complete; }));
    const pipeline::Change& last = h->changes.rbegin()->second;
    QCOMPARE(last.toSerial, 2U);
    QCOMPARE(*last.fromSerial, 1U);
    for (const auto stage : pipeline::stages)
        if (stage != pipeline::Stage::Observe)
            QVERIFY2(last.stage[static_cast<std::size_t>(stage)], pipeline::stageName(stage).data());
    QCOMPARE(last.added, std::uint64_t{1});

    // The second transport.
    primary->clearSecondaries(name("example.org."));
    primary->addSecondary(name("example.org."), {notifyAt(), ScriptedPrimary::Transport::Tcp, {}});
    change("newer A 192.0.2.100");
    QVERIFY(h->holds(*zone, 3));
    QCOMPARE(h->status(*zone).state, zone::ZoneState::Current);
    QVERIFY(h->until([&] { return h->primaries.begin()->second.changesByNotify == 2; }));
    QCOMPARE(h->primaries.begin()->second.changesByPolling, std::uint64_t{1});
}

void TestEngine::refusedIsSaid()
{
    primary->refuse(true);
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {primary->endpoint()});
    QVERIFY(h->until([&] { return h->status(zone).lastError.has_value(); }));
    QCOMPARE(h->status(zone).state, zone::ZoneState::Failing);
    QVERIFY(h->status(zone).lastError->code == base::ErrorCode::RcodeRefused);
    QVERIFY(h->status(zone).lastErrorPrimary);
    QVERIFY(h->status(zone).nextCheck);
    QVERIFY(h->until([&] { return h->primaries.begin()->second.zonesAffected == 1; }));
    // The owner mends it; a forced transfer does not wait for the retry.
    primary->refuse(false);
    h->engine().transfer({.zones = {zone}, .full = false, .primary = {}, .address = {}});
    QVERIFY(h->holds(zone, 1));
    QVERIFY(!h->status(zone).lastError);
    QVERIFY(h->sawEvent(Kind::ZoneRecovered, zone));
}

void TestEngine::deadPrimaryThenTheNext()
{
    net::Endpoint nobody;
    {
        const auto gone = *ScriptedPrimary::start();
        nobody = gone->endpoint();
    }
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {nobody, primary->endpoint()});
    QVERIFY(h->holds(zone, 1));
    QVERIFY(h->sawEvent(Kind::TriedNextPrimary, zone));
}

void TestEngine::forcedFullAndNoSuchZone()
{
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {primary->endpoint()});
    QVERIFY(h->holds(zone, 1));
    const auto done =
        h->answerTo(h->engine().transfer({.zones = {zone}, .full = true, .primary = {}, .address = {}}));
    QVERIFY_RESULT(done);
    QVERIFY(h->until([&] { return h->count(pipeline::TransferKind::Axfr) == 2; }));
    QVERIFY_ERROR(
        h->answerTo(h->engine().transfer({.zones = {{4711}}, .full = false, .primary = {}, .address = {}})),
        base::ErrorCode::NotFound);
    QVERIFY_ERROR(h->answerTo(h->engine().cancelTransfer({4711})), base::ErrorCode::NotFound);
}

namespace {
/// AXFR and IXFR begin and never go on.
servers::Script stalling()
{
    return [](const servers::Request& request) -> std::optional<std::vector<servers::Step>> {
        if (request.question.type == dns::Type::SOA)
            return std::nullopt;
        servers::Draft draft = servers::Draft::answerTo(request);
        dns::Soa soa;
        soa.serial = 2;
        draft.answers.push_back({request.question.name, dns::Type::SOA, dns::Class::IN, 3600, soa.toRdata()});
        draft.answers.push_back(
            {request.question.name, dns::Type::A, dns::Class::IN, 3600, base::Bytes(4, '\1')});
        return std::vector{servers::Step::send(draft), servers::Step::stall()};
    };
}
} // namespace

void TestEngine::fullReplacesASlowTransfer()
{
    primary->setScript(name("example.org."), stalling());
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {primary->endpoint()});
    QVERIFY(h->until([&] { return h->status(zone).working; }));
    QTRY_VERIFY(primary->counters().axfrQueries >= 1);
    primary->setScript(name("example.org."), {});
    h->engine().transfer({.zones = {zone}, .full = true, .primary = {}, .address = {}});
    QVERIFY(h->holds(zone, 1));
    QVERIFY(h->sawEvent(Kind::TransferCancelled, zone));
    QVERIFY(h->attempts.size() >= 2); // history shows both
}

void TestEngine::cancelRunning()
{
    primary->setScript(name("example.org."), stalling());
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {primary->endpoint()});
    QTRY_VERIFY(primary->counters().axfrQueries >= 1);
    QVERIFY_RESULT(h->answerTo(h->engine().cancelTransfer(zone)));
    QVERIFY(h->until([&] { return h->sawEvent(Kind::TransferCancelled, zone) && !h->status(zone).working; }));
}

void TestEngine::deleteDuringTransfer()
{
    primary->setScript(name("example.org."), stalling());
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {primary->endpoint()});
    QTRY_VERIFY(primary->counters().axfrQueries >= 1);
    zone::Configuration next = *h->engine().configuration();
    QVERIFY_RESULT(next.remove(zone));
    QVERIFY_RESULT(next.remove(next.primaries().begin()->first));
    QVERIFY_RESULT(h->configure(next));
    QVERIFY(h->engine().zoneStatuses().empty());
    QVERIFY(!h->engine().heldVersion(zone));
    QTRY_COMPARE(primary->counters().connectionsOpen, 0U);
    // The same name again is another zone.
    primary->setScript(name("example.org."), {});
    const auto again = *h->addZone("example.org.", {primary->endpoint()});
    QVERIFY(again != zone);
    QVERIFY(h->holds(again, 1));
}

void TestEngine::removeKeyDuringTransfer()
{
    primary->setScript(name("example.org."), stalling());
    QVERIFY_RESULT(h->start());
    zone::Configuration next = *h->engine().configuration();
    const auto key = *next.put(zone::Key{{}, name("k1."), dns::TsigAlgorithm::HmacSha256});
    QVERIFY_RESULT(h->configure(next, {{key, base::Bytes(32, 'k')}}));
    primary->addKey({name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')});
    const auto zone = *h->addZone("example.org.", {primary->endpoint()}, key);
    QTRY_VERIFY(primary->counters().axfrQueries >= 1);
    next = *h->engine().configuration();
    zone::Primary keyless = next.primaries().begin()->second;
    keyless.key.reset();
    QVERIFY_RESULT(next.put(keyless));
    QVERIFY_RESULT(next.remove(key));
    QVERIFY_RESULT(h->configure(next));
    primary->setScript(name("example.org."), {});
    h->engine().transfer({.zones = {zone}, .full = true, .primary = {}, .address = {}});
    QVERIFY(h->holds(zone, 1));
    QVERIFY(h->attempts.back().keyName.empty());
}

void TestEngine::quitDuringTransfer()
{
    primary->setScript(name("example.org."), stalling());
    QVERIFY_RESULT(h->start());
    const auto zone = *h->addZone("example.org.", {primary->endpoint()});
    QTRY_VERIFY(primary->counters().axfrQueries >= 1);
    QElapsedTimer timer;
    timer.start();
    h->stop();
    QVERIFY2(timer.elapsed() < 2000, QByteArray::number(timer.elapsed()));
    primary->setScript(name("example.org."), {});
    QVERIFY_RESULT(h->start());
    QVERIFY(h->holds(zone, 1));
}

void TestEngine::restartResumes()
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

void TestEngine::damagedCopyIsFetchedAgain()
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

void TestEngine::supersededConfiguration()
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

void TestEngine::keyWithoutSecret()
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

void TestEngine::expiredIsSaid()
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

void TestEngine::difference()
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

void TestEngine::historyAndReport()
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

void TestEngine::tsigAllTheWay()
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

void TestEngine::takenAddress()
{
    QVERIFY_RESULT(h->start());
    EngineHarness second;
    second.options().notifyListen = {notifyAt()};
    QVERIFY_ERROR(second.start(), base::ErrorCode::AddressInUse);
    // The folder is free again.
    second.options().notifyListen = {loopback()};
    QVERIFY_RESULT(second.start());
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
