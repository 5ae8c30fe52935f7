// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/clock.h"
#include "model/congestion/socket_dump.h"
#include "model/net/socket.h"
#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"
#include "tests/servers/demo_network.h"
#include "tests/servers/demo_traffic.h"
#include "tests/servers/demo_zone.h"
#include "tests/servers/scripted_edge.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <set>

using namespace zonescope;
using namespace std::chrono_literals;
using servers::DemoNetwork;
using servers::DemoZone;
using servers::ScriptedEdge;

namespace {

std::optional<std::uint32_t> serialAt(const net::Endpoint& server, const dns::Name& apex)
{
    return kit::askSerial(server, apex.toText(), 500ms);
}

const net::Prefix* documentationPrefix(const net::IpAddress& address)
{
    static const std::array<net::Prefix, 4> prefixes{
        *net::Prefix::fromText("192.0.2.0/24"), *net::Prefix::fromText("198.51.100.0/24"),
        *net::Prefix::fromText("203.0.113.0/24"), *net::Prefix::fromText("2001:db8::/32")};
    const auto found = std::find_if(prefixes.begin(), prefixes.end(),
                                    [&](const net::Prefix& prefix) { return prefix.contains(address); });
    return found == prefixes.end() ? nullptr : &*found;
}

} // namespace

class tst_DemoNetwork : public QObject
{
    Q_OBJECT

private slots:
    void configurationIsWhole();
    void livesFromTheFirstSeconds();
    void zonesArePlausible_data();
    void zonesArePlausible();
    void sameSeedSameWorld();
    void otherProgramsHaveConnections();
};

void tst_DemoNetwork::configurationIsWhole()
{
    auto network = DemoNetwork::create(1);
    QVERIFY_RESULT(network);
    const auto seed = (*network)->seedConfiguration();
    QVERIFY_RESULT(seed);
    const zone::Configuration& configuration = seed->configuration;
    QCOMPARE(configuration.zones().size(), 24U);
    QCOMPARE(configuration.primaries().size(), 3U);
    QCOMPARE(configuration.edges().size(), 7U);
    QCOMPARE(seed->secrets.size(), 1U);
    QVERIFY(configuration.key(seed->secrets.begin()->first) != nullptr);
    QCOMPARE(seed->secrets.begin()->second.size(), 32U);
    std::set<net::Endpoint> endpoints;
    for (const auto& [id, primary] : configuration.primaries())
        endpoints.insert(primary.addresses.at(0));
    for (const auto& [id, edge] : configuration.edges())
        endpoints.insert(edge.endpoint);
    QCOMPARE(endpoints.size(), 10U);
    for (const net::Endpoint& endpoint : endpoints)
        QVERIFY(endpoint.address.isLoopback() && endpoint.port != 0);
    for (const auto& [id, zone] : configuration.zones())
        QVERIFY(!zone->primaries.empty() && zone->edges.size() >= 6);
}

