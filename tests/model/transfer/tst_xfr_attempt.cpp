// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/xfr_attempt.h"
#include "tests/kit/fake_clock.h"
#include "tests/model/transfer/stream_kit.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;
using std::chrono::seconds;

namespace {

struct Bench
{
    kit::FakeClock clock;
    FakeWire wire;
    XfrAttempt::Order order;
    std::optional<XfrAttempt> attempt;

    explicit Bench(bool ixfr = false)
    {
        order.apex = name("z.");
        order.server = net::Endpoint::fromText("192.0.2.1").value();
        order.held = versionOf(1, body("v1"));
        order.incremental = ixfr;
        order.limits = {};
        order.limits.maxSeconds = 100;
        order.limits.idleSeconds = 10;
        order.limits.connectSeconds = 5;
    }
    void start()
    {
        attempt.emplace(order, clock, wire);
        attempt->start();
    }
    void connect()
    {
        start();
        attempt->connected();
    }
    Query asked() const
    {
        const servers::Request request = requestOf(wire.lastMessage);
        Query query;
        query.id = request.header.id;
        query.question = request.question;
        return query;
    }
    void message(const Records& answers)
    {
        const base::Bytes octets = draftFor(asked(), answers).write();
        attempt->octets(octets.size() + 2);
        if (!attempt->done())
            attempt->message(base::viewOf(octets));
    }
    void pass(base::Duration time)
    {
        clock.advance(time);
        attempt->timePassed();
    }
    bool failedWith(ErrorCode code)
    {
        return attempt->done() && !attempt->product() && attempt->product().error().code == code &&
               !wire.tcpOpen;
    }
};

} // namespace

class TestXfrAttempt : public QObject
{
    Q_OBJECT

private slots:
    void asksForIxfrWithOurSoa()
    {
        Bench b(true);
        b.connect();
        const servers::Request request = requestOf(b.wire.lastMessage);
        QVERIFY(request.question.type == dns::Type::IXFR);
        QCOMPARE(request.ixfrSerial.value(), 1U);
        QVERIFY(request.edns);
    }

    void row()
    {
        Bench b;
        b.connect();
        b.clock.advance(base::Duration(2500));
        b.message(soa(5) + body("v5") + soa(5));
        QVERIFY(b.attempt->done() && b.attempt->product());
        const pipeline::TransferAttempt row = b.attempt->row();
        QVERIFY(!row.error && row.tcpInfo);
        QCOMPARE(row.fromSerial.value(), 1U);
        QCOMPARE(row.toSerial.value(), 5U);
        QCOMPARE(row.records, std::uint64_t(5));
        QCOMPARE(row.messages, 1U);
        QCOMPARE(row.duration, base::Duration(2500));
        QVERIFY(row.bytes > 60);
    }

