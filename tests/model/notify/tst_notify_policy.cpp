// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/notify/notify_policy.h"

#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/notify/notify_messages.h"

using namespace zonescope;
using namespace zonescope::notifytest;
using dns::Rcode;

namespace {

struct Reply
{
    dns::Header header;
    std::optional<dns::Question> question;
    std::optional<dns::Edns> edns;
    bool tsig = false;
};

Reply read(const base::Bytes& message)
{
    Reply reply;
    auto reader = dns::MessageReader::open(base::viewOf(message));
    if (!reader)
        return reply;
    reply.header = reader->header();
    if (auto question = reader->nextQuestion())
        reply.question = *question;
    while (true) {
        const auto record = reader->nextRecord();
        if (!record || !*record)
            return reply;
        reply.tsig = reply.tsig || (*record)->type == dns::Type::TSIG;
        if ((*record)->type == dns::Type::OPT)
            reply.edns = *dns::Edns::fromRecord(**record);
    }
}

/// What the table expects: silence, or an rcode; accepted or not.
constexpr int silence = -1;

} // namespace

class TestNotifyPolicy : public QObject
{
    Q_OBJECT

    World world;
    kit::FakeClock clock;

    notify::NotifyDecision decide(const base::Bytes& message, const char* source)
    {
        return notify::decide(base::viewOf(message), at(source),
                              {world.configuration, world.keys, clock.wall()});
    }
    static int rcodeOf(const notify::NotifyDecision& decision)
    {
        if (decision.reply.empty())
            return silence;
        const Reply reply = read(decision.reply);
        return static_cast<int>(dns::fullRcode(reply.header, reply.edns));
    }

private slots:
    void table_data();
    void table();
    void replyEchoesTheRequest();
    void replyCarriesEdnsOnlyWhenAsked();
    void serialIsAHint();
    void senderIsNamed();
    void primariesBehindOneAddress();
    void signedRequests();
    void everyTruncationIsHarmless();
    void notDurableIsServFail();
    void lookAlikeAddressesAreIgnored();
};

