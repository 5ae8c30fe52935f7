// SPDX-License-Identifier: GPL-3.0-or-later
// As many zones as a large operator has, all due at once: a NOTIFY goes before them, and asking what to do
// stays cheap.
#include "model/schedule/scheduler.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/processor_time.h"
#include "tests/kit/result_macros.h"
#include "tests/model/schedule/memory_ledger.h"

using namespace zonescope;
using namespace zonescope::schedule;

class TestSchedulerFlood : public QObject
{
    Q_OBJECT

private slots:
    void aNotifyGoesBeforeWhatIsDue()
    {
        constexpr std::uint32_t many = 58'000;
        const SoaTimers timers{3600, 600, 86400};
        kit::FakeClock clock;
        scheduletest::MemoryLedger ledger;
        Scheduler scheduler(ledger, {});
        scheduler.restore(*ledger.load());
        for (std::uint32_t id = 1; id <= many; ++id)
            scheduler.add({id}, {}, false, timers, clock.wall());

        // Some are begun and never end, as with a dead primary: their places are taken.
        std::size_t inHand = 0;
        for (int second = 0; second < 30; ++second) {
            inHand += scheduler.take(clock.wall()).size();
            clock.advance(std::chrono::seconds(1));
        }
        QVERIFY(inHand > 0);
        QVERIFY(scheduler.take(clock.wall()).size() < 1000); // the limit holds

        Scheduler::Request request;
        request.notifiers = {base::PrimaryId{1}};
        const kit::ProcessorTime timer;
        QVERIFY(scheduler.enqueue({many}, request, clock.wall(), {}) != Scheduler::Accepted::UnknownZone);
        const auto taken = scheduler.take(clock.wall());
        const qint64 took = timer.elapsed().count();
        QVERIFY(!taken.empty());
        QCOMPARE(taken.front().zone, base::ZoneId{many}); // first, though the last to be due
        QVERIFY(taken.front().working.work.has(pipeline::Trigger::Notify));
        qInfo("enqueued and taken among %u in %lld us", many, static_cast<long long>(took / 1000));
        QVERIFY2(took < 100'000'000, qPrintable(QString::number(took)));
    }
};

QTEST_APPLESS_MAIN(TestSchedulerFlood)
#include "tst_scheduler_flood.moc"
