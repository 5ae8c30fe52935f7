// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/publish/answer_fixture.h"

#include <algorithm>
#include <map>
#include <random>

using namespace zonescope;
using namespace zonescope::test;

class tst_AnswerPolicy : public QObject, private AnswerFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void refusesOtherZones();
    void failsWhenNotLoadedOrExpired();
    void takesOnlyProperQueries();
    void isSilentToNonsense();
    void isSilentToEveryTruncation();
    void tellsItsName();
    void unknownOpcodesGetTheirOpt();
    void takesClassInOnly();
    void answersEdns();
    void respectsTheClientsSize_data();
    void respectsTheClientsSize();
    void glueThatMustComeAlong();
    void anyIsMinimal();
    void anRrsetStandsOnce();
    void dsIsTheParents();
    void repeatsTheCaseOfTheQuestion();
    void negativeTtlIsTheLesser();
    void zoneVersionAndNsid();
    void survivesMutations();
};

void tst_AnswerPolicy::refusesOtherZones()
{
    Query query{.name = "www.other.example", .edns = ednsOf(1232)};
    const Answer answer = ask(query);
    QCOMPARE(answer.rcode, Rcode::Refused);
    QVERIFY(!answer.header.authoritative);
    QCOMPARE(answer.edns->errors.at(0).infoCode, std::uint16_t(20));
    QCOMPARE(ask({.name = "example"}).rcode, Rcode::Refused); // above a zone we hold
}

void tst_AnswerPolicy::failsWhenNotLoadedOrExpired()
{
    m_zones->publish({base::ZoneId{1}, apex, nullptr, false, {}});
    Query query{.name = "www.odd.example", .edns = ednsOf(1232)};
    Answer answer = ask(query);
    QCOMPARE(answer.rcode, Rcode::ServFail);
    QCOMPARE(answer.edns->errors.at(0).infoCode, std::uint16_t(14));
    m_zones->publish({base::ZoneId{1}, apex, test::versionOf(test::oddApex, test::oddZone()), true, {}});
    answer = ask(query);
    QCOMPARE(answer.rcode, Rcode::ServFail);
    QVERIFY(answer.answers.empty());
    QCOMPARE(answer.edns->errors.at(0).infoCode, std::uint16_t(24));
    QCOMPARE(ask({.name = test::oddApex, .type = Type::AXFR}).rcode, Rcode::ServFail);
    m_zones->remove(apex);
    QCOMPARE(ask(query).rcode, Rcode::Refused);
}

void tst_AnswerPolicy::takesOnlyProperQueries()
{
    for (const auto opcode :
         {dns::Opcode::Status, dns::Opcode::Notify, dns::Opcode::Update, dns::Opcode(9)}) {
        dns::Header header;
        header.id = 77;
        header.opcode = opcode;
        dns::MessageWriter writer(header);
        writer.question({apex, Type::SOA, dns::Class::IN});
        const auto answer = test::read(base::viewOf(replyTo(writer.finish()).message));
        QVERIFY_RESULT(answer);
        QCOMPARE(answer->rcode, Rcode::NotImp);
        QCOMPARE(answer->header.id, std::uint16_t(77));
        QCOMPARE(answer->header.opcode, opcode);
    }
    for (const int questions : {0, 2}) {
        dns::MessageWriter writer(dns::Header{});
        for (int i = 0; i < questions; ++i)
            writer.question({apex, Type::SOA, dns::Class::IN});
        const auto answer = test::read(base::viewOf(replyTo(writer.finish()).message));
        QVERIFY_RESULT(answer);
        QCOMPARE(answer->rcode, Rcode::FormErr);
    }
    base::Bytes twoOpts = test::write({.name = "www.odd.example", .edns = ednsOf(1232)});
    twoOpts += base::Bytes("\0\0\51\4\320\0\0\0\0\0\0", 11);
    twoOpts[11] = 2;
    QCOMPARE(test::read(base::viewOf(replyTo(twoOpts).message))->rcode, Rcode::FormErr);
    QCOMPARE(test::read(base::viewOf(replyTo(test::write({.name = "odd.example"}) + "x").message))->rcode,
             Rcode::FormErr);
    QCOMPARE(ask({.name = test::oddApex, .type = Type(253)}).rcode, Rcode::NotImp); // MAILB
    QCOMPARE(ask({.name = test::oddApex, .type = Type::OPT}).rcode, Rcode::FormErr);
}

