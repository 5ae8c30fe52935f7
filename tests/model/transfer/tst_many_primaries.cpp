// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/transfer/service_kit.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;
using Outcome = TransferResult::Outcome;
using pipeline::TransferKind;
using servers::Draft;
using servers::Request;
using servers::Step;

class TestManyPrimaries : public QObject
{
    Q_OBJECT

private slots:
    /// H31.
    void firstIsDeadSecondRefusesThirdIsFine()
    {
        ServiceBench b;
        auto refusing = servers::ScriptedPrimary::start().value();
        refusing->addZone(name("z."), 5, body("v5"));
        refusing->refuse(true);
        net::Endpoint dead;
        {
            const auto gone = servers::ScriptedPrimary::start().value();
            dead = gone->endpoint();
        }
        b.primary->addZone(name("z."), 5, body("v5"));
        TransferJob job = b.job();
        job.targets = {ServiceBench::targetAt(dead, 1), ServiceBench::targetAt(refusing->endpoint(), 2),
                       b.target(3)};
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QVERIFY(result.primary == base::PrimaryId{3});
        QCOMPARE(result.attempts.size(), std::size_t(3));
        QCOMPARE_CODE(result.attempts[0].error, ErrorCode::ConnectionRefused);
        QCOMPARE_CODE(result.attempts[1].error, ErrorCode::RcodeRefused);
        QCOMPARE(result.attempts[1].extendedError.value_or(0), std::uint16_t(18));
        const auto events = b.events();
        QCOMPARE(events.size(), std::size_t(2));
        QVERIFY(events[0].kind == pipeline::Event::Kind::TriedNextPrimary &&
                events[0].primary == base::PrimaryId{2});
        QVERIFY(events[1].primary == base::PrimaryId{3});
    }

    /// A first primary that is stuck at our serial hides a newer second one, until everybody is asked.
    void aStuckPrimaryDoesNotHideANewerOne()
    {
        ServiceBench b;
        auto newer = servers::ScriptedPrimary::start().value();
        newer->addZone(name("z."), 5, body("v5"));
        b.primary->addZone(name("z."), 1, body("v1"));
        for (const bool everybody : {false, true}) {
            TransferJob job = b.job(versionOf(1, body("v1")));
            job.targets = {b.target(1), ServiceBench::targetAt(newer->endpoint(), 2)};
            job.askEverybody = everybody;
            const TransferResult result = b.run(std::move(job));
            QVERIFY_OUTCOME(result, everybody ? Outcome::NewVersion : Outcome::Unchanged);
            QCOMPARE(newer->counters().soaQueries, std::uint64_t(everybody ? 1 : 0));
            QCOMPARE(result.primary.value, everybody ? 2U : 1U);
        }
    }

