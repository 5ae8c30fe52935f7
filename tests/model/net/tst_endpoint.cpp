// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/endpoint.h"

#include "tests/kit/result_macros.h"

#include <QTest>

#include <sys/socket.h>

#include <unordered_set>

using namespace zonescope::net;
using zonescope::base::ErrorCode;

class TestEndpoint : public QObject
{
    Q_OBJECT

private slots:
    void addresses_data();
    void addresses();
    void badAddresses_data();
    void badAddresses();
    void endpoints_data();
    void endpoints();
    void badEndpoints_data();
    void badEndpoints();
    void sockaddrRoundTrip();
    void loopback();
    void prefixes_data();
    void prefixes();
    void badPrefixes_data();
    void badPrefixes();
    void prefixContains();
    void hashAndOrder();
};

void TestEndpoint::addresses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("canonical");
    QTest::newRow("v4") << QByteArray("192.0.2.1") << QByteArray("192.0.2.1");
    QTest::newRow("v6 upper case") << QByteArray("2001:DB8:0:0::1") << QByteArray("2001:db8::1");
    QTest::newRow("any v4") << QByteArray("0.0.0.0") << QByteArray("0.0.0.0");
    QTest::newRow("any v6") << QByteArray("::") << QByteArray("::");
    QTest::newRow("mapped becomes v4") << QByteArray("::ffff:192.0.2.1") << QByteArray("192.0.2.1");
    QTest::newRow("compatible stays v6") << QByteArray("::192.0.2.1") << QByteArray("::192.0.2.1");
}

void TestEndpoint::addresses()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, canonical);
    const auto address = IpAddress::fromText(text.toStdString());
    QVERIFY_RESULT(address);
    QCOMPARE(address->toText(), canonical.toStdString());
    QCOMPARE(*IpAddress::fromText(address->toText()), *address);
}

void TestEndpoint::badAddresses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"", " ", "192.0.2", "192.0.2.256", "192.0.2.1 ", "192.0.2.1.1", "0300.0.2.1", "0x7f.0.0.1",
          "2001:db8", "2001:db8::1::2", "fe80::1%eth0", "ns1.example.org", "[::1]", "1::2:3:4:5:6:7:8:9"})
        QTest::addRow("'%s'", text) << QByteArray(text);
    QTest::newRow("zero octet inside") << QByteArray("192.0.2.1\0x", 11);
    QTest::newRow("very long") << QByteArray(100000, ':');
}

void TestEndpoint::badAddresses()
{
    QFETCH(QByteArray, text);
    const auto address = IpAddress::fromText(text.toStdString());
    QVERIFY_ERROR(address, ErrorCode::InvalidAddress);
    QVERIFY(address.error().detail.size() < 200);
}

void TestEndpoint::endpoints_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("canonical");
    QTest::newRow("v4 alone") << QByteArray("192.0.2.1") << QByteArray("192.0.2.1:53");
    QTest::newRow("v4 and port") << QByteArray("192.0.2.1:5353") << QByteArray("192.0.2.1:5353");
    QTest::newRow("dig's form") << QByteArray("192.0.2.1#5353") << QByteArray("192.0.2.1:5353");
    QTest::newRow("v6 alone") << QByteArray("2001:db8::1") << QByteArray("[2001:db8::1]:53");
    QTest::newRow("v6 in brackets") << QByteArray("[2001:db8::1]") << QByteArray("[2001:db8::1]:53");
    QTest::newRow("v6 and port") << QByteArray("[2001:db8::1]:5353") << QByteArray("[2001:db8::1]:5353");
    QTest::newRow("v6 dig's form") << QByteArray("2001:db8::1#5353") << QByteArray("[2001:db8::1]:5353");
    QTest::newRow("port 0") << QByteArray("127.0.0.1:0") << QByteArray("127.0.0.1:0");
    QTest::newRow("port 65535") << QByteArray("127.0.0.1:65535") << QByteArray("127.0.0.1:65535");
}

void TestEndpoint::endpoints()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, canonical);
    const auto endpoint = Endpoint::fromText(text.toStdString());
    QVERIFY_RESULT(endpoint);
    QCOMPARE(endpoint->toText(), canonical.toStdString());
    QCOMPARE(*Endpoint::fromText(endpoint->toText(), 1), *endpoint);
}

void TestEndpoint::badEndpoints_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"",
                             ":",
                             ":53",
                             "#53",
                             "192.0.2.1:",
                             "192.0.2.1:65536",
                             "192.0.2.1:-1",
                             "192.0.2.1:+53",
                             "192.0.2.1: 53",
                             "192.0.2.1:53x",
                             "192.0.2.1#",
                             "192.0.2.1#5#3",
                             "[2001:db8::1",
                             "[]",
                             "[]:53",
                             "[2001:db8::1]53",
                             "[2001:db8::1]:",
                             "[192.0.2.1]:53",
                             "localhost:53",
                             "192.0.2.1:053"})
        QTest::addRow("'%s'", text) << QByteArray(text);
}

void TestEndpoint::badEndpoints()
{
    QFETCH(QByteArray, text);
    QVERIFY_ERROR(Endpoint::fromText(text.toStdString()), ErrorCode::InvalidAddress);
}

void TestEndpoint::sockaddrRoundTrip()
{
    for (const char* text : {"192.0.2.1:5353", "[2001:db8::1]:5353"}) {
        const auto endpoint = Endpoint::fromText(text);
        sockaddr_storage storage{};
        QVERIFY(endpoint->toSockaddr(storage) > 0);
        QCOMPARE(Endpoint::fromSockaddr(storage), *endpoint);
    }
}