void tst_AnswerPolicy::isSilentToNonsense()
{
    base::Bytes query = test::write({.name = "www.odd.example"});
    query[2] = static_cast<char>(query[2] | 0x80); // an answer: answering it is how loops begin
    QVERIFY(replyTo(query).silent());
    QVERIFY(replyTo({}).silent());
    QVERIFY(replyTo("short").silent());
}

void tst_AnswerPolicy::isSilentToEveryTruncation()
{
    const base::Bytes query = test::write({.name = "www.odd.example", .edns = ednsOf(1232)});
    for (std::size_t size = 0; size < query.size(); ++size) {
        const Reply reply = replyTo(query.substr(0, size));
        QCOMPARE(reply.silent(), size < 12);
        if (!reply.silent())
            QCOMPARE(test::read(base::viewOf(reply.message))->rcode, Rcode::FormErr);
    }
}

/// RFC 4892: the name that NSID gives, for who can only ask questions.
void tst_AnswerPolicy::tellsItsName()
{
    const Query query{.name = "ID.server", .type = Type::TXT, .questionClass = dns::Class::CH};
    QCOMPARE(ask(query).rcode, Rcode::Refused); // it has none
    m_access.nsid = "zs-7";
    for (const char* name : {"ID.server", "hostname.bind"})
        for (const Type type : {Type::TXT, Type::ANY}) {
            const Answer answer = ask({.name = name, .type = type, .questionClass = dns::Class::CH}, false);
            QCOMPARE(answer.rcode, Rcode::NoError);
            QCOMPARE(answer.answers.size(), std::size_t(1));
            QVERIFY2(answer.answers[0].find("TXT \"zs-7\"") != std::string::npos, answer.text().c_str());
        }
    for (const char* name : {"version.bind", "version.server", "id.server.odd.example", "server"})
        QCOMPARE(ask({.name = name, .type = Type::TXT, .questionClass = dns::Class::CH}).rcode,
                 Rcode::Refused);
    QCOMPARE(ask({.name = "id.server", .type = Type::A, .questionClass = dns::Class::CH}).rcode,
             Rcode::Refused);
    QCOMPARE(ask({.name = "id.server", .type = Type::TXT}).rcode, Rcode::Refused); // class IN: not ours
}

/// Even an answer that says no has an OPT record when the question had one, and the question itself.
void tst_AnswerPolicy::unknownOpcodesGetTheirOpt()
{
    for (const auto opcode : {dns::Opcode(2), dns::Opcode::Notify, dns::Opcode::Update, dns::Opcode(15)})
        for (const bool withEdns : {false, true}) {
            base::Bytes query = test::write({.name = test::oddApex,
                                             .type = Type::SOA,
                                             .edns = withEdns ? std::optional(ednsOf(1232)) : std::nullopt});
            query[2] = static_cast<char>(static_cast<unsigned>(opcode) << 3);
            const auto answer = test::read(base::viewOf(replyTo(query, false).message));
            QVERIFY_RESULT(answer);
            QCOMPARE(answer->rcode, Rcode::NotImp);
            QCOMPARE(answer->edns.has_value(), withEdns);
            QVERIFY(answer->question && answer->question->name == apex);
            QVERIFY2(answer->size <= query.size(), answer->text().c_str());
        }
}

void tst_AnswerPolicy::takesClassInOnly()
{
    for (const auto other : {dns::Class::CH, dns::Class::NONE, dns::Class::ANY, dns::Class(2)})
        for (const Type type : {Type::A, Type::SOA, Type::AXFR}) { // PowerDNS sends the IN zone to class CH
            const Reply reply =
                replyTo(test::write({.name = test::oddApex, .type = type, .questionClass = other}));
            QVERIFY(!reply.transfer);
            QCOMPARE(test::read(base::viewOf(reply.message))->rcode, Rcode::Refused);
        }
}

void tst_AnswerPolicy::answersEdns()
{
    Query query{.name = "www.odd.example", .edns = ednsOf(4096)};
    QCOMPARE(ask(query).edns->udpSize, std::uint16_t(1232));
    query.edns->dnssecOk = true;
    QVERIFY(ask(query).edns->dnssecOk);
    QVERIFY(!ask({.name = "www.odd.example"}).edns); // not asked, not given
    query.edns->version = 1;
    const Answer answer = ask(query);
    QCOMPARE(static_cast<int>(answer.rcode), 16);
    QCOMPARE(answer.edns->version, std::uint8_t(0));
    QVERIFY(answer.answers.empty());
}

