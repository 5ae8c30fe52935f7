// SPDX-License-Identifier: GPL-3.0-or-later
// What is done when, and for whom first.
#include "tests/model/schedule/scheduler_fixture.h"

using namespace zonescope;
using namespace zonescope::scheduletest;

class TestScheduler : public QObject, private SchedulerFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void newZoneIsFetched();
    void refreshAndRetry();
    void whatFailsHereIsRetriedSoon();
    void notifyStormIsTwoTransfers();
    void changeDuringTheTransferIsSeen();
    void nothingNewIsTwoQueriesASecond();
    void aChangeIsNeverQuiet();
    void addedZonesAreLimitedByNumber();
    void priorities();
    void notifiersAreRemembered();
    void stormAtStart();
    void deadPrimariesHoldNobodyElse();
};

void TestScheduler::newZoneIsFetched()
{
    add(1, std::nullopt);
    const auto taken = scheduler->take(now());
    QCOMPARE(taken.size(), std::size_t{1});
    QVERIFY(taken[0].working.work.has(Trigger::Added));
    QVERIFY(scheduler->take(now()).empty()); // in hand
    finish(1, Outcome::NewVersion);
    QVERIFY(scheduler->take(now()).empty());
    QVERIFY(*scheduler->timers(zone(1))->expiresAt == now() + seconds(86400));
}

void TestScheduler::refreshAndRetry()
{
    settle(1);
    const auto due = scheduler->timers(zone(1))->nextCheck;
    QVERIFY(due > now() + seconds(3200) && due <= now() + seconds(3600));
    QCOMPARE(*scheduler->nextWake(now()), due);
    clock.advance(due - now() - milliseconds(1));
    QVERIFY(takeIds().empty());
    clock.advance(milliseconds(1));
    const auto taken = scheduler->take(now());
    QCOMPARE(taken.size(), std::size_t{1});
    QVERIFY(taken[0].working.work.has(Trigger::Refresh));
    QVERIFY(!taken[0].working.work.offsets); // its timer row is its memory
    finish(1, Outcome::Failed);
    const auto retry = scheduler->timers(zone(1))->nextCheck;
    QVERIFY(retry > now() + seconds(530) && retry <= now() + seconds(600));
    QCOMPARE(ledger.timers().at(zone(1)).failures, 1U);
    clock.advance(retry - now());
    QVERIFY(scheduler->take(now())[0].working.work.has(Trigger::Retry));
    finish(1, Outcome::Unchanged);
    QCOMPARE(ledger.timers().at(zone(1)).failures, 0U);
    QCOMPARE(ledger.enqueued, std::uint64_t{0});
}

/// A full disk: nobody else is at fault, and the zone is right soon after it is not full any more.
void TestScheduler::whatFailsHereIsRetriedSoon()
{
    settle(1);
    notify(1);
    QCOMPARE(takeIds().size(), std::size_t{1});
    for (const int expected : {5, 10, 20, 40, 80, 160, 300, 300, 300}) {
        finish(1, Outcome::FailedHere);
        const auto retry = scheduler->timers(zone(1))->nextCheck;
        QVERIFY(retry > now() + seconds(expected) * 8 / 9 && retry <= now() + seconds(expected));
        clock.advance(retry - now());
        const auto taken = scheduler->take(now());
        QCOMPARE(taken.size(), std::size_t{1});
        QVERIFY(taken[0].working.work.has(Trigger::Retry));
    }
    finish(1, Outcome::NewVersion);
    QCOMPARE(ledger.timers().at(zone(1)).failures, 0U);
}