void TestEndpoint::loopback()
{
    QVERIFY(IpAddress::fromText("127.1.2.3")->isLoopback());
    QVERIFY(IpAddress::fromText("::1")->isLoopback());
    QVERIFY(!IpAddress::fromText("::")->isLoopback());
    QVERIFY(!IpAddress::fromText("::2")->isLoopback());
    QVERIFY(!IpAddress::fromText("1::1")->isLoopback());
    QVERIFY(!IpAddress::fromText("128.0.0.1")->isLoopback());
}

void TestEndpoint::prefixes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("canonical");
    QTest::newRow("v4") << QByteArray("192.0.2.0/24") << QByteArray("192.0.2.0/24");
    QTest::newRow("single v4") << QByteArray("192.0.2.1") << QByteArray("192.0.2.1/32");
    QTest::newRow("all v4") << QByteArray("0.0.0.0/0") << QByteArray("0.0.0.0/0");
    QTest::newRow("odd length") << QByteArray("192.0.2.128/25") << QByteArray("192.0.2.128/25");
    QTest::newRow("v6") << QByteArray("2001:db8::/32") << QByteArray("2001:db8::/32");
    QTest::newRow("single v6") << QByteArray("2001:db8::1") << QByteArray("2001:db8::1/128");
    QTest::newRow("all v6") << QByteArray("::/0") << QByteArray("::/0");
}

void TestEndpoint::prefixes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, canonical);
    const auto prefix = Prefix::fromText(text.toStdString());
    QVERIFY_RESULT(prefix);
    QCOMPARE(prefix->toText(), canonical.toStdString());
    QCOMPARE(*Prefix::fromText(prefix->toText()), *prefix);
}

void TestEndpoint::badPrefixes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("host bits") << QByteArray("192.0.2.1/24") << QByteArray("network is 192.0.2.0/24");
    QTest::newRow("v6 host bits") << QByteArray("2001:db8::1/64") << QByteArray("network is 2001:db8::/64");
    QTest::newRow("33") << QByteArray("192.0.2.0/33") << QByteArray("from 0 to 32");
    QTest::newRow("129") << QByteArray("::/129") << QByteArray("from 0 to 128");
    QTest::newRow("no length") << QByteArray("192.0.2.0/") << QByteArray("from 0 to 32");
    QTest::newRow("negative") << QByteArray("192.0.2.0/-1") << QByteArray("from 0 to 32");
    QTest::newRow("two slashes") << QByteArray("192.0.2.0/24/8") << QByteArray("from 0 to 32");
    QTest::newRow("netmask") << QByteArray("192.0.2.0/255.255.255.0") << QByteArray("from 0 to 32");
    QTest::newRow("no address") << QByteArray("/24") << QByteArray("not an IP address");
    QTest::newRow("empty") << QByteArray("") << QByteArray("not an IP address");
}

void TestEndpoint::badPrefixes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, says);
    const auto prefix = Prefix::fromText(text.toStdString());
    QVERIFY_ERROR(prefix, ErrorCode::InvalidPrefix);
    QVERIFY2(QByteArray::fromStdString(prefix.error().detail).contains(says), prefix.error().detail.c_str());
}

void TestEndpoint::prefixContains()
{
    const auto in = [](const char* prefix, const char* address) {
        return Prefix::fromText(prefix)->contains(*IpAddress::fromText(address));
    };
    QVERIFY(in("192.0.2.0/24", "192.0.2.255"));
    QVERIFY(!in("192.0.2.0/24", "192.0.3.0"));
    QVERIFY(in("192.0.2.128/25", "192.0.2.128"));
    QVERIFY(!in("192.0.2.128/25", "192.0.2.127"));
    QVERIFY(in("0.0.0.0/0", "255.255.255.255"));
    QVERIFY(!in("0.0.0.0/0", "::1")); // an ACL for all of IPv4 says nothing about IPv6
    QVERIFY(!in("::/0", "192.0.2.1"));
    QVERIFY(in("192.0.2.0/24", "::ffff:192.0.2.9"));
    QVERIFY(in("2001:db8:8000::/33", "2001:db8:ffff::1"));
    QVERIFY(!in("2001:db8:8000::/33", "2001:db8:7fff::1"));
    QVERIFY(in("2001:db8::1", "2001:db8::1"));
    QVERIFY(!in("2001:db8::1", "2001:db8::2"));
}

void TestEndpoint::hashAndOrder()
{
    std::unordered_set<Endpoint> set;
    for (int i = 0; i < 1000; ++i) {
        const auto text = "192.0." + std::to_string(i / 250) + "." + std::to_string(i % 250);
        set.insert(Endpoint{*IpAddress::fromText(text), 53});
        set.insert(Endpoint{*IpAddress::fromText(text), 54});
    }
    QCOMPARE(set.size(), std::size_t(2000));
    QVERIFY(set.contains(*Endpoint::fromText("192.0.3.7:54")));
    QVERIFY(*Endpoint::fromText("192.0.2.1:53") < *Endpoint::fromText("192.0.2.1:54"));
    QVERIFY(*Endpoint::fromText("255.0.2.1") < *Endpoint::fromText("::"));
}

QTEST_APPLESS_MAIN(TestEndpoint)
#include "tst_endpoint.moc"
