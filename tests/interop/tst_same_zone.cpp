// SPDX-License-Identifier: GPL-3.0-or-later
// After everything a primary may do to its secondaries we hold what Knot and BIND hold: the same records in
// canonical form, the same digest (RFC 8976). Each row: version 1, something odd on the way to version 2, a
// proper version 3 - at the latest then all three are the same again.
#include "model/dns/text.h"
#include "model/zone/zonemd.h"
#include "tests/interop/secondary_server.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/running_engine.h"
#include "tests/servers/scripted_primary.h"

#include <QTest>

#include <algorithm>
#include <atomic>

using namespace zonescope;
using interop::SecondaryServer;
using kit::RunningEngine;
using kit::ServerKind;
using servers::Draft;
using servers::Request;
using servers::ScriptedPrimary;
using servers::Step;
using Records = std::vector<dns::Record>;
using Steps = std::vector<Step>;

namespace {

const std::string apexText = "same.example";
const dns::Name& apex()
{
    static const dns::Name name = *dns::Name::fromText(apexText);
    return name;
}

Records recordsOf(const std::string& text)
{
    return *dns::recordsFromText(text, apex(), 3600);
}
dns::Record soaOf(std::uint32_t serial, const dns::Name& owner = apex())
{
    const dns::Name mailbox = *dns::Name::fromText("hostmaster." + apexText);
    return {
        owner, dns::Type::SOA, dns::Class::IN, 3600,
        dns::Soa{*dns::Name::fromText("ns1." + apexText), mailbox, serial, 3600, 600, 86400, 300}.toRdata()};
}

const std::string common = "@ NS ns1\n@ NS ns2.sub\nns1 A 192.0.2.1\nns2.sub A 192.0.2.2\nsub NS ns2.sub\n"
                           "WWW AAAA 2001:db8::80\n*.wild TXT any\na.b.c.ent TXT deep\nalias CNAME www\n"
                           "@ MX 10 mail\nmail A 192.0.2.3\nunknown TYPE65280 \\# 4 0a000001\n"
                           "svc SVCB 1 www alpn=h2\nodd\\.dot TXT \"a \\\" quote\"\n";
std::string hosts(int count, int from = 0)
{
    std::string text;
    for (int i = from; i < from + count; ++i)
        text += "h" + std::to_string(i) + " 300 A 10.0." + std::to_string(i / 250) + "." +
                std::to_string(i % 250) + "\n";
    return text;
}

Draft withAnswers(const Request& request, Records records)
{
    Draft draft = Draft::answerTo(request);
    draft.answers = std::move(records);
    return draft;
}

/// What is odd about the way to version 2.
struct Oddity
{
    const char* title;
    std::function<Steps(const Request&, const Records& whole)> onIxfr = {};
    std::function<Steps(const Request&, const Records& whole)> onAxfr = {};
    std::function<void(ScriptedPrimary&)> before = {};
    std::string second = common + hosts(20, 5); ///< version 2
    std::string third = common + hosts(25, 5) + "late TXT \"version 3\"\n";
    std::uint32_t serial = 1; ///< of the first version
};

Steps rcode(const Request& request, dns::Rcode code)
{
    return {Step::send(Draft::answerTo(request, code))};
}

/// The difference 1 -> 2 with something added to its parts.
Steps difference(const Request& request, Records removed, Records added, const dns::Name& owner = apex())
{
    Records all{soaOf(2), soaOf(1, owner)};
    all.insert(all.end(), removed.begin(), removed.end());
    all.push_back(soaOf(2));
    all.insert(all.end(), added.begin(), added.end());
    all.push_back(soaOf(2));
    return {Step::send(withAnswers(request, std::move(all)))};
}

Records five()
{
    return recordsOf(hosts(5));
}
Records more()
{
    return recordsOf(hosts(5, 20));
}
Records operator+(Records left, const Records& right)
{
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

using Bend = std::function<void(std::vector<Draft>& messages)>;

/// A transfer in two messages, bent. Some of the others take it, so version 3 comes whole.
Oddity bent(const char* title, Bend bend)
{
    return {.title = title,
            .onIxfr = [](const Request& r, const Records&) { return rcode(r, dns::Rcode::NotImp); },
            .onAxfr =
                [bend = std::move(bend)](const Request& r, const Records& whole) {
                    std::vector<Draft> messages{
                        withAnswers(r, {whole.begin(), whole.begin() + 6}),
                        withAnswers(r, Records(whole.begin() + 6, whole.end()) + Records{whole.front()})};
                    bend(messages);
                    Steps steps;
                    for (const Draft& message : messages)
                        steps.push_back(Step::send(message));
                    return steps;
                },
            .before = [](ScriptedPrimary& primary) { primary.setHistory(apex(), 0); }};
}

/// These records besides, in the first message.
Bend with(const std::string& text)
{
    return [text](std::vector<Draft>& m) { m[0].answers = m[0].answers + recordsOf(text); };
}

std::vector<Oddity> bentTransfers()
{
    using Messages = std::vector<Draft>&;
    const auto firstId = [](Messages m) { ++m[0].header.id; };
    const auto secondId = [](Messages m) {
        m[1].header.id = static_cast<std::uint16_t>(m[1].header.id + 50);
    };
    const auto otherName = [](Messages m) { m[0].question->name = *dns::Name::fromText("other.example"); };
    const auto older = [](Messages m) { m[0].answers.front() = m[1].answers.back() = soaOf(0); };
    const auto chaos = [](Messages m) {
        m[0].answers.push_back(recordsOf("chaos A 192.0.2.66\n").front());
        m[0].answers.back().recordClass = dns::Class::CH;
    };
    const auto threeOctets = [](Messages m) {
        m[0].answers.push_back(recordsOf("three A 192.0.2.66\n").front());
        m[0].answers.back().rdata.resize(3);
    };
    const auto noServers = [](Messages m) {
        for (Draft& message : m)
            std::erase_if(message.answers, [](const dns::Record& record) {
                return record.type == dns::Type::NS && record.owner == apex();
            });
    };
    const auto behind = [](Messages m) { m[1].answers = m[1].answers + recordsOf("behind A 192.0.2.66\n"); };
    std::vector<Oddity> all;
    all.push_back(bent("SOA in the middle", [](Messages m) { m[0].answers.push_back(soaOf(2)); }));
    all.push_back(bent("record of class CH", chaos));
    all.push_back(bent("data after the final SOA", behind));
    all.push_back(bent("answers another question", otherName));
    all.push_back(bent("another id first", firstId));
    all.push_back(bent("another id then", secondId));
    all.push_back(bent("TC", [](Messages m) { m[0].header.truncated = m[1].header.truncated = true; }));
    all.push_back(bent("QR clear", [](Messages m) { m[0].header.response = m[1].header.response = false; }));
    all.push_back(
        bent("AA clear", [](Messages m) { m[0].header.authoritative = m[1].header.authoritative = false; }));
    all.push_back(bent("CNAME and other data", with("ns1 CNAME www\n")));
    all.push_back(bent("no NS at the apex", noServers));
    all.push_back(bent("lower serial", older));
    all.push_back(bent("no answer at all", [](Messages m) {
        m.resize(1);
        m[0].answers.clear();
    }));
    all.push_back(bent("A of three octets", threeOctets));
    all.push_back(bent("two TTLs in an RRset", with("h7 60 A 192.0.2.77\n")));
    all.push_back(bent("spelled twice", with("NS1 A 192.0.2.1\nNs1 A 192.0.2.1\n")));
    all.push_back(bent("occluded data", with("x.sub TXT \"below a delegation\"\n")));
    return all;
}

std::vector<Oddity> oddities()
{
    std::vector<Oddity> all;
    all.push_back({"one difference"});
    all.push_back({.title = "three differences in one answer", .before = [](ScriptedPrimary& p) {
                       p.setVersion(apex(), 2, recordsOf(common + hosts(3)));
                       p.setVersion(apex(), 3, recordsOf(common + hosts(9) + "t TXT x\n"));
                       p.setVersion(apex(), 4, recordsOf(common + hosts(8)));
                   }});
    all.push_back({.title = "no history", .before = [](ScriptedPrimary& p) { p.setHistory(apex(), 0); }});
    all.push_back(
        {.title = "a message a record", .before = [](ScriptedPrimary& p) { p.setRecordsPerMessage(1); }});
    all.push_back({.title = "deletes what is not there", .onIxfr = [](const Request& r, const Records&) {
                       return difference(r, five() + recordsOf("nobody A 192.0.2.9\n"), more());
                   }});
    all.push_back({.title = "adds what is there", .onIxfr = [](const Request& r, const Records&) {
                       return difference(r, five(), more() + recordsOf("ns1 A 192.0.2.1\n"));
                   }});
    all.push_back({.title = "SOA of another owner", .onIxfr = [](const Request& r, const Records&) {
                       return difference(r, five(), more(), *dns::Name::fromText("bad." + apexText));
                   }});
    all.push_back({.title = "cut before the last SOA", .onIxfr = [](const Request& r, const Records&) {
                       return Steps{Step::send(withAnswers(r, Records{soaOf(2), soaOf(1)} + five() +
                                                                  Records{soaOf(2)} + more())),
                                    Step::close()};
                   }});
    all.push_back(
        {.title = "whole zone, cut", .onIxfr = [](const Request& r, const Records& whole) {
             return Steps{Step::send(withAnswers(r, {whole.begin(), whole.end() - 6})), Step::close()};
         }});
    all.push_back({.title = "a serial nobody has", .onIxfr = [](const Request& r, const Records&) {
                       return Steps{
                           Step::send(withAnswers(r, Records{soaOf(2), soaOf(77)} + five() +
                                                         Records{soaOf(2)} + more() + Records{soaOf(2)}))};
                   }});
    all.push_back({.title = "gap in the chain", .onIxfr = [](const Request& r, const Records&) {
                       return Steps{Step::send(withAnswers(r, Records{soaOf(9), soaOf(1)} + five() +
                                                                  Records{soaOf(2), soaOf(3)} + more() +
                                                                  Records{soaOf(9), soaOf(9)}))};
                   }});
    all.push_back(
        {.title = "a difference that leads nowhere", .onIxfr = [](const Request& r, const Records&) {
             return Steps{Step::send(withAnswers(r, Records{soaOf(2), soaOf(1)} + five() + Records{soaOf(1)} +
                                                        five() + Records{soaOf(1)} + five() +
                                                        Records{soaOf(2)} + more() + Records{soaOf(2)}))};
         }});
    all.push_back({.title = "nothing but the newer SOA", .onIxfr = [](const Request& r, const Records&) {
                       return Steps{Step::send(withAnswers(r, {soaOf(2)}))};
                   }});
    for (const auto& [title, code] :
         {std::pair("NOTIMP", dns::Rcode::NotImp), std::pair("REFUSED", dns::Rcode::Refused),
          std::pair("SERVFAIL", dns::Rcode::ServFail), std::pair("FORMERR", dns::Rcode::FormErr),
          std::pair("NOTAUTH", dns::Rcode::NotAuth)})
        all.push_back({.title = title,
                       .onIxfr = [code = code](const Request& r, const Records&) { return rcode(r, code); }});
    all.push_back({.title = "hangs up without a word",
                   .onIxfr = [](const Request&, const Records&) { return Steps{Step::close()}; }});
    all.push_back({.title = "difference, then SERVFAIL", .onIxfr = [](const Request& r, const Records&) {
                       Steps steps = difference(r, five(), more());
                       steps.push_back(Step::send(Draft::answerTo(r, dns::Rcode::ServFail)));
                       return steps;
                   }});
    const auto axfr = [](const char* title, std::function<Records(Records)> change) {
        return Oddity{.title = title,
                      .onIxfr = [](const Request& r, const Records&) { return rcode(r, dns::Rcode::NotImp); },
                      .onAxfr =
                          [change](const Request& r, const Records& whole) {
                              return Steps{
                                  Step::send(withAnswers(r, change(whole + Records{whole.front()})))};
                          }};
    };
    all.push_back(axfr("AXFR with a record outside the zone", [](Records whole) {
        whole.insert(whole.begin() + 3, {*dns::Name::fromText("x.other."), dns::Type::A, dns::Class::IN, 300,
                                         base::Bytes("\1\2\3\4", 4)});
        return whole;
    }));
    all.push_back(axfr("AXFR with records twice", [](Records whole) {
        whole.insert(whole.begin() + 4, whole[3]);
        return whole;
    }));
    all.push_back(axfr("AXFR that ends with another serial", [](Records whole) {
        whole.back() = soaOf(9);
        return whole;
    }));
    all.push_back(axfr("AXFR without its last SOA", [](Records whole) {
        whole.pop_back();
        return whole;
    }));
    for (Oddity& odd : bentTransfers())
        all.push_back(std::move(odd));
    all.push_back({.title = "empty message in the middle",
                   .onIxfr = [](const Request& r, const Records&) { return rcode(r, dns::Rcode::NotImp); },
                   .onAxfr =
                       [](const Request& r, const Records& whole) {
                           return Steps{Step::send(withAnswers(r, {whole.begin(), whole.begin() + 4})),
                                        Step::send(withAnswers(r, {})),
                                        Step::send(withAnswers(r, Records(whole.begin() + 4, whole.end()) +
                                                                      Records{whole.front()}))};
                       }});
    all.push_back({.title = "serials around 0", .serial = 4294967295U});
    all.push_back({.title = "shrinks to almost nothing",
                   .second = "@ NS ns1\nns1 A 192.0.2.1\n",
                   .third = "@ NS ns1\nns1 A 192.0.2.7\n"});
    all.push_back({.title = "grows, TTLs and cases change",
                   .second = common + hosts(3000),
                   .third = "@ 60 NS ns1\nNS1 60 A 192.0.2.1\n" + hosts(2990, 20)});
    all.push_back({.title = "a delegation comes and goes",
                   .second = common + hosts(20, 5) + "h7 NS ns.h7\nns.h7 A 192.0.2.77\n",
                   .third = common + hosts(30)});
    return all;
}

zone::ZoneVersionPtr versionFrom(const net::Endpoint& server)
{
    const auto output = kit::run({"kdig", "@" + server.address.toText(), "-p", std::to_string(server.port),
                                  apexText, "AXFR", "+noheader", "+nostats", "+nocomments"});
    const auto records = dns::recordsFromText(output ? output->text : "", apex(), 0);
    zone::ZoneLoader loader(apex());
    for (const dns::Record& record : records ? *records : Records())
        (void)loader.add(record);
    auto version = loader.finish();
    return version ? *version : nullptr;
}

} // namespace

class tst_SameZone : public QObject
{
    Q_OBJECT

private slots:
    void afterEveryScenario_data();
    void afterEveryScenario();
};

void tst_SameZone::afterEveryScenario_data()
{
    QTest::addColumn<int>("index");
    const auto all = oddities();
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::newRow(all[i].title) << static_cast<int>(i);
}

void tst_SameZone::afterEveryScenario()
{
    QFETCH(int, index);
    const Oddity odd = oddities()[static_cast<std::size_t>(index)];
    auto primary = ScriptedPrimary::start();
    QVERIFY_RESULT(primary);
    (*primary)->addZone(apex(), odd.serial, recordsOf(common + hosts(20)));
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    const auto zone = (*running)->addZone({apexText, (*primary)->endpoint(), {}, {}});
    QVERIFY_RESULT(zone);

    struct Peer
    {
        ServerKind kind;
        net::Endpoint at{*net::IpAddress::fromText("127.0.0.1"), kit::freePort()};
        std::unique_ptr<SecondaryServer> server = {};
    };
    std::vector<Peer> peers;
    peers.push_back({ServerKind::Knot});
    peers.push_back({ServerKind::Bind});
    for (Peer& peer : peers) {
        auto started =
            SecondaryServer::start(peer.kind, apexText, peer.at.port, (*primary)->endpoint(), std::nullopt);
        QVERIFY_RESULT(started);
        peer.server = std::move(*started);
    }
    const auto allHave = [&](std::uint32_t serial) {
        return (*running)->heldSerial(*zone) == serial && std::ranges::all_of(peers, [&](const Peer& peer) {
                   return kit::askSerial(peer.at, apexText) == serial;
               });
    };
    const auto tellAll = [&] {
        (*primary)->notify(apex(), (*running)->notifyAt());
        for (const Peer& peer : peers)
            (*primary)->notify(apex(), peer.at);
    };
    // Batches of ours wake waitFor(); what the peers do is looked at between them.
    const auto soon = [&](const std::function<bool()>& done, int seconds) {
        for (int i = 0; i < seconds * 20 && !done(); ++i)
            (*running)->waitFor(done, std::chrono::milliseconds(50));
        return done();
    };
    const auto state = [&] {
        std::string text = "ours " + std::to_string((*running)->heldSerial(*zone).value_or(0));
        for (const Peer& peer : peers)
            text += "; " + std::string(kit::serverName(peer.kind)) + " " +
                    std::to_string(kit::askSerial(peer.at, apexText).value_or(0)) + ": " + peer.server->log();
        return text;
    };
    QVERIFY2(soon([&] { return allHave(odd.serial); }, 30), state().c_str());

    if (odd.before)
        odd.before(**primary);
    const std::uint32_t before = *(*primary)->serial(apex());
    (*primary)->setVersion(apex(), before + 1, recordsOf(odd.second));
    const auto given = std::make_shared<std::atomic<int>>(0);
    if (odd.onIxfr)
        (*primary)->setScript(
            apex(),
            [odd, given, whole = (*primary)->records(apex())](const Request& r) -> std::optional<Steps> {
                if (r.question.type == dns::Type::IXFR && odd.onIxfr) {
                    ++*given;
                    return odd.onIxfr(r, whole);
                }
                if (r.question.type == dns::Type::AXFR && odd.onAxfr)
                    return odd.onAxfr(r, whole);
                return std::nullopt;
            });
    tellAll();
    if (odd.onIxfr)
        QVERIFY2(soon([&] { return *given >= 3; }, 30), state().c_str());
    else
        QVERIFY2(soon([&] { return allHave(before + 1); }, 30), state().c_str());

    (*primary)->setScript(apex(), nullptr);
    (*primary)->setVersion(apex(), before + 2, recordsOf(odd.third));
    // A server that is still at it may miss one; primaries say it again.
    for (int round = 0; round < 20 && !allHave(before + 2); ++round) {
        tellAll();
        soon([&] { return allHave(before + 2); }, 3);
    }
    QCOMPARE((*running)->heldSerial(*zone), std::optional<std::uint32_t>(before + 2));
    const zone::ZoneVersionPtr ours = (*running)->engine().heldVersion(*zone);
    const auto dump = kit::zoneLines(*ours);
    const base::Bytes digest = zone::zoneDigest(*ours, zone::ZonemdDigest::Sha384);
    for (const Peer& peer : peers) {
        QVERIFY2(kit::askSerial(peer.at, apexText) == before + 2, peer.server->log().c_str());
        const zone::ZoneVersionPtr theirs = versionFrom(peer.at);
        QVERIFY(theirs);
        QCOMPARE(kit::zoneLines(*theirs), dump);
        QVERIFY2(zone::zoneDigest(*theirs, zone::ZonemdDigest::Sha384) == digest, "the digests differ");
    }
    // And what our server gives out is it again.
    const zone::ZoneVersionPtr served = versionFrom((*running)->serveAt());
    QVERIFY(served);
    QCOMPARE(kit::zoneLines(*served), dump);
}

QTEST_GUILESS_MAIN(tst_SameZone)
#include "tst_same_zone.moc"