void tst_DemoNetwork::livesFromTheFirstSeconds()
{
    auto network = DemoNetwork::create(2);
    QVERIFY_RESULT(network);
    const auto seed = (*network)->seedConfiguration();
    QVERIFY_RESULT(seed);
    const auto& configuration = seed->configuration;
    const dns::Name corp = *dns::Name::fromText("corp.example");
    const auto primary = configuration.primary(configuration.zone(corp)->primaries.at(0))->addresses.at(0);
    const auto edge = [&](const char* name) {
        for (const auto& [id, each] : configuration.edges())
            if (each.name == name)
                return each.endpoint;
        return net::Endpoint{};
    };

    // In the place of Zonescope: something to poll, and something to notify.
    auto upstream = ScriptedEdge::start();
    QVERIFY_RESULT(upstream);
    const auto notified = net::bindUdp({*net::IpAddress::fromText("127.0.0.1"), 0});
    QVERIFY_RESULT(notified);
    const auto first = serialAt(primary, corp);
    QVERIFY(first);
    QCOMPARE(serialAt(edge("ams-1"), corp), std::optional(*first - 1)); // serves the version before
    (*upstream)->setSerial(corp, *first);

    QVERIFY_RESULT((*network)->start(*net::localEndpoint(notified->get()), (*upstream)->endpoint()));
    QTRY_COMPARE_WITH_TIMEOUT(serialAt(edge("ams-1"), corp), first, 60'000);
    QCOMPARE(serialAt(edge("jnb-1"), corp), std::optional(*first - 1)); // lags
    QTRY_VERIFY_WITH_TIMEOUT(serialAt(primary, corp) != first, 60'000);
    std::array<std::uint8_t, 512> buffer{};
    bool heard = false;
    const auto hears = [&] {
        const auto datagram = net::receiveDatagram(notified->get(), buffer);
        return heard = heard || (datagram && *datagram);
    };
    QTRY_VERIFY_WITH_TIMEOUT(hears(), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT((*network)->changesMade() >= 6, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(serialAt(edge("gru-1"), corp), first, 60'000);
    (*network)->stop();
    const std::uint64_t changes = (*network)->changesMade();
    (*network)->stop(); // twice does no harm
    QCOMPARE((*network)->changesMade(), changes);
}

void tst_DemoNetwork::zonesArePlausible_data()
{
    QTest::addColumn<int>("mood");
    QTest::newRow("busy") << static_cast<int>(DemoZone::Mood::Busy);
    QTest::newRow("usual") << static_cast<int>(DemoZone::Mood::Usual);
    QTest::newRow("quiet") << static_cast<int>(DemoZone::Mood::Quiet);
}

void tst_DemoNetwork::zonesArePlausible()
{
    QFETCH(int, mood);
    DemoZone zone("shop.example", static_cast<DemoZone::Mood>(mood), 10, 7);
    std::vector<dns::Record> records = zone.firstRecords();
    int lost = 0;
    for (int i = 0; i < 1000; ++i) {
        const DemoZone::Edit edit = zone.nextEdit();
        QVERIFY(!edit.add.empty());
        for (const dns::Record& record : edit.remove) { // only what is there goes
            const auto found = std::find(records.begin(), records.end(), record);
            QVERIFY(found != records.end());
            records.erase(found);
        }
        for (const dns::Record& record : edit.add) { // only what is not there comes
            QVERIFY(std::find(records.begin(), records.end(), record) == records.end());
            records.push_back(record);
        }
        QVERIFY(zone.nextPause() >= 2s);
        lost += zone.losesNotify() ? 1 : 0;
    }
    QVERIFY(lost > 20 && lost < 200);
    for (const dns::Record& record : records) {
        QVERIFY(record.owner.isAtOrBelow(zone.apex()));
        const auto* octets = base::viewOf(record.rdata).data();
        if (record.type == dns::Type::A)
            QVERIFY(documentationPrefix(net::IpAddress::fromOctets(net::Family::V4, octets)) != nullptr);
        if (record.type == dns::Type::AAAA)
            QVERIFY(documentationPrefix(net::IpAddress::fromOctets(net::Family::V6, octets)) != nullptr);
    }
}

void tst_DemoNetwork::sameSeedSameWorld()
{
    DemoZone one("api.example", DemoZone::Mood::Busy, 5, 99);
    DemoZone two("api.example", DemoZone::Mood::Busy, 5, 99);
    QCOMPARE(one.firstSerial(), two.firstSerial());
    QVERIFY(one.firstRecords() == two.firstRecords());
    for (int i = 0; i < 50; ++i) {
        QVERIFY(one.nextEdit().add == two.nextEdit().add);
        QCOMPARE(one.nextPause().count(), two.nextPause().count());
    }
}

/// What the page Network shows of the demo: somebody who sends all the time, somebody who sends a little, and
/// somebody who reads; and a place where experiments may send.
void tst_DemoNetwork::otherProgramsHaveConnections()
{
    auto traffic = servers::DemoTraffic::listen({*net::IpAddress::fromText("127.0.0.1")});
    QVERIFY_RESULT(traffic);
    QCOMPARE((*traffic)->sinks().size(), std::size_t(1));
    const net::Endpoint sink = (*traffic)->sinks().front();
    (*traffic)->begin();
    auto dump = congestion::SocketDump::open();
    QVERIFY_RESULT(dump);
    std::vector<congestion::Connection> live;
    const auto octetsSent = [&] {
        std::vector<std::uint64_t> sent;
        if (dump->read(live))
            for (const congestion::Connection& connection : live)
                if (connection.remote == sink && connection.counters.bytesAcked > 0)
                    sent.push_back(connection.counters.bytesAcked);
        std::ranges::sort(sent);
        return sent;
    };
    QTRY_VERIFY_WITH_TIMEOUT(octetsSent().size() == 2 && octetsSent().back() > 1'000'000, 60'000);
    QVERIFY(octetsSent().front() < 100'000); // the one with little to say
    const auto reader = std::ranges::find_if(live, [&](const congestion::Connection& connection) {
        return connection.counters.bytesReceived > 60'000 && connection.counters.bytesAcked < 100 &&
               connection.remote.address.isLoopback() && connection.local != sink;
    });
    QVERIFY(reader != live.end());
    traffic->reset(); // both threads end
    QTRY_VERIFY(octetsSent().empty());
}

QTEST_GUILESS_MAIN(tst_DemoNetwork)
#include "tst_demo_network.moc"
