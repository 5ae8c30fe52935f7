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

class TestIxfrFallback : public QObject
{
    Q_OBJECT

private slots:
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
        row("removes all NS of the apex", 21, ErrorCode::ZoneNoNs);
    }

    void ixfrFaultFallsBackToAxfr()
    {
        QFETCH(int, which);
        QFETCH(int, code);
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("via-axfr"));
        b.primary->setScript(name("z."), onIxfr([which](const Request& r) { return faultyIxfr(r, which); }));
        TransferJob job = b.job(versionOf(1, body("v1")));
        if (static_cast<ErrorCode>(code) == ErrorCode::LimitIdle)
            job.limits.idleSeconds = 1;
        const TransferResult result = b.run(std::move(job));
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
        // At once, not when the schedule would try again: a stalled machine may need seconds, that minutes.
        QVERIFY2(between < std::chrono::seconds(20), std::to_string(between.count()).c_str());
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
        if (static_cast<ErrorCode>(code) == ErrorCode::LimitIdle)
            job.limits.idleSeconds = 1;
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

    void primaryWithoutHistoryAnswersIxfrWithTheZone()
    {
        ServiceBench b;
        b.primary->addZone(name("z."), 5, body("v5"));
        const TransferResult result = b.run(b.job(versionOf(1, body("v1"))));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QVERIFY(result.kind == TransferKind::AxfrStyleIxfr);
        QVERIFY(b.equalsPrimary(*result.version));
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
        case 21:
            return stream(soa(5) + difference(1, 5, lines("@ NS ns1\n"), {}) + soa(5));
        default: {
            Draft draft = Draft::answerTo(r);
            ++draft.header.id;
            draft.answers = {soa(5)};
            return {Step::send(draft)};
        }
        }
    }
};

QTEST_GUILESS_MAIN(TestIxfrFallback)
#include "tst_ixfr_fallback.moc"