    /// Nothing for three round trips is a stall, the wait for the first octet as well; less is a pause.
    void stallsAndPauses()
    {
        Bench b;
        b.wire.info.receiveRttUs = 100'000;
        b.start();
        b.clock.advance(base::Duration(70'000));
        b.attempt->connected();
        b.clock.advance(base::Duration(400'000));
        b.message(soa(5) + body("v5"));
        b.clock.advance(base::Duration(250'000)); // two round trips and a half
        b.attempt->octets(16);
        b.clock.advance(base::Duration(80'000)); // the path's own rhythm
        b.attempt->octets(16);
        b.clock.advance(base::Duration(900'000));
        b.message(Records{soa(5)});
        QVERIFY(b.attempt->done() && b.attempt->product());
        const auto flow = b.attempt->row().flow;
        QVERIFY(flow);
        QCOMPARE(flow->connectedAfter.value(), base::Duration(70'000));
        QCOMPARE(flow->firstOctetAfter.value(), base::Duration(470'000));
        QCOMPARE(flow->stalls, 2U);
        QCOMPARE(flow->stalled, base::Duration(1'300'000));
        QCOMPARE(flow->paused, base::Duration(250'000));
        QCOMPARE(flow->spans.size(), std::size_t(2));
        QCOMPARE(flow->spans[1].at, base::Duration(800'000));
        QCOMPARE(flow->spans[1].length, base::Duration(900'000));
        QVERIFY(!flow->reused);
    }

    /// Whoever is busy with what came is not waiting: that is what the verdict "application" stands on.
    void aSlowReaderIsWorking()
    {
        class SlowClock final : public base::Clock
        {
        public:
            // The reader asks for the time of day once a message: there it spends 60 ms.
            base::Timestamp wall() const override
            {
                m_now += 60'000;
                return base::fromMicroseconds(1'767'225'600'000'000 + m_now);
            }
            base::Instant steady() const override { return base::Instant(base::Duration(m_now)); }
            void advance(std::int64_t by) { m_now += by; }

        private:
            mutable std::int64_t m_now = 0;
        };
        SlowClock slow;
        Bench b;
        b.attempt.emplace(b.order, slow, b.wire);
        b.attempt->start();
        b.attempt->connected();
        b.message(soa(5) + body("v5"));
        for (int i = 0; i < 8; ++i) {
            slow.advance(2'000);
            b.message(Records{txt("n" + std::to_string(i), "x")});
        }
        b.message(Records{soa(5)});
        QVERIFY(b.attempt->done() && b.attempt->product());
        const auto row = b.attempt->row();
        QVERIFY(row.flow);
        QCOMPARE(row.flow->working, base::Duration(10 * 60'000));
        QVERIFY(row.flow->working * 2 > row.duration);
        QCOMPARE(row.flow->stalls, 0U);
    }

    /// It had come and lain there: whoever waits with it is we.
    void whatLayUnreadIsOurs()
    {
        Bench b;
        b.connect();
        b.message(soa(5) + body("v5"));
        b.clock.advance(base::Duration(90'000));
        b.wire.arrival = {4000, base::Duration(70'000)}; // it came in the 20 ms before
        b.attempt->octets(16);
        b.clock.advance(base::Duration(300'000));
        b.wire.arrival = {4000, base::Duration(30'000)};
        b.attempt->octets(16);
        b.wire.arrival = {};
        b.message(Records{soa(5)});
        const auto flow = b.attempt->row().flow;
        QCOMPARE(flow->working, base::Duration(90'000 + 30'000));
        QCOMPARE(flow->paused + flow->stalled, base::Duration(0)); // of the rest nobody knows
    }

    /// The thread was busy with other transfers for 60 of the 80 ms.
    void othersTransfersAreOurWork()
    {
        Bench b;
        b.wire.slept = base::Duration(0);
        b.connect();
        b.message(soa(5) + body("v5"));
        b.clock.advance(base::Duration(80'000));
        *b.wire.slept += base::Duration(20'000);
        b.attempt->octets(16);
        b.message(Records{soa(5)});
        const auto flow = b.attempt->row().flow;
        QCOMPARE(flow->working, base::Duration(60'000));
        QCOMPARE(flow->paused, base::Duration(20'000));
    }

    /// One full segment after the other at a steady pace is a slow line; several at once after a wait are a
    /// sender that had waited.
    void fullSegmentsAreTheLines()
    {
        Bench b;
        b.wire.info.receiveRttUs = 20'000;
        b.wire.info.fullSegment = 1448;
        b.connect();
        b.message(soa(5) + body("v5"));
        for (int i = 0; i < 20; ++i) {
            b.clock.advance(base::Duration(24'000));
            b.attempt->octets(1448);
        }
        b.clock.advance(base::Duration(24'000));
        b.attempt->octets(900); // less than a segment: it had no more
        b.clock.advance(base::Duration(30'000));
        b.attempt->octets(1448);
        b.clock.advance(base::Duration(100));
        b.attempt->octets(1448);
        b.message(Records{soa(5)});
        QCOMPARE(b.attempt->row().flow->paused, base::Duration(54'000));
    }

    /// With an unknown round trip a second is a stall; what ends a transfer for silence is one as well.
    void silenceToTheEnd()
    {
        Bench b;
        b.connect();
        b.message(soa(5) + body("v5"));
        b.clock.advance(base::Duration(900'000));
        b.attempt->octets(16);
        b.pass(seconds(10));
        QVERIFY(b.failedWith(ErrorCode::LimitIdle));
        const auto flow = b.attempt->row().flow;
        QCOMPARE(flow->stalls, 1U);
        QCOMPARE(flow->stalled, base::Duration(10'000'000));
        QCOMPARE(flow->paused, base::Duration(900'000));
    }

    void noConnection()
    {
        Bench b;
        b.start();
        b.pass(seconds(4));
        QVERIFY(!b.attempt->done());
        b.pass(seconds(1));
        QVERIFY(b.failedWith(ErrorCode::TimedOut));
        QVERIFY(b.attempt->neverConnected());
    }

    void refusedConnection()
    {
        Bench b;
        b.start();
        b.attempt->connectFailed({ErrorCode::ConnectionRefused, "no"});
        QVERIFY(b.failedWith(ErrorCode::ConnectionRefused));
    }

    /// H04: three ways to stop, three reasons.
    void waysToStop()
    {
        Bench fin;
        fin.connect();
        fin.message(soa(5) + body("v5"));
        fin.attempt->closed(std::nullopt, 0);
        QVERIFY(fin.failedWith(ErrorCode::XfrIncomplete));
        Bench rst;
        rst.connect();
        rst.message(soa(5) + body("v5"));
        rst.attempt->closed(base::Error{ErrorCode::ConnectionReset, "reset"}, 0);
        QVERIFY(rst.failedWith(ErrorCode::ConnectionReset));
        Bench stall;
        stall.connect();
        stall.message(soa(5) + body("v5"));
        stall.attempt->octets(16); // of a message that never becomes whole
        stall.pass(seconds(10));
        QVERIFY(stall.failedWith(ErrorCode::LimitIdle));
        Bench part;
        part.connect();
        part.message(soa(5) + body("v5"));
        part.attempt->closed(std::nullopt, 16);
        QVERIFY(part.failedWith(ErrorCode::XfrIncomplete));
        QVERIFY(QString::fromStdString(part.attempt->product().error().detail).contains("16 octets"));
    }

    void closedWithoutAnOctet()
    {
        Bench b;
        b.connect();
        b.attempt->closed(std::nullopt, 0);
        QVERIFY(b.failedWith(ErrorCode::ConnectionClosed));
    }

    /// H23: one octet a second keeps the idle limit away, the other two catch it.
    void octetASecondMeetsTheRateLimit()
    {
        Bench b;
        b.order.limits.minBytesPerSecond = 2;
        b.connect();
        for (int i = 0; i < 9; ++i) {
            b.attempt->octets(1);
            b.pass(seconds(1));
            QVERIFY(!b.attempt->done());
        }
        b.attempt->octets(1);
        b.pass(seconds(1));
        QVERIFY(b.failedWith(ErrorCode::LimitRate));
    }

    void octetASecondMeetsTheTotalLimit()
    {
        Bench b;
        b.connect();
        int passed = 0;
        while (!b.attempt->done() && passed < 200) {
            b.attempt->octets(1);
            b.pass(seconds(1));
            ++passed;
        }
        QCOMPARE(passed, 100);
        QVERIFY(b.failedWith(ErrorCode::LimitDuration));
    }

    void enoughOctetsOpenANewWindow()
    {
        Bench b;
        b.order.limits.minBytesPerSecond = 2;
        b.connect();
        for (int i = 0; i < 30; ++i) {
            b.attempt->octets(3);
            b.pass(seconds(1));
        }
        QVERIFY(!b.attempt->done());
    }

    void rateLimitWithoutAnIdleLimit()
    {
        Bench b;
        b.order.limits.idleSeconds = 0;
        b.order.limits.minBytesPerSecond = 2;
        b.connect();
        b.attempt->octets(59);
        b.pass(seconds(29));
        QVERIFY(!b.attempt->done());
        b.pass(seconds(1));
        QVERIFY(b.failedWith(ErrorCode::LimitRate));
    }

    void stallsForEverAfterTheFirstMessage()
    {
        Bench b;
        b.connect();
        b.message({soa(5)});
        b.pass(seconds(9));
        QVERIFY(!b.attempt->done());
        b.pass(seconds(1));
        QVERIFY(b.failedWith(ErrorCode::LimitIdle));
    }

    void noLimits()
    {
        Bench b;
        b.order.limits = {0, 0, 0, 0, 0, 0, 0};
        b.connect();
        QVERIFY(!b.attempt->deadline());
        b.pass(seconds(1'000'000));
        QVERIFY(!b.attempt->done());
    }

    void deadlineIsTheNearest()
    {
        Bench b;
        b.start();
        const base::Instant start = b.clock.steady();
        QVERIFY(b.attempt->deadline() == start + seconds(5));
        b.attempt->connected();
        QVERIFY(b.attempt->deadline() == start + seconds(10));
        b.clock.advance(seconds(95));
        b.attempt->octets(1);
        QVERIFY(b.attempt->deadline() == start + seconds(100));
    }

    void singleNewerSoaWaitsForMoreAndGivesUp()
    {
        Bench b(true);
        b.connect();
        b.message({soa(5)});
        QVERIFY(!b.attempt->done());
        b.pass(b.order.timings.singleSoaGrace - base::Duration(1));
        QVERIFY(!b.attempt->done());
        b.pass(base::Duration(1));
        QVERIFY(b.failedWith(ErrorCode::IxfrSingleSoa));
    }

    void singleSoaFollowedByTheRest()
    {
        Bench b(true);
        b.connect();
        b.message({soa(5)});
        b.message(body("v5"));
        b.pass(seconds(5));
        QVERIFY(!b.attempt->done());
        b.message({soa(5)});
        QVERIFY(b.attempt->done() && b.attempt->product());
        QCOMPARE(tagOf(*b.attempt->product()->version), std::string("v5"));
    }

    /// The limit holds although no whole message ever comes.
    void octetsBeyondTheLimitWithoutAMessage()
    {
        Bench b;
        b.order.limits.maxBytes = 1000;
        b.connect();
        for (int i = 0; i < 100 && !b.attempt->done(); ++i)
            b.attempt->octets(1000);
        QVERIFY(b.failedWith(ErrorCode::LimitBytes));
        QVERIFY(b.attempt->octetsReceived() <= 1000 + 65537 + 1000);
    }
};

QTEST_APPLESS_MAIN(TestXfrAttempt)
#include "tst_xfr_attempt.moc"
