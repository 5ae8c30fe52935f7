// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/text.h"
#include "tests/kit/process.h"
#include "tests/model/publish/server_fixture.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <sstream>
#include <thread>

using namespace zonescope;
using namespace zonescope::test;

namespace {

/// The zone as dig or kdig print it: one line a record, sorted; the SOA once.
std::vector<std::string> sortedRecords(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream all(text);
    std::string zoneText;
    for (std::string line; std::getline(all, line);)
        if (line.find("\tTSIG\t") == std::string::npos && line.find(" TSIG ") == std::string::npos)
            zoneText += line + "\n"; // dig shows each signature as if it were of the zone
    const auto parsed = dns::parseZoneText(
        zoneText, apex, 1, [&](const dns::Record& record) { lines.push_back(dns::recordText(record)); });
    if (!parsed)
        lines.push_back("bad text: " + base::toString(parsed.error()));
    std::sort(lines.begin(), lines.end());
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    return lines;
}

} // namespace

class tst_AuthoritativeServer : public QObject, private ServerFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void answersOverUdpAndTcp();
    void answersFromTheAskedAddress();
    void servesIpv6();
    void namesTheAddressItCannotBind();
    void severalThreadsShareThePort();
    void holdsBackWhoAsksTooMuch();
    void digAndKdigReadTheZone_data();
    void digAndKdigReadTheZone();
};

void tst_AuthoritativeServer::answersOverUdpAndTcp()
{
    for (const bool tcp : {false, true}) {
        const auto reply = test::exchange(at(), test::write({.name = "www.odd.example"}), tcp);
        QVERIFY_RESULT(reply);
        const auto answer = test::read(base::viewOf(*reply));
        QVERIFY_RESULT(answer);
        QCOMPARE(answer->answers.size(), 2U);
        QVERIFY(answer->header.authoritative);
    }
    QTRY_COMPARE(m_server->answersSent(), 2U);
}

void tst_AuthoritativeServer::answersFromTheAskedAddress()
{
    auto server = AuthoritativeServer::start({{*net::IpAddress::fromText("0.0.0.0"), 0}}, m_zones, m_clock);
    QVERIFY_RESULT(server);
    const std::uint16_t port = (*server)->boundTo().at(0).port;
    for (const char* address : {"127.0.0.1", "127.0.0.7"}) // a connected socket takes it from nobody else
        QVERIFY_RESULT(test::exchange({*net::IpAddress::fromText(address), port},
                                      test::write({.name = "www.odd.example"}), false));
}

void tst_AuthoritativeServer::servesIpv6()
{
    auto server =
        AuthoritativeServer::start({anyPort, {*net::IpAddress::fromText("::1"), 0}}, m_zones, m_clock);
    if (!server)
        QSKIP("no IPv6 on this machine");
    QCOMPARE((*server)->boundTo().size(), 2U);
    for (const net::Endpoint& endpoint : (*server)->boundTo())
        for (const bool tcp : {false, true})
            QVERIFY_RESULT(test::exchange(endpoint, test::write({.name = "www.odd.example"}), tcp));
}

void tst_AuthoritativeServer::namesTheAddressItCannotBind()
{
    const auto second = AuthoritativeServer::start({at()}, m_zones, m_clock);
    QVERIFY_ERROR(second, base::ErrorCode::AddressInUse);
    QVERIFY(second.error().detail.find(at().toText()) != std::string::npos);
}

void tst_AuthoritativeServer::severalThreadsShareThePort()
{
    auto server =
        AuthoritativeServer::start({anyPort}, m_zones, m_clock, {.threads = 3, .name = "zs-7", .rate = {}});
    QVERIFY_RESULT(server);
    const net::Endpoint shared = (*server)->boundTo().at(0);
    for (int i = 0; i < 60; ++i) { // each from a port of its own: the kernel deals them out
        test::Query query{.name = "www.odd.example"};
        query.edns.emplace().nsid.emplace();
        const auto reply = test::exchange(shared, test::write(query), i % 10 == 0);
        QVERIFY_RESULT(reply);
        QCOMPARE(test::read(base::viewOf(*reply))->edns->nsid, std::optional<base::Bytes>("zs-7"));
    }
    QTRY_COMPARE((*server)->answersSent(), std::uint64_t(60));
    const auto second =
        AuthoritativeServer::start({shared}, m_zones, m_clock, {.threads = 2, .name = {}, .rate = {}});
    QVERIFY_ERROR(second, base::ErrorCode::AddressInUse);
}

