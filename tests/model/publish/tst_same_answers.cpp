// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/text.h"
#include "model/publish/answer_policy.h"
#include "tests/kit/process.h"
#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"
#include "tests/model/publish/ask.h"
#include "tests/model/publish/odd_zone.h"

#include <QtTest>

#include <algorithm>

using namespace zonescope;
using kit::RealServer;
using kit::ServerKind;

/// The same zone file served by Knot and by NSD: every name and every type must be answered as they do.
class tst_SameAnswers : public QObject
{
    Q_OBJECT

private slots:
    void everyNameAndType_data();
    void everyNameAndType();

private:
    void compare(kit::ServerKind kind, const std::string& zoneText, bool dnssecOk);
};

namespace {

const std::string tooLong =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.long"; // for a name of 255 octets

const std::vector<std::string> askedNames{"@",
                                          "ns1",
                                          "mail",
                                          "www",
                                          "WWW",
                                          "mixed.case",
                                          "MIXED.case",
                                          "case",
                                          "nowhere",
                                          "x.nowhere",
                                          "x.www",
                                          "empty.non.terminal",
                                          "non.terminal",
                                          "terminal",
                                          "x.terminal",
                                          "under.empty.non.terminal",
                                          "x.under.empty.non.terminal",
                                          "alias",
                                          "x.alias",
                                          "alias2",
                                          "alias3",
                                          "away",
                                          "dangling",
                                          "loop1",
                                          "loop2",
                                          "self",
                                          "x.loop1",
                                          "toempty",
                                          "todeleg",
                                          "towild",
                                          "todname",
                                          "tochild",
                                          "_tcp",
                                          "_sip._tcp",
                                          "x._sip._tcp",
                                          "wild",
                                          "x.wild",
                                          "y.x.wild",
                                          "*.wild",
                                          "x.*.wild",
                                          "host.wild",
                                          "x.host.wild",
                                          "ent.wild",
                                          "sub.ent.wild",
                                          "x.ent.wild",
                                          "x.walias",
                                          "*.walias",
                                          "y.x.walias",
                                          "x.wnowhere",
                                          "star",
                                          "x.star",
                                          "*.star",
                                          "deep.*.star",
                                          "x.*.star",
                                          "a\\.b",
                                          "sp\\032ace",
                                          "\\000\\001nul",
                                          "child",
                                          "x.child",
                                          "ns.child",
                                          "hidden.child",
                                          "y.hidden.child",
                                          "child2",
                                          "ns.child2",
                                          "lame",
                                          "x.lame",
                                          "tree",
                                          "a.tree",
                                          "b.tree",
                                          "c.tree",
                                          "y.a.tree",
                                          "target",
                                          "a.target",
                                          "far",
                                          "x.far",
                                          "long",
                                          tooLong,
                                          "web",
                                          "unknown",
                                          "ptr",
                                          "large",
                                          "!",
                                          "~"};

const std::vector<dns::Type> askedTypes{
    dns::Type::A,   dns::Type::AAAA,  dns::Type::NS,     dns::Type::SOA,   dns::Type::MX,
    dns::Type::TXT, dns::Type::CNAME, dns::Type::DNAME,  dns::Type::DS,    dns::Type::SRV,
    dns::Type::PTR, dns::Type::HTTPS, dns::Type::DNSKEY, dns::Type(65280), dns::Type(9999)};

/// Ours, through the same octets a client would send.
test::Answer own(const publish::PublishedZones& zones, const base::Bytes& query, bool tcp)
{
    const publish::Asked asked{base::viewOf(query), tcp, *net::IpAddress::fromText("127.0.0.1"),
                               base::SystemClock().wall()};
    const publish::Reply reply = publish::answer(asked, zones, {});
    const auto answer = test::read(base::viewOf(reply.message));
    return answer ? *answer : test::Answer{};
}

/// Where one of the two is wrong; the other one agrees with us.
bool isTheirMistake(ServerKind kind, const std::string& name, bool dnssecOk)
{
    if (kind == ServerKind::Knot && name == tooLong)
        return true; // NXDOMAIN where RFC 6672 section 2.2 wants YXDOMAIN
    if (kind == ServerKind::Knot && dnssecOk && name == "x.star")
        return true; // no proof that the wildcard, an empty non-terminal, lacks the type (RFC 4035 3.1.3.4)
    // No proof that the DNAME's target does not exist, only that no wildcard covers it.
    return kind == ServerKind::Nsd && dnssecOk && name == "c.tree";
}

/// BIND's tools sign it; the two servers get it ready made.
base::Result<std::string> signZone(const std::string& text)
{
    const kit::TemporaryFolder folder;
    const std::string path = folder.path().string();
    kit::writeText(folder.path() / "zone", text);
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"dnssec-keygen", "-q", "-K", path, "-a", "ECDSAP256SHA256", "-f", "KSK",
                                   test::oddApex},
          {"dnssec-keygen", "-q", "-K", path, "-a", "ECDSAP256SHA256", test::oddApex},
          {"dnssec-signzone", "-q", "-S", "-O", "full", "-K", path, "-d", path, "-o", test::oddApex, "-f",
           path + "/signed", path + "/zone"}}) {
        const auto done = kit::run(command);
        if (!done)
            return tl::unexpected(done.error());
        if (done->exitCode != 0)
            return base::fail(base::ErrorCode::Internal, command[0] + ": " + done->text + done->errors);
    }
    return kit::readText(folder.path() / "signed");
}

