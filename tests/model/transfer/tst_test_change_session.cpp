// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/key_ring.h"
#include "model/dns/message_writer.h"
#include "model/transfer/test_change.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/transfer/stream_kit.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;

namespace {

const net::Endpoint first = *net::Endpoint::fromText("192.0.2.1");
const net::Endpoint second = *net::Endpoint::fromText("192.0.2.2");

dns::TsigKey key()
{
    return *dns::TsigKey::fromText("hmac-sha256:k1:c2VjcmV0IHNlY3JldCBzZWNyZXQ=");
}

Target target(std::vector<net::Endpoint> addresses)
{
    Target made;
    made.primary = base::PrimaryId{static_cast<std::uint32_t>(addresses.size())};
    made.addresses = std::move(addresses);
    made.key = key();
    return made;
}

struct Bench
{
    explicit Bench(std::vector<Target> targets)
        : session({name("z."), name("_zonescope-test.z."), "hello", std::move(targets)}, clock, wire)
    {
        session.start();
    }
    /// What the primary sent back to the last message, signed like it.
    base::Bytes answer(dns::Rcode rcode, dns::Opcode opcode = dns::Opcode::Update) const
    {
        const auto asked = dns::MessageReader::open(base::viewOf(wire.lastMessage));
        dns::Header header;
        header.id = asked->header().id;
        header.response = true;
        header.opcode = opcode;
        header.rcode = static_cast<std::uint8_t>(rcode);
        dns::MessageWriter writer(header);
        dns::KeyRing keys;
        keys.add(key());
        const auto verdict = dns::verifyRequest(base::viewOf(wire.lastMessage), keys, clock.wall());
        dns::TsigStreamSigner signer(key(), verdict->mac);
        return signer.sign(writer.finish(), clock.wall());
    }
    void tell(const base::Bytes& message) { session.message(base::viewOf(message)); }

    kit::FakeClock clock;
    FakeWire wire;
    TestChangeSession session;
};

} // namespace

class tst_TestChangeSession : public QObject
{
    Q_OBJECT

private slots:
    void message();
    void taken();
    void refusedThenTakenByAnother();
    void theMostTellingErrorStays();
    void falseAnswers_data();
    void falseAnswers();
    void silence();
    void opportunisticTls();
};

void tst_TestChangeSession::message()
{
    const Query query =
        makeTestUpdate(name("z."), name("_zonescope-test.z."), "hello", key(), base::fromMicroseconds(0));
    auto reader = dns::MessageReader::open(base::viewOf(query.message));
    QVERIFY_RESULT(reader);
    QCOMPARE(reader->header().opcode, dns::Opcode::Update);
    const auto zone = reader->nextQuestion();
    QVERIFY(zone && *zone && **zone == dns::Question(name("z."), dns::Type::SOA, dns::Class::IN));
    const auto removed = reader->nextRecord();
    QVERIFY(removed && *removed);
    QCOMPARE(reader->section(), dns::Section::Authority);
    QVERIFY((*removed)->type == dns::Type::TXT && (*removed)->recordClass == dns::Class::ANY);
    QVERIFY((*removed)->ttl == 0 && (*removed)->rdata.empty());
    const auto added = reader->nextRecord();
    QVERIFY(added && *added && (*added)->recordClass == dns::Class::IN);
    QCOMPARE(base::textOf((*added)->rdata), std::string_view("\5hello"));
    const auto signature = reader->nextRecord();
    QVERIFY(signature && *signature && (*signature)->type == dns::Type::TSIG);
}

void tst_TestChangeSession::taken()
{
    Bench bench({target({first})});
    QCOMPARE(bench.wire.lastTo, first);
    bench.session.connected();
    bench.tell(bench.answer(dns::Rcode::NoError));
    QVERIFY(bench.session.done() && !bench.session.error());
    QVERIFY(!bench.wire.tcpOpen && !bench.session.deadline());
    QCOMPARE(bench.session.address(), first);
}

