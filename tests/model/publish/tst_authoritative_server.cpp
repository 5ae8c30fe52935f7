// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/authoritative_server.h"

#include "model/dns/text.h"
#include "model/net/socket.h"
#include "model/net/tcp_framing.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/model/publish/ask.h"
#include "tests/model/publish/odd_zone.h"
#include "tests/model/publish/raw_client.h"

#include <QTest>

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <sstream>
#include <thread>

using namespace zonescope;
using namespace std::chrono_literals;
using dns::Type;
using publish::AuthoritativeServer;
using publish::PublishedZones;
using test::framed;
using test::RawClient;

namespace {

const dns::Name apex = *dns::Name::fromText(test::oddApex);
const net::Endpoint anyPort{*net::IpAddress::fromText("127.0.0.1"), 0};

std::string bigZone(int hosts)
{
    std::string text = "$TTL 60\n@ SOA ns h 5 3600 600 86400 60\n@ NS ns\nns A 192.0.2.1\n";
    for (int i = 0; i < hosts; ++i)
        text += "host-" + std::to_string(i) +
                " TXT \"some text that makes the zone larger than any socket buffer\"\n";
    return text;
}

/// Larger than the buffers of both sockets; made once, it takes a while.
zone::ZoneVersionPtr hugeVersion()
{
    static const zone::ZoneVersionPtr version = [] {
        const std::string filler(240, 'x');
        std::string text = "$TTL 60\n@ SOA ns h 5 3600 600 86400 60\n@ NS ns\n";
        for (int i = 0; i < 60'000; ++i)
            text += "host-" + std::to_string(i) + " TXT " + filler + "\n";
        return test::versionOf(test::oddApex, text);
    }();
    return version;
}

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

class tst_AuthoritativeServer : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void answersOverUdpAndTcp();
    void answersFromTheAskedAddress();
    void servesIpv6();
    void namesTheAddressItCannotBind();
    void severalThreadsShareThePort();
    void holdsBackWhoAsksTooMuch();
    void digAndKdigReadTheZone_data();
    void digAndKdigReadTheZone();
    void answersPipelinedQueriesInOrder();
    void answersWhatCameBeforeTheEnd();
    void takesMessagesOctetByOctet();
    void closesOnNonsense();
    void closesIdleAndStuckClients();
    void aClientThatNeverReadsHoldsNobodyUp();
    void takesNoMoreThanItsShareOfConnections();
    void newVersionIsSeenWholeAtOnce();
    void stopsDuringATransfer();

private:
    net::Endpoint at() const { return m_server->boundTo().at(0); }
    void start(const base::Clock& clock);

    base::SystemClock m_clock;
    kit::FakeClock m_fakeClock; ///< outlives the server
    std::shared_ptr<PublishedZones> m_zones;
    std::unique_ptr<AuthoritativeServer> m_server;
};

void tst_AuthoritativeServer::start(const base::Clock& clock)
{
    m_server.reset();
    auto server = AuthoritativeServer::start({anyPort}, m_zones, clock);
    QVERIFY_RESULT(server);
    m_server = std::move(*server);
}

void tst_AuthoritativeServer::init()
{
    m_zones = std::make_shared<PublishedZones>();
    m_zones->publish({base::ZoneId{1}, apex, test::versionOf(test::oddApex, test::oddZone()), false, {}});
    start(m_clock);
}

void tst_AuthoritativeServer::cleanup()
{
    m_server.reset();
}

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
    while (whole + cut < 40 && poll(&ready, 1, 2000) > 0) {
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

void tst_AuthoritativeServer::answersPipelinedQueriesInOrder()
{
    RawClient client(at());
    constexpr std::uint16_t queries = 3000; // far more answers than the server prepares ahead
    base::Bytes all;
    for (std::uint16_t i = 0; i < queries; ++i)
        all +=
            framed(test::write({.name = "large.odd.example", .type = i % 100 == 0 ? Type::TXT : Type::A}, i));
    std::thread sending([&] { client.send(all); });
    for (std::uint16_t i = 0; i < queries; ++i) {
        const auto reply = client.receive();
        if (!reply)
            break;
        const auto answer = test::read(base::viewOf(*reply));
        QCOMPARE(answer->header.id, i);
        QCOMPARE(answer->answers.size(), i % 100 == 0 ? 60U : 0U);
        if (i == queries - 1)
            QTRY_COMPARE(m_server->answersSent(), std::uint64_t{queries});
    }
    sending.join();
    QCOMPARE(m_server->answersSent(), std::uint64_t{queries});
}

void tst_AuthoritativeServer::answersWhatCameBeforeTheEnd()
{
    // A transfer and two queries in one piece, then the client closes its side at once.
    const net::Endpoint server = at();
    const auto socket = net::startConnect(server);
    QVERIFY_RESULT(socket);
    pollfd ready{socket->get(), POLLOUT, 0};
    QVERIFY(poll(&ready, 1, 5000) > 0);
    const base::Bytes all = framed(test::write({.name = test::oddApex, .type = Type::AXFR}, 1)) +
                            framed(test::write({.name = "www.odd.example"}, 2)) +
                            framed(test::write({.name = "www.odd.example"}, 3));
    QCOMPARE(*net::writeSome(socket->get(), base::viewOf(all)), all.size());
    ::shutdown(socket->get(), SHUT_WR);
    net::FrameDecoder in;
    std::vector<std::uint16_t> ids;
    for (;;) {
        while (const auto message = in.next())
            ids.push_back(test::read(*message)->header.id);
        pollfd readable{socket->get(), POLLIN, 0};
        QVERIFY(poll(&readable, 1, 5000) > 0);
        const auto got = net::readSome(socket->get(), in.space());
        QVERIFY_RESULT(got);
        if (*got && **got == 0)
            break;
        in.received(got->value_or(0));
    }
    QCOMPARE(ids, (std::vector<std::uint16_t>{1, 2, 3}));
}

void tst_AuthoritativeServer::takesMessagesOctetByOctet()
{
    RawClient client(at());
    for (const char octet : framed(test::write({.name = "www.odd.example"}, 9)))
        client.send({&octet, 1});
    const auto reply = client.receive();
    QVERIFY(reply);
    QCOMPARE(test::read(base::viewOf(*reply))->header.id, std::uint16_t(9));
}

void tst_AuthoritativeServer::closesOnNonsense()
{
    RawClient answers(at()); // sends answers, as no client does
    answers.send(framed(base::Bytes(100, '\xff')));
    QTRY_VERIFY(answers.closedByServer());
    RawClient tooShort(at());
    tooShort.send(framed("short"));
    QTRY_VERIFY(tooShort.closedByServer());
    RawClient empty(at());
    empty.send(base::Bytes(2, '\0'));
    QTRY_VERIFY(empty.closedByServer());
    QVERIFY_RESULT(test::exchange(at(), test::write({.name = "www.odd.example"}), true)); // unharmed
}

void tst_AuthoritativeServer::closesIdleAndStuckClients()
{
    m_zones->publish({base::ZoneId{1}, apex, hugeVersion(), false, {}});
    start(m_fakeClock);
    RawClient idle(at());
    RawClient slow(at());  // never sends its query to the end (slowloris)
    RawClient stuck(at()); // never reads
    idle.send(framed(test::write({.name = "www.odd.example"}, 1)));
    slow.send(framed(test::write({.name = "www.odd.example"}, 1)).substr(0, 10));
    stuck.send(framed(test::write({.name = test::oddApex, .type = Type::AXFR}, 1)));
    QVERIFY(idle.receive());
    const auto step = [&](base::Duration by) {
        m_fakeClock.advance(by);
        // A query wakes the loop, which then sees that its timers are due.
        return test::exchange(at(), test::write({.name = "www.odd.example"}), false).has_value();
    };
    for (int second = 0; second < 9; ++second)
        QVERIFY(step(1s));
    QVERIFY(!idle.closedByServer());
    for (int second = 0; second < 4; ++second)
        QVERIFY(step(1s));
    QTRY_VERIFY(step(1s) && idle.closedByServer());
    QTRY_VERIFY(step(0s) && slow.closedByServer());
    for (int second = 0; second < 40; ++second)
        QVERIFY(step(1s));
    std::size_t got = 0;
    while (stuck.receive(200))
        ++got; // what lay in the buffers
    QVERIFY(stuck.closedByServer());
    QVERIFY2(got < 900, "and not the whole zone");
}

void tst_AuthoritativeServer::aClientThatNeverReadsHoldsNobodyUp()
{
    m_zones->publish({base::ZoneId{1}, apex, hugeVersion(), false, {}});
    std::vector<std::unique_ptr<RawClient>> stuck;
    for (int i = 0; i < 20; ++i) {
        stuck.push_back(std::make_unique<RawClient>(at()));
        stuck.back()->send(framed(test::write({.name = test::oddApex, .type = Type::AXFR}, 1)));
    }
    // Far sooner than the write limit of 30 s frees it from them; how soon depends on who else uses this
    // machine.
    for (int i = 0; i < 20; ++i)
        QTRY_VERIFY_WITH_TIMEOUT(
            test::exchange(at(), test::write({.name = "host-1.odd.example", .type = Type::TXT}), i % 2),
            15'000);
}

void tst_AuthoritativeServer::takesNoMoreThanItsShareOfConnections()
{
    std::vector<std::unique_ptr<RawClient>> many;
    for (int i = 0; i < 300; ++i)
        many.push_back(std::make_unique<RawClient>(at()));
    std::size_t refused = 0;
    const auto countRefused = [&] {
        refused = static_cast<std::size_t>(std::count_if(
            many.begin(), many.end(), [](const auto& client) { return client->closedByServer(); }));
        return refused;
    };
    QTRY_COMPARE(countRefused(), 300U - 256U);
    many.clear();
    QTRY_VERIFY(test::exchange(at(), test::write({.name = "www.odd.example"}), true).has_value());
}

void tst_AuthoritativeServer::newVersionIsSeenWholeAtOnce()
{
    // In version n the two names have the same number: an answer that mixes versions shows two.
    const auto version = [](int n) {
        const std::string number = std::to_string(n);
        return test::versionOf(test::oddApex, "$TTL 1\n@ SOA ns h " + number +
                                                  " 1 1 1 1\n@ NS ns\nalias CNAME target\n" + "alias-" +
                                                  number + " A 192.0.2.1\ntarget TXT \"" + number + "\"\n");
    };
    m_zones->publish({base::ZoneId{1}, apex, version(1), false, {}});
    std::atomic<bool> stop = false;
    std::thread publishing([&] {
        for (int n = 2; !stop; ++n)
            m_zones->publish({base::ZoneId{1}, apex, version(n), false, {}});
    });
    std::set<std::string> seen;
    for (int i = 0; i < 300; ++i) {
        const auto reply =
            test::exchange(at(), test::write({.name = test::oddApex, .type = Type::AXFR}), true);
        const auto answer = reply ? test::read(base::viewOf(*reply)) : tl::unexpected(reply.error());
        std::string number;
        std::size_t agreeing = 0;
        if (answer)
            for (const std::string& record : answer->answers)
                if (const auto at = record.find("alias-"); at == 0) {
                    number = record.substr(6, record.find('.') - 6);
                    agreeing = static_cast<std::size_t>(std::count_if(
                        answer->answers.begin(), answer->answers.end(), [&](const std::string& each) {
                            return each.find("TXT \"" + number + "\"") != std::string::npos ||
                                   each.find(" " + number + " 1 1 1 1") != std::string::npos;
                        }));
                }
        seen.insert(number);
        if (agreeing != 3) { // SOA twice and the TXT
            stop = true;
            publishing.join();
            QFAIL(answer ? answer->text().c_str() : "no answer");
        }
    }
    stop = true;
    publishing.join();
    QVERIFY2(seen.size() > 1, "versions were published meanwhile");
}

void tst_AuthoritativeServer::stopsDuringATransfer()
{
    m_zones->publish({base::ZoneId{1}, apex, hugeVersion(), false, {}});
    RawClient client(at());
    client.send(framed(test::write({.name = test::oddApex, .type = Type::AXFR}, 1)));
    QVERIFY(client.receive());
    m_server.reset();
    QTRY_VERIFY(client.closedByServer());
}

QTEST_GUILESS_MAIN(tst_AuthoritativeServer)
#include "tst_authoritative_server.moc"