    void allAtOurSerialIsUnchangedAlsoWhenOneIsDead()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 1, body("v1"));
        net::Endpoint dead;
        {
            const auto gone = servers::ScriptedPrimary::start().value();
            dead = gone->endpoint();
        }
        TransferJob job = b.job(versionOf(1, body("v1")));
        job.targets = {b.target(1), ServiceBench::targetAt(dead, 2)};
        job.askEverybody = true;
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::Unchanged);
        QCOMPARE(result.primary.value, 1U);
        QCOMPARE(result.attempts.size(), std::size_t(1)); // the dead one stands in history
    }

    void secondAddressOfTheSamePrimary()
    {
        ServiceBench b;
        net::Endpoint dead;
        {
            const auto gone = servers::ScriptedPrimary::start().value();
            dead = gone->endpoint();
        }
        b.primary->addZone(name("z."), 5, body("v5"));
        TransferJob job = b.job();
        job.targets[0].addresses = {dead, b.primary->endpoint()};
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QVERIFY(result.address == b.primary->endpoint());
        QVERIFY(b.events().empty()); // still the same primary
    }

    void transferFromTheFirstFailsSecondIsTaken()
    {
        ServiceBench b;
        auto broken = servers::ScriptedPrimary::start().value();
        broken->addZone(name("z."), 5, body("broken"));
        broken->setScript(name("z."), [](const Request& request) -> std::optional<Steps> {
            return request.tcp ? std::optional(Steps{Step::close()}) : std::nullopt;
        });
        b.primary->addZone(name("z."), 5, body("good"));
        TransferJob job = b.job(versionOf(1, body("v1")));
        job.targets = {ServiceBench::targetAt(broken->endpoint(), 1), b.target(2)};
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(tagOf(*result.version), std::string("good"));
        QCOMPARE(result.attempts.size(), std::size_t(3)); // IXFR and AXFR there, IXFR here
        QCOMPARE(broken->counters().connectionsTotal, std::uint64_t(2));
    }

    /// H31, first behind; H27: a NOTIFY announced more than the first has.
    void newestOfThreeWhenAnnounced()
    {
        ServiceBench b;
        auto first = servers::ScriptedPrimary::start().value();
        auto second = servers::ScriptedPrimary::start().value();
        first->addZone(name("z."), 5, body("v5"));
        second->addZone(name("z."), 9, body("v9"));
        b.primary->addZone(name("z."), 7, body("v7"));
        const auto make = [&](std::uint32_t announced) {
            TransferJob job = b.job(versionOf(1, body("v1")));
            job.targets = {ServiceBench::targetAt(first->endpoint(), 1),
                           ServiceBench::targetAt(second->endpoint(), 2), b.target(3)};
            job.announcedSerial = announced;
            return job;
        };
        const TransferResult newest = b.run(make(150)); // nobody has it
        QVERIFY_OUTCOME(newest, Outcome::NewVersion);
        QCOMPARE(newest.version->serial(), 9U);
        QVERIFY(newest.primary == base::PrimaryId{2});
        QCOMPARE(newest.soaAnswers.size(), std::size_t(3));
        const TransferResult asAnnounced = b.run(make(5)); // the first has it: nobody else is asked
        QCOMPARE(asAnnounced.version->serial(), 5U);
        QCOMPARE(asAnnounced.soaAnswers.size(), std::size_t(1));
    }

    void newestFailsTheNextNewestIsTaken()
    {
        ServiceBench b;
        auto broken = servers::ScriptedPrimary::start().value();
        broken->addZone(name("z."), 9, body("v9"));
        broken->setScript(name("z."), onAxfr([](const Request&) { return Steps{Step::close()}; }));
        b.primary->addZone(name("z."), 7, body("v7"));
        TransferJob job = b.job();
        job.targets = {b.target(1), ServiceBench::targetAt(broken->endpoint(), 2)};
        job.announcedSerial = 10;
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(result.version->serial(), 7U);
    }

    void allAreBehind()
    {
        ServiceBench b;
        auto second = servers::ScriptedPrimary::start().value();
        b.primary->addZone(name("z."), 4, body("v4"));
        second->addZone(name("z."), 5, body("v5"));
        TransferJob job = b.job(versionOf(9, body("v9")));
        job.targets = {b.target(1), ServiceBench::targetAt(second->endpoint(), 2)};
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::Unchanged);
        QCOMPARE(result.soaAnswers.size(), std::size_t(2));
        QCOMPARE(b.primary->counters().connectionsTotal + second->counters().connectionsTotal,
                 std::uint64_t(0));
    }

    /// H32: an expired zone takes an older serial.
    void olderSerialWhenExpired()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 4, body("v4"));
        TransferJob job = b.job(versionOf(9, body("v9")));
        job.heldExpired = true;
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(result.version->serial(), 4U);
        QVERIFY(result.kind == TransferKind::Axfr);
    }

    /// H33.
    void serialExactlyHalfTheSpaceAway()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 0x80000001U, body("far"));
        const TransferResult result = b.run(b.job(versionOf(1, body("v1"))));
        QVERIFY_OUTCOME(result, Outcome::Failed);
        QCOMPARE_CODE(result.error, ErrorCode::SerialUndefined);
        QVERIFY(QString::fromStdString(result.error->detail).contains("2^31"));
    }

    void serialWrapsAround()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 4294967295U, body("v1"));
        zone::ZoneVersionPtr held = b.run(b.job()).version;
        for (const std::uint32_t serial : {0U, 1U}) {
            b.primary->changeZone(name("z."), {}, {txt("n" + std::to_string(serial), "x")}, serial);
            const TransferResult result = b.run(b.job(held));
            QVERIFY_OUTCOME(result, Outcome::NewVersion);
            QVERIFY(result.kind == TransferKind::Ixfr);
            QCOMPARE(result.version->serial(), serial);
            held = result.version;
        }
    }

    void zoneWithoutPrimaries()
    {
        ServiceBench b;
        TransferJob job = b.job();
        job.targets.clear();
        QCOMPARE_CODE(b.run(std::move(job)).error, ErrorCode::NoPrimary);
    }
};

QTEST_GUILESS_MAIN(TestManyPrimaries)
#include "tst_many_primaries.moc"
