// SPDX-License-Identifier: GPL-3.0-or-later
// 1,000 NOTIFYs at once: what reaches the primary. NSD sends up to 996 IXFR requests for an unchanged zone,
// Knot up to 999 SOA queries.
#include "tests/kit/result_macros.h"
#include "tests/kit/running_engine.h"
#include "tests/servers/scripted_primary.h"

#include <QElapsedTimer>
#include <QTest>

#include "model/dns/text.h"

using namespace zonescope;

class TestNotifyStorm : public QObject
{
    Q_OBJECT

    const dns::Name m_apex = *dns::Name::fromText("storm.example");
    std::unique_ptr<servers::ScriptedPrimary> m_primary;
    std::unique_ptr<kit::RunningEngine> m_engine;
    base::ZoneId m_zone;
    QElapsedTimer m_sinceFirst;

    void notify(int count)
    {
        for (int i = 0; i < count; ++i)
            m_primary->notify(m_apex, m_engine->notifyAt());
    }
    /// A check a second at most: more than these only where the machine takes seconds for the NOTIFYs.
    std::uint64_t checks(std::uint64_t usually) const
    {
        return usually + static_cast<std::uint64_t>(m_sinceFirst.elapsed() / 1000);
    }
    bool calm()
    {
        return m_engine->waitFor([&] {
            const auto status = m_engine->status(m_zone);
            const auto told = m_primary->counters();
            return status && !status->working && !status->scheduled &&
                   told.notifiesAnswered == told.notifiesSent && told.notifiesSent >= 1000 &&
                   told.soaQueries >= 2; // the last one, which no NOTIFY may go without
        });
    }

private slots:
    void init()
    {
        auto primary = servers::ScriptedPrimary::start();
        QVERIFY_RESULT(primary);
        m_primary = std::move(*primary);
        QVERIFY_RESULT(m_primary->addZone("storm.example.", 1, "@ NS ns1\nns1 A 192.0.2.1\n"));
        auto engine = kit::RunningEngine::start();
        QVERIFY_RESULT(engine);
        m_engine = std::move(*engine);
        const auto zone = m_engine->addZone({"storm.example", m_primary->endpoint(), {}, {}});
        QVERIFY_RESULT(zone);
        m_zone = *zone;
        QVERIFY(m_engine->waitFor([&] { return m_engine->heldSerial(m_zone) == 1U; }));
        m_primary->resetCounters();
        m_sinceFirst.start();
    }
    void cleanup()
    {
        m_engine.reset();
        m_primary.reset();
    }

    void nothingChanged()
    {
        notify(1000);
        QVERIFY(calm());
        const auto asked = m_primary->counters();
        QVERIFY2(asked.soaQueries >= 2 && asked.soaQueries <= checks(2),
                 std::to_string(asked.soaQueries).c_str());
        QCOMPARE(asked.ixfrQueries + asked.axfrQueries, std::uint64_t{0});
    }

    void aChangeInTheMiddle()
    {
        notify(500);
        (void)m_primary->changeZone(m_apex, {}, *dns::recordsFromText("new A 192.0.2.2", m_apex));
        notify(500);
        QVERIFY(calm());
        QCOMPARE(m_engine->heldSerial(m_zone), std::optional<std::uint32_t>(2));
        const auto asked = m_primary->counters();
        QCOMPARE(asked.ixfrQueries + asked.axfrQueries, std::uint64_t{1});
        QVERIFY2(asked.soaQueries <= checks(3), std::to_string(asked.soaQueries).c_str());
    }
};

QTEST_GUILESS_MAIN(TestNotifyStorm)
#include "tst_notify_storm.moc"
