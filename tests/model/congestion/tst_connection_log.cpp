// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/connection_log.h"

#include <QTest>

#include <algorithm>
#include <cstring>

using namespace zonescope;
using congestion::Connection;
using congestion::ConnectionLog;

namespace {

base::Timestamp at(std::int64_t seconds)
{
    return base::fromMicroseconds(1'795'269'960'000'000 + seconds * 1'000'000);
}

Connection connection(std::uint64_t cookie, const char* remote, const char* algorithm)
{
    Connection made;
    made.cookie = cookie;
    made.local = *net::Endpoint::fromText("192.0.2.1:40000");
    made.remote = *net::Endpoint::fromText(remote);
    std::strncpy(made.algorithmText.data(), algorithm, made.algorithmText.size() - 1);
    return made;
}

} // namespace

class TestConnectionLog : public QObject
{
    Q_OBJECT

private slots:
    void closedConnectionsKnowWhatSamplesKnew();
    void shortOnesAreLoggedWithoutAlgorithm();
    void listenersAreNoConnections();
    void abandonedOnesAreKnownFromTheSample();
    void theOrderOfTheDumpIsNoPromise();
    void forgottenAfterTwoDumps();
    void minutesByNetworkAndAlgorithm();
    void networks();
    void roles();
};

void TestConnectionLog::closedConnectionsKnowWhatSamplesKnew()
{
    ConnectionLog log;
    Connection live = connection(7, "198.51.100.9:53", "bbr");
    live.userId = 1000;
    log.sample(std::vector{live}, at(0));
    log.sample(std::vector{live}, at(1));
    log.closed(connection(7, "198.51.100.9:53", ""), at(2));
    const auto rows = log.take();
    QCOMPARE(rows.size(), 1U);
    QCOMPARE(rows[0].connection.algorithm(), std::string_view("bbr"));
    QCOMPARE(rows[0].connection.userId, 1000U);
    QVERIFY(rows[0].firstSeen == at(0));
    QVERIFY(log.take().empty());
    QCOMPARE(log.total(), 1U);
    QCOMPARE(log.known(), 0U);
}

void TestConnectionLog::shortOnesAreLoggedWithoutAlgorithm()
{
    ConnectionLog log;
    log.closed(connection(8, "198.51.100.9:53", ""), at(0));
    const auto rows = log.take();
    QCOMPARE(rows.size(), 1U);
    QVERIFY(rows[0].connection.algorithm().empty());
    QVERIFY(!rows[0].firstSeen);
}

void TestConnectionLog::listenersAreNoConnections()
{
    ConnectionLog log;
    log.closed(connection(9, "0.0.0.0:0", ""), at(0));
    QCOMPARE(log.total(), 0U);
}

/// A program that sets SO_LINGER to 0 and closes: the kernel's last word has no addresses any more.
void TestConnectionLog::abandonedOnesAreKnownFromTheSample()
{
    ConnectionLog log;
    const Connection live = connection(7, "198.51.100.9:53", "bbr");
    log.sample(std::vector{live}, at(0));
    log.closed(connection(7, "0.0.0.0:0", ""), at(1));
    const auto rows = log.take();
    QCOMPARE(rows.size(), 1U);
    QCOMPARE(rows[0].connection.remote, live.remote);
    QCOMPARE(rows[0].connection.local, live.local);
    QCOMPARE(rows[0].connection.algorithm(), std::string_view("bbr"));
}

void TestConnectionLog::theOrderOfTheDumpIsNoPromise()
{
    ConnectionLog log;
    std::vector<Connection> live;
    for (std::uint64_t cookie = 1; cookie <= 500; ++cookie)
        live.push_back(connection(cookie, "198.51.100.9:53", "cubic"));
    log.sample(live, at(0));
    std::ranges::reverse(live);
    live.push_back(live.front()); // a table that changes shows one twice
    live.erase(live.begin() + 100, live.begin() + 110);
    live.insert(live.begin() + 50, connection(900, "198.51.100.9:53", "bbr"));
    log.sample(live, at(1));
    QCOMPARE(log.known(), 501U); // ten are missing, for one dump
    for (std::uint64_t cookie = 1; cookie <= 500; ++cookie)
        log.closed(connection(cookie, "198.51.100.9:53", ""), at(2));
    log.closed(connection(900, "198.51.100.9:53", ""), at(2));
    const auto rows = log.take();
    QCOMPARE(rows.size(), 501U);
    for (std::size_t i = 0; i < 500; ++i)
        QVERIFY(rows[i].firstSeen == at(0) && rows[i].connection.algorithm() == "cubic");
    QVERIFY(rows[500].firstSeen == at(1));
    QCOMPARE(log.known(), 0U);
}

void TestConnectionLog::forgottenAfterTwoDumps()
{
    ConnectionLog log;
    const Connection first = connection(1, "198.51.100.9:53", "cubic");
    log.sample(std::vector{first}, at(0));
    log.sample({}, at(1)); // one dump may miss a socket while the table changes
    QCOMPARE(log.known(), 1U);
    log.sample({}, at(2));
    QCOMPARE(log.known(), 0U);
}

void TestConnectionLog::minutesByNetworkAndAlgorithm()
{
    ConnectionLog log;
    const auto close = [&](std::uint64_t cookie, const char* remote, const char* algorithm,
                           std::int64_t when) {
        Connection c = connection(cookie, remote, algorithm);
        log.sample(std::vector{c}, at(when));
        c.counters.bytesSent = 100;
        c.counters.bytesRetransmitted = 10;
        c.counters.rttUs = 5000;
        log.closed(c, at(when));
    };
    close(1, "198.51.100.9:53", "cubic", 0);
    close(2, "198.51.100.200:853", "cubic", 10);
    close(3, "198.51.101.1:53", "cubic", 10);
    close(4, "198.51.100.9:53", "bbr", 10);
    close(5, "198.51.100.9:53", "cubic", 60);
    QCOMPARE(log.minutes().size(), 4U);
    const auto& figures = log.minutes().begin()->second;
    QCOMPARE(log.minutes().begin()->first.algorithm, std::string("bbr"));
    QCOMPARE(figures.connections, 1U);
    const auto cubic = std::next(log.minutes().begin())->second;
    QCOMPARE(cubic.connections, 2U);
    QCOMPARE(cubic.bytesSent, 200U);
    QCOMPARE(cubic.bytesRetransmitted, 20U);
    QCOMPARE(cubic.rtt.count(), 2U);
}

void TestConnectionLog::networks()
{
    const auto network = [](const char* address) {
        return congestion::peerNetwork(*net::IpAddress::fromText(address)).toText();
    };
    QCOMPARE(network("192.0.2.77"), std::string("192.0.2.0/24"));
    QCOMPARE(network("2001:db8:1:2::3"), std::string("2001:db8:1::/48"));
}

void TestConnectionLog::roles()
{
    using congestion::Role;
    const auto role = [](std::uint64_t sent, std::uint64_t received) {
        congestion::TcpCounters counters;
        counters.bytesSent = sent;
        counters.bytesReceived = received;
        return congestion::roleOf(counters);
    };
    QVERIFY(role(0, 0) == Role::Idle);
    QVERIFY(role(80, 30'000'000) == Role::Receiver);
    QVERIFY(role(30'000'000, 80) == Role::Sender);
    QVERIFY(role(5000, 6000) == Role::Both);
}

QTEST_APPLESS_MAIN(TestConnectionLog)
#include "tst_connection_log.moc"