void TestNotifyPolicy::table_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("rcode");
    QTest::addColumn<bool>("accepted");
    const auto row = [](const char* what, const base::Bytes& message, const char* source, int rcode,
                        bool accepted) {
        QTest::newRow(what) << QByteArray(message.data(), static_cast<qsizetype>(message.size()))
                            << QString(source) << rcode << accepted;
    };
    const auto code = [](Rcode rcode) { return static_cast<int>(rcode); };
    const char* ns1 = "192.0.2.1:40000";
    const char* ns2 = "192.0.2.2";
    const char* stranger = "192.0.2.77";
    const auto sign = [&](const base::Bytes& message, const dns::TsigKey& with, std::int64_t skew = 0) {
        return dns::signRequest(message, with, clock.wall() + std::chrono::seconds(skew)).message;
    };

    row("without SOA", make(), ns1, code(Rcode::NoError), true);
    row("with SOA", make({.serial = 5}), ns1, code(Rcode::NoError), true);
    row("SOA of another owner", make({.serial = 5, .soaOwner = "other.org."}), ns1, code(Rcode::NoError),
        true);
    row("AA clear", make({.authoritative = false}), ns1, code(Rcode::NoError), true);
    row("name in capitals", make({.zone = "EXAMPLE.ORG."}), ns1, code(Rcode::NoError), true);
    row("from an open ACL", make(), "198.51.100.200", code(Rcode::NoError), true);
    row("EDNS 0", make({.ednsVersion = 0}), ns1, code(Rcode::NoError), true);
    row("65,528 octets", make({.padding = 65'528 - 29 - 26}), ns1, code(Rcode::NoError), true);
    row("unknown zone", make({.zone = "other.org."}), ns1, code(Rcode::NotAuth), false);
    row("name below a zone", make({.zone = "www.example.org."}), ns1, code(Rcode::NotAuth), false);
    row("the root", make({.zone = "."}), ns1, code(Rcode::NotAuth), false);
    row("stranger", make(), stranger, code(Rcode::Refused), false);
    row("stranger, unknown zone", make({.zone = "other.org."}), stranger, code(Rcode::NotAuth), false);
    row("stranger over IPv6", make(), "[2001:db8::1]:53", code(Rcode::Refused), false);
    row("class CH", make({.questionClass = dns::Class::CH}), ns1, code(Rcode::NotImp), false);
    row("class NONE", make({.questionClass = dns::Class::NONE}), ns1, code(Rcode::NotImp), false);
    row("class ANY", make({.questionClass = dns::Class::ANY}), ns1, code(Rcode::NotImp), false);
    row("qtype A", make({.type = dns::Type::A}), ns1, code(Rcode::NotImp), false);
    row("qtype CDS (RFC 9859)", make({.type = dns::Type::CDS}), ns1, code(Rcode::NotImp), false);
    row("qtype CSYNC (RFC 9859)", make({.type = dns::Type::CSYNC}), ns1, code(Rcode::NotImp), false);
    row("QDCOUNT 0", make({.questions = 0}), ns1, code(Rcode::FormErr), false);
    row("QDCOUNT 2", make({.questions = 2}), ns1, code(Rcode::FormErr), false);
    row("SOA one octet short", make({.serial = 5, .soaOctetsMissing = 1}), ns1, code(Rcode::FormErr), false);
    row("SOA of 13 octets",
        make({.serial = 5, .soaOctetsMissing = static_cast<int>(soaRdata(5).size()) - 13}), ns1,
        code(Rcode::FormErr), false);
    row("octets after the end", make() + "x", ns1, code(Rcode::FormErr), false);
    row("EDNS version 1", make({.ednsVersion = 1}), ns1, code(Rcode::BadSig) /* BADVERS */, false);
    row("an answer (QR set)", make({.response = true}), ns1, silence, false);
    row("11 octets", make().substr(0, 11), ns1, silence, false);
    row("no octet", {}, ns1, silence, false);
    row("query", make({.opcode = dns::Opcode::Query}), ns1, code(Rcode::Refused), false);
    row("update", make({.opcode = dns::Opcode::Update}), ns1, code(Rcode::NotImp), false);
    row("status", make({.opcode = dns::Opcode::Status}), ns1, code(Rcode::NotImp), false);
    row("opcode 15", make({.opcode = static_cast<dns::Opcode>(15)}), ns1, code(Rcode::NotImp), false);
    row("key needed, unsigned", make(), ns2, code(Rcode::Refused), false);
    row("key needed, signed", sign(make(), key("k2.", '2')), ns2, code(Rcode::NoError), true);
    row("key needed, signed with another of ours", sign(make(), key("k3.", '3')), ns2, code(Rcode::Refused),
        false);
    row("key not needed, signed", sign(make(), key("k2.", '2')), ns1, code(Rcode::NoError), true);
    row("key not needed, wrong secret", sign(make(), key("k2.", 'x')), ns1, code(Rcode::NotAuth), false);
    row("unknown key", sign(make(), key("k9.", '9')), ns1, code(Rcode::NotAuth), false);
    row("time is right at the fudge's end", sign(make(), key("k2.", '2'), -300), ns2, code(Rcode::NoError),
        true);
    row("an hour behind", sign(make(), key("k2.", '2'), -3600), ns2, code(Rcode::NotAuth), false);
    row("an hour ahead", sign(make(), key("k2.", '2'), 3600), ns2, code(Rcode::NotAuth), false);
    row("keyed ACL, unsigned", make(), "203.0.113.5", code(Rcode::Refused), false);
    row("keyed ACL, signed", sign(make(), key("k3.", '3')), "203.0.113.5", code(Rcode::NoError), true);
    row("two signatures", sign(sign(make(), key("k2.", '2')), key("k2.", '2')), ns2, code(Rcode::FormErr),
        false);
    row("stranger with a good key", sign(make(), key("k3.", '3')), stranger, code(Rcode::Refused), false);
}

void TestNotifyPolicy::table()
{
    QFETCH(QByteArray, message);
    QFETCH(QString, source);
    QFETCH(int, rcode);
    QFETCH(bool, accepted);
    const auto decision = decide(message.toStdString(), source.toUtf8().constData());
    QCOMPARE(rcodeOf(decision), rcode);
    QCOMPARE(decision.accepted.has_value(), accepted);
    QCOMPARE(decision.refusal.has_value(), !accepted);
    if (accepted)
        QCOMPARE(decision.accepted->zone, world.org);
}

void TestNotifyPolicy::replyEchoesTheRequest()
{
    for (const bool authoritative : {true, false}) {
        const Reply reply = read(
            decide(make({.id = 0xbeef, .authoritative = authoritative, .serial = 9}), "192.0.2.1").reply);
        QCOMPARE(reply.header.id, std::uint16_t{0xbeef});
        QVERIFY(reply.header.response);
        QVERIFY(reply.header.opcode == dns::Opcode::Notify);
        QCOMPARE(reply.header.authoritative, authoritative);
        QVERIFY(!reply.header.truncated);
        QCOMPARE(reply.header.questions, std::uint16_t{1});
        QCOMPARE(reply.header.answers, std::uint16_t{0});
        QVERIFY(reply.question == (dns::Question{name("example.org."), dns::Type::SOA, dns::Class::IN}));
    }
}

void TestNotifyPolicy::replyCarriesEdnsOnlyWhenAsked()
{
    QVERIFY(!read(decide(make(), "192.0.2.1").reply).edns);
    QVERIFY(read(decide(make({.ednsVersion = 0}), "192.0.2.1").reply).edns);
}

void TestNotifyPolicy::serialIsAHint()
{
    QCOMPARE(decide(make({.serial = 4'294'967'295}), "192.0.2.1").accepted->serial, 4'294'967'295);
    QVERIFY(!decide(make(), "192.0.2.1").accepted->serial);
    // An SOA of somebody else says nothing about this zone.
    QVERIFY(!decide(make({.serial = 5, .soaOwner = "other.org."}), "192.0.2.1").accepted->serial);
}

void TestNotifyPolicy::senderIsNamed()
{
    QCOMPARE(decide(make(), "192.0.2.1:999").accepted->primaries, std::vector{world.ns1});
    QVERIFY(decide(make(), "198.51.100.1").accepted->primaries.empty());
    // A hidden primary that an ACL admits is known by its key.
    world.configuration.put([&] {
        zone::Zone changed = *world.configuration.zone(world.org);
        changed.notifyFrom.push_back(
            *world.configuration.put(zone::Acl{{},
                                               "k2 anywhere",
                                               {*net::Prefix::fromText("0.0.0.0/0")},
                                               {*world.configuration.primary(world.ns2)->key}}));
        return changed;
    }());
    const auto message = dns::signRequest(make(), key("k2.", '2'), clock.wall()).message;
    const auto decision = decide(message, "10.9.8.7");
    QVERIFY(decision.accepted);
    QCOMPARE(decision.accepted->primaries, std::vector{world.ns2});
    world = World();
}

void TestNotifyPolicy::primariesBehindOneAddress()
{
    const auto message = make({.zone = "two.example."});
    QCOMPARE(decide(message, "192.0.2.9:40000").accepted->primaries, (std::vector{world.a, world.b}));
    QCOMPARE(decide(message, "192.0.2.9:5353").accepted->primaries, std::vector{world.b});
}

void TestNotifyPolicy::signedRequests()
{
    const dns::TsigKey k2 = key("k2.", '2');
    const auto request = dns::signRequest(make(), k2, clock.wall());
    const auto decision = decide(request.message, "192.0.2.2");
    QVERIFY(decision.accepted && decision.accepted->isSigned);
    for (const base::Bytes& reply : {decision.reply, decision.replyWhenNotDurable}) {
        dns::TsigStreamVerifier verifier(k2, request.mac);
        QVERIFY_RESULT(verifier.accept(base::viewOf(reply), clock.wall()));
        QVERIFY_RESULT(verifier.finish());
    }
    // Refusals of a verified request are signed as well; errors of the signature say so in a TSIG record.
    const auto refused = decide(request.message, "192.0.2.77");
    QVERIFY(!refused.accepted && read(refused.reply).tsig);
    const auto wrong = decide(dns::signRequest(make(), key("k2.", 'x'), clock.wall()).message, "192.0.2.2");
    QVERIFY(wrong.refusal->code == base::ErrorCode::TsigBadSignature);
    QVERIFY(read(wrong.reply).tsig);
    QVERIFY(!read(decide(make(), "192.0.2.1").reply).tsig);
    const auto late =
        decide(dns::signRequest(make(), k2, clock.wall() - std::chrono::hours(1)).message, "192.0.2.2");
    QVERIFY(late.refusal->code == base::ErrorCode::TsigBadTime);
}

void TestNotifyPolicy::everyTruncationIsHarmless()
{
    const auto whole =
        dns::signRequest(make({.serial = 5, .ednsVersion = 0}), key("k2.", '2'), clock.wall()).message;
    for (std::size_t size = 0; size < whole.size(); ++size)
        QVERIFY2(!decide(whole.substr(0, size), "192.0.2.2").accepted, std::to_string(size).c_str());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        base::Bytes flipped = whole;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x41);
        // The message id is not covered by the MAC's first check, everything else is.
        if (at >= 2)
            QVERIFY2(!decide(flipped, "192.0.2.2").accepted, std::to_string(at).c_str());
    }
}

void TestNotifyPolicy::notDurableIsServFail()
{
    const auto decision = decide(make({.id = 7}), "192.0.2.1");
    const Reply reply = read(decision.replyWhenNotDurable);
    QCOMPARE(reply.header.id, std::uint16_t{7});
    QCOMPARE(int(reply.header.rcode), int(Rcode::ServFail));
}

/// Another system carries the client's address in address records of the additional section: from the wire
/// such records mean nothing and come back to nobody.
void TestNotifyPolicy::lookAlikeAddressesAreIgnored()
{
    const base::Bytes plain = make();
    base::Bytes claimed = plain;
    const net::IpAddress primary = at("192.0.2.1").address;
    claimed += base::Bytes("\0\0\x01\0\x01\0\0\0\0\0\x04", 11); // . 0 IN A
    for (std::size_t i = 0; i < 4; ++i)
        claimed += static_cast<char>(primary.octets()[i]);
    patch(claimed, 10, 1); // ARCOUNT
    const notify::NotifyView view{world.configuration, world.keys, base::Timestamp{}};
    const auto fromStranger = notify::decide(base::viewOf(claimed), at("203.0.113.200:53"), view);
    QVERIFY(!fromStranger.accepted);
    const auto fromPrimary = notify::decide(base::viewOf(claimed), at("192.0.2.1:53"), view);
    QVERIFY(fromPrimary.accepted.has_value());
    QCOMPARE(fromPrimary.reply, notify::decide(base::viewOf(plain), at("192.0.2.1:53"), view).reply);
}

QTEST_APPLESS_MAIN(TestNotifyPolicy)
#include "tst_notify_policy.moc"
