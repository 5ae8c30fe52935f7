// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/byte_reader.h"
#include "model/base/byte_writer.h"

#include <QTest>

using namespace zonescope::base;

class TestByteReader : public QObject
{
    Q_OBJECT

private slots:
    void whatWasWrittenIsRead();
    void readPastEndGivesZerosAndStaysFailed();
    void takeNeverReachesOutside();
    void seekStaysInside();
    void patchOverwritesInPlace();
};

void TestByteReader::whatWasWrittenIsRead()
{
    ByteWriter writer;
    writer.u8(0xfe);
    writer.u16(0xfedc);
    writer.u32(0xfedcba98);
    writer.u48(0xfedcba987654);
    writer.bytes(std::string_view("end"));
    QCOMPARE(writer.size(), std::size_t(1 + 2 + 4 + 6 + 3));
    const Bytes octets = writer.release();
    QCOMPARE(octets.substr(1, 2), std::string("\xfe\xdc")); // big-endian

    ByteReader reader(viewOf(octets));
    QCOMPARE(reader.u8(), std::uint8_t(0xfe));
    QCOMPARE(reader.u16(), std::uint16_t(0xfedc));
    QCOMPARE(reader.u32(), std::uint32_t(0xfedcba98));
    QCOMPARE(reader.u48(), std::uint64_t(0xfedcba987654));
    QCOMPARE(textOf(reader.take(3)), std::string_view("end"));
    QVERIFY(reader.atEnd());
    QVERIFY(!reader.failed());
}

void TestByteReader::readPastEndGivesZerosAndStaysFailed()
{
    const Bytes octets("\x01\x02\x03", 3);
    ByteReader reader(viewOf(octets));
    QCOMPARE(reader.u32(), std::uint32_t(0)); // three octets are not enough: nothing of them is given
    QVERIFY(reader.failed());
    QCOMPARE(reader.u8(), std::uint8_t(0));
    QCOMPARE(reader.remaining(), std::size_t(0));
    QVERIFY(reader.failed());

    ByteReader empty{ByteView()};
    QVERIFY(empty.atEnd());
    QCOMPARE(empty.u48(), std::uint64_t(0));
    QVERIFY(empty.failed());
}

void TestByteReader::takeNeverReachesOutside()
{
    const Bytes octets("abc");
    ByteReader reader(viewOf(octets));
    QCOMPARE(reader.take(3).size(), std::size_t(3));
    QCOMPARE(reader.take(0).size(), std::size_t(0));
    QVERIFY(!reader.failed());
    QCOMPARE(reader.take(1).size(), std::size_t(0));
    QVERIFY(reader.failed());

    ByteReader huge(viewOf(octets));
    huge.skip(1);
    QCOMPARE(huge.take(~std::size_t(0)).size(), std::size_t(0)); // position + count would wrap around
    QVERIFY(huge.failed());
}

void TestByteReader::seekStaysInside()
{
    const Bytes octets("abc");
    ByteReader reader(viewOf(octets));
    reader.seek(3);
    QVERIFY(reader.atEnd() && !reader.failed());
    reader.seek(1);
    QCOMPARE(reader.u8(), std::uint8_t('b'));
    reader.seek(4);
    QVERIFY(reader.failed());
}

void TestByteReader::patchOverwritesInPlace()
{
    ByteWriter writer;
    writer.u16(0);
    writer.u8(7);
    writer.patchU16(0, 0x1234);
    QCOMPARE(writer.size(), std::size_t(3));
    QCOMPARE(textOf(writer.view()), std::string_view("\x12\x34\x07"));
    writer.truncate(1);
    QCOMPARE(writer.size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(TestByteReader)
#include "tst_byte_reader.moc"
