// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/transfer/service_kit.h"

#include <QtTest>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;
using Outcome = TransferResult::Outcome;
using pipeline::TransferKind;
using servers::Draft;
using servers::Request;
using servers::Script;
using servers::Step;
using Steps = std::vector<Step>;

namespace {

Records difference(std::uint32_t from, std::uint32_t to, const Records& removed, const Records& added)
{
    return Records{soa(from)} + removed + Records{soa(to)} + added;
}

Step answerWith(const Request& request, const Records& records)
{
    Draft draft = Draft::answerTo(request);
    draft.answers = records;
    return Step::send(draft);
}

/// Proper SOA and AXFR; IXFR by this.
Script onIxfr(std::function<Steps(const Request&)> make)
{
    return [make](const Request& request) -> std::optional<Steps> {
        if (request.question.type != dns::Type::IXFR)
            return std::nullopt;
        return make(request);
    };
}

/// Proper SOA; AXFR by this.
Script onAxfr(std::function<Steps(const Request&)> make)
{
    return [make](const Request& request) -> std::optional<Steps> {
        if (request.question.type != dns::Type::AXFR)
            return std::nullopt;
        return make(request);
    };
}

std::string errorOf(const TransferResult& result)
{
    return result.error ? base::toString(*result.error) : std::string("no error");
}

} // namespace

#define QVERIFY_OUTCOME(result, expected)                                                                    \
    QVERIFY2((result).outcome == (expected),                                                                 \
             (std::to_string(static_cast<int>((result).outcome)) + " " + errorOf(result)).c_str())
#define QCOMPARE_CODE(error, expected)                                                                       \
    QVERIFY2((error) && (error)->code == (expected), (error) ? base::toString(*(error)).c_str() : "no error")

