// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/key_ring.h"
#include "tests/model/transfer/soa_bench.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;
using State = SoaCheck::State;

namespace {

const dns::TsigKey goodKey{name("k1."), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};

using Bench = SoaBench;

} // namespace

class TestSoaCheck : public QObject
{
    Q_OBJECT

private slots:
    void asksForExpireAndNsid()
    {
        Bench b;
        b.start();
        const servers::Request request = requestOf(b.wire.lastMessage);
        QVERIFY((request.question == dns::Question{name("z."), dns::Type::SOA, dns::Class::IN}));
        QVERIFY(request.edns && request.edns->expireRequested && request.edns->nsid);
        QVERIFY(!request.header.response);
    }

    void answered()
    {
        Bench b;
        b.start();
        servers::Draft draft = b.answer(7);
        draft.edns = dns::Edns{};
        draft.edns->expire = 1234;
        b.clock.advance(base::Duration(4000));
        b.datagram(draft);
        QVERIFY(b.check->done() && b.check->reply().soa);
        QCOMPARE(b.check->reply().soa->serial, 7U);
        QCOMPARE(b.check->reply().edns->expire.value(), 1234U);
        QCOMPARE(b.check->latency(), base::Duration(4000));
        QVERIFY(!b.wire.udpOpen);
        QVERIFY(!b.check->ednsUseless());
    }

