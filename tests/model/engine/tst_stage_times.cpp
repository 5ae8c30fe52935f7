// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/text.h"
#include "model/engine/job_maker.h"
#include "model/engine/stage_times.h"
#include "model/engine/zone_state.h"

#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"

using namespace zonescope;
using namespace zonescope::engine;
using pipeline::Stage;
using std::chrono::milliseconds;

class TestStageTimes : public QObject
{
    Q_OBJECT

    const base::Timestamp t = kit::FakeClock().wall();

    static std::optional<base::Duration> stage(const pipeline::Change& change, Stage which)
    {
        return change.stage[static_cast<std::size_t>(which)];
    }
    /// taken at +10 ms, job began at +12, ended at +20, built at +23
    InHand work() const
    {
        InHand inHand;
        inHand.change = 77;
        inHand.working.takenAt = t + milliseconds(10);
        inHand.working.work.requestedAt = t;
        inHand.result.startedAt = t + milliseconds(12);
        inHand.result.finishedAt = t + milliseconds(20);
        inHand.builtAt = t + milliseconds(23);
        zone::ZoneLoader loader(*dns::Name::fromText("example.org."));
        const auto records =
            *dns::recordsFromText("@ SOA ns h 9 1 1 1 1\n", *dns::Name::fromText("example.org."));
        for (const dns::Record& record : records)
            (void)loader.add(record);
        inHand.result.version = *loader.finish();
        return inHand;
    }

private slots:
    void stagesAddUp()
    {
        InHand inHand = work();
        inHand.notify = NotifyTimes{t, t + milliseconds(4)};
        pipeline::Change change = changeOf(inHand, {1});
        finishStages(change, inHand, t + milliseconds(30));
        QCOMPARE(change.startedAt, t);
        QCOMPARE(*stage(change, Stage::Notify), base::Duration(milliseconds(4)));
        QCOMPARE(*stage(change, Stage::Schedule), base::Duration(milliseconds(8)));
        QCOMPARE(*stage(change, Stage::Transfer), base::Duration(milliseconds(8)));
        QCOMPARE(*stage(change, Stage::Build), base::Duration(milliseconds(3)));
        QCOMPARE(*stage(change, Stage::Publish), base::Duration(milliseconds(7)));
        base::Duration sum{0};
        for (const auto& part : change.stage)
            sum += part.value_or(base::Duration(0));
        QCOMPARE(sum, base::Duration(milliseconds(30)));
        QVERIFY(!stage(change, Stage::Observe));
    }
    void slowDiskIsNotCountedTwice()
    {
        // The disk synced at +50 ms while the primary was asked: nobody waited for it.
        InHand inHand = work();
        inHand.notify = NotifyTimes{t, t + milliseconds(50)};
        pipeline::Change change = changeOf(inHand, {1});
        finishStages(change, inHand, t + milliseconds(30));
        QCOMPARE(*stage(change, Stage::Notify), base::Duration(milliseconds(10)));
        QCOMPARE(*stage(change, Stage::Schedule), base::Duration(milliseconds(2)));
    }
    void foundByPolling()
    {
        const pipeline::Change change = changeOf(work(), {1});
        QVERIFY(!stage(change, Stage::Notify));
        QCOMPARE(change.startedAt, t + milliseconds(10));
        QCOMPARE(*stage(change, Stage::Schedule), base::Duration(milliseconds(2)));
    }
    void forcedCountsFromTheKey()
    {
        InHand inHand = work();
        inHand.working.work.triggers = static_cast<pipeline::Triggers>(pipeline::Trigger::Forced);
        const pipeline::Change change = changeOf(inHand, {1});
        QCOMPARE(change.startedAt, t);
        QCOMPARE(*stage(change, Stage::Schedule), base::Duration(milliseconds(12)));
    }
    void clockStepBackIsNoNegativeTime()
    {
        InHand inHand = work();
        inHand.result.finishedAt = t - std::chrono::hours(1);
        QCOMPARE(*stage(changeOf(inHand, {1}), Stage::Transfer), base::Duration(0));
    }
    void worstStateWins()
    {
        using zone::ZoneState;
        const StateFacts all{true, true, true, true, true, true};
        StateFacts facts = all;
        QCOMPARE(stateOf(facts), ZoneState::Expired);
        facts.expired = false;
        QCOMPARE(stateOf(facts), ZoneState::Paused);
        facts.paused = false;
        QCOMPARE(stateOf(facts), ZoneState::Failing);
        facts.failing = false;
        QCOMPARE(stateOf(facts), ZoneState::Refreshing);
        facts.transferring = false;
        QCOMPARE(stateOf(facts), ZoneState::Behind);
        facts.behind = false;
        QCOMPARE(stateOf(facts), ZoneState::Current);
        facts.hasData = false;
        QCOMPARE(stateOf(facts), ZoneState::Unknown);
    }
    void notifiersAreAskedFirst()
    {
        zone::Configuration configuration;
        std::vector<base::PrimaryId> ids;
        for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
            zone::Primary primary;
            primary.name = address;
            primary.addresses = {*net::Endpoint::fromText(address)};
            ids.push_back(*configuration.put(primary));
        }
        zone::Zone zone;
        zone.apex = *dns::Name::fromText("example.org.");
        zone.primaries = ids;
        QVERIFY_RESULT(configuration.put(zone));
        schedule::Work work;
        work.notifiers = {ids[2], {4711}, ids[1]}; // one of them was taken off the zone since
        const auto order = [&] {
            std::vector<base::PrimaryId> asked;
            const auto targets = *targetsFor(zone, work, configuration, {});
            for (const auto& target : targets)
                asked.push_back(target.primary);
            return asked;
        };
        QCOMPARE(order(), (std::vector{ids[2], ids[1], ids[0]}));
        work.primary = ids[1]; // an operator's choice stands alone
        work.address = *net::Endpoint::fromText("192.0.2.2:5353");
        QCOMPARE(order(), std::vector{ids[1]});
        QCOMPARE((*targetsFor(zone, work, configuration, {}))[0].addresses, std::vector{*work.address});
        zone.primaries.clear();
        QVERIFY_ERROR(targetsFor(zone, {}, configuration, {}), base::ErrorCode::NoPrimary);
    }
    void keyWithoutSecretLeavesThePrimaryOut()
    {
        zone::Configuration configuration;
        const auto key =
            *configuration.put(zone::Key{{}, *dns::Name::fromText("k."), dns::TsigAlgorithm::HmacSha256});
        zone::Primary keyed;
        keyed.name = "keyed";
        keyed.addresses = {*net::Endpoint::fromText("192.0.2.1")};
        keyed.key = key;
        zone::Primary open = keyed;
        open.name = "open";
        open.key.reset();
        zone::Zone zone;
        zone.apex = *dns::Name::fromText("example.org.");
        zone.primaries = {*configuration.put(keyed)};
        QVERIFY_ERROR(targetsFor(zone, {}, configuration, {}), base::ErrorCode::TsigSecretMissing);
        zone.primaries.push_back(*configuration.put(open));
        QCOMPARE(targetsFor(zone, {}, configuration, {})->size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(TestStageTimes)
#include "tst_stage_times.moc"