class TestTransferService : public QObject
{
    Q_OBJECT

private slots:
    void firstTransferIsAnAxfr()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        const TransferResult result = b.run(b.job());
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QVERIFY(b.equalsPrimary(*result.version));
        QVERIFY(result.kind == TransferKind::Axfr);
        QCOMPARE(result.soaAnswers.size(), std::size_t(1));
        QCOMPARE(result.soaAnswers[0].serial, 5U);
        QCOMPARE(result.attempts.size(), std::size_t(1));
        const pipeline::TransferAttempt& row = result.attempts[0];
        QVERIFY(!row.error && row.tcpInfo && row.toSerial == 5U && !row.fromSerial);
        QVERIFY(row.zone == base::ZoneId{7} && row.primary == base::PrimaryId{1} &&
                row.address == b.primary->endpoint());
        QCOMPARE(row.records, std::uint64_t(5));
        QVERIFY(result.finishedAt >= result.startedAt);
        const auto counters = b.primary->counters();
        QCOMPARE(counters.soaQueries, std::uint64_t(1)); // checked before it was transferred
        QCOMPARE(counters.axfrQueries, std::uint64_t(1));
        QCOMPARE(counters.ixfrQueries, std::uint64_t(0));
    }

    void nothingNewNeedsOneQuery()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setEdnsExpire(777);
        const TransferResult result = b.run(b.job(versionOf(5, body("v5"))));
        QVERIFY_OUTCOME(result, Outcome::Unchanged);
        QCOMPARE(result.soaAnswers.at(0).ednsExpire.value_or(0), 777U);
        QVERIFY(result.primary == base::PrimaryId{1});
        QVERIFY(result.attempts.empty());
        QCOMPARE(b.primary->counters().connectionsTotal, std::uint64_t(0));
    }

    void changesComeIncrementally()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 1, body("v1"));
        zone::ZoneVersionPtr held = b.run(b.job()).version;
        QVERIFY(held);
        for (int i = 0; i < 5; ++i) {
            b.primary->changeZone(name("z."), {}, {txt("n" + std::to_string(i), "x")});
            b.primary->changeZone(name("z."), {txt("n" + std::to_string(i), "x")},
                                  {txt("k" + std::to_string(i), "y")});
            const TransferResult result = b.run(b.job(held));
            QVERIFY_OUTCOME(result, Outcome::NewVersion);
            QVERIFY(result.kind == TransferKind::Ixfr);
            QCOMPARE(result.added, std::uint64_t(2));
            QCOMPARE(result.removed, std::uint64_t(1));
            QCOMPARE(result.attempts.at(0).fromSerial.value(), held->serial());
            QVERIFY(b.equalsPrimary(*result.version));
            held = result.version;
        }
        QCOMPARE(b.primary->counters().axfrQueries, std::uint64_t(1));
    }

    void primaryWithoutHistoryAnswersIxfrWithTheZone()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        const TransferResult result = b.run(b.job(versionOf(1, body("v1"))));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QVERIFY(result.kind == TransferKind::AxfrStyleIxfr);
        QVERIFY(b.equalsPrimary(*result.version));
    }

    void axfrOnlyPrimary()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        TransferJob job = b.job(versionOf(1, body("v1")));
        job.targets[0].axfrOnly = true;
        const TransferResult result = b.run(std::move(job));
        QVERIFY(result.kind == TransferKind::Axfr);
        QCOMPARE(b.primary->counters().ixfrQueries, std::uint64_t(0));
    }

    void forcedFullTransferOfTheSameSerial()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("theirs"));
        TransferJob job = b.job(versionOf(5, body("ours")));
        job.mode = TransferJob::Mode::Full;
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(tagOf(*result.version), std::string("theirs"));
    }

    /// H01 over sockets.
    void oneRecordInEachMessage()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setRecordsPerMessage(1);
        const TransferResult result = b.run(b.job());
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(result.attempts.at(0).messages, 5U);
        QVERIFY(b.equalsPrimary(*result.version));
    }

    // H05 - H11, H15: every fault of an IXFR is followed by one AXFR from the same primary, at once.
    void ixfrFaultFallsBackToAxfr_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("code");
        const auto row = [](const char* title, int which, ErrorCode code) {
            QTest::newRow(title) << which << static_cast<int>(code);
        };
        row("NOTIMP", 0, ErrorCode::RcodeNotImp);
        row("REFUSED", 1, ErrorCode::RcodeRefused);
        row("SERVFAIL", 2, ErrorCode::RcodeServFail);
        row("FORMERR", 3, ErrorCode::RcodeFormErr);
        row("NOTAUTH", 4, ErrorCode::RcodeNotAuth);
        row("closed with no octet", 5, ErrorCode::ConnectionClosed);
        row("cut by FIN", 6, ErrorCode::XfrIncomplete);
        row("cut by RST", 7, ErrorCode::ConnectionReset);
        row("part of a message, then silence", 8, ErrorCode::LimitIdle);
        row("AXFR-style, cut", 9, ErrorCode::XfrIncomplete);
        row("removes a missing record", 10, ErrorCode::IxfrRecordMissing);
        row("adds an existing record", 11, ErrorCode::IxfrRecordExists);
        row("from a serial we do not have", 12, ErrorCode::IxfrWrongBase);
        row("gap in the chain", 13, ErrorCode::IxfrSerialGap);
        row("repeated serial", 14, ErrorCode::IxfrSerialGap);
        row("SOA owner", 15, ErrorCode::XfrSoaOwner);
        row("single newer SOA, connection open", 16, ErrorCode::IxfrSingleSoa);
        row("single newer SOA, closed", 17, ErrorCode::IxfrSingleSoa);
        row("class CH", 18, ErrorCode::WrongClass);
        row("partial data, then SERVFAIL", 19, ErrorCode::RcodeServFail);
        row("wrong id", 20, ErrorCode::WrongId);
    }
    void ixfrFaultFallsBackToAxfr()
    {
        QFETCH(int, which);
        QFETCH(int, code);
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("via-axfr"));
        b.primary->setScript(name("z."), onIxfr([which](const Request& r) { return faultyIxfr(r, which); }));
        const TransferResult result = b.run(b.job(versionOf(1, body("v1"))));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(tagOf(*result.version), std::string("via-axfr"));
        QVERIFY(result.kind == TransferKind::Axfr);
        QVERIFY(!result.error);
        QCOMPARE(result.attempts.size(), std::size_t(2));
        QCOMPARE_CODE(result.attempts[0].error, static_cast<ErrorCode>(code));
        QVERIFY(!result.attempts[1].error);
        const auto counters = b.primary->counters();
        QCOMPARE(counters.ixfrQueries, std::uint64_t(1));
        QCOMPARE(counters.axfrQueries, std::uint64_t(1));
        QCOMPARE(counters.soaQueries, std::uint64_t(1));
        const base::Duration between =
            result.attempts[1].startedAt - (result.attempts[0].startedAt + result.attempts[0].duration);
        QVERIFY2(between < std::chrono::milliseconds(100), std::to_string(between.count()).c_str());
        const auto events = b.events();
        QCOMPARE(events.size(), std::size_t(1));
        QVERIFY(events[0].kind == pipeline::Event::Kind::FellBackToAxfr);
        QCOMPARE_CODE(events[0].error, static_cast<ErrorCode>(code));
    }

    /// H04: what we hold stays, each with its own reason.
    void axfrCut_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("code");
        QTest::newRow("FIN") << 0 << static_cast<int>(ErrorCode::XfrIncomplete);
        QTest::newRow("RST") << 1 << static_cast<int>(ErrorCode::ConnectionReset);
        QTest::newRow("16 octets of a message, then silence") << 2 << static_cast<int>(ErrorCode::LimitIdle);
        QTest::newRow("closed with no octet") << 3 << static_cast<int>(ErrorCode::ConnectionClosed);
    }
    void axfrCut()
    {
        QFETCH(int, which);
        QFETCH(int, code);
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([which](const Request& r) {
                                 const Step zone = answerWith(r, soa(5) + body("v5"));
                                 switch (which) {
                                 case 0:
                                     return Steps{zone, Step::close()};
                                 case 1:
                                     return Steps{zone, Step::reset()};
                                 case 2:
                                     return Steps{
                                         zone, Step::raw(base::Bytes("\x01\x00", 2) + base::Bytes(14, 'x')),
                                         Step::stall()};
                                 default:
                                     return Steps{Step::close()};
                                 }
                             }));
        TransferJob job = b.job(versionOf(1, body("v1")));
        job.targets[0].axfrOnly = true;
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::Failed);
        QVERIFY(!result.version);
        QCOMPARE_CODE(result.error, static_cast<ErrorCode>(code));
        QVERIFY(result.errorPrimary == base::PrimaryId{1});
        QCOMPARE(result.attempts.size(), std::size_t(1));
    }

    void largeIxfrInManySmallSegments()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 1, body("v1"));
        Records many;
        for (int i = 0; i < 40; ++i)
            many.push_back(txt("r" + std::to_string(i), "x"));
        b.primary->changeZone(name("z."), {}, many);
        b.primary->setScript(name("z."), onIxfr([many](const Request& r) {
                                 Draft draft = Draft::answerTo(r);
                                 draft.answers = soa(2) + difference(1, 2, {}, many) + soa(2);
                                 const base::Bytes octets = draft.write();
                                 base::Bytes framed;
                                 framed += static_cast<char>(octets.size() >> 8);
                                 framed += static_cast<char>(octets.size() & 0xff);
                                 return Steps{Step::drip(framed + octets, std::chrono::microseconds(20))};
                             }));
        const TransferResult result = b.run(b.job(versionOf(1, body("v1"))));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QVERIFY(result.kind == TransferKind::Ixfr);
        QCOMPARE(result.version->recordCount(), std::uint64_t(44));
    }

    /// H20; the second zone of the server does not find out again.
    void ednsIsNotUnderstood_data()
    {
        QTest::addColumn<int>("rcode"); // -1: dropped silently
        QTest::newRow("FORMERR") << 1;
        QTest::newRow("NOTIMP") << 4;
        QTest::newRow("dropped") << -1;
    }
    void ednsIsNotUnderstood()
    {
        QFETCH(int, rcode);
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        auto withEdns = std::make_shared<std::atomic<int>>(0);
        b.primary->setScript(name("z."), [rcode, withEdns](const Request& request) -> std::optional<Steps> {
            if (!request.edns)
                return std::nullopt;
            ++*withEdns;
            if (rcode < 0)
                return Steps{};
            return Steps{Step::send(Draft::answerTo(request, static_cast<dns::Rcode>(rcode)))};
        });
        QVERIFY_OUTCOME(b.run(b.job()), Outcome::NewVersion);
        const int before = withEdns->load();
        QCOMPARE(before, rcode < 0 ? 2 : 1);
        QVERIFY_OUTCOME(b.run(b.job()), Outcome::NewVersion);
        QCOMPARE(withEdns->load(), before);
    }

    void soaOverUdpIsTruncated()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), [](const Request& request) -> std::optional<Steps> {
            if (request.tcp)
                return std::nullopt;
            Draft draft = Draft::answerTo(request);
            draft.header.truncated = true;
            return Steps{Step::send(draft)};
        });
        const TransferResult result = b.run(b.job());
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QCOMPARE(b.primary->counters().connectionsTotal,
                 std::uint64_t(2)); // one for the SOA, one for the zone
    }

    void udpIsFiltered()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), [](const Request& request) -> std::optional<Steps> {
            return request.tcp ? std::nullopt : std::optional(Steps{});
        });
        QVERIFY_OUTCOME(b.run(b.job()), Outcome::NewVersion);
    }

    void signedTransfers()
    {
        ServiceBench b;
        const dns::TsigKey key{name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};
        b.primary->addKey(key);
        b.primary->addZone(name("z."), 1, body("v1"));
        b.primary->requireKey(name("z."), key.name);
        b.primary->setRecordsPerMessage(1);
        TransferJob first = b.job();
        first.targets[0].key = key;
        const TransferResult full = b.run(std::move(first));
        QVERIFY_OUTCOME(full, Outcome::NewVersion);
        QCOMPARE(full.attempts.at(0).keyName, std::string("k1"));
        b.primary->changeZone(name("z."), {}, {txt("n", "x")});
        TransferJob second = b.job(full.version);
        second.targets[0].key = key;
        const TransferResult changed = b.run(std::move(second));
        QVERIFY_OUTCOME(changed, Outcome::NewVersion);
        QVERIFY(changed.kind == TransferKind::Ixfr);
        QVERIFY(b.equalsPrimary(*changed.version));
    }

    void keyIsWrong_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("code");
        QTest::newRow("no key, one is required") << 0 << static_cast<int>(ErrorCode::RcodeRefused);
        QTest::newRow("unknown name") << 1 << static_cast<int>(ErrorCode::TsigBadKey);
        QTest::newRow("other secret") << 2 << static_cast<int>(ErrorCode::TsigBadSignature);
    }
    void keyIsWrong()
    {
        QFETCH(int, which);
        QFETCH(int, code);
        ServiceBench b;
        const dns::TsigKey key{name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};
        b.primary->addKey(key);
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->requireKey(name("z."), key.name);
        TransferJob job = b.job();
        if (which == 1)
            job.targets[0].key = dns::TsigKey{name("k2."), key.algorithm, key.secret};
        if (which == 2)
            job.targets[0].key = dns::TsigKey{key.name, key.algorithm, base::Bytes(32, 'x')};
        const TransferResult result = b.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::Failed);
        QCOMPARE_CODE(result.error, static_cast<ErrorCode>(code));
        if (which == 0)
            QCOMPARE(result.attempts.back().extendedError.value_or(0), std::uint16_t(18));
    }

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

    /// H22: 300 zones, five at a time.
    void threeHundredZonesFiveAtATime()
    {
        ServiceBench b;
        std::vector<JobId> ids;
        for (int i = 0; i < 300; ++i) {
            TransferJob job = b.job();
            job.apex = name("z" + std::to_string(i) + ".");
            b.primary->addZone(job.apex, 5,
                               dns::recordsFromText("@ NS ns1\nns1 A 192.0.2.1\n", job.apex, 300).value());
            ids.push_back(job.id);
            b.service->submit(std::move(job));
        }
        for (const JobId id : ids)
            QVERIFY_OUTCOME(b.wait(id), Outcome::NewVersion);
        const auto counters = b.primary->counters();
        QVERIFY2(counters.connectionsMax <= 5, std::to_string(counters.connectionsMax).c_str());
        QCOMPARE(counters.connectionsTotal, std::uint64_t(300));
    }

    /// H22: the primary allows three and closes the others; who failed comes again, as the scheduler does it.
    void primaryClosesWhatItDoesNotLike()
    {
        ServiceBench b;
        b.primary->setMaxConnections(3);
        b.primary->setAnswerDelay(std::chrono::microseconds(200));
        std::map<int, bool> done;
        std::vector<std::pair<int, JobId>> open;
        const auto submit = [&](int zone) {
            TransferJob job = b.job();
            job.apex = name("z" + std::to_string(zone) + ".");
            open.emplace_back(zone, job.id);
            b.service->submit(std::move(job));
        };
        for (int i = 0; i < 300; ++i) {
            const dns::Name apex = name("z" + std::to_string(i) + ".");
            b.primary->addZone(apex, 5,
                               dns::recordsFromText("@ NS ns1\nns1 A 192.0.2.1\n", apex, 300).value());
            submit(i);
        }
        int rounds = 0;
        for (; !open.empty() && rounds < 50; ++rounds)
            for (const auto& [zone, id] : std::exchange(open, {})) {
                const TransferResult result = b.wait(id);
                if (result.outcome == Outcome::NewVersion)
                    done[zone] = true;
                else
                    submit(zone);
            }
        QCOMPARE(done.size(), std::size_t(300));
        QVERIFY(b.primary->counters().connectionsMax <= 3);
    }

    /// H23: while zone A comes at an octet every few milliseconds, B's changes are not held up.
    void slowZoneDoesNotHoldUpAnother()
    {
        TransferService::Limits limits;
        limits.threads = 1;
        ServiceBench b(limits);
        b.primary->addZone(name("slow."), 5, dns::recordsFromText("@ NS ns1\n", name("slow."), 300).value());
        b.primary->setScript(name("slow."), onAxfr([](const Request&) {
                                 return Steps{
                                     Step::drip(base::Bytes(100000, 'x'), std::chrono::milliseconds(2))};
                             }));
        TransferJob slow = b.job();
        slow.apex = name("slow.");
        slow.limits.maxSeconds = 100; // two seconds here
        const JobId slowId = slow.id;
        b.service->submit(std::move(slow));
        QVERIFY(b.waitForProgress(
            [](const auto& p) { return p.phase == pipeline::TransferProgress::Phase::Receiving; }));
        b.primary->addZone(name("z."), 1, body("v1"));
        zone::ZoneVersionPtr held = b.run(b.job()).version;
        std::vector<base::Duration> took;
        for (int i = 0; i < 20; ++i) {
            b.primary->changeZone(name("z."), {}, {txt("n" + std::to_string(i), "x")});
            const TransferResult result = b.run(b.job(held));
            QVERIFY_OUTCOME(result, Outcome::NewVersion);
            took.push_back(result.finishedAt - result.startedAt);
            held = result.version;
        }
        std::sort(took.begin(), took.end());
        QVERIFY2(took[18] < std::chrono::milliseconds(100), std::to_string(took[18].count()).c_str());
        const TransferResult result = b.wait(slowId);
        QCOMPARE_CODE(result.error, ErrorCode::LimitDuration);
    }

    void rateLimitOverSockets()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request&) {
                                 return Steps{
                                     Step::drip(base::Bytes(100000, 'x'), std::chrono::milliseconds(2))};
                             }));
        TransferJob job = b.job();
        job.limits.idleSeconds = 10;          // 200 ms here
        job.limits.minBytesPerSecond = 10000; // 100,000 octets in that time
        const TransferResult result = b.run(std::move(job));
        QCOMPARE_CODE(result.error, ErrorCode::LimitRate);
    }

    void stallsAfterTheFirstMessage()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request& request) {
                                 return Steps{answerWith(request, soa(5) + body("v5")), Step::stall()};
                             }));
        TransferJob job = b.job();
        job.limits.idleSeconds = 5; // 100 ms here
        const TransferResult result = b.run(std::move(job));
        QCOMPARE_CODE(result.error, ErrorCode::LimitIdle);
        QCOMPARE(result.attempts.at(0).messages, 1U);
    }

    /// H24: the slow one is cancelled, the forced one completes, both are in the history.
    void forcedFullTransferWhileASlowOneRuns()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        auto slow = std::make_shared<std::atomic<bool>>(true);
        b.primary->setScript(name("z."), [slow](const Request& request) -> std::optional<Steps> {
            if (!request.tcp || !slow->exchange(false))
                return std::nullopt;
            return Steps{answerWith(request, {soa(5)}), Step::stall()};
        });
        TransferJob first = b.job(versionOf(1, body("v1")));
        first.targets[0].axfrOnly = true;
        const JobId firstId = first.id;
        b.service->submit(std::move(first));
        QVERIFY(b.waitForProgress([](const auto& p) { return p.messages == 1; }));
        b.service->cancel(firstId);
        TransferJob second = b.job(versionOf(1, body("v1")));
        second.mode = TransferJob::Mode::Full;
        const TransferResult forced = b.run(std::move(second));
        QVERIFY_OUTCOME(forced, Outcome::NewVersion);
        const TransferResult cancelled = b.wait(firstId);
        QVERIFY_OUTCOME(cancelled, Outcome::Cancelled);
        QCOMPARE(cancelled.attempts.size(), std::size_t(1));
        QCOMPARE_CODE(cancelled.attempts[0].error, ErrorCode::Cancelled);
        QCOMPARE(cancelled.attempts[0].records, std::uint64_t(1));
    }

    void cancelWhileWaitingForAPlace()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request&) { return Steps{Step::stall()}; }));
        std::vector<JobId> ids;
        for (int i = 0; i < 7; ++i) { // five may go
            TransferJob job = b.job();
            ids.push_back(job.id);
            b.service->submit(std::move(job));
        }
        QTRY_COMPARE(b.primary->counters().axfrQueries, std::uint64_t(5));
        for (const JobId id : ids) {
            b.service->cancel(id);
            b.service->cancel(id); // twice is harmless
            QVERIFY_OUTCOME(b.wait(id), Outcome::Cancelled);
        }
        b.service->cancel(ids[0]);
        b.service->cancel(999);
        b.primary->setScript(name("z."), {});
        QVERIFY_OUTCOME(b.run(b.job()), Outcome::NewVersion); // all places are free again
        for (const JobId id : ids)
            QCOMPARE(b.finishedCalls(id), 1);
    }

    /// H25: the program ends during transfers.
    void stopDuringTransfers()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request& request) {
                                 return Steps{answerWith(request, {soa(5)}), Step::stall()};
                             }));
        std::vector<JobId> ids;
        for (int i = 0; i < 50; ++i) {
            TransferJob job = b.job();
            ids.push_back(job.id);
            b.service->submit(std::move(job));
        }
        QTRY_COMPARE(b.primary->counters().axfrQueries, std::uint64_t(5));
        QElapsedTimer timer;
        timer.start();
        b.service->stop();
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        for (const JobId id : ids) {
            QCOMPARE(b.finishedCalls(id), 1);
            const TransferResult result = b.wait(id);
            QVERIFY_OUTCOME(result, Outcome::Cancelled);
            QCOMPARE_CODE(result.error, ErrorCode::ShuttingDown);
        }
        QVERIFY_OUTCOME(b.run(b.job()), Outcome::Cancelled); // too late
        b.service->stop();
    }

    /// H26: an endless stream ends at the limit, and memory with it.
    void endlessTransfer()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(
            name("z."), onAxfr([](const Request& request) {
                const Request asked = request;
                return Steps{answerWith(request, {soa(5)}), Step::generator([asked](std::uint64_t n) {
                                 Draft draft = Draft::answerTo(asked);
                                 draft.question.reset();
                                 for (std::uint64_t i = 0; i < 200; ++i)
                                     draft.answers.push_back({name("r" + std::to_string(n * 200 + i) + ".z."),
                                                              dns::Type::A, dns::Class::IN, 60,
                                                              base::Bytes("\xc0\x00\x02\x01", 4)});
                                 return std::optional(draft.write());
                             })};
            }));
        TransferJob records = b.job(versionOf(1, body("v1")));
        records.targets[0].axfrOnly = true;
        records.limits.maxRecords = 100'000;
        const TransferResult byRecords = b.run(std::move(records));
        QCOMPARE_CODE(byRecords.error, ErrorCode::LimitRecords);
        QCOMPARE(byRecords.attempts.at(0).records, std::uint64_t(100'001));
        TransferJob octets = b.job();
        octets.limits.maxBytes = 1'000'000;
        const TransferResult byOctets = b.run(std::move(octets));
        QCOMPARE_CODE(byOctets.error, ErrorCode::LimitBytes);
        QVERIFY(byOctets.attempts.at(0).bytes < 2'000'000);
        TransferJob time = b.job();
        time.limits.maxSeconds = 10; // 200 ms here
        QCOMPARE_CODE(b.run(std::move(time)).error, ErrorCode::LimitDuration);
    }

    void progressComesAtMostTenTimesASecond()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request& request) {
                                 Steps steps{answerWith(request, {soa(5)})};
                                 for (int i = 0; i < 400; ++i) {
                                     steps.push_back(
                                         answerWith(request, {txt("n" + std::to_string(i), "x")}));
                                     steps.push_back(Step::wait(std::chrono::milliseconds(1)));
                                 }
                                 steps.push_back(answerWith(request, {soa(5)}));
                                 return steps;
                             }));
        const TransferResult result = b.run(b.job());
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        const auto progress = b.progress();
        QVERIFY2(progress.size() >= 3, std::to_string(progress.size()).c_str());
        for (std::size_t i = 1; i < progress.size(); ++i) {
            QVERIFY(progress[i].first - progress[i - 1].first >= std::chrono::milliseconds(95));
            QVERIFY(progress[i].second.records >= progress[i - 1].second.records);
        }
        QVERIFY(progress.back().second.records > 1);
        QVERIFY(progress.back().second.zone == base::ZoneId{7});
    }

    void twoJobsOfOneNumber()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        b.primary->setScript(name("z."), onAxfr([](const Request&) { return Steps{Step::stall()}; }));
        TransferJob job = b.job();
        const JobId id = job.id;
        TransferJob copy = job;
        TransferService::Limits one;
        one.threads = 1;
        b.service->submit(std::move(job));
        QTRY_COMPARE(b.primary->counters().axfrQueries, std::uint64_t(1));
        b.service->cancel(id);
        QVERIFY_OUTCOME(b.wait(id), Outcome::Cancelled);
        b.service->submit(std::move(copy)); // after the first is over, a number may come again
        QTRY_COMPARE(b.primary->counters().axfrQueries, std::uint64_t(2));
        b.service->cancel(id);
        QTRY_COMPARE(b.finishedCalls(id), 2);
    }

