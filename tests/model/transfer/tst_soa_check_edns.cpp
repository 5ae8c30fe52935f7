// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/transfer/soa_bench.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using Bench = SoaBench;
using State = SoaCheck::State;

// What EDNS carries to and fro in an SOA check: cookies, versions, node names, keepalive.

class TestSoaCheckEdns : public QObject
{
    Q_OBJECT

private slots:
    // Cookies, RFC 7873.

    void aCookieIsSentAndLearned()
    {
        Bench b;
        b.order.cookie = "client8!";
        b.start();
        QCOMPARE(requestOf(b.wire.lastMessage).edns->cookie, base::Bytes("client8!"));
        servers::Draft draft = b.answer(7);
        draft.edns = dns::Edns{};
        draft.edns->cookie = "client8!server16 octets.";
        b.datagram(draft);
        QVERIFY(b.check->reply().soa);
        QCOMPARE(b.check->learnedCookie(), base::Bytes("client8!server16 octets."));
    }

    void noCookieInTheAnswerIsNoFault()
    {
        Bench b;
        b.order.cookie = "client8!server16 octets.";
        b.start();
        b.datagram(b.answer(7));
        QVERIFY(b.check->reply().soa);
        QVERIFY(b.check->learnedCookie().empty());
    }

    void anAnswerWithAnothersCookieIsForged()
    {
        Bench b;
        b.order.cookie = "client8!";
        b.start();
        servers::Draft draft = b.answer(99);
        draft.edns = dns::Edns{};
        draft.edns->cookie = "guessed!server16 octets.";
        b.datagram(draft);
        QVERIFY(!b.check->done());
        draft = b.answer(7);
        b.datagram(draft);
        QCOMPARE(b.check->reply().soa->serial, 7U);
    }

    void badCookieIsAskedAgainWithTheServersThenOverTcp()
    {
        Bench b;
        b.order.cookie = "client8!";
        b.start();
        const auto refuse = [&] {
            servers::Draft draft = b.answer(7);
            draft.answers.clear();
            draft.header.rcode = 7;
            draft.edns = dns::Edns{};
            draft.edns->extendedRcode = 1; // 23
            draft.edns->cookie = "client8!server16 octets.";
            b.datagram(draft);
        };
        refuse();
        QCOMPARE(b.wire.udpSent, 2);
        QCOMPARE(requestOf(b.wire.lastMessage).edns->cookie, base::Bytes("client8!server16 octets."));
        refuse();
        QCOMPARE(b.wire.udpSent, 2);
        QCOMPARE(b.check->state(), State::WantsTcp);
        b.check->goOnWithTcp();
        b.check->connected();
        const servers::Request request = requestOf(b.wire.lastMessage);
        QVERIFY(request.edns->cookie.empty() && request.edns->keepaliveRequested);
        b.message(b.answer(7));
        QCOMPARE(b.check->reply().soa->serial, 7U);
        QCOMPARE(b.check->transport(), pipeline::Transport::Tcp);
    }

    // What else EDNS carries.

    void zoneVersionAndNodeAreRead()
    {
        Bench b;
        b.start();
        const servers::Request request = requestOf(b.wire.lastMessage);
        QVERIFY(request.edns->zoneVersionRequested);
        QVERIFY(!request.edns->keepaliveRequested); // RFC 7828 section 3.2.1: never over UDP
        servers::Draft draft = b.answer(7);
        draft.edns = dns::Edns{};
        draft.edns->zoneVersionSerial = 7;
        draft.edns->zoneVersionLabels = 1;
        draft.edns->nsid = "node-3";
        b.datagram(draft);
        QCOMPARE(b.check->reply().edns->zoneVersionSerial.value(), 7U);
        QCOMPARE(b.check->row().nsid, std::string("node-3"));
        QCOMPARE(nsidText(std::string("\x01\xff", 2)), std::string("01ff"));
    }

    void theConnectionIsLeftToTheTransfer()
    {
        for (const bool keep : {false, true}) {
            Bench b;
            b.order.keepOpen = keep;
            b.order.tls.mode = zone::TlsMode::Strict;
            b.start();
            QCOMPARE(b.wire.udpSent, 0); // over TLS there is no datagram
            QCOMPARE(b.check->state(), State::WantsTcp);
            b.check->goOnWithTcp();
            QCOMPARE(b.wire.tlsAsked.size(), std::size_t(1));
            b.check->connected();
            b.message(b.answer(7));
            QVERIFY(b.check->done());
            QCOMPARE(b.check->connectionOpen(), keep);
            QCOMPARE(b.wire.tcpOpen, keep);
            QCOMPARE(b.wire.released, keep ? 0 : 1);
        }
    }

    void badversIsAskedAgainWithoutEdns()
    {
        Bench b;
        b.start();
        servers::Draft draft = b.answer(7);
        draft.answers.clear();
        draft.edns = dns::Edns{};
        draft.edns->extendedRcode = 1; // BADVERS
        b.datagram(draft);
        QCOMPARE(b.wire.udpSent, 2);
        QVERIFY(!requestOf(b.wire.lastMessage).edns);
        b.datagram(b.answer(7));
        QVERIFY(b.check->reply().soa);
    }
};

QTEST_GUILESS_MAIN(TestSoaCheckEdns)
#include "tst_soa_check_edns.moc"
