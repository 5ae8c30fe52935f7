// SPDX-License-Identifier: GPL-3.0-or-later
// What outlasts: expiry, restarts, pauses, clocks set back, long random walks.
#include "tests/kit/processor_time.h"
#include "tests/model/schedule/scheduler_fixture.h"

#include <random>

using namespace zonescope;
using namespace zonescope::scheduletest;

class TestSchedulerLasting : public QObject, private SchedulerFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void expiry16Seconds();
    void expiredIsOlderWelcome();
    void announcedButNotServed();
    void restartInTheMiddle();
    void acceptedBeforeDurable();
    void releaseAtShutdown();
    void cancelPlansARetry();
    void pauseAndForce();
    void removeForgets();
    void clockSetBack();
    void randomWalkLosesNothing();
    void costsMicroseconds();
};

void TestSchedulerLasting::expiry16Seconds()
{
    // H32: EXPIRE 16 s, the primary dies.
    const SoaTimers brief{3600, 5, 16};
    add(1, std::nullopt);
    (void)takeIds();
    finish(1, Outcome::NewVersion, 5, brief);
    const auto began = now();
    const auto run = [&](base::Duration until) {
        std::optional<base::Timestamp> expired;
        while (now() - began < until) {
            for (const std::uint32_t id : takeIds())
                finish(id, Outcome::Failed, {}, brief);
            if (!scheduler->takeExpired(now()).empty())
                expired = now();
            clock.advance(milliseconds(100));
        }
        return expired;
    };
    QVERIFY(!run(seconds(10)));
    // Restart at 10 s: the countdown goes on.
    restart();
    add(1, brief);
    QCOMPARE(*scheduler->timers(zone(1))->expiresAt, began + seconds(16));
    const auto expired = run(seconds(60));
    QVERIFY(expired);
    QVERIFY(*expired >= began + seconds(16) && *expired <= began + seconds(16) + milliseconds(200));
}

void TestSchedulerLasting::expiredIsOlderWelcome()
{
    const SoaTimers brief{3600, 5, 16};
    add(1, brief);
    clock.advance(seconds(17));
    QCOMPARE(scheduler->takeExpired(now()), std::vector<base::ZoneId>{zone(1)});
    QVERIFY(scheduler->takeExpired(now()).empty()); // once
    QCOMPARE(takeIds(), std::vector<std::uint32_t>{1});
    finish(1, Outcome::NewVersion, 3, brief);
    clock.advance(seconds(15));
    QVERIFY(scheduler->takeExpired(now()).empty()); // alive again
    clock.advance(seconds(1));
    QCOMPARE(scheduler->takeExpired(now()).size(), std::size_t{1});
}

void TestSchedulerLasting::announcedButNotServed()
{
    settle(1);
    const auto began = now();
    int checks = 0;
    int givenUp = 0;
    // The primary announces 150 each second and serves 101 for ever.
    for (int ms = 0; ms < 59'000; ms += 100) {
        if (ms % 1000 == 0)
            notify(1, 1, 150);
        for (const std::uint32_t id : takeIds()) {
            ++checks;
            const auto planned = finish(id, Outcome::Unchanged, 101);
            givenUp += planned.announcementGivenUp ? 1 : 0;
            if (planned.announcementGivenUp)
                QCOMPARE(planned.announced, std::optional<std::uint32_t>(150));
        }
        clock.advance(milliseconds(100));
    }
    QVERIFY2(checks <= 3, std::to_string(checks).c_str());
    QCOMPARE(givenUp, 1);
    // Nothing was lost: it is looked at again when the minute is over.
    clock.advance(began + seconds(61) - now());
    QCOMPARE(takeIds(), std::vector<std::uint32_t>{1});
    finish(1, Outcome::NewVersion, 150);
    QVERIFY(scheduler->slot(zone(1))->scheduled == std::nullopt);
}

void TestSchedulerLasting::restartInTheMiddle()
{
    settle(1);
    settle(2);
    settle(3);
    notify(1);
    (void)takeIds(); // 1 is in hand
    notify(1);       // and scheduled again
    notify(2);       // waiting
    restart();       // kill -9
    for (std::uint32_t id = 1; id <= 3; ++id)
        add(id, timers);
    const auto taken = scheduler->take(now());
    QCOMPARE(taken.size(), std::size_t{2});
    for (const auto& t : taken)
        QVERIFY(t.working.work.has(Trigger::Recovered) && t.working.work.has(Trigger::Notify));
    QCOMPARE(*taken[0].working.work.offsets, (std::pair<Offset, Offset>(1, 2)));
    finish(1, Outcome::NewVersion);
    finish(2, Outcome::NewVersion);
    // New offsets go on where the old ones ended.
    notify(3);
    QCOMPARE(ledger.rows().at(zone(3)).scheduled->first, Offset{4});
}

void TestSchedulerLasting::acceptedBeforeDurable()
{
    settle(1);
    int durable = 0;
    QVERIFY(scheduler->enqueue(zone(1), {}, now(), [&](auto) { ++durable; }) ==
            Scheduler::Accepted::Scheduled);
    QVERIFY(scheduler->enqueue(zone(1), {}, now(), [&](auto) { ++durable; }) == Scheduler::Accepted::Merged);
    QVERIFY(scheduler->enqueue(zone(9), {}, now(), [&](auto) { ++durable; }) ==
            Scheduler::Accepted::UnknownZone);
    QCOMPARE(durable, 2);
}

