// SPDX-License-Identifier: GPL-3.0-or-later
// Who may transfer, whose signature counts, and what only they get.
#include "tests/model/publish/answer_fixture.h"

using namespace zonescope;
using namespace zonescope::test;

class tst_AnswerRights : public QObject, private AnswerFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void transfersNeedTcpAndRights();
    void ixfrIsAnsweredByWhatTheClientHas();
    void signedQueriesGetSignedAnswers();
    void wrongKeysAreNamed();
    void aclWithKeys();
    void expireIsHandedOn();
    void edgesTransferWithTheirKey();
};

void tst_AnswerRights::transfersNeedTcpAndRights()
{
    const Query axfr{.name = test::oddApex, .type = Type::AXFR, .edns = ednsOf(1232)};
    QVERIFY(replyTo(test::write(axfr)).transfer);
    QCOMPARE(ask(axfr, false).rcode, Rcode::NotImp);
    const Answer refused = ask(axfr, true, "192.0.2.7"); // loopback only unless said
    QCOMPARE(refused.rcode, Rcode::Refused);
    QCOMPARE(refused.edns->errors.at(0).infoCode, std::uint16_t(18));
    QVERIFY(replyTo(test::write(axfr), true, "::1").transfer);
    QCOMPARE(ask({.name = "www.odd.example", .type = Type::AXFR}).rcode, Rcode::NotAuth);
    QCOMPARE(ask({.name = "other.example", .type = Type::AXFR}).rcode, Rcode::NotAuth);
}

void tst_AnswerRights::ixfrIsAnsweredByWhatTheClientHas()
{
    Query ixfr{.name = test::oddApex, .type = Type::IXFR, .ixfrSerial = 6};
    QVERIFY(replyTo(test::write(ixfr)).transfer);
    for (const std::uint32_t serial : {7U, 8U, 0x80000006U}) { // ours is 7
        ixfr.ixfrSerial = serial;
        const Answer answer = ask(ixfr);
        QCOMPARE(answer.answers.size(), 1U);
        QVERIFY(answer.header.authoritative);
    }
    ixfr.ixfrSerial = 6;
    const Answer overUdp = ask(ixfr, false); // "ask over TCP"
    QCOMPARE(overUdp.answers.size(), 1U);
    QVERIFY(!overUdp.header.truncated);
    ixfr.ixfrSerial.reset();
    QCOMPARE(ask(ixfr).rcode, Rcode::FormErr);
    ixfr.ixfrSerial = 6;
    QCOMPARE(ask(ixfr, false, "192.0.2.7").rcode, Rcode::Refused);
}

void tst_AnswerRights::signedQueriesGetSignedAnswers()
{
    const dns::TsigKey key = makeKey("k1", 'a');
    auto ring = std::make_shared<dns::KeyRing>();
    ring->add(key);
    m_access.keys = ring;
    const auto request = dns::signRequest(test::write({.name = "www.odd.example"}), key, now);
    const Reply reply = replyTo(request.message, false);
    dns::TsigStreamVerifier verifier(key, request.mac);
    QVERIFY_RESULT(verifier.accept(base::viewOf(reply.message), now));
    QVERIFY_RESULT(verifier.finish());
    QCOMPARE(test::read(base::viewOf(reply.message))->answers.size(), 2U);

    // Room for the signature is kept when the answer is too large for UDP.
    const auto large =
        dns::signRequest(test::write({.name = "large.odd.example", .type = Type::TXT}), key, now);
    const Reply cut = replyTo(large.message, false);
    QVERIFY(cut.message.size() <= 512);
    const auto answer = test::read(base::viewOf(cut.message));
    QVERIFY(answer->header.truncated && answer->signedAnswer);
}

void tst_AnswerRights::wrongKeysAreNamed()
{
    auto ring = std::make_shared<dns::KeyRing>();
    ring->add(makeKey("k1", 'a'));
    m_access.keys = ring;
    const base::Bytes query = test::write({.name = "www.odd.example"});
    const auto code = [&](const dns::TsigKey& key, base::Timestamp at) {
        const auto request = dns::signRequest(query, key, at);
        const Reply reply = replyTo(request.message);
        const auto answer = test::read(base::viewOf(reply.message));
        if (answer->rcode != Rcode::NotAuth || !answer->answers.empty())
            return std::string("answered");
        dns::TsigStreamVerifier verifier(key, request.mac);
        const auto verdict = verifier.accept(base::viewOf(reply.message), at);
        return verdict ? std::string("verified") : std::string(base::errorName(verdict.error().code));
    };
    QCOMPARE(code(makeKey("k1", 'b'), now), std::string("tsig-badsig"));
    QCOMPARE(code(makeKey("k2", 'a'), now), std::string("tsig-badkey"));
    QCOMPARE(code(makeKey("k1", 'a'), now - std::chrono::hours(1)), std::string("tsig-badtime"));
}

