// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schedule/scheduler.h"

#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/schedule/memory_ledger.h"

#include <random>

using namespace zonescope;
using namespace zonescope::schedule;
using pipeline::Trigger;
using std::chrono::milliseconds;
using std::chrono::seconds;

class TestScheduler : public QObject
{
    Q_OBJECT

    kit::FakeClock clock;
    scheduletest::MemoryLedger ledger;
    std::unique_ptr<Scheduler> scheduler;
    const SoaTimers timers{3600, 600, 86400};

    using Outcome = Scheduler::Finish::Outcome;

    static base::ZoneId zone(std::uint32_t id) { return {id}; }
    base::Timestamp now() const { return clock.wall(); }
    void restart(Scheduler::Settings settings = {})
    {
        scheduler = std::make_unique<Scheduler>(ledger, settings);
        scheduler->restore(*ledger.load());
    }
    void add(std::uint32_t id, std::optional<SoaTimers> held)
    {
        scheduler->add(zone(id), {}, false, held, now());
    }
    Scheduler::Accepted notify(std::uint32_t id, std::uint32_t primary = 1,
                               std::optional<std::uint32_t> serial = {})
    {
        Scheduler::Request request;
        request.notifiers = {base::PrimaryId{primary}};
        request.announced = serial;
        return scheduler->enqueue(zone(id), request, now(), {});
    }
    Scheduler::Planned finish(std::uint32_t id, Outcome outcome, std::optional<std::uint32_t> seen = {},
                              std::optional<SoaTimers> soa = SoaTimers{3600, 600, 86400})
    {
        return scheduler->finished(zone(id), {outcome, soa, seen, {}}, now());
    }
    std::vector<std::uint32_t> takeIds()
    {
        std::vector<std::uint32_t> ids;
        for (const auto& taken : scheduler->take(now()))
            ids.push_back(taken.zone.value);
        return ids;
    }
    /// Held, checked once, nothing due.
    void settle(std::uint32_t id)
    {
        add(id, timers);
        while (takeIds().empty())
            clock.advance(milliseconds(2));
        finish(id, Outcome::Unchanged);
    }

private slots:
    void init();
    void cleanup();
    void newZoneIsFetched();
    void refreshAndRetry();
    void notifyStormIsTwoTransfers();
    void changeDuringTheTransferIsSeen();
    void nothingNewIsTwoQueriesASecond();
    void aChangeIsNeverQuiet();
    void addedZonesAreLimitedByNumber();
    void priorities();
    void notifiersAreRemembered();
    void stormAtStart();
    void deadPrimariesHoldNobodyElse();
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

void TestScheduler::init()
{
    ledger = {};
    restart();
}

void TestScheduler::cleanup()
{
    for (const std::string& fault : ledger.faults)
        QFAIL(fault.c_str());
}

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

void TestScheduler::expiry16Seconds()
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

void TestScheduler::expiredIsOlderWelcome()
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

void TestScheduler::announcedButNotServed()
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

void TestScheduler::restartInTheMiddle()
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

void TestScheduler::acceptedBeforeDurable()
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

void TestScheduler::releaseAtShutdown()
{
    settle(1);
    notify(1);
    (void)takeIds();
    scheduler->release(zone(1));
    QVERIFY(!scheduler->slot(zone(1))->working && scheduler->slot(zone(1))->scheduled);
    QVERIFY(!ledger.rows().at(zone(1)).working && ledger.rows().at(zone(1)).scheduled);
    QCOMPARE(scheduler->workingCount(), std::size_t{0});
}

void TestScheduler::cancelPlansARetry()
{
    settle(1);
    const auto planned = scheduler->timers(zone(1))->nextCheck;
    notify(1);
    (void)takeIds();
    finish(1, Outcome::Cancelled);
    QCOMPARE(scheduler->timers(zone(1))->nextCheck, planned); // what was planned stays
    QCOMPARE(scheduler->timers(zone(1))->failures, 0U);
}

void TestScheduler::pauseAndForce()
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

void TestScheduler::removeForgets()
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

void TestScheduler::clockSetBack()
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
void TestScheduler::randomWalkLosesNothing()
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

void TestScheduler::costsMicroseconds()
{
    constexpr std::uint32_t zones = 58'000;
    for (std::uint32_t id = 1; id <= zones; ++id)
        add(id, timers);
    QElapsedTimer timer;
    timer.start();
    constexpr int rounds = 20'000;
    for (int i = 0; i < rounds; ++i) {
        const std::uint32_t id = 1 + static_cast<std::uint32_t>(i) * 7919U % zones;
        notify(id);
        for (const std::uint32_t taken : takeIds())
            finish(taken, Outcome::Unchanged);
        (void)scheduler->nextWake(now());
    }
    const double each = static_cast<double>(timer.nsecsElapsed()) / 1000.0 / rounds;
    qInfo("%.2f us for NOTIFY, take, finish and next wake with %u zones", each, zones);
    QVERIFY2(each < 200, "a walk over all zones hides somewhere");
}

QTEST_APPLESS_MAIN(TestScheduler)
#include "tst_scheduler.moc"
