// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/text.h"
#include "model/publish/answer_policy.h"
#include "tests/kit/process.h"
#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"
#include "tests/model/publish/ask.h"
#include "tests/model/publish/datagram_client.h"
#include "tests/model/publish/odd_zone.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace zonescope;
using kit::RealServer;
using kit::ServerKind;

/// The same zone served by Knot, by NSD and by us: every name, asked for every type in every manner, must be
/// answered as they do.
class tst_SameAnswers : public QObject
{
    Q_OBJECT

private slots:
    void everyNameAndType_data();
    void everyNameAndType();
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
                                          "swing",
                                          "grow",
                                          "long",
                                          tooLong,
                                          "web",
                                          "unknown",
                                          "ptr",
                                          "large",
                                          "!",
                                          "~"};

const std::vector<dns::Type> askedTypes{
    dns::Type::A,     dns::Type::AAAA,  dns::Type::NS,     dns::Type::SOA,   dns::Type::MX,
    dns::Type::TXT,   dns::Type::CNAME, dns::Type::DNAME,  dns::Type::DS,    dns::Type::SRV,
    dns::Type::PTR,   dns::Type::HTTPS, dns::Type::DNSKEY, dns::Type(65280), dns::Type(9999),
    dns::Type::RRSIG, dns::Type::NSEC,  dns::Type::NSEC3,  dns::Type::ANY,   dns::Type::NSEC3PARAM};

/// How a question is put.
struct Manner
{
    const char* name;
    std::optional<std::uint16_t> udpSize; ///< nothing: without EDNS
    bool dnssecOk;
};
constexpr Manner manners[] = {{"plain", {}, false},
                              {"EDNS", 1232, false},
                              {"DO", 1232, true},
                              {"DO, 512 octets", 512, true},
                              {"EDNS, 700 octets", 700, false}};

/// Ours, through the same octets a client would send.
base::Bytes own(const publish::PublishedZones& zones, const base::Bytes& query, bool tcp)
{
    const publish::Asked asked{base::viewOf(query), tcp, *net::IpAddress::fromText("127.0.0.1"),
                               base::SystemClock().wall()};
    return publish::answer(asked, zones, {}).message;
}

bool isOrdinary(dns::Type type)
{
    return type != dns::Type::RRSIG && type != dns::Type::NSEC && type != dns::Type::NSEC3 &&
           type != dns::Type::NSEC3PARAM && type != dns::Type::ANY;
}

std::vector<std::string> listedNames()
{
    std::vector<std::string> all;
    for (const std::string& name : askedNames)
        all.push_back(name == "@" ? std::string(test::oddApex) + "." : name + "." + test::oddApex + ".");
    return all;
}

/// All owners of the zone, the empty names above them, and what is not there beside, below and between.
std::vector<std::string> namesToAsk(const zone::ZoneVersion& version)
{
    std::set<std::string> all;
    const auto put = [&](const dns::Name& name) { all.insert(name.toText()); };
    for (const std::string& name : listedNames())
        all.insert(name);
    version.forEach([&](const zone::OwnerView& owner) {
        for (dns::Name name = owner.name(version.apex()); name.isAtOrBelow(version.apex());
             name = name.parent()) {
            put(name);
            for (const char* label : {"0", "x", "*", "zz"})
                if (const auto below = dns::Name::fromText(std::string(label) + "." + name.toText()))
                    put(*below);
            if (name == version.apex())
                break;
            const std::string text = name.toText();
            if (const auto beside = dns::Name::fromText("a" + text)) // beside, before or after
                put(*beside);
        }
        return true;
    });
    return {all.begin(), all.end()};
}

/// Where one of the two is wrong; the other one agrees with us.
bool isTheirMistake(ServerKind kind, const std::string& name, bool dnssecOk)
{
    const std::string front = name.substr(0, name.size() - std::string_view(".odd.example.").size());
    if (kind == ServerKind::Knot && front == tooLong)
        return true; // NXDOMAIN where RFC 6672 section 2.2 wants YXDOMAIN
    // DNAMEs that lead round in circles: each server gives up somewhere else. Ours: tst_answer_policy.
    if (front.ends_with(".grow") || front.ends_with(".swing") || front.ends_with(".swang"))
        return true;
    if (front == "long" || front.ends_with(".long"))
        return true; // 500 octets and more: what still fits depends on how well names are compressed
    if (kind == ServerKind::Knot && dnssecOk && front.ends_with(".star"))
        return true; // no proof that the wildcard, an empty non-terminal, lacks the type (RFC 4035 3.1.3.4)
    if (kind == ServerKind::Nsd && dnssecOk && front.starts_with("*."))
        return true; // asked for by its own name, it proves besides that it does not exist
    // No proof that the DNAME's target does not exist, only that no wildcard covers it.
    return kind == ServerKind::Nsd && dnssecOk && front == "c.tree";
}

