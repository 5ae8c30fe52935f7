// SPDX-License-Identifier: GPL-3.0-or-later
// What BIND, Knot, NSD and PowerDNS of Debian say beyond the plain answer, and how we take it: EDNS EXPIRE
// (RFC 7314), NSID (RFC 5001), cookies that are insisted on (RFC 7873), TCP keepalive (RFC 7828), and IXFR
// over UDP (RFC 1995).
#include "tests/interop/content_kit.h"
#include "tests/model/transfer/service_kit.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::transfer;
using interop::OwnServer;
using kit::RealServer;
using kit::ServerKind;
using pipeline::TransferKind;
using pipeline::Transport;
using Outcome = TransferResult::Outcome;

namespace {

/// Large enough that differences are smaller than the zone, small enough that they fit a datagram.
std::string zoneText(std::uint32_t serial, const std::string& more = {})
{
    std::string text = "$ORIGIN z.\n$TTL 300\n@ SOA ns1 host " + std::to_string(serial) +
                       " 3600 600 86400 300\n@ NS ns1\nns1 A 192.0.2.1\n";
    for (int i = 0; i < 50; ++i)
        text += "host" + std::to_string(i) + " A 192.0.2.9\n";
    return text + more;
}

const std::string bindThatInsists =
    "options { directory \"@FOLDER@\"; listen-on port @PORT@ { 127.0.0.1; }; listen-on-v6 { none; }; "
    "recursion no; dnssec-validation no; pid-file none; session-keyfile none; allow-transfer { any; }; "
    "server-id \"node-b\"; require-server-cookie yes; tcp-keepalive-timeout 300; "
    "tcp-advertised-timeout 300; };\ncontrols { };\n"
    "zone \"z\" { type primary; file \"zone\"; };\n";

const std::string knotThatInsists =
    "server:\n  rundir: \"@FOLDER@\"\n  listen: 127.0.0.1@@PORT@\n  nsid: node-k\n"
    "log:\n  - target: stderr\n    any: info\ndatabase:\n  storage: \"@FOLDER@/db\"\n"
    "mod-cookies:\n  - id: insist\n    badcookie-slip: 1\n"
    "acl:\n  - id: xfr\n    address: 127.0.0.0/8\n    action: transfer\n"
    "zone:\n  - domain: z\n    storage: \"@FOLDER@\"\n    file: zone\n    acl: xfr\n"
    "    module: mod-cookies/insist\n";

struct Insisting
{
    OwnServer server;
    ServiceBench bench{[] {
        TransferService::Limits limits;
        limits.threads = 1;
        return limits;
    }()};

    base::Status start(ServerKind kind)
    {
        kit::writeText(server.folder.path() / "zone", zoneText(5));
        const bool bind = kind == ServerKind::Bind;
        return server.start(bind ? "named" : "knotd", bind ? bindThatInsists : knotThatInsists,
                            bind ? std::vector<std::string>{"-g"} : std::vector<std::string>{});
    }
    TransferJob job(zone::ZoneVersionPtr held = nullptr)
    {
        TransferJob made = bench.job(std::move(held));
        made.targets = {ServiceBench::targetAt(server.endpoint(), 1)};
        made.targets[0].maxTransfers = 1;
        return made;
    }
    /// Over TCP: a server that insists answers nothing else over UDP without its cookie.
    bool serves() const
    {
        const auto output = kit::run({"kdig", "@127.0.0.1", "-p", std::to_string(server.port), "z", "SOA",
                                      "+tcp", "+short", "+retry=0", "+timeout=10"});
        return output && output->text.find(" 5 3600 ") != std::string::npos;
    }
};

/// Not one of them comes through without what is to be tested.
bool refusesWithoutCookie(const net::Endpoint& server)
{
    const auto output =
        kit::run({"kdig", "@127.0.0.1", "-p", std::to_string(server.port), "z", "SOA", "+edns",
                  "+cookie=0123456789abcdef", "+nobadcookie", "+retry=1", "+timeout=10"});
    return output && output->text.find("BADCOOKIE") != std::string::npos;
}

} // namespace

class tst_PeerExtensions : public QObject
{
    Q_OBJECT

private slots:
    void optionsOfTheSoaCheck_data();
    void optionsOfTheSoaCheck();
    void keepaliveOfBind();
    void ixfrOverUdp_data();
    void ixfrOverUdp();
    void severalDifferencesAtOnce_data();
    void severalDifferencesAtOnce();
};

void tst_PeerExtensions::optionsOfTheSoaCheck_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<std::string>("node");
    QTest::newRow("BIND") << static_cast<int>(ServerKind::Bind) << std::string("node-b");
    QTest::newRow("Knot") << static_cast<int>(ServerKind::Knot) << std::string("node-k");
}