void tst_AnswerPolicy::respectsTheClientsSize_data()
{
    QTest::addColumn<int>("offered");
    QTest::addColumn<int>("limit");
    QTest::newRow("no EDNS") << -1 << 512;
    QTest::newRow("smaller than allowed") << 100 << 512;
    QTest::newRow("800") << 800 << 800;
    QTest::newRow("larger than ours") << 4096 << 1232;
}

void tst_AnswerPolicy::respectsTheClientsSize()
{
    QFETCH(int, offered);
    QFETCH(int, limit);
    Query query{.name = "large.odd.example", .type = Type::TXT};
    if (offered >= 0)
        query.edns = ednsOf(static_cast<std::uint16_t>(offered));
    const Answer overUdp = ask(query, false);
    QVERIFY(overUdp.header.truncated);
    QVERIFY(overUdp.size <= static_cast<std::size_t>(limit));
    QCOMPARE(overUdp.edns.has_value(), offered >= 0);
    const Answer overTcp = ask(query, true);
    QVERIFY(!overTcp.header.truncated);
    QCOMPARE(overTcp.answers.size(), 60U);
}

void tst_AnswerPolicy::glueThatMustComeAlong()
{
    const Answer answer = ask({.name = "host.child.odd.example"}, false);
    QVERIFY(!answer.header.authoritative);
    QCOMPARE(answer.authorities.size(), 3U);
    const auto has = [&](const char* record) {
        return std::find(answer.additionals.begin(), answer.additionals.end(), record) !=
               answer.additionals.end();
    };
    QVERIFY(has("ns.child.odd.example. 300 IN A 192.0.2.200"));
    QVERIFY(has("ns.child.odd.example. 300 IN AAAA 2001:db8::200"));
    QVERIFY(has("ns.child2.odd.example. 300 IN A 192.0.2.201")); // sibling glue

    // More glue than fits a datagram: truncated, not silently left out (RFC 9471).
    std::string text = "$ORIGIN big.example.\n@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n";
    for (int i = 0; i < 30; ++i)
        text += "sub NS ns" + std::to_string(i) + ".sub\nns" + std::to_string(i) + ".sub A 192.0.2." +
                std::to_string(i) + "\n";
    const auto big = *dns::Name::fromText("big.example");
    m_zones->publish({base::ZoneId{2}, big, test::versionOf("big.example", text), false, {}});
    QVERIFY(ask({.name = "x.sub.big.example"}, false).header.truncated);
    QCOMPARE(ask({.name = "x.sub.big.example"}, true).additionals.size(), 30U);
}

void tst_AnswerPolicy::anyIsMinimal()
{
    const Answer answer = ask({.name = "www.odd.example", .type = Type::ANY});
    QCOMPARE(answer.rcode, Rcode::NoError);
    QCOMPARE(answer.answers.size(), 2U); // one RRset of the two
    QVERIFY(ask({.name = "nowhere.odd.example", .type = Type::ANY}).rcode == Rcode::NxDomain);
}

/// Two MX that name one host, a DNAME that leads below itself, two that lead to each other (RFC 2181 5).
void tst_AnswerPolicy::anRrsetStandsOnce()
{
    for (const auto& [name, type] : {std::pair("odd.example", Type::MX),
                                     {"_sip._tcp.odd.example", Type::SRV},
                                     {"x.grow.odd.example", Type::A},
                                     {"x.swing.odd.example", Type::A},
                                     {"x.swang.odd.example", Type::TXT}}) {
        const Answer answer = ask({.name = name, .type = type, .edns = ednsOf(4096)});
        QVERIFY(!answer.answers.empty());
        for (const auto* section : {&answer.answers, &answer.additionals})
            QVERIFY2(std::ranges::adjacent_find(*section) == section->end(), answer.text().c_str()); // sorted
    }
    // Once with what it implies each time: the chain ends all the same.
    QCOMPARE(ask({.name = "x.swing.odd.example"}).answers.size(), 4U);
    QCOMPARE(ask({.name = "x.grow.odd.example"}).answers.size(), 17U);
}

