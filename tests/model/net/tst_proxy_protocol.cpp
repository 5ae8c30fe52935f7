// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/proxy_protocol.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::net;
using base::Bytes;
using base::viewOf;

Q_DECLARE_METATYPE(std::string)

namespace {

template <std::size_t N>
Bytes octets(const char (&text)[N])
{
    return Bytes(text, N - 1);
}

const Bytes signature = octets("\r\n\r\n\0\r\nQUIT\n");
const Bytes v4 = octets("\xc0\0\x02\x01\xc6\x33\x64\x01\xdc\x04\0\x35");
const Bytes v6 = octets("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02"
                        "\xdc\x04\0\x35");

} // namespace

class TestProxyProtocol : public QObject
{
    Q_OBJECT

private slots:
    void good_data();
    void good();
    void bad_data();
    void bad();
    void signatures();
};

void TestProxyProtocol::good_data()
{
    QTest::addColumn<std::string>("header");
    QTest::addColumn<bool>("stream");
    QTest::addColumn<QString>("client"); // empty: the load balancer itself
    const auto row = [](const char* name, const Bytes& header, bool stream, const char* client) {
        QTest::newRow(name) << header << stream << QString(client);
    };
    row("2, TCP over IPv4", signature + octets("\x21\x11\0\x0c") + v4, true, "192.0.2.1:56324");
    row("2, UDP over IPv4", signature + octets("\x21\x12\0\x0c") + v4, false, "192.0.2.1:56324");
    row("2, TCP over IPv6", signature + octets("\x21\x21\0\x24") + v6, true, "[2001:db8::1]:56324");
    row("2, UDP over IPv6", signature + octets("\x21\x22\0\x24") + v6, false, "[2001:db8::1]:56324");
    row("2, more behind the addresses", signature + octets("\x21\x11\0\x13") + v4 + octets("\x03\0\x04zzzz"),
        true, "192.0.2.1:56324");
    row("2, local", signature + octets("\x20\0\0\0"), true, "");
    row("2, local with addresses", signature + octets("\x20\x11\0\x0c") + v4, true, "");
    row("2, unspecified", signature + octets("\x21\0\0\x03xyz"), false, "");
    row("1, TCP4", "PROXY TCP4 192.0.2.1 198.51.100.1 56324 53\r\n", true, "192.0.2.1:56324");
    row("1, TCP6", "PROXY TCP6 2001:db8::1 2001:db8::2 56324 53\r\n", true, "[2001:db8::1]:56324");
    row("1, mapped", "PROXY TCP6 ::ffff:192.0.2.1 ::ffff:198.51.100.1 1 53\r\n", true, "192.0.2.1:1");
    row("1, longest",
        "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
        true, "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535");
    row("1, unknown", "PROXY UNKNOWN\r\n", true, "");
    row("1, unknown with more", "PROXY UNKNOWN ffff::1 x y z\r\n", true, "");
}

void TestProxyProtocol::good()
{
    QFETCH(std::string, header);
    QFETCH(bool, stream);
    QFETCH(QString, client);
    const ProxyTransport transport = stream ? ProxyTransport::Stream : ProxyTransport::Datagram;
    const auto read = readProxyHeader(viewOf(header + "payload"), transport);
    QVERIFY2(read && *read, read ? "more wanted" : read.error().detail.c_str());
    QCOMPARE((**read).size, header.size());
    QCOMPARE((**read).client ? QString::fromStdString((**read).client->toText()) : QString(), client);
    for (std::size_t size = 0; size < header.size(); ++size) {
        const auto part = readProxyHeader(viewOf(header.substr(0, size)), transport);
        QCOMPARE(part.has_value(), stream); // a datagram is whole or nothing
        QVERIFY(!part || !*part);
    }
}

