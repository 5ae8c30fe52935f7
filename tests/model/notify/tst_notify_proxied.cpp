// SPDX-License-Identifier: GPL-3.0-or-later
// Behind a load balancer: PROXY headers, whom they speak for, and whose quota counts.
#include "tests/model/notify/listener_fixture.h"

using namespace zonescope;
using namespace zonescope::notifytest;

class TestNotifyProxied : public QObject, private NotifyListenerFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void proxiedDatagram();
    void proxiedDatagramSpeaksForAStranger();
    void proxiedConnection_data();
    void proxiedConnection();
    void headerFromUnlisted();
    void headerMissingFromListed();
    void headerCutAndBroken();
    void quotaIsOfTheAdmitted();

private:
    /// A PROXY header of version 2 for a client that connects to 198.51.100.1:53.
    static base::Bytes header2(const char* client, bool stream)
    {
        const net::Endpoint source = at(client);
        const bool v4 = source.address.family() == net::Family::V4;
        base::Bytes header("\r\n\r\n\0\r\nQUIT\n\x21", 13);
        header += static_cast<char>((v4 ? 0x10 : 0x20) | (stream ? 1 : 2));
        header += '\0';
        header += static_cast<char>(v4 ? 12 : 36);
        for (int both = 0; both < 2; ++both)
            for (std::size_t i = 0; i < (v4 ? 4U : 16U); ++i)
                header += static_cast<char>(source.address.octets()[i]);
        header += static_cast<char>(source.port >> 8);
        header += static_cast<char>(source.port & 0xff);
        return header + base::Bytes("\0\x35", 2);
    }
    static notify::NotifyListener::Limits behindBalancer()
    {
        notify::NotifyListener::Limits limits;
        limits.proxiesFrom = {*net::Prefix::fromText("127.0.0.0/8")};
        return limits;
    }
};

/// The access list sees the client, the answer goes where the octets came from, the log has both.
void TestNotifyProxied::proxiedDatagram()
{
    start(behindBalancer());
    const net::UniqueFd socket = udpClient();
    sendAll(socket.get(), header2("192.0.2.1:5300", false) + make({.id = 7}));
    QVERIFY(until([&] { return accepted.size() == 1; }));
    QCOMPARE(accepted[0].from, at("192.0.2.1:5300"));
    QVERIFY(balancer.has_value());
    QCOMPARE(*balancer, *net::localEndpoint(socket.get()));
    QVERIFY(listener->answer(accepted[0].token, true));
    std::array<std::uint8_t, 512> buffer{};
    std::size_t size = 0;
    QVERIFY(until([&] {
        const auto got = net::receiveDatagram(socket.get(), buffer);
        size = got && *got ? (**got).size : 0;
        return size > 0;
    }));
    QCOMPARE(idOf(base::Bytes(base::textOf({buffer.data(), size}))), std::uint16_t(7)); // and no header
}

/// CVE-2026-41999: the balancer's own address, which is admitted for another zone, must not count.
void TestNotifyProxied::proxiedDatagramSpeaksForAStranger()
{
    start(behindBalancer());
    const net::UniqueFd socket = udpClient();
    sendAll(socket.get(), header2("203.0.113.99:5300", false) + org(8)); // loop.example. admits 127.0.0.0/8
    QVERIFY(until([&] { return refused == 1; }));
    QCOMPARE(refusal->code, base::ErrorCode::RcodeRefused);
    QVERIFY(accepted.empty());
}

void TestNotifyProxied::proxiedConnection_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("client");
    const auto row = [](const char* title, const base::Bytes& head, const char* client) {
        QTest::newRow(title) << QByteArray(head.data(), static_cast<int>(head.size())) << QString(client);
    };
    row("version 2", header2("192.0.2.1:1234", true), "192.0.2.1:1234");
    row("version 1", "PROXY TCP4 192.0.2.1 198.51.100.1 1234 53\r\n", "192.0.2.1:1234");
    row("version 1, unknown", "PROXY UNKNOWN\r\n", "");
    row("version 2, local", base::Bytes("\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", 16), "");
}