    /// CVE-2023-29483: one bogus packet must not end the wait.
    void strayDatagramsAreIgnored_data()
    {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 6; ++i)
            QTest::newRow(qPrintable(QString::number(i))) << i;
    }
    void strayDatagramsAreIgnored()
    {
        QFETCH(int, which);
        Bench b;
        b.start();
        servers::Draft bad = b.answer(99);
        if (which == 0)
            ++bad.header.id;
        else if (which == 1)
            bad.header.response = false;
        else if (which == 2)
            bad.question->name = name("other.");
        else if (which == 3)
            bad.header.opcode = dns::Opcode::Notify;
        else if (which == 4)
            bad.question.reset();
        b.datagram(which == 5 ? base::Bytes("short") : bad.write());
        QVERIFY(!b.check->done());
        b.datagram(b.answer(7));
        QVERIFY(b.check->done());
        QCOMPARE(b.check->reply().soa->serial, 7U);
    }

    void malformedAnswerWaitsForABetterOne()
    {
        Bench b;
        b.start();
        servers::Draft bad = b.answer(99);
        bad.answers.front().rdata.resize(13);
        b.datagram(bad);
        QVERIFY(!b.check->done());
        b.datagram(b.answer(7));
        QCOMPARE(b.check->reply().soa->serial, 7U);
    }

    void malformedAnswerIsTheAnswerWhenNoBetterComes()
    {
        Bench b;
        b.start();
        servers::Draft bad = b.answer(99);
        bad.answers.front().rdata.resize(13);
        b.datagram(bad);
        b.waitUntilDeadline();
        QVERIFY(b.failedWith(ErrorCode::MalformedRecord));
        QCOMPARE(b.wire.udpSent, 1);
    }

    void lostPacketsThenWithoutEdnsThenTcp()
    {
        Bench b;
        b.start();
        b.waitUntilDeadline();
        QVERIFY(requestOf(b.wire.lastMessage).edns);
        b.waitUntilDeadline();
        QCOMPARE(b.wire.udpSent, 3);
        QVERIFY(!requestOf(b.wire.lastMessage).edns);
        b.waitUntilDeadline();
        QVERIFY(b.check->state() == State::WantsTcp);
        QVERIFY(!b.wire.udpOpen && !b.check->deadline());
        b.check->goOnWithTcp();
        QCOMPARE(b.wire.connects, 1);
        b.check->connected();
        b.message(b.answer(7));
        QVERIFY(b.check->done() && b.check->overTcp());
        QCOMPARE(b.check->reply().soa->serial, 7U);
        QVERIFY(!b.check->ednsUseless()); // UDP was lost, not EDNS
    }

    /// H20: dropped silently by a middle box.
    void ednsDroppedSilently()
    {
        Bench b;
        b.start();
        b.waitUntilDeadline();
        b.waitUntilDeadline();
        b.datagram(b.answer(7));
        QVERIFY(b.check->done());
        QVERIFY(b.check->ednsUseless());
    }

    /// H20.
    void ednsAnsweredFormErrOrNotImp()
    {
        for (const auto rcode : {dns::Rcode::FormErr, dns::Rcode::NotImp}) {
            Bench b;
            b.start();
            b.datagram(servers::Draft::answerTo(requestOf(b.wire.lastMessage), rcode));
            QVERIFY(!b.check->done());
            QCOMPARE(b.wire.udpSent, 2);
            QVERIFY(!requestOf(b.wire.lastMessage).edns);
            b.datagram(b.answer(7));
            QVERIFY(b.check->done() && b.check->ednsUseless());
        }
    }

    void formErrWithoutEdnsIsARefusal()
    {
        Bench b;
        b.start();
        for (int i = 0; i < 2; ++i)
            b.datagram(servers::Draft::answerTo(requestOf(b.wire.lastMessage), dns::Rcode::FormErr));
        QVERIFY(b.failedWith(ErrorCode::RcodeFormErr));
        QVERIFY(!b.check->ednsUseless());
    }

    void knownToChokeOnEdns()
    {
        Bench b;
        b.order.edns = false;
        b.start();
        QVERIFY(!requestOf(b.wire.lastMessage).edns);
    }

    void truncatedMeansTcp()
    {
        Bench b;
        b.start();
        servers::Draft draft = b.answer(7);
        draft.header.truncated = true;
        base::Bytes octets = draft.write();
        octets.pop_back(); // H21: TC=1, answer minus its last octet
        b.datagram(octets);
        QVERIFY(b.check->state() == State::WantsTcp);
        b.check->goOnWithTcp();
        b.check->connected();
        draft = b.answer(7);
        draft.header.truncated = true; // means nothing over TCP
        b.message(draft);
        QVERIFY(b.check->done() && b.check->reply().soa);
    }

    void refusedCarriesItsReason()
    {
        Bench b;
        b.start();
        servers::Draft draft = servers::Draft::answerTo(requestOf(b.wire.lastMessage), dns::Rcode::Refused);
        draft.edns = dns::Edns{};
        draft.edns->errors.push_back({20, {}});
        b.datagram(draft);
        QVERIFY(b.failedWith(ErrorCode::RcodeRefused));
        QVERIFY(QString::fromStdString(b.check->reply().error->detail).contains("EDE 20"));
    }

    void notAuthoritative()
    {
        Bench b;
        b.start();
        servers::Draft draft = b.answer(7);
        draft.header.authoritative = false;
        b.datagram(draft);
        QVERIFY(b.failedWith(ErrorCode::NotAuthoritative));
    }

    void referral()
    {
        Bench b;
        b.start();
        servers::Draft draft = servers::Draft::answerTo(requestOf(b.wire.lastMessage));
        draft.header.authoritative = false;
        draft.authorities = lines("@ NS ns1\n");
        b.datagram(draft);
        QVERIFY(b.failedWith(ErrorCode::NotAuthoritative));
        QVERIFY(QString::fromStdString(b.check->reply().error->detail).contains("referral"));
    }

    void emptyAnswerAndForeignSoa()
    {
        for (const bool foreign : {false, true}) {
            Bench b;
            b.start();
            servers::Draft draft = b.answer(7);
            draft.answers.clear();
            if (foreign)
                draft.answers.push_back(soa(7, "bad.z."));
            b.datagram(draft);
            QVERIFY(b.failedWith(ErrorCode::XfrNoSoa));
        }
    }

    void nobodyThere()
    {
        Bench b;
        b.start();
        b.check->udpFailed({ErrorCode::ConnectionRefused, "port unreachable"});
        QVERIFY(b.check->state() == State::WantsTcp);
        b.check->goOnWithTcp();
        b.check->connectFailed({ErrorCode::ConnectionRefused, "refused"});
        QVERIFY(b.failedWith(ErrorCode::ConnectionRefused));
    }

    void tcpDoesNotConnectOrAnswer()
    {
        for (const bool connects : {false, true}) {
            Bench b;
            b.start();
            b.check->udpFailed({ErrorCode::ConnectionRefused, {}});
            b.check->goOnWithTcp();
            if (connects)
                b.check->connected();
            b.waitUntilDeadline();
            QVERIFY(b.failedWith(ErrorCode::TimedOut));
            QVERIFY(!b.wire.tcpOpen);
        }
    }

    void tcpAnswersSomebodyElse()
    {
        Bench b;
        b.start();
        b.check->udpFailed({ErrorCode::ConnectionRefused, {}});
        b.check->goOnWithTcp();
        b.check->connected();
        servers::Draft draft = b.answer(7);
        ++draft.header.id;
        b.message(draft);
        QVERIFY(b.failedWith(ErrorCode::WrongId));
    }

    void signedAnswer()
    {
        Bench b;
        b.order.key.emplace(goodKey);
        b.start();
        dns::KeyRing keys;
        keys.add(goodKey);
        const auto verdict =
            dns::verifyRequest(base::viewOf(b.wire.lastMessage), keys, b.clock.wall()).value();
        QVERIFY(verdict.keyName == goodKey.name);
        dns::TsigStreamSigner signer(goodKey, verdict.mac);
        b.datagram(signer.sign(b.answer(7).write(), b.clock.wall()));
        QVERIFY(b.check->done() && b.check->reply().soa && b.check->reply().carriedTsig);
    }

    /// A key is configured, the answer is not signed: never good enough, and worth waiting for a signed one.
    void unsignedAnswerToASignedQuery()
    {
        Bench b;
        b.order.key.emplace(goodKey);
        b.start();
        b.datagram(b.answer(7));
        QVERIFY(!b.check->done());
        b.waitUntilDeadline();
        QVERIFY(b.failedWith(ErrorCode::TsigMissing));
    }

    void tsigErrorsOfTheServer_data()
    {
        QTest::addColumn<int>("tsigError");
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("question");
        QTest::newRow("bad signature") << 16 << static_cast<int>(ErrorCode::TsigBadSignature) << true;
        QTest::newRow("bad key") << 17 << static_cast<int>(ErrorCode::TsigBadKey) << true;
        QTest::newRow("NSD: bad key without a question")
            << 17 << static_cast<int>(ErrorCode::TsigBadKey) << false;
        QTest::newRow("bad time") << 18 << static_cast<int>(ErrorCode::TsigBadTime) << true;
        QTest::newRow("PowerDNS: no TSIG at all") << 0 << static_cast<int>(ErrorCode::RcodeNotAuth) << true;
    }
    void tsigErrorsOfTheServer()
    {
        QFETCH(int, tsigError);
        QFETCH(int, code);
        QFETCH(bool, question);
        Bench b;
        b.order.key.emplace(goodKey);
        b.start();
        servers::Draft draft = servers::Draft::answerTo(requestOf(b.wire.lastMessage), dns::Rcode::NotAuth);
        if (!question)
            draft.question.reset();
        base::Bytes octets = draft.write();
        if (tsigError != 0) {
            dns::KeyRing keys;
            keys.add(goodKey);
            dns::RequestVerdict verdict;
            verdict.tsigError = static_cast<dns::Rcode>(tsigError);
            if (tsigError == 18) {
                verdict.keyName = goodKey.name;
                verdict.mac =
                    dns::verifyRequest(base::viewOf(b.wire.lastMessage), keys, b.clock.wall()).value().mac;
            }
            // The server's clock is 4,000 s ahead of ours.
            octets = dns::signErrorAnswer(octets, base::viewOf(b.wire.lastMessage), verdict, keys,
                                          b.clock.wall() + std::chrono::seconds(tsigError == 18 ? 4000 : 0));
        }
        b.datagram(octets);
        QVERIFY(b.failedWith(static_cast<ErrorCode>(code)));
        if (tsigError == 18)
            QCOMPARE(b.check->reply().clockSkew.value(), std::int64_t(4000));
    }
};

QTEST_APPLESS_MAIN(TestSoaCheck)
#include "tst_soa_check.moc"