private:
    static Steps faultyIxfr(const Request& r, int which)
    {
        const auto rcode = [&](dns::Rcode code) { return Steps{Step::send(Draft::answerTo(r, code))}; };
        const auto stream = [&](const Records& records) { return Steps{answerWith(r, records)}; };
        const auto cutBy = [&](Step end) {
            return Steps{answerWith(r, soa(5) + difference(1, 5, {txt("m", "v1")}, {txt("m", "cut")})),
                         std::move(end)};
        };
        switch (which) {
        case 0:
            return rcode(dns::Rcode::NotImp);
        case 1:
            return rcode(dns::Rcode::Refused);
        case 2:
            return rcode(dns::Rcode::ServFail);
        case 3:
            return rcode(dns::Rcode::FormErr);
        case 4:
            return rcode(dns::Rcode::NotAuth);
        case 5:
            return {Step::close()};
        case 6:
            return cutBy(Step::close());
        case 7:
            return cutBy(Step::reset());
        case 8:
            return {answerWith(r, {soa(5), soa(1)}),
                    Step::raw(base::Bytes("\x01\x00", 2) + base::Bytes(16, 'x')), Step::stall()};
        case 9:
            return {answerWith(r, soa(5) + body("cut")), Step::close()};
        case 10:
            return stream(soa(5) + difference(1, 5, {txt("gone", "x")}, {}) + soa(5));
        case 11:
            return stream(soa(5) + difference(1, 5, {}, lines("ns1 A 192.0.2.1\n")) + soa(5));
        case 12:
            return stream(soa(5) + difference(3, 5, {}, {}) + soa(5));
        case 13:
            return stream(soa(5) + difference(1, 2, {}, {}) + difference(3, 5, {}, {}) + soa(5));
        case 14:
            return stream(soa(5) + difference(1, 1, {}, {}) + soa(5));
        case 15:
            return stream(soa(5) + Records{soa(1, "bad.z.")});
        case 16:
            return stream({soa(5)});
        case 17:
            return {answerWith(r, {soa(5)}), Step::close()};
        case 18: {
            dns::Record chaos = txt("n", "x");
            chaos.recordClass = dns::Class::CH;
            return stream(soa(5) + difference(1, 5, {}, {chaos}) + soa(5));
        }
        case 19:
            return {answerWith(r, {soa(5), soa(1), txt("m", "v1")}),
                    Step::send(Draft::answerTo(r, dns::Rcode::ServFail))};
        default: {
            Draft draft = Draft::answerTo(r);
            ++draft.header.id;
            draft.answers = {soa(5)};
            return {Step::send(draft)};
        }
        }
    }
};

QTEST_GUILESS_MAIN(TestTransferService)
#include "tst_transfer_service.moc"