void tst_TestChangeSession::refusedThenTakenByAnother()
{
    Bench bench({target({first}), target({second, first})});
    bench.session.connected();
    bench.tell(bench.answer(dns::Rcode::NotImp)); // a secondary
    QVERIFY(!bench.session.done());
    QCOMPARE(bench.wire.lastTo, second);
    bench.session.connected();
    bench.tell(bench.answer(dns::Rcode::NoError));
    QVERIFY(bench.session.done() && !bench.session.error());
    QCOMPARE(bench.session.primary(), base::PrimaryId{2});
}

void tst_TestChangeSession::theMostTellingErrorStays()
{
    Bench bench({target({first, second, first})});
    bench.session.connectFailed({base::ErrorCode::ConnectionRefused, "nobody"});
    bench.session.connected();
    bench.tell(bench.answer(dns::Rcode::Refused));
    bench.session.connected();
    bench.session.closed(std::nullopt, 0);
    QVERIFY(bench.session.done());
    QCOMPARE(bench.session.error()->code, base::ErrorCode::UpdateRefused);
    QCOMPARE(bench.session.error()->detail, std::string("192.0.2.2:53: REFUSED"));
}

void tst_TestChangeSession::falseAnswers_data()
{
    QTest::addColumn<int>("octet"); ///< of the answer, changed; -1: unsigned
    QTest::addColumn<base::ErrorCode>("code");
    QTest::newRow("another id") << 0 << base::ErrorCode::WrongId;
    QTest::newRow("no response") << 2 << base::ErrorCode::NotAResponse;
    QTest::newRow("unsigned") << -1 << base::ErrorCode::TsigMissing;
}

void tst_TestChangeSession::falseAnswers()
{
    QFETCH(int, octet);
    QFETCH(base::ErrorCode, code);
    Bench bench({target({first})});
    bench.session.connected();
    base::Bytes answer = bench.answer(dns::Rcode::NoError);
    if (octet >= 0)
        answer[static_cast<std::size_t>(octet)] ^= '\x80';
    else
        answer = answer.substr(0, 11) + '\0'; // the header alone, without additional records
    bench.tell(answer);
    QVERIFY(bench.session.done() && bench.session.error());
    QCOMPARE(bench.session.error()->code, code);
    bench.tell(bench.answer(dns::Rcode::NoError, dns::Opcode::Query));
}

void tst_TestChangeSession::silence()
{
    Bench bench({target({first, second})});
    const auto wait = [&] {
        bench.clock.advance(
            std::chrono::duration_cast<base::Duration>(*bench.session.deadline() - bench.clock.steady()));
        bench.session.timePassed();
    };
    bench.session.timePassed(); // not yet
    wait();                     // no connection to the first
    QCOMPARE(bench.wire.lastTo, second);
    bench.session.connected();
    wait(); // no answer from the second
    QVERIFY(bench.session.done());
    QCOMPARE(bench.session.error()->code, base::ErrorCode::TimedOut);
    QVERIFY(!bench.wire.tcpOpen);
}

void tst_TestChangeSession::opportunisticTls()
{
    Target wished = target({first});
    wished.tls.mode = zone::TlsMode::Opportunistic;
    Bench open({wished});
    QCOMPARE(open.wire.lastTo.port, wished.tls.port);
    open.session.connectFailed({base::ErrorCode::TlsHandshake, "no"});
    QCOMPARE(open.wire.lastTo, first); // in the clear, as transfers do
    open.session.connected();
    open.tell(open.answer(dns::Rcode::NoError));
    QVERIFY(open.session.done() && !open.session.error());

    wished.tls.mode = zone::TlsMode::Strict;
    Bench strict({wished});
    strict.session.connectFailed({base::ErrorCode::TlsHandshake, "no"});
    QVERIFY(strict.session.done());
    QCOMPARE(strict.wire.connects, 1);
    QCOMPARE(strict.session.error()->code, base::ErrorCode::TlsHandshake);
}

QTEST_APPLESS_MAIN(tst_TestChangeSession)
#include "tst_test_change_session.moc"