void TestScheduler::notifyStormIsTwoTransfers()
{
    settle(1);
    int transfers = 0;
    for (int i = 0; i < 10'000; ++i) { // over a transfer of 30 s
        notify(1);
        transfers += static_cast<int>(takeIds().size());
        clock.advance(milliseconds(3));
    }
    QCOMPARE(transfers, 1);
    finish(1, Outcome::NewVersion);
    transfers += static_cast<int>(takeIds().size());
    finish(1, Outcome::Unchanged);
    transfers += static_cast<int>(takeIds().size());
    QCOMPARE(transfers, 2);
    QCOMPARE(scheduler->mergedTriggers(zone(1)), std::uint64_t{9'998});
    QCOMPARE(ledger.rows().at(zone(1)).done, Offset{10'000}); // the newest NOTIFY is covered
    QCOMPARE(ledger.watermark(), Offset{10'001});
}

void TestScheduler::changeDuringTheTransferIsSeen()
{
    settle(1);
    notify(1);
    QCOMPARE(takeIds().size(), std::size_t{1});
    clock.advance(seconds(29));
    notify(1); // the change that the running transfer cannot have
    QVERIFY(takeIds().empty());
    finish(1, Outcome::NewVersion);
    QCOMPARE(takeIds(), std::vector<std::uint32_t>{1});
}

void TestScheduler::nothingNewIsTwoQueriesASecond()
{
    settle(1);
    for (const std::optional<std::uint32_t> serial : {std::optional<std::uint32_t>(7), {}}) {
        clock.advance(seconds(5));
        int queries = 0;
        for (int i = 0; i < 1000; ++i) {
            notify(1, 1, serial);
            for (const std::uint32_t id : takeIds()) {
                ++queries;
                notify(1, 1, serial); // one more while the query is under way
                finish(id, Outcome::Unchanged, 7);
            }
            clock.advance(milliseconds(1));
        }
        clock.advance(seconds(3));
        for (int i = 0; i < 3; ++i)
            for (const std::uint32_t id : takeIds()) {
                ++queries;
                finish(id, Outcome::Unchanged, 7);
            }
        QCOMPARE(queries, 2); // the first at once; the last, which no NOTIFY may go without, a second later
        QVERIFY(!scheduler->slot(zone(1))->scheduled);
    }
}

void TestScheduler::aChangeIsNeverQuiet()
{
    settle(1);
    notify(1, 1, 7);
    QCOMPARE(takeIds().size(), std::size_t{1});
    notify(1, 1, 7);
    finish(1, Outcome::NewVersion, 7);
    QVERIFY(takeIds().empty()); // that was it
    clock.advance(milliseconds(50));
    notify(1, 1, 8);
    QCOMPARE(takeIds().size(), std::size_t{1});
    finish(1, Outcome::NewVersion, 8);
    notify(1); // no serial: it may be the next change
    QCOMPARE(takeIds().size(), std::size_t{1});
    finish(1, Outcome::Unchanged, 8);
    notify(1);
    QVERIFY(takeIds().empty());
    notify(1, 1, 9);
    QCOMPARE(takeIds().size(), std::size_t{1});
    finish(1, Outcome::Failed);
    notify(1, 1, 9);
    QCOMPARE(takeIds().size(), std::size_t{1});
    finish(1, Outcome::NewVersion, 9);
    clock.setWall(now() - seconds(3600)); // NTP
    (void)takeIds();
    notify(1, 1, 9);
    clock.advance(seconds(2));
    QCOMPARE(takeIds().size(), std::size_t{1});
}

void TestScheduler::addedZonesAreLimitedByNumber()
{
    restart({.checksPerSecond = 1, .workingPacedMost = 10, .workingAddedMost = 50, .seed = 0});
    for (std::uint32_t id = 1; id <= 100; ++id)
        add(id, std::nullopt);
    add(200, timers);
    const auto ids = takeIds();
    QCOMPARE(ids.size(), std::size_t{51}); // without a rate, and what is due does not wait for them
    QCOMPARE(ids.back(), 200U);
    QVERIFY(takeIds().empty());
    finish(ids.front(), Outcome::NewVersion);
    QCOMPARE(takeIds().size(), std::size_t{1});
}

void TestScheduler::priorities()
{
    for (std::uint32_t id = 1; id <= 4; ++id)
        settle(id);
    const auto due = scheduler->timers(zone(1))->nextCheck;
    clock.advance(std::max<base::Duration>(due - now(), base::Duration(0)));
    add(5, std::nullopt);
    notify(3);
    Scheduler::Request force;
    force.trigger = Trigger::Forced;
    scheduler->enqueue(zone(4), force, now(), {});
    const auto ids = takeIds();
    QVERIFY(ids.size() >= 4);
    QCOMPARE(ids[0], 4U); // forced
    QCOMPARE(ids[1], 3U); // notified
    QCOMPARE(ids[2], 5U); // added
    QCOMPARE(ids[3], 1U); // due
}

void TestScheduler::notifiersAreRemembered()
{
    settle(1);
    notify(1, 1);
    (void)takeIds();
    notify(1, 3, 7);
    notify(1, 2, 9);
    notify(1, 3, 8);
    finish(1, Outcome::Unchanged);
    const auto taken = scheduler->take(now());
    QCOMPARE(taken.size(), std::size_t{1});
    QCOMPARE(taken[0].working.work.notifiers, (std::vector<base::PrimaryId>{{3}, {2}}));
    QCOMPARE(taken[0].working.work.announced, std::optional<std::uint32_t>(9));
    QCOMPARE(taken[0].working.work.merged, std::uint64_t{2});
}

void TestScheduler::stormAtStart()
{
    constexpr std::uint32_t zones = 58'000;
    for (std::uint32_t id = 1; id <= zones; ++id)
        add(id, timers); // no timer row: all due now
    std::size_t most = 0;
    std::size_t all = 0;
    for (int s = 0; s < 10; ++s) {
        std::size_t inThisSecond = 0;
        for (int ms = 0; ms < 1000; ms += 2) {
            for (const std::uint32_t id : takeIds()) {
                ++inThisSecond;
                finish(id, Outcome::Unchanged);
            }
            clock.advance(milliseconds(2));
        }
        most = std::max(most, inThisSecond);
        all += inThisSecond;
    }
    QVERIFY2(most <= 551, std::to_string(most).c_str());
    QVERIFY2(all >= 4'900, std::to_string(all).c_str());
    // One NOTIFY in the middle of it: taken at once, before any that is due.
    clock.advance(milliseconds(1));
    notify(zones);
    const auto ids = takeIds();
    QVERIFY(!ids.empty());
    QCOMPARE(ids[0], zones);
}

void TestScheduler::deadPrimariesHoldNobodyElse()
{
    restart({.checksPerSecond = 1000, .workingPacedMost = 50, .seed = 0});
    for (std::uint32_t id = 1; id <= 100; ++id)
        add(id, timers);
    std::size_t inHand = takeIds().size();
    clock.advance(seconds(1));
    inHand += takeIds().size();
    QCOMPARE(inHand, std::size_t{50}); // none of them ever answers
    QVERIFY(!scheduler->nextWake(now()) || *scheduler->nextWake(now()) > now());
    notify(100);
    QCOMPARE(takeIds(), std::vector<std::uint32_t>{100});
    finish(1, Outcome::Failed);
    QCOMPARE(takeIds().size(), std::size_t{1});
}

QTEST_APPLESS_MAIN(TestScheduler)
#include "tst_scheduler.moc"
