// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/edns.h"

#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"

#include <QTest>

using namespace zonescope::dns;
using namespace zonescope::dns::test;
using zonescope::base::Bytes;
using zonescope::base::ErrorCode;
using zonescope::base::Result;
using zonescope::base::viewOf;

namespace {

/// The OPT record of options written as hexadecimal digits.
Result<Edns> parse(std::string_view options, std::string_view owner = ".")
{
    RawMessage m(0, 0, 0, 1);
    m.name(owner).rest(Type::OPT, hex(options), static_cast<Class>(1232), 0);
    auto reader = MessageReader::open(m.view());
    const auto record = reader->nextRecord();
    return Edns::fromRecord(**record);
}

} // namespace

class TestEdns : public QObject
{
    Q_OBJECT

private slots:
    void roundTrip();
    void requestRoundTrip();
    void extendedErrors();
    void malformed_data();
    void malformed();
    void unknownOptionsAreSkipped();
    void ownerMustBeTheRoot();
    void fullRcodeJoinsBothHalves();
    void noRoomWritesNothing();
};

void TestEdns::roundTrip()
{
    Edns edns;
    edns.udpSize = 4096;
    edns.extendedRcode = 1;
    edns.version = 1;
    edns.dnssecOk = true;
    edns.nsid = std::string("ns1\0x", 5);
    edns.expire = 604800;
    edns.zoneVersionSerial = 2026010100;
    edns.zoneVersionLabels = 2;
    edns.errors = {{20, ""}, {18, "go away"}};
    edns.cookie = "client8!server 16 octets";
    edns.keepalive = 300;
    MessageWriter writer(Header{});
    QVERIFY(edns.write(writer));
    const Bytes octets = writer.finish();
    auto reader = MessageReader::open(viewOf(octets));
    const auto record = reader->nextRecord();
    QVERIFY_RESULT(record);
    QVERIFY(reader->section() == Section::Additional);
    const auto back = Edns::fromRecord(**record);
    QVERIFY_RESULT(back);
    QCOMPARE(back->udpSize, edns.udpSize);
    QCOMPARE(back->extendedRcode, edns.extendedRcode);
    QCOMPARE(back->version, edns.version);
    QVERIFY(back->dnssecOk);
    QVERIFY(back->nsid == edns.nsid && back->expire == edns.expire && !back->expireRequested);
    QVERIFY(back->zoneVersionSerial == edns.zoneVersionSerial && back->zoneVersionLabels == 2);
    QVERIFY(back->errors == edns.errors);
    QVERIFY(back->cookie == edns.cookie && back->keepalive == edns.keepalive);
}

void TestEdns::requestRoundTrip()
{
    Edns edns;
    edns.nsid = "";
    edns.expireRequested = edns.zoneVersionRequested = true;
    MessageWriter writer(Header{});
    QVERIFY(edns.write(writer));
    const Bytes octets = writer.finish();
    // Root, type 41, size 1232, no flags, three options of no octets: NSID, EXPIRE, ZONEVERSION.
    QCOMPARE(octets.substr(12), hex("00 0029 04d0 00000000 000c 0003 0000 0009 0000 0013 0000"));
    const auto back = parse("0003 0000 0009 0000 0013 0000");
    QVERIFY_RESULT(back);
    QVERIFY(back->expireRequested && !back->expire);
    QVERIFY(back->zoneVersionRequested && !back->zoneVersionSerial);
    QVERIFY(back->nsid && back->nsid->empty());
}

void TestEdns::extendedErrors()
{
    // Several, one without text, one with the NUL that RFC 8914 tells us to expect.
    const auto edns = parse("000f 0002 0014  000f 0006 0012 6e6f 0000  000f 0004 ffff 6869");
    QVERIFY_RESULT(edns);
    const std::vector<ExtendedError> wanted{{20, ""}, {18, "no"}, {65535, "hi"}};
    QVERIFY(edns->errors == wanted);
}

void TestEdns::malformed_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::newRow("half an option header") << QByteArray("0003 00");
    QTest::newRow("option longer than the record") << QByteArray("0003 0005 6162");
    QTest::newRow("EXPIRE of three octets") << QByteArray("0009 0003 010203");
    QTest::newRow("EXPIRE of five octets") << QByteArray("0009 0005 0102030405");
    QTest::newRow("extended error of one octet") << QByteArray("000f 0001 00");
    QTest::newRow("extended error of no octets") << QByteArray("000f 0000");
    for (const int size : {0, 7, 9, 15, 41})
        QTest::addRow("cookie of %d octets", size)
            << QByteArray("000a 00") + QByteArray::number(size, 16).rightJustified(2, '0') +
                   QByteArray("20").repeated(size);
    QTest::newRow("keepalive of one octet") << QByteArray("000b 0001 00");
    QTest::newRow("ZONEVERSION of one octet") << QByteArray("0013 0001 02");
    QTest::newRow("ZONEVERSION serial cut") << QByteArray("0013 0005 02 00 010203");
    QTest::newRow("ZONEVERSION serial too long") << QByteArray("0013 0007 02 00 0102030405");
}

void TestEdns::malformed()
{
    QFETCH(QByteArray, options);
    QVERIFY_ERROR(parse(options.toStdString()), ErrorCode::MalformedRecord);
}

void TestEdns::unknownOptionsAreSkipped()
{
    const auto edns = parse("fde9 0003 010203  000a 0008 0102030405060708  0003 0001 61  0013 0003 02 f6 00");
    QVERIFY_RESULT(edns);
    QCOMPARE(*edns->nsid, std::string("a"));
    QVERIFY(!edns->zoneVersionSerial); // version type 246 is somebody's private one
}

void TestEdns::ownerMustBeTheRoot()
{
    QVERIFY_ERROR(parse("", "example."), ErrorCode::MalformedRecord);
}

void TestEdns::fullRcodeJoinsBothHalves()
{
    Header header;
    header.rcode = 7;
    Edns edns;
    edns.extendedRcode = 1;
    QVERIFY(fullRcode(header, edns) == Rcode::BadCookie);
    header.rcode = 9;
    QVERIFY(fullRcode(header, std::nullopt) == Rcode::NotAuth);
}

void TestEdns::noRoomWritesNothing()
{
    MessageWriter writer(Header{}, 22);
    QVERIFY(!Edns().write(writer));
    MessageWriter enough(Header{}, 23);
    QVERIFY(Edns().write(enough));
}

QTEST_APPLESS_MAIN(TestEdns)
#include "tst_edns.moc"