/// NSD adds the apex NS to positive answers; that is allowed (RFC 1034 section 4.3.2 step 6) and not ours.
void dropApexServers(test::Answer& answer)
{
    if (!answer.answers.empty())
        std::erase_if(answer.authorities, [](const std::string& record) {
            return record.starts_with("odd.example. ") && (record.find(" NS ") != std::string::npos ||
                                                           record.find(" RRSIG NS ") != std::string::npos);
        });
}

std::string difference(const test::Answer& ours, const test::Answer& theirs)
{
    const bool same = ours.rcode == theirs.rcode &&
                      ours.header.authoritative == theirs.header.authoritative &&
                      ours.answers == theirs.answers && ours.authorities == theirs.authorities &&
                      ours.question == theirs.question;
    return same ? std::string() : "ours: " + ours.text() + "\ntheirs: " + theirs.text();
}

} // namespace

void tst_SameAnswers::everyNameAndType_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("signedZone");
    QTest::newRow("knot") << static_cast<int>(ServerKind::Knot) << false;
    QTest::newRow("nsd") << static_cast<int>(ServerKind::Nsd) << false;
    QTest::newRow("knot, signed with NSEC") << static_cast<int>(ServerKind::Knot) << true;
    QTest::newRow("nsd, signed with NSEC") << static_cast<int>(ServerKind::Nsd) << true;
}

void tst_SameAnswers::everyNameAndType()
{
    QFETCH(int, kind);
    QFETCH(bool, signedZone);
    if (!signedZone)
        return compare(static_cast<ServerKind>(kind), test::oddZone(), false);
    const auto zoneText = signZone(test::oddZone());
    QVERIFY_RESULT(zoneText);
    compare(static_cast<ServerKind>(kind), *zoneText, true);
}

void tst_SameAnswers::compare(ServerKind kind, const std::string& zoneText, bool dnssecOk)
{
    auto server = RealServer::start(kind, {.zones = {{test::oddApex, zoneText}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(server);
    publish::PublishedZones zones;
    const auto apex = *dns::Name::fromText(test::oddApex);
    zones.publish({base::ZoneId{1}, apex, test::versionOf(test::oddApex, zoneText), false, {}});

    std::string differences;
    for (const std::string& name : askedNames)
        for (const dns::Type type : askedTypes) {
            if (isTheirMistake(kind, name, dnssecOk))
                continue;
            test::Query query;
            query.name = name == "@" ? test::oddApex : name + "." + test::oddApex;
            query.type = type;
            if (dnssecOk)
                query.edns.emplace().dnssecOk = true;
            const base::Bytes octets = test::write(query);
            const auto reply = test::exchange((*server)->endpoint(), octets, true);
            QVERIFY_RESULT(reply);
            auto theirs = test::read(base::viewOf(*reply));
            QVERIFY_RESULT(theirs);
            dropApexServers(*theirs);
            const std::string found = difference(own(zones, octets, true), *theirs);
            if (!found.empty())
                differences += query.name + " " + dns::typeText(type) + "\n" + found + "\n\n";
        }
    QVERIFY2(differences.empty(), differences.c_str());
}

QTEST_GUILESS_MAIN(tst_SameAnswers)
#include "tst_same_answers.moc"