void tst_AnswerRights::aclWithKeys()
{
    const dns::TsigKey right = makeKey("right", 'a');
    const dns::TsigKey other = makeKey("other", 'b');
    auto ring = std::make_shared<dns::KeyRing>();
    ring->add(right);
    ring->add(other);
    auto configuration = std::make_shared<zone::Configuration>();
    const auto rightId = configuration->put(zone::Key{{}, right.name, right.algorithm});
    QVERIFY_RESULT(rightId);
    QVERIFY_RESULT(configuration->put(zone::Key{{}, other.name, other.algorithm}));
    m_access = {ring, configuration, {}};
    zone::Acl acl;
    acl.prefixes = {*net::Prefix::fromText("192.0.2.0/24")};
    acl.keys = {*rightId};
    m_zones->publish({base::ZoneId{1}, apex, m_zones->find(apex)->version, false, {acl}});

    const base::Bytes query = test::write({.name = test::oddApex, .type = Type::AXFR});
    QVERIFY(replyTo(dns::signRequest(query, right, now).message, true, "192.0.2.7").transfer);
    QVERIFY(!replyTo(dns::signRequest(query, right, now).message, true, "198.51.100.7").transfer);
    QVERIFY(!replyTo(dns::signRequest(query, other, now).message, true, "192.0.2.7").transfer);
    QVERIFY(!replyTo(query, true, "192.0.2.7").transfer);
    QVERIFY2(!replyTo(query, true, "127.0.0.1").transfer, "an ACL replaces the default");
    const Reply refused = replyTo(dns::signRequest(query, other, now).message, true, "192.0.2.7");
    QVERIFY(test::read(base::viewOf(refused.message))->signedAnswer);
}

void tst_AnswerRights::expireIsHandedOn()
{
    Query query{.name = test::oddApex, .type = Type::SOA, .edns = ednsOf(1232)};
    query.edns->expireRequested = true;
    QVERIFY(!ask(query).edns->expire); // not known
    m_zones->setExpiry(apex, now + std::chrono::seconds(4711));
    QCOMPARE(ask(query).edns->expire, std::optional<std::uint32_t>(4711));
    m_zones->publish({base::ZoneId{1}, apex, m_zones->find(apex)->version, false, {}});
    QCOMPARE(ask(query).edns->expire, std::optional<std::uint32_t>(4711)); // stays with the zone
    query.name = "www.odd.example";
    QVERIFY(!ask(query).edns->expire);
    m_zones->setExpiry(apex, now - std::chrono::seconds(1));
    query.name = test::oddApex;
    QCOMPARE(ask(query).edns->expire, std::optional<std::uint32_t>(0));
}

void tst_AnswerRights::edgesTransferWithTheirKey()
{
    const dns::TsigKey edge = makeKey("edge", 'e');
    const dns::TsigKey other = makeKey("other", 'o');
    auto ring = std::make_shared<dns::KeyRing>();
    ring->add(edge);
    ring->add(other);
    auto configuration = std::make_shared<zone::Configuration>();
    const auto id = configuration->put(zone::Key{{}, edge.name, edge.algorithm});
    QVERIFY_RESULT(id);
    QVERIFY_RESULT(configuration->put(zone::Key{{}, other.name, other.algorithm}));
    m_access = {ring, configuration, {}};
    m_zones->publish({base::ZoneId{1}, apex, m_zones->find(apex)->version, false, {}, {*id}});
    const base::Bytes query = test::write({.name = test::oddApex, .type = Type::AXFR});
    QVERIFY(replyTo(dns::signRequest(query, edge, now).message, true, "198.51.100.7").transfer);
    QVERIFY(!replyTo(dns::signRequest(query, other, now).message, true, "198.51.100.7").transfer);
    QVERIFY(!replyTo(query, true, "198.51.100.7").transfer);
}

QTEST_GUILESS_MAIN(tst_AnswerRights)
#include "tst_answer_rights.moc"