void TestNotifyProxied::proxiedConnection()
{
    QFETCH(QByteArray, head);
    QFETCH(QString, client);
    start(behindBalancer());
    const net::UniqueFd socket = openTcp();
    // Octet by octet, two messages on the connection: the header comes once.
    const base::Bytes zone = client.isEmpty() ? org(1) : make({.id = 1});
    const base::Bytes stream = head.toStdString() + framed(zone) + framed(zone);
    for (const char octet : stream) {
        sendAll(socket.get(), base::Bytes(1, octet));
        loop->runOnce(base::Duration(1000));
    }
    QVERIFY(until([&] { return accepted.size() == 2; }));
    for (const Accepted& one : accepted)
        QCOMPARE(one.from, client.isEmpty() ? *net::localEndpoint(socket.get()) : at(client.toUtf8()));
    QCOMPARE(balancer.has_value(), !client.isEmpty());
}

void TestNotifyProxied::headerFromUnlisted()
{
    start();
    const net::UniqueFd udp = udpClient();
    sendAll(udp.get(), header2("192.0.2.1:5300", false) + make());
    QVERIFY(until([&] { return refused == 1; }));
    QCOMPARE(refusal->code, base::ErrorCode::ProxyHeaderRefused);
    QVERIFY(silent(udp.get()));
    for (const base::Bytes& head :
         {header2("192.0.2.1:5300", true), base::Bytes("PROXY TCP4 192.0.2.1 198.51.100.1 1234 53\r\n")}) {
        refused = 0;
        const net::UniqueFd tcp = openTcp();
        sendAll(tcp.get(), head + framed(make()));
        QVERIFY(until([&] { return refused == 1 && listener->openConnections() == 0; }));
        QCOMPARE(refusal->code, base::ErrorCode::ProxyHeaderRefused);
    }
    QVERIFY(accepted.empty());
}

/// RFC-like word of the specification: a receiver must not guess whether a header is there.
void TestNotifyProxied::headerMissingFromListed()
{
    start(behindBalancer());
    const net::UniqueFd udp = udpClient();
    sendAll(udp.get(), org(1));
    QVERIFY(until([&] { return refused == 1; }));
    QCOMPARE(refusal->code, base::ErrorCode::ProxyHeaderRefused);
    const net::UniqueFd tcp = openTcp();
    sendAll(tcp.get(), framed(org(1)));
    QVERIFY(until([&] { return refused == 2 && listener->openConnections() == 0; }));
    QVERIFY(accepted.empty());
}

void TestNotifyProxied::headerCutAndBroken()
{
    start(behindBalancer());
    const net::UniqueFd udp = udpClient();
    const base::Bytes whole = header2("127.0.0.1:5300", false);
    int expected = 0;
    for (std::size_t size = 1; size < whole.size(); ++size) {
        sendAll(udp.get(), whole.substr(0, size));
        ++expected;
        QVERIFY(until([&] { return refused == expected; }));
    }
    sendAll(udp.get(), header2("127.0.0.1:5300", true) + org(1)); // says TCP, came over UDP
    QVERIFY(until([&] { return refused == expected + 1; }));
    QVERIFY(accepted.empty());
}

/// Access list before quota: a stranger's flood takes nothing from a primary.
void TestNotifyProxied::quotaIsOfTheAdmitted()
{
    notify::NotifyListener::Limits limits;
    limits.quota = {.perSecond = 1, .burst = 3, .sources = 10};
    start(std::move(limits));
    const net::UniqueFd udp = udpClient();
    for (int i = 0; i < 50; ++i)
        sendAll(udp.get(), make()); // we are no primary of example.org.
    QVERIFY(until([&] { return refused == 50; }));
    for (int i = 0; i < 5; ++i)
        sendAll(udp.get(), org(1));
    QVERIFY(until([&] { return refused == 52; }));
    QCOMPARE(accepted.size(), std::size_t(3));
    QCOMPARE(refusal->code, base::ErrorCode::NotifyQuota);
    clock.advance(std::chrono::seconds(1));
    sendAll(udp.get(), org(1));
    QVERIFY(until([&] { return accepted.size() == 4; }));
}

QTEST_APPLESS_MAIN(TestNotifyProxied)
#include "tst_notify_proxied.moc"