void TestProxyProtocol::bad_data()
{
    QTest::addColumn<std::string>("header");
    QTest::addColumn<bool>("stream");
    const auto row = [](const char* name, const Bytes& header, bool stream) {
        QTest::newRow(name) << header << stream;
    };
    row("no header", octets("\0\x1cwhatever"), true);
    row("datagram without", "whatever", false);
    row("1 over UDP", "PROXY TCP4 192.0.2.1 198.51.100.1 56324 53\r\n", false);
    row("2, version 3", signature + octets("\x31\x11\0\x0c") + v4, true);
    row("2, command 2", signature + octets("\x22\x11\0\x0c") + v4, true);
    row("2, TCP says UDP", signature + octets("\x21\x12\0\x0c") + v4, true);
    row("2, UDP says TCP", signature + octets("\x21\x11\0\x0c") + v4, false);
    row("2, Unix socket", signature + octets("\x21\x31\0\x0c") + v4, true);
    row("2, family 4", signature + octets("\x21\x41\0\x0c") + v4, true);
    row("2, too short for IPv4", signature + octets("\x21\x11\0\x0b") + v4, true);
    row("2, too short for IPv6", signature + octets("\x21\x21\0\x0c") + v4, true);
    row("2, too long", signature + octets("\x21\x11\xff\xff") + v4, true);
    row("2, cut datagram", signature + octets("\x21\x12\0\x20") + v4, false);
    row("1, no end", "PROXY TCP4 " + Bytes(200, '1'), true);
    row("1, UDP4", "PROXY UDP4 192.0.2.1 198.51.100.1 56324 53\r\n", true);
    row("1, IPv6 as TCP4", "PROXY TCP4 2001:db8::1 2001:db8::2 56324 53\r\n", true);
    row("1, IPv4 as TCP6", "PROXY TCP6 192.0.2.1 198.51.100.1 56324 53\r\n", true);
    row("1, two blanks", "PROXY TCP4  192.0.2.1 198.51.100.1 56324 53\r\n", true);
    row("1, word missing", "PROXY TCP4 192.0.2.1 198.51.100.1 56324\r\n", true);
    row("1, word too many", "PROXY TCP4 192.0.2.1 198.51.100.1 56324 53 x\r\n", true);
    row("1, blank at the end", "PROXY TCP4 192.0.2.1 198.51.100.1 56324 53 \r\n", true);
    row("1, port", "PROXY TCP4 192.0.2.1 198.51.100.1 65536 53\r\n", true);
    row("1, zero first", "PROXY TCP4 192.0.2.1 198.51.100.1 056 53\r\n", true);
    row("1, sign", "PROXY TCP4 192.0.2.1 198.51.100.1 +56 53\r\n", true);
    row("1, host name", "PROXY TCP4 localhost 198.51.100.1 56 53\r\n", true);
}

void TestProxyProtocol::bad()
{
    QFETCH(std::string, header);
    QFETCH(bool, stream);
    const auto read =
        readProxyHeader(viewOf(header), stream ? ProxyTransport::Stream : ProxyTransport::Datagram);
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, base::ErrorCode::ProxyHeaderRefused);
}

void TestProxyProtocol::signatures()
{
    using enum ProxySignature;
    QCOMPARE(proxySignature(viewOf(signature), ProxyTransport::Stream), Version2);
    QCOMPARE(proxySignature(viewOf(signature.substr(0, 3)), ProxyTransport::Stream), Unfinished);
    QCOMPARE(proxySignature(viewOf(signature.substr(0, 3)), ProxyTransport::Datagram), None);
    QCOMPARE(proxySignature(viewOf("PROXY T"), ProxyTransport::Stream), Version1);
    QCOMPARE(proxySignature(viewOf("PROXY T"), ProxyTransport::Datagram), None);
    QCOMPARE(proxySignature(viewOf("PRO"), ProxyTransport::Stream), Unfinished);
    QCOMPARE(proxySignature(viewOf("PRx"), ProxyTransport::Stream), None);
}

QTEST_APPLESS_MAIN(TestProxyProtocol)
#include "tst_proxy_protocol.moc"