void tst_PeerExtensions::optionsOfTheSoaCheck()
{
    QFETCH(int, kind);
    QFETCH(std::string, node);
    Insisting peer;
    QVERIFY_RESULT(peer.start(static_cast<ServerKind>(kind)));
    QTRY_VERIFY2_WITH_TIMEOUT(peer.serves(), peer.server.log().c_str(), 60'000);
    QVERIFY2(refusesWithoutCookie(peer.server.endpoint()), peer.server.log().c_str());
    // BADCOOKIE brings the server's cookie; the same question with it is answered.
    const TransferResult first = peer.bench.run(peer.job());
    QVERIFY_OUTCOME(first, Outcome::NewVersion);
    QCOMPARE(first.soaAnswers.size(), std::size_t(1));
    const TransferResult second = peer.bench.run(peer.job(first.version));
    QVERIFY_OUTCOME(second, Outcome::Unchanged);
    QVERIFY(second.attempts.empty() || second.attempts.back().transport == Transport::Udp);
    for (const TransferResult* result : {&first, &second}) {
        QCOMPARE(result->soaAnswers.at(0).ednsExpire, std::optional(86400U));
        QCOMPARE(result->soaAnswers.at(0).nsid, node);
        QVERIFY(!result->soaAnswers.at(0).zoneVersion); // neither knows RFC 9660 yet
    }
}

void tst_PeerExtensions::keepaliveOfBind()
{
    Insisting peer;
    QVERIFY_RESULT(peer.start(ServerKind::Bind));
    QTRY_VERIFY2_WITH_TIMEOUT(peer.serves(), peer.server.log().c_str(), 60'000);
    for (const bool reused : {false, true, true}) {
        TransferJob job = peer.job();
        job.mode = TransferJob::Mode::Full;
        const TransferResult result = peer.bench.run(std::move(job));
        QVERIFY_OUTCOME(result, Outcome::NewVersion);
        QVERIFY(result.attempts.back().flow.has_value());
        QCOMPARE(result.attempts.back().flow->reused, reused);
    }
}

void tst_PeerExtensions::ixfrOverUdp_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("inTheDatagram"); // else: a single SOA or REFUSED, which means "over TCP"
    QTest::newRow("BIND") << static_cast<int>(ServerKind::Bind) << false;
    QTest::newRow("Knot") << static_cast<int>(ServerKind::Knot) << false;
    QTest::newRow("NSD") << static_cast<int>(ServerKind::Nsd) << true;
    QTest::newRow("PowerDNS") << static_cast<int>(ServerKind::PowerDns) << false;
}

void tst_PeerExtensions::ixfrOverUdp()
{
    QFETCH(int, kind);
    QFETCH(bool, inTheDatagram);
    auto server = RealServer::start(static_cast<ServerKind>(kind),
                                    {.zones = {{"z", zoneText(1)}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(server);
    ServiceBench bench;
    const auto job = [&](zone::ZoneVersionPtr held) {
        TransferJob made = bench.job(std::move(held));
        made.targets = {ServiceBench::targetAt((*server)->endpoint(), 1)};
        made.targets[0].ixfrOverUdp = true;
        return made;
    };
    const TransferResult first = bench.run(job(nullptr));
    QVERIFY_OUTCOME(first, Outcome::NewVersion);
    QVERIFY_RESULT((*server)->replaceZone("z", zoneText(2, "added A 192.0.2.10\n")));
    QTRY_COMPARE_WITH_TIMEOUT(kit::askSerial((*server)->endpoint(), "z").value_or(0), 2U, 60'000);
    const TransferResult second = bench.run(job(first.version));
    QVERIFY_OUTCOME(second, Outcome::NewVersion);
    for (const pipeline::TransferAttempt& attempt : second.attempts)
        QVERIFY2(!attempt.error, errorOf(second).c_str());
    const pipeline::TransferAttempt& last = second.attempts.back();
    QCOMPARE(last.transport, inTheDatagram ? Transport::Udp : Transport::Tcp);
    QCOMPARE(last.kind == TransferKind::Ixfr, static_cast<ServerKind>(kind) != ServerKind::PowerDns);
    const TransferResult whole = bench.run(job(nullptr));
    QVERIFY_OUTCOME(whole, Outcome::NewVersion);
    QCOMPARE(dump(*second.version), dump(*whole.version));
    QVERIFY(second.version->find(name("added.z.")));
}

void tst_PeerExtensions::severalDifferencesAtOnce_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("BIND") << static_cast<int>(ServerKind::Bind);
    QTest::newRow("Knot") << static_cast<int>(ServerKind::Knot);
    QTest::newRow("NSD") << static_cast<int>(ServerKind::Nsd);
}

/// What comes and goes on the way may stand in the answer (three steps) or not (condensed).
void tst_PeerExtensions::severalDifferencesAtOnce()
{
    QFETCH(int, kind);
    auto server = RealServer::start(static_cast<ServerKind>(kind),
                                    {.zones = {{"z", zoneText(1)}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(server);
    ServiceBench bench;
    const auto job = [&](zone::ZoneVersionPtr held) {
        TransferJob made = bench.job(std::move(held));
        made.targets = {ServiceBench::targetAt((*server)->endpoint(), 1)};
        return made;
    };
    const TransferResult first = bench.run(job(nullptr));
    QVERIFY_OUTCOME(first, Outcome::NewVersion);
    const std::vector<std::string> steps{"passing A 192.0.2.10\n", "passing A 192.0.2.11\nstays TXT 1\n",
                                         "stays 60 TXT 1\n"};
    for (std::uint32_t i = 0; i < steps.size(); ++i) {
        QVERIFY_RESULT((*server)->replaceZone("z", zoneText(i + 2, steps[i])));
        QTRY_COMPARE_WITH_TIMEOUT(kit::askSerial((*server)->endpoint(), "z").value_or(0), i + 2, 60'000);
    }
    const TransferResult next = bench.run(job(first.version));
    QVERIFY_OUTCOME(next, Outcome::NewVersion);
    QCOMPARE(next.attempts.size(), std::size_t(1));
    QCOMPARE(next.kind, TransferKind::Ixfr);
    QCOMPARE(next.version->serial(), 4U);
    const TransferResult whole = bench.run(job(nullptr));
    QVERIFY_OUTCOME(whole, Outcome::NewVersion);
    QCOMPARE(dump(*next.version), dump(*whole.version));
    QVERIFY(!next.version->find(name("passing.z.")));
}

QTEST_GUILESS_MAIN(tst_PeerExtensions)
#include "tst_peer_extensions.moc"
