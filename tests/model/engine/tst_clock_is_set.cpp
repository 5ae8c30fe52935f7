// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody sets the clock of a machine on which the engine runs, by days in either direction: zones stay
// served, nothing is fetched for that reason, and a change still arrives.
#include "model/dns/text.h"
#include "tests/kit/real_server.h"
#include "tests/model/engine/engine_harness.h"

#include <QtTest>

#include <atomic>

using namespace zonescope;
using namespace zonescope::enginetest;
using namespace std::chrono_literals;
using servers::ScriptedPrimary;

namespace {

/// The real one, whose wall clock an operator can set.
class SettableClock final : public base::Clock
{
public:
    base::Timestamp wall() const override { return m_real.wall() + base::Duration(m_ahead); }
    base::Instant steady() const override { return m_real.steady(); }
    void set(base::Duration ahead) { m_ahead = ahead.count(); }

private:
    base::SystemClock m_real;
    std::atomic<base::Duration::rep> m_ahead = 0;
};

} // namespace

class TestClockIsSet : public QObject
{
    Q_OBJECT

private slots:
    void whileItRuns_data();
    void whileItRuns();
    void whileItWasDown();
    void whatWaitedInASocketMovesNoPlan();

private:
    void change(std::uint32_t serial)
    {
        m_primary->changeZone(
            name("example.org."), {},
            *dns::recordsFromText("h" + std::to_string(serial) + " A 192.0.2.9\n", name("example.org.")));
        m_primary->notify(name("example.org."), m_harness->engine().status().notifyAt.front());
    }
    std::optional<std::uint32_t> served()
    {
        return kit::askSerial(m_harness->engine().status().serveAt.front(), "example.org");
    }
    void begin()
    {
        m_clock = std::make_shared<SettableClock>();
        m_harness = std::make_unique<EngineHarness>();
        m_harness->options().clock = m_clock;
        m_primary = ScriptedPrimary::start().value();
        QVERIFY_RESULT(m_primary->addZone("example.org.", 1, "@ NS ns1\nns1 A 192.0.2.53\n"));
        m_primary->setTimers(name("example.org."), 3600, 600, 86400, 60);
        QVERIFY_RESULT(m_harness->start());
        m_zone = *m_harness->addZone("example.org.", {m_primary->endpoint()});
        QVERIFY(m_harness->holds(m_zone, 1));
    }

    std::shared_ptr<SettableClock> m_clock;
    std::unique_ptr<EngineHarness> m_harness;
    std::unique_ptr<ScriptedPrimary> m_primary;
    base::ZoneId m_zone;
};

void TestClockIsSet::whileItRuns_data()
{
    QTest::addColumn<int>("days");
    QTest::newRow("a year forwards") << 365;
    QTest::newRow("a year backwards") << -365;
}

void TestClockIsSet::whileItRuns()
{
    QFETCH(int, days);
    begin();
    const auto expires = *m_harness->status(m_zone).expiresAt;
    m_primary->resetCounters();
    m_clock->set(24h * days);
    change(2); // what makes the engine look at the clock; and it arrives
    QVERIFY(m_harness->holds(m_zone, 2));
    QTRY_COMPARE(served(), std::optional<std::uint32_t>(2));
    QVERIFY(!m_harness->sawEvent(pipeline::Event::Kind::ZoneExpired));
    QVERIFY(m_harness->until([&] {
        const auto& status = m_harness->status(m_zone);
        return status.state == zone::ZoneState::Current && status.expiresAt && status.nextCheck &&
               std::chrono::abs(*status.expiresAt - expires - 24h * days) < 1min &&
               *status.nextCheck > m_clock->wall() && *status.nextCheck <= m_clock->wall() + 1h;
    }));
    QCOMPARE(m_primary->counters().axfrQueries, std::uint64_t(0));
    // And back where it was.
    m_clock->set(0s);
    change(3);
    QVERIFY(m_harness->holds(m_zone, 3));
    QTRY_COMPARE(served(), std::optional<std::uint32_t>(3));
    QVERIFY(!m_harness->sawEvent(pipeline::Event::Kind::ZoneExpired));
}

/// The machine starts years in the past: no plan of before may lie that far ahead.
void TestClockIsSet::whileItWasDown()
{
    begin();
    m_harness->stop();
    m_clock->set(-24h * 3650);
    QVERIFY_RESULT(m_harness->start());
    QVERIFY(m_harness->holds(m_zone, 1));
    QTRY_COMPARE(served(), std::optional<std::uint32_t>(1));
    QVERIFY(m_harness->until([&] {
        const auto& status = m_harness->status(m_zone);
        return status.nextCheck && *status.nextCheck <= m_clock->wall() + 1h && status.expiresAt &&
               *status.expiresAt <= m_clock->wall() + 24h;
    }));
    change(2);
    QVERIFY(m_harness->holds(m_zone, 2));
}

/// A datagram has the kernel's time of its arrival. One that waited (here: an hour) is no clock set back: a
/// storm of them made every zone expire.
void TestClockIsSet::whatWaitedInASocketMovesNoPlan()
{
    begin();
    m_clock->set(1h);
    change(2);
    QVERIFY(m_harness->holds(m_zone, 2));
    const auto planned = m_harness->engine().zoneStatuses().front();
    m_primary->resetCounters();
    for (int i = 0; i < 50; ++i)
        m_primary->notify(name("example.org."), m_harness->engine().status().notifyAt.front());
    QTRY_COMPARE_WITH_TIMEOUT(m_primary->counters().notifiesAnswered, std::uint64_t(50), 60'000);
    QVERIFY(m_harness->until([&] {
        const auto& status = m_harness->status(m_zone);
        return !status.working && !status.scheduled;
    }));
    QVERIFY(!m_harness->sawEvent(pipeline::Event::Kind::ZoneExpired));
    QVERIFY(m_harness->status(m_zone).state == zone::ZoneState::Current);
    QVERIFY(*m_harness->status(m_zone).expiresAt >= *planned.expiresAt);
}

QTEST_GUILESS_MAIN(TestClockIsSet)
#include "tst_clock_is_set.moc"
