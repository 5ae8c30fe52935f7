// SPDX-License-Identifier: GPL-3.0-or-later
// The whole engine over real sockets on loopback: what comes, what is refused, what is cancelled.
#include "tests/model/engine/engine_fixture.h"

using namespace zonescope;
using namespace zonescope::enginetest;

class TestEngine : public QObject, private EngineFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void addNotifyIxfrVisible();
    void refusedIsSaid();
    void deadPrimaryThenTheNext();
    void forcedFullAndNoSuchZone();
    void fullReplacesASlowTransfer();
    void cancelRunning();
    void deleteDuringTransfer();
    void removeKeyDuringTransfer();
    void quitDuringTransfer();
};

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
    QVERIFY2(timer.elapsed() < 20'000, QByteArray::number(timer.elapsed()));
    primary->setScript(name("example.org."), {});
    QVERIFY_RESULT(h->start());
    QVERIFY(h->holds(zone, 1));
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