void tst_AuthoritativeServer::holdsBackWhoAsksTooMuch()
{
    auto server = AuthoritativeServer::start(
        {anyPort}, m_zones, m_fakeClock,
        {.threads = 1, .name = {}, .rate = {.perSecond = 20, .slip = 2, .loopbackToo = true}});
    QVERIFY_RESULT(server);
    const net::Endpoint limited = (*server)->boundTo().at(0);
    const auto socket = net::connectUdp(limited);
    QVERIFY_RESULT(socket);
    const base::Bytes query = test::write({.name = "www.odd.example"});
    for (int i = 0; i < 60; ++i) // time stands still: one second's worth and no more
        QVERIFY_RESULT(net::sendConnected(socket->get(), base::viewOf(query)));
    QTRY_COMPARE((*server)->answersLimited(), std::uint64_t(40));
    int whole = 0;
    int cut = 0;
    std::array<std::uint8_t, 4096> buffer{};
    pollfd ready{socket->get(), POLLIN, 0};
    while (whole + cut < 40 && poll(&ready, 1, 30'000) > 0) {
        const auto datagram = net::receiveDatagram(socket->get(), buffer);
        QVERIFY(datagram && *datagram);
        const auto answer = test::read({buffer.data(), (*datagram)->size});
        QVERIFY_RESULT(answer);
        if (answer->header.truncated) {
            ++cut;
            QVERIFY(answer->answers.empty());
            QVERIFY2((*datagram)->size <= query.size(), "no larger than the question");
        } else {
            ++whole;
        }
    }
    QCOMPARE(whole, 20);
    QCOMPARE(cut, 20);
    // Over TCP the address is the client's own.
    const auto overTcp = test::exchange(limited, query, true);
    QVERIFY_RESULT(overTcp);
    QCOMPARE(test::read(base::viewOf(*overTcp))->answers.size(), std::size_t(2));
}

void tst_AuthoritativeServer::digAndKdigReadTheZone_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<bool>("withKey");
    for (const char* program : {"dig", "kdig"})
        for (const bool withKey : {false, true})
            QTest::newRow(QByteArray(program) + (withKey ? " with TSIG" : ""))
                << QByteArray(program) << withKey;
}

void tst_AuthoritativeServer::digAndKdigReadTheZone()
{
    QFETCH(QByteArray, program);
    QFETCH(bool, withKey);
    const std::string text = bigZone(20'000);
    m_zones->publish({base::ZoneId{1}, apex, test::versionOf(test::oddApex, text), false, {}});
    std::vector<std::string> command{
        program.toStdString(), "@127.0.0.1", "-p",          std::to_string(at().port),
        test::oddApex,         "AXFR",       "+nocomments", "+nostats"};
    if (program == "dig")
        command.emplace_back("+nocmd");
    if (withKey) {
        const char* secret = "c2VjcmV0IG9mIGEgdGVzdCwga25vd24gdG8gYWxs";
        auto ring = std::make_shared<dns::KeyRing>();
        ring->add(*dns::TsigKey::fromText(std::string("hmac-sha256:k1:") + secret));
        auto configuration = std::make_shared<zone::Configuration>();
        zone::Acl acl;
        acl.prefixes = {*net::Prefix::fromText("127.0.0.0/8")};
        const auto key =
            configuration->put(zone::Key{{}, *dns::Name::fromText("k1"), dns::TsigAlgorithm::HmacSha256});
        QVERIFY_RESULT(key);
        acl.keys = {*key};
        m_server->setKeys(ring, configuration);
        m_zones->publish({base::ZoneId{1}, apex, m_zones->find(apex)->version, false, {acl}});
        command.insert(command.end(), {"-y", std::string("hmac-sha256:k1:") + secret});
    }
    const auto output = kit::run(command);
    QVERIFY_RESULT(output);
    QCOMPARE(output->exitCode, 0);
    const auto theirs = sortedRecords(output->text);
    const auto expected = sortedRecords(text);
    QCOMPARE(theirs.size(), expected.size());
    QVERIFY(theirs == expected);
}

QTEST_GUILESS_MAIN(tst_AuthoritativeServer)
#include "tst_authoritative_server.moc"