void TestSchedulerLasting::releaseAtShutdown()
{
    settle(1);
    notify(1);
    (void)takeIds();
    scheduler->release(zone(1));
    QVERIFY(!scheduler->slot(zone(1))->working && scheduler->slot(zone(1))->scheduled);
    QVERIFY(!ledger.rows().at(zone(1)).working && ledger.rows().at(zone(1)).scheduled);
    QCOMPARE(scheduler->workingCount(), std::size_t{0});
}

void TestSchedulerLasting::cancelPlansARetry()
{
    settle(1);
    const auto planned = scheduler->timers(zone(1))->nextCheck;
    notify(1);
    (void)takeIds();
    finish(1, Outcome::Cancelled);
    QCOMPARE(scheduler->timers(zone(1))->nextCheck, planned); // what was planned stays
    QCOMPARE(scheduler->timers(zone(1))->failures, 0U);
}

void TestSchedulerLasting::pauseAndForce()
{
    settle(1);
    scheduler->update(zone(1), {}, true, now());
    notify(1);
    QVERIFY(takeIds().empty());
    Scheduler::Request force;
    force.trigger = Trigger::ForcedFull;
    scheduler->enqueue(zone(1), force, now(), {});
    QCOMPARE(takeIds(), std::vector<std::uint32_t>{1}); // an operator's word counts more
    finish(1, Outcome::NewVersion);
    clock.advance(std::chrono::hours(2));
    QVERIFY(takeIds().empty());
    scheduler->update(zone(1), {}, false, now());
    QCOMPARE(takeIds(), std::vector<std::uint32_t>{1});
}

void TestSchedulerLasting::removeForgets()
{
    settle(1);
    notify(1);
    (void)takeIds();
    notify(1);
    scheduler->remove(zone(1));
    QVERIFY(ledger.rows().empty() && ledger.timers().empty());
    QCOMPARE(scheduler->workingCount() + scheduler->scheduledCount(), std::size_t{0});
    finish(1, Outcome::NewVersion); // its late end
    clock.advance(std::chrono::hours(48));
    QVERIFY(takeIds().empty() && scheduler->takeExpired(now()).empty() && !scheduler->nextWake(now()));
}

void TestSchedulerLasting::clockSetBack()
{
    settle(1);
    const auto wait = scheduler->timers(zone(1))->nextCheck - now();
    clock.setWall(now() - std::chrono::hours(24 * 365));
    QVERIFY(takeIds().empty());
    QCOMPARE(scheduler->timers(zone(1))->nextCheck - now(), wait);
    clock.advance(wait);
    QCOMPARE(takeIds().size(), std::size_t{1});
}

/// Soft commit under random order, ends and kills: every accepted offset is done or still there.
void TestSchedulerLasting::randomWalkLosesNothing()
{
    for (unsigned seed = 1; seed <= 50; ++seed) {
        ledger = {};
        restart();
        std::mt19937 random(seed);
        std::map<std::uint32_t, Offset> newest;
        std::vector<std::uint32_t> inHand;
        for (std::uint32_t id = 1; id <= 5; ++id)
            add(id, timers);
        for (int step = 0; step < 300; ++step) {
            const std::uint32_t id = 1 + random() % 5;
            switch (random() % 8) {
            case 0:
            case 1:
            case 2:
                notify(id);
                newest[id] = ledger.enqueued;
                break;
            case 3:
            case 4:
                for (const std::uint32_t taken : takeIds())
                    inHand.push_back(taken);
                break;
            case 5:
            case 6:
                if (!inHand.empty()) {
                    const std::size_t which = random() % inHand.size();
                    finish(inHand[which], random() % 2 ? Outcome::NewVersion : Outcome::Failed);
                    inHand.erase(inHand.begin() + static_cast<std::ptrdiff_t>(which));
                }
                break;
            default:
                if (random() % 4 == 0) { // kill -9
                    restart();
                    inHand.clear();
                    for (std::uint32_t z = 1; z <= 5; ++z)
                        add(z, timers);
                }
            }
            clock.advance(milliseconds(random() % 50));
            for (const auto& [z, offset] : newest) {
                const LedgerRow& row = ledger.rows().at(zone(z));
                const bool held = row.done >= offset || (row.working && row.working->second >= offset) ||
                                  (row.scheduled && row.scheduled->second >= offset);
                QVERIFY2(held, ("seed " + std::to_string(seed)).c_str());
            }
        }
    }
}

void TestSchedulerLasting::costsMicroseconds()
{
    constexpr std::uint32_t zones = 58'000;
    for (std::uint32_t id = 1; id <= zones; ++id)
        add(id, timers);
    const kit::ProcessorTime timer;
    constexpr int rounds = 20'000;
    for (int i = 0; i < rounds; ++i) {
        const std::uint32_t id = 1 + static_cast<std::uint32_t>(i) * 7919U % zones;
        notify(id);
        for (const std::uint32_t taken : takeIds())
            finish(taken, Outcome::Unchanged);
        (void)scheduler->nextWake(now());
    }
    const double each = static_cast<double>(timer.elapsed().count()) / 1000.0 / rounds;
    qInfo("%.2f us for NOTIFY, take, finish and next wake with %u zones", each, zones);
    QVERIFY2(each < 200, "a walk over all zones hides somewhere");
}

QTEST_APPLESS_MAIN(TestSchedulerLasting)
#include "tst_scheduler_lasting.moc"
