// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/transfer/session_bench.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;
using Outcome = TransferResult::Outcome;

// The order of things, under a clock that stands still.

class TestTransferSession : public QObject
{
    Q_OBJECT

private slots:
    void soaThenIxfr()
    {
        Bench b;
        b.start(Bench::job(versionOf(1, body("v1"))));
        QCOMPARE(b.wire.udpSent, 1);
        b.soaAnswer(5);
        QCOMPARE(b.wire.connects, 1);
        b.session->connected();
        QVERIFY(b.lastType() == dns::Type::IXFR);
        b.message(b.answer(soa(5) + difference(1, 5, {txt("m", "v1")}, {txt("m", "v5")}) + soa(5)));
        QVERIFY(b.session->done());
        QVERIFY(!b.host.holds && !b.wire.tcpOpen && !b.wire.udpOpen);
        QVERIFY((b.host.asked == std::vector{PlaceKind::Check, PlaceKind::Connection}));
        const TransferResult result = b.session->takeResult();
        QVERIFY(result.outcome == Outcome::NewVersion && result.kind == pipeline::TransferKind::Ixfr);
        QVERIFY(!b.session->deadline());
    }

    void fallsBackOnTheSameAddressAndPlace()
    {
        Bench b;
        b.start(Bench::job(versionOf(1, body("v1")), {firstAddress, secondAddress}));
        b.soaAnswer(5);
        b.session->connected();
        b.message(b.answer({}, dns::Rcode::NotImp));
        QCOMPARE(b.wire.connects, 2);
        QVERIFY(b.wire.lastTo == firstAddress);
        QVERIFY(b.host.holds);
        QCOMPARE(b.host.asked.size(), std::size_t(2)); // no new place
        b.session->connected();
        QVERIFY(b.lastType() == dns::Type::AXFR);
        b.session->closed(std::nullopt, 0);
        QCOMPARE(b.wire.udpSent, 2); // the next primary is asked for its SOA first
        QVERIFY(b.wire.lastTo == secondAddress);
        QCOMPARE(b.host.events.size(), std::size_t(2));
        QVERIFY(b.host.events[1].kind == pipeline::Event::Kind::TriedNextPrimary);
    }

    /// An IXFR that never got a connection says nothing about IXFR.
    void noConnectionIsNotAFaultOfIxfr()
    {
        Bench b;
        b.start(Bench::job(versionOf(1, body("v1")), {firstAddress, secondAddress}));
        b.soaAnswer(5);
        b.session->connectFailed({ErrorCode::ConnectionRefused, "no"});
        QVERIFY(b.wire.lastTo == secondAddress);
        QCOMPARE(b.wire.connects, 1);
    }

    void waitsForAPlaceHoldingNothing()
    {
        Bench b;
        b.host.free = false;
        b.start(Bench::job(nullptr));
        QCOMPARE(b.wire.udpSent, 0);
        QVERIFY(!b.session->deadline()); // nothing to wake for: the first report went out at once
        b.session->placeGranted();
        QCOMPARE(b.wire.udpSent, 1);
        b.soaAnswer(5);
        QCOMPARE(b.wire.connects, 0);
        b.session->placeGranted();
        QCOMPARE(b.wire.connects, 1);
    }

    void soaOverTcpNeedsAPlaceForAConnection()
    {
        Bench b;
        b.start(Bench::job(nullptr));
        b.host.free = false;
        b.session->udpFailed({ErrorCode::ConnectionRefused, "port unreachable"});
        QCOMPARE(b.wire.connects, 0);
        QVERIFY((b.host.asked == std::vector{PlaceKind::Check, PlaceKind::Connection}));
        b.session->placeGranted();
        QCOMPARE(b.wire.connects, 1);
        b.session->connected();
        b.message(b.answer({soa(5)}));
        // The transfer goes over the same connection, in the same place.
        QCOMPARE(b.wire.connects, 1);
        QCOMPARE(b.host.asked.size(), std::size_t(2));
        QVERIFY(b.lastType() == dns::Type::AXFR);
        b.session->placeGranted(); // nobody waits for it
        QCOMPARE(b.wire.connects, 1);
        // The server takes one query a connection and no more: that is not its answer.
        b.session->closed(std::nullopt, 0);
        QCOMPARE(b.wire.connects, 2);
        b.session->connected();
        b.message(b.answer(soa(5) + body("v5") + soa(5)));
        QVERIFY(b.session->done() && b.session->takeResult().outcome == Outcome::NewVersion);
        QCOMPARE(b.wire.released, 1);
    }