/// BIND's tools sign it; the two servers get it ready made.
base::Result<std::string> signZone(const std::string& text, const std::vector<std::string>& denial)
{
    const kit::TemporaryFolder folder;
    const std::string path = folder.path().string();
    kit::writeText(folder.path() / "zone", text);
    std::vector<std::string> sign{"dnssec-signzone", "-q", "-S", "-O", "full", "-K", path, "-d", path, "-o",
                                  test::oddApex};
    sign.insert(sign.end(), denial.begin(), denial.end());
    sign.insert(sign.end(), {"-f", path + "/signed", path + "/zone"});
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"dnssec-keygen", "-q", "-K", path, "-a", "ECDSAP256SHA256", "-f", "KSK",
                                   test::oddApex},
          {"dnssec-keygen", "-q", "-K", path, "-a", "ECDSAP256SHA256", test::oddApex},
          sign}) {
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

std::string difference(const test::Answer& ours, const test::Answer& theirs, bool additionals)
{
    bool same = ours.rcode == theirs.rcode && ours.header.authoritative == theirs.header.authoritative &&
                ours.header.truncated == theirs.header.truncated && ours.question == theirs.question &&
                ours.edns.has_value() == theirs.edns.has_value();
    // What is left in a truncated answer is nobody's to use.
    if (!ours.header.truncated)
        same = same && ours.answers == theirs.answers && ours.authorities == theirs.authorities &&
               (!additionals || ours.additionals == theirs.additionals);
    return same ? std::string() : "ours: " + ours.text() + "\ntheirs: " + theirs.text();
}

} // namespace

void tst_SameAnswers::everyNameAndType_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("signedZone");
    QTest::addColumn<QStringList>("denial");
    for (const auto& [kind, name] : {std::pair(ServerKind::Knot, "knot"), {ServerKind::Nsd, "nsd"}}) {
        const auto row = [&, number = static_cast<int>(kind), server = QByteArray(name)](
                             const char* zone, bool isSigned, const QStringList& denial) {
            QTest::newRow(server + zone) << number << isSigned << denial;
        };
        row(", unsigned", false, {});
        row(", NSEC", true, {});
        row(", NSEC3 without salt", true, {"-3", "-", "-H", "0"});
        row(", NSEC3 with salt and iterations", true, {"-3", "aabbccdd", "-H", "10"});
        row(", NSEC3 opt-out", true, {"-3", "-", "-H", "0", "-A"});
    }
}

void tst_SameAnswers::everyNameAndType()
{
    QFETCH(int, kind);
    QFETCH(bool, signedZone);
    QFETCH(QStringList, denial);
    std::string zoneText = test::oddZone();
    if (signedZone) {
        std::vector<std::string> words;
        for (const QString& word : denial)
            words.push_back(word.toStdString());
        const auto made = signZone(zoneText, words);
        QVERIFY_RESULT(made);
        zoneText = *made;
    }
    const auto server = static_cast<ServerKind>(kind);
    auto real = RealServer::start(server, {.zones = {{test::oddApex, zoneText}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(real);
    publish::PublishedZones zones;
    const auto version = test::versionOf(test::oddApex, zoneText);
    zones.publish({base::ZoneId{1}, version->apex(), version, false, {}});

    constexpr int mostShown = 200;
    int count = 0;
    std::size_t asked = 0;
    const auto names = server == ServerKind::Knot ? namesToAsk(*version) : listedNames();
    for (const Manner& manner : manners) {
        if (server == ServerKind::Nsd && (manner.dnssecOk != signedZone || manner.udpSize == 512))
            continue;
        std::vector<test::Query> queries;
        std::vector<base::Bytes> octets;
        for (const std::string& name : names)
            for (const dns::Type type : askedTypes) {
                // NSD refuses some types of question, answers ANY and RRSIG whole: agreed by nobody.
                if (server == ServerKind::Nsd && !isOrdinary(type))
                    continue;
                if (isTheirMistake(server, name, manner.dnssecOk && signedZone))
                    continue;
                test::Query query{.name = name, .type = type};
                if (manner.udpSize) {
                    query.edns.emplace().udpSize = *manner.udpSize;
                    query.edns->dnssecOk = manner.dnssecOk;
                }
                octets.push_back(test::write(query));
                queries.push_back(std::move(query));
            }
        std::vector<base::Bytes> replies;
        if (server == ServerKind::Knot)
            replies = test::askAll((*real)->endpoint(), octets);
        else // NSD limits the rate of its datagrams
            for (const base::Bytes& question : octets)
                replies.push_back(
                    test::exchange((*real)->endpoint(), question, true).value_or(base::Bytes()));
        for (std::size_t i = 0; i < replies.size(); ++i) {
            auto theirs = test::read(base::viewOf(replies[i]));
            QVERIFY2(theirs, (queries[i].name + " " + dns::typeText(queries[i].type)).c_str());
            const base::Bytes mine = own(zones, octets[i], server == ServerKind::Nsd);
            const auto ours = test::read(base::viewOf(mine));
            QVERIFY_RESULT(ours);
            if (server == ServerKind::Nsd)
                dropApexServers(*theirs);
            // Knot says the addresses of a host that two records name twice (against RFC 2181 section 5).
            const auto again = std::ranges::unique(theirs->additionals);
            theirs->additionals.erase(again.begin(), again.end());
            // Where one answer is cut off and the other just fits, names are compressed better.
            const std::size_t limit = manner.udpSize.value_or(512);
            if (ours->header.truncated != theirs->header.truncated &&
                (ours->header.truncated ? theirs : ours)->size + 64 > limit)
                continue;
            ++asked;
            const std::string found = difference(*ours, *theirs, server == ServerKind::Knot);
            if (!found.empty() && ++count <= mostShown)
                qWarning("%s %s, %s\n%s\n", queries[i].name.c_str(), dns::typeText(queries[i].type).c_str(),
                         manner.name, found.c_str());
        }
    }
    QVERIFY(asked > (server == ServerKind::Knot ? 20'000 : 1'000));
    QVERIFY2(count == 0, (std::to_string(count) + " of " + std::to_string(asked) + " differ").c_str());
}

QTEST_GUILESS_MAIN(tst_SameAnswers)
#include "tst_same_answers.moc"
