// SPDX-License-Identifier: GPL-3.0-or-later
// A clock that is set is no time that passes: nothing expires by it, nothing is due by it, and what is on
// disk moves along.
#include "model/base/clock_watch.h"
#include "model/schedule/scheduler.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/schedule/memory_ledger.h"

using namespace zonescope;
using namespace zonescope::schedule;
using std::chrono::hours;
using std::chrono::seconds;

class TestClockJumps : public QObject
{
    Q_OBJECT

    kit::FakeClock clock;
    scheduletest::MemoryLedger ledger;
    base::ClockWatch watch;
    std::unique_ptr<Scheduler> scheduler;
    const SoaTimers timers{3600, 600, 86400};

    /// What the engine does before it looks for work.
    std::size_t look()
    {
        if (const auto by = watch.setForwardBy(clock.wall(), clock.steady()); by > base::Duration(0))
            scheduler->clockSetForward(by, clock.wall());
        return scheduler->takeExpired(clock.wall()).size() * 100 + scheduler->take(clock.wall()).size();
    }

private slots:
    void init()
    {
        scheduler = std::make_unique<Scheduler>(ledger, Scheduler::Settings());
        scheduler->restore(*ledger.load());
        scheduler->add({1}, {}, false, timers, clock.wall());
        QCOMPARE(look(), std::size_t(1));
        scheduler->finished({1}, {Scheduler::Finish::Outcome::Unchanged, timers, 1, {}}, clock.wall());
        QCOMPARE(look(), std::size_t(0));
    }
    void cleanup()
    {
        scheduler.reset();
        ledger = {};
        watch = {};
    }
    void aYearForwards()
    {
        clock.setWall(clock.wall() + hours(24 * 365));
        QCOMPARE(look(), std::size_t(0)); // neither expired nor due
        clock.advance(hours(1));
        QCOMPARE(look(), std::size_t(1)); // due when its time has really passed
    }
    void aYearBackwards()
    {
        clock.setWall(clock.wall() - hours(24 * 365));
        QCOMPARE(look(), std::size_t(0));
        clock.advance(hours(1));
        QCOMPARE(look(), std::size_t(1));
    }
    void thereAndBack()
    {
        const base::Timestamp due = scheduler->timers({1})->nextCheck;
        clock.setWall(clock.wall() + hours(1000));
        QCOMPARE(look(), std::size_t(0));
        clock.setWall(clock.wall() - hours(1000));
        QCOMPARE(look(), std::size_t(0));
        QCOMPARE(scheduler->timers({1})->nextCheck, due);
    }
    void whatIsOnDiskMovesAlong()
    {
        clock.setWall(clock.wall() + hours(24 * 365));
        QCOMPARE(look(), std::size_t(0));
        // Restarted: the countdown goes on where it was.
        scheduler = std::make_unique<Scheduler>(ledger, Scheduler::Settings());
        scheduler->restore(*ledger.load());
        scheduler->add({1}, {}, false, timers, clock.wall());
        QCOMPARE(look(), std::size_t(0));
        clock.advance(hours(1));
        QCOMPARE(look(), std::size_t(1));
    }
    /// The clock was wrong by years when the timers were written, or is now, right after the machine's start.
    void aRestartInThePast()
    {
        const auto expires = scheduler->timers({1})->expiresAt.value() - clock.wall();
        for (const int years : {10, 30}) {
            clock.setWall(clock.wall() - hours(24 * 365 * years));
            scheduler = std::make_unique<Scheduler>(ledger, Scheduler::Settings());
            scheduler->restore(*ledger.load());
            scheduler->add({1}, {}, false, timers, clock.wall());
            QCOMPARE(look(), std::size_t(0));
            QVERIFY(scheduler->timers({1})->nextCheck <= clock.wall() + hours(1));
            QVERIFY(scheduler->timers({1})->expiresAt.value() - clock.wall() <= expires);
            clock.advance(hours(1));
            QCOMPARE(look(), std::size_t(1)); // looked at in an hour, not in ten years
            scheduler->finished({1}, {Scheduler::Finish::Outcome::Unchanged, timers, 1, {}}, clock.wall());
            clock.advance(hours(24));
            QCOMPARE(look(), std::size_t(101)); // and it expires in its time
            scheduler->finished({1}, {Scheduler::Finish::Outcome::NewVersion, timers, 1, {}}, clock.wall());
        }
    }
    /// As above, and the primary did not answer either: only the timer lies ahead.
    void aRestartInThePastWhileFailing()
    {
        clock.advance(hours(1));
        QCOMPARE(look(), std::size_t(1));
        clock.setWall(clock.wall() + hours(24 * 365)); // not noticed before it failed
        scheduler->finished({1}, {Scheduler::Finish::Outcome::Failed, timers, {}, {}}, clock.wall());
        clock.setWall(clock.wall() - hours(24 * 365));
        scheduler = std::make_unique<Scheduler>(ledger, Scheduler::Settings());
        scheduler->restore(*ledger.load());
        scheduler->add({1}, {}, false, timers, clock.wall());
        clock.advance(hours(1));
        QCOMPARE(look(), std::size_t(1));
    }
    void sleepIsTimeThatPassed()
    {
        clock.advance(hours(25));           // wall and boot time alike
        QCOMPARE(look(), std::size_t(101)); // expired and due
    }
    void smallStepsAreNothing()
    {
        base::ClockWatch quiet;
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(quiet.setForwardBy(clock.wall(), clock.steady()), base::Duration(0));
            clock.setWall(clock.wall() + std::chrono::milliseconds(100));
            clock.advance(seconds(60));
        }
        clock.setWall(clock.wall() + std::chrono::milliseconds(1500)); // 2.5 s in all
        QVERIFY(quiet.setForwardBy(clock.wall(), clock.steady()) > base::Duration(0));
        QCOMPARE(quiet.setForwardBy(clock.wall(), clock.steady()), base::Duration(0)); // told once
    }
};

QTEST_APPLESS_MAIN(TestClockJumps)
#include "tst_clock_jumps.moc"