    /// Of many new zones each is asked for at once; what its transfer says stands for the check's answer.
    void withoutCheckTheZoneComesAtOnce()
    {
        Bench b;
        TransferJob job = Bench::job(nullptr);
        job.withoutCheck = true;
        b.start(std::move(job));
        QCOMPARE(b.wire.udpSent, 0);
        QVERIFY((b.host.asked == std::vector{PlaceKind::Connection}));
        b.session->connected();
        QVERIFY(b.lastType() == dns::Type::AXFR);
        b.clock.advance(base::Duration(7000));
        b.message(b.answer(soa(5) + body("v5") + soa(5)));
        QVERIFY(b.session->done() && !b.host.holds);
        const TransferResult result = b.session->takeResult();
        QVERIFY(result.outcome == Outcome::NewVersion);
        QCOMPARE(result.attempts.size(), std::size_t(1));
        QCOMPARE(result.soaAnswers.size(), std::size_t(1));
        QCOMPARE(result.soaAnswers[0].serial, 5U);
        QVERIFY(result.soaAnswers[0].address == firstAddress);
        QCOMPARE(result.soaAnswers[0].latency, base::Duration(7000));
        QVERIFY(b.wire.releasedFor == base::Duration(50'000)); // one of many: the next may come at once
    }

    void aLoneTransferKeepsNoConnectionUnasked()
    {
        Bench b;
        b.start(Bench::job(nullptr));
        b.soaAnswer(5);
        b.session->connected();
        b.message(b.answer(soa(5) + body("v5") + soa(5)));
        QCOMPARE(b.wire.released, 1);
        QVERIFY(!b.wire.releasedFor);
    }

    void withoutCheckAFaultBeginsWithOne()
    {
        Bench b;
        TransferJob job = Bench::job(nullptr, {firstAddress, secondAddress});
        job.withoutCheck = true;
        b.start(std::move(job));
        b.session->connectFailed({ErrorCode::ConnectionRefused, "no"});
        QVERIFY(!b.session->done());
        QCOMPARE(b.wire.udpSent, 1);
        QVERIFY(b.wire.lastTo == firstAddress);
        b.soaAnswer(5);
        b.session->connected();
        b.message(b.answer(soa(5) + body("v5") + soa(5)));
        const TransferResult result = b.session->takeResult();
        QVERIFY(result.outcome == Outcome::NewVersion);
        QCOMPARE(result.attempts.size(), std::size_t(1));
        QCOMPARE(result.soaAnswers.size(), std::size_t(1));
        QVERIFY(b.host.events.empty());

        // Refused with words: they stand in the history, and the check tells why.
        Bench refused;
        job = Bench::job(nullptr, {firstAddress, secondAddress});
        job.withoutCheck = true;
        refused.start(std::move(job));
        refused.session->connected();
        refused.message(refused.answer({}, dns::Rcode::Refused));
        QCOMPARE(refused.wire.udpSent, 1);
        QVERIFY(refused.wire.lastTo == firstAddress && refused.lastType() == dns::Type::SOA);
    }

    void whatIsHeldOrAnnouncedIsChecked()
    {
        for (const bool held : {true, false}) {
            Bench b;
            TransferJob job = Bench::job(held ? versionOf(1, body("v1")) : nullptr);
            job.withoutCheck = true;
            if (!held)
                job.announcedSerial = 9;
            b.start(std::move(job));
            QCOMPARE(b.wire.udpSent, 1);
        }
    }

    void ixfrOverUdpNeedsNoPlaceForAConnection()
    {
        Bench b;
        TransferJob job = Bench::job(versionOf(1, body("v1")));
        job.targets[0].ixfrOverUdp = true;
        b.start(std::move(job));
        b.soaAnswer(5);
        QVERIFY(b.lastType() == dns::Type::IXFR);
        QVERIFY((b.host.asked == std::vector{PlaceKind::Check, PlaceKind::Check}));
        b.host.free = false;
        while (b.host.asked.size() == 2) // no answer: over TCP, as soon as there is a place
            b.waitUntilDeadline();
        QCOMPARE(b.wire.connects, 0);
        QCOMPARE(b.host.asked.back(), PlaceKind::Connection);
        b.session->placeGranted();
        QCOMPARE(b.wire.connects, 1);
        b.session->connected();
        b.message(b.answer(soa(5) + difference(1, 5, {txt("m", "v1")}, {txt("m", "v5")}) + soa(5)));
        QVERIFY(b.session->takeResult().outcome == Outcome::NewVersion);
        QVERIFY(!b.host.holds);
    }

    /// Case H37 in time: packets to port 853 vanish.
    void filteredTlsPort_data()
    {
        QTest::addColumn<bool>("strict");
        QTest::newRow("strict") << true;
        QTest::newRow("opportunistic") << false;
    }
    void filteredTlsPort()
    {
        QFETCH(bool, strict);
        Bench b;
        TransferJob job = Bench::job(nullptr);
        job.targets[0].tls.mode = strict ? zone::TlsMode::Strict : zone::TlsMode::Opportunistic;
        job.targets[0].tls.serverName = "ns1.z";
        b.start(std::move(job));
        QCOMPARE(b.wire.udpSent, 0);
        QCOMPARE(b.wire.connects, 1);
        QCOMPARE(b.wire.lastTo.port, std::uint16_t(853));
        const base::Instant start = b.clock.steady();
        while (b.wire.udpSent == 0 && !b.session->done())
            b.waitUntilDeadline();
        QVERIFY(b.clock.steady() - start <= std::chrono::seconds(6));
        const auto fellBack = [&] {
            return std::ranges::count_if(b.host.events, [](const pipeline::Event& event) {
                return event.kind == pipeline::Event::Kind::FellBackToTcp;
            });
        };
        if (strict) {
            QVERIFY(b.session->done());
            QCOMPARE(b.wire.udpSent, 0);
            QCOMPARE(b.wire.tlsAsked.size(), std::size_t(b.wire.connects));
            QCOMPARE(fellBack(), 0);
            return;
        }
        QCOMPARE(fellBack(), 1);
        QCOMPARE(b.host.withoutTls.size(), std::size_t(1));
        QCOMPARE(b.wire.lastTo.port, std::uint16_t(53));
        b.soaAnswer(5);
        b.session->connected();
        b.message(b.answer(soa(5) + body("v5") + soa(5)));
        const TransferResult result = b.session->takeResult();
        QVERIFY(result.outcome == Outcome::NewVersion);
        QCOMPARE(result.attempts.back().transport, pipeline::Transport::TcpNotTls);
    }

    /// Lesson 15: a transfer of minutes that goes on is left alone, and ends at once when told to.
    void longTransferGoesOnAndIsCancelledAtOnce()
    {
        Bench b;
        b.start(Bench::job(nullptr));
        b.soaAnswer(5);
        b.session->connected();
        b.message(b.answer(Records{soa(5)} + body("v5")));
        for (int i = 0; i < 60; ++i) {
            b.clock.advance(std::chrono::seconds(20));
            b.session->timePassed();
            QVERIFY2(!b.session->done(), std::to_string(i).c_str());
            b.message(b.answer({txt("n" + std::to_string(i), "x")}));
        }
        b.session->cancel(ErrorCode::ShuttingDown);
        QVERIFY(b.session->done() && !b.wire.tcpOpen && !b.host.holds);
        QVERIFY(b.session->takeResult().outcome == Outcome::Cancelled);
    }

    /// Lesson 16: what is remembered of a primary (no EDNS, no TLS) never keeps it or the next from being
    /// asked.
    void secondRoundAsksAgain()
    {
        Bench b;
        for (int round = 0; round < 3; ++round) {
            b.start(Bench::job(versionOf(1, body("v1")), {firstAddress, secondAddress}));
            QVERIFY(b.wire.lastTo == firstAddress);
            while (b.wire.lastTo == firstAddress)
                b.waitUntilDeadline();
            QVERIFY(b.wire.lastTo == secondAddress);
            b.soaAnswer(1);
            QVERIFY(b.session->done());
        }
    }

    void deadPrimaryCostsThreeTriesAndAConnection()
    {
        Bench b;
        b.start(Bench::job(versionOf(1, body("v1")), {firstAddress, secondAddress}));
        const base::Instant start = b.clock.steady();
        while (b.wire.lastTo == firstAddress)
            b.waitUntilDeadline();
        QVERIFY(b.clock.steady() - start <= std::chrono::seconds(8));
        b.soaAnswer(1);
        QVERIFY(b.session->done());
        const TransferResult result = b.session->takeResult();
        QVERIFY(result.outcome == Outcome::Unchanged && !result.error);
        QCOMPARE(result.attempts.size(), std::size_t(1));
        QVERIFY(result.attempts[0].error->code == ErrorCode::TimedOut);
        QVERIFY(result.attempts[0].kind == pipeline::TransferKind::SoaOnly);
        QVERIFY(result.primary == base::PrimaryId{2});
    }

    void allFail()
    {
        Bench b;
        b.start(Bench::job(versionOf(1, body("v1")), {firstAddress, secondAddress}));
        for (int i = 0; i < 2; ++i) {
            const base::Bytes octets = b.answer({}, dns::Rcode::Refused).write();
            b.session->datagram(base::viewOf(octets));
        }
        QVERIFY(b.session->done());
        const TransferResult result = b.session->takeResult();
        QVERIFY(result.outcome == Outcome::Failed);
        QVERIFY(result.error->code == ErrorCode::RcodeRefused && result.errorPrimary == base::PrimaryId{2});
        QCOMPARE(result.attempts.size(), std::size_t(2));
    }

    /// Newer by its SOA, not by its transfer: another node behind the address. Nothing failed.
    void transferHasNothingNewer()
    {
        Bench b;
        b.start(Bench::job(versionOf(1, body("v1"))));
        b.soaAnswer(5);
        b.session->connected();
        b.message(b.answer({soa(1)}));
        QVERIFY(b.session->done());
        QVERIFY(b.session->takeResult().outcome == Outcome::Unchanged);
    }

    void cancelAtEveryStep()
    {
        for (int step = 0; step < 5; ++step) {
            Bench b;
            b.host.free = step != 0;
            b.start(Bench::job(versionOf(1, body("v1"))));
            if (step >= 2)
                b.soaAnswer(5);
            if (step >= 3)
                b.session->connected();
            if (step >= 4)
                b.message(b.answer({soa(5)}));
            b.session->cancel(ErrorCode::Cancelled);
            QVERIFY(b.session->done() && !b.wire.tcpOpen && !b.wire.udpOpen && !b.host.holds &&
                    !b.session->deadline());
            const TransferResult result = b.session->takeResult();
            QVERIFY(result.outcome == Outcome::Cancelled && result.error->code == ErrorCode::Cancelled);
            QCOMPARE(result.attempts.size(), std::size_t(step >= 2 ? 1 : 0));
            // Whatever still comes finds nobody.
            b.session->datagram({});
            b.session->message({});
            b.session->closed(std::nullopt, 0);
            b.session->connected();
            b.session->placeGranted();
            b.session->timePassed();
            b.session->cancel(ErrorCode::ShuttingDown);
            QVERIFY(b.session->done());
        }
    }

    void progressAtMostTenTimesASecondAndNeverLost()
    {
        Bench b;
        b.start(Bench::job(nullptr));
        QCOMPARE(b.host.reports.size(), std::size_t(1));
        b.soaAnswer(5);
        b.session->connected();
        b.message(b.answer({soa(5)}));
        QCOMPARE(b.host.reports.size(), std::size_t(1)); // no time has passed
        b.waitUntilDeadline();
        QCOMPARE(b.host.reports.size(), std::size_t(2));
        QVERIFY(b.host.reports.back().phase == pipeline::TransferProgress::Phase::Receiving);
        QCOMPARE(b.host.reports.back().records, std::uint64_t(1));
        for (int i = 0; i < 50; ++i) {
            b.clock.advance(base::Duration(10'000));
            b.message(b.answer({txt("n" + std::to_string(i), "x")}));
            b.session->timePassed();
        }
        QCOMPARE(b.host.reports.size(), std::size_t(7)); // half a second
    }

    void formErrToEdnsIsRemembered()
    {
        Bench b;
        b.start(Bench::job(nullptr));
        const base::Bytes formErr = b.answer({}, dns::Rcode::FormErr).write();
        b.session->datagram(base::viewOf(formErr));
        servers::Draft plain = b.answer({soa(5)});
        plain.edns.reset();
        const base::Bytes octets = plain.write();
        b.session->datagram(base::viewOf(octets));
        QVERIFY(b.host.withoutEdns == std::vector{firstAddress});
        b.session->connected();
        QVERIFY(!requestOf(b.wire.lastMessage).edns);
    }
};

QTEST_APPLESS_MAIN(TestTransferSession)
#include "tst_transfer_session.moc"