void tst_AnswerPolicy::dsIsTheParents()
{
    const auto child = *dns::Name::fromText("child.odd.example");
    m_zones->publish({base::ZoneId{2},
                      child,
                      test::versionOf("child.odd.example",
                                      "@ 300 SOA ns h 1 1 1 1 1\n@ 300 NS ns\nns 300 A 192.0.2.200\n"),
                      false,
                      {}});
    const Answer ds = ask({.name = "child.odd.example", .type = Type::DS});
    QCOMPARE(ds.answers.size(), 1U); // from odd.example, though the child is nearer
    QVERIFY(ds.header.authoritative);
    QCOMPARE(ask({.name = "child.odd.example", .type = Type::SOA}).answers.size(), 1U); // from the child
    m_zones->remove(apex);
    const Answer alone = ask({.name = "child.odd.example", .type = Type::DS});
    QCOMPARE(alone.rcode, Rcode::NoError);
    QVERIFY(alone.answers.empty() && alone.authorities.size() == 1);
}

void tst_AnswerPolicy::repeatsTheCaseOfTheQuestion()
{
    const Reply reply = replyTo(test::write({.name = "wWw.OdD.eXample"}));
    const auto answer = test::read(base::viewOf(reply.message));
    QCOMPARE(QString::fromStdString(answer->question->name.toText()), QString("wWw.OdD.eXample."));
    // Owners are pointers to the question: header 12, question 21, twice 16 octets of A record.
    QCOMPARE(reply.message.size(), std::size_t(12 + 17 + 4 + 2 * 16));
}

void tst_AnswerPolicy::negativeTtlIsTheLesser()
{
    const Answer answer = ask({.name = "nowhere.odd.example"});
    QCOMPARE(answer.rcode, Rcode::NxDomain);
    QCOMPARE(answer.authorities.size(), 1U);
    QVERIFY(answer.authorities[0].starts_with("odd.example. 120 ")); // SOA TTL 3600, minimum 120
    QVERIFY(ask({.name = test::oddApex, .type = Type::SOA}).answers[0].starts_with("odd.example. 3600 "));
}

void tst_AnswerPolicy::zoneVersionAndNsid()
{
    m_access.nsid = "zs-1";
    Query query{.name = "www.odd.example", .edns = ednsOf(1232)};
    QVERIFY(!ask(query).edns->nsid);
    query.edns->nsid.emplace();
    query.edns->zoneVersionRequested = true;
    const Answer answer = ask(query);
    QCOMPARE(answer.edns->nsid, std::optional<base::Bytes>("zs-1"));
    QCOMPARE(answer.edns->zoneVersionSerial, std::optional<std::uint32_t>(7));
    QCOMPARE(answer.edns->zoneVersionLabels, std::uint8_t(2));
    query.name = "host.child.odd.example";
    QVERIFY2(!ask(query).edns->zoneVersionSerial, "a referral is not this zone's data");
}

void tst_AnswerPolicy::survivesMutations()
{
    const dns::TsigKey key = makeKey("k1", 'a');
    auto ring = std::make_shared<dns::KeyRing>();
    ring->add(key);
    m_access.keys = ring;
    Query ixfr{.name = test::oddApex, .type = Type::IXFR, .edns = ednsOf(1232), .ixfrSerial = 6};
    const std::vector<base::Bytes> originals{
        test::write({.name = "host.child.odd.example", .edns = ednsOf(1232)}), test::write(ixfr),
        dns::signRequest(test::write({.name = "y.a.tree.odd.example"}), key, now).message};
    std::mt19937 random(1);
    std::map<int, int> rcodes;
    for (int i = 0; i < 60'000; ++i) {
        base::Bytes query = originals[random() % originals.size()];
        for (unsigned changes = 1 + random() % 4; changes > 0; --changes)
            query[random() % query.size()] = static_cast<char>(random());
        if (random() % 8 == 0)
            query.resize(random() % query.size());
        const Reply reply = replyTo(query, random() % 2 == 0);
        if (reply.message.empty())
            continue;
        const auto answer = test::read(base::viewOf(reply.message));
        QVERIFY_RESULT(answer); // whatever came, what goes out is well-formed
        QVERIFY(answer->header.response);
        QCOMPARE(reply.message.substr(0, 2), query.substr(0, 2));
        ++rcodes[static_cast<int>(answer->rcode)];
    }
    QVERIFY2(rcodes.size() >= 6, "the mutations reach many branches");
}

QTEST_GUILESS_MAIN(tst_AnswerPolicy)
#include "tst_answer_policy.moc"
