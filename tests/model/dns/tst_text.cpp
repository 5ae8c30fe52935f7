// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/text.h"

#include "model/dns/rdata_expander.h"
#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"

#include <QFile>
#include <QTest>

#include <QTemporaryDir>

#include <random>
#include <thread>

using namespace zonescope::dns;
using namespace zonescope::dns::test;
using zonescope::base::Bytes;
using zonescope::base::ErrorCode;
using zonescope::base::viewOf;

namespace {

const Name origin = name("example.org.");

/// Rdata that may or may not fit a type: octets, small numbers, or names and strings.
Bytes randomRdata(std::mt19937& random, int kind)
{
    const auto pick = [&](int most) { return std::uniform_int_distribution(0, most)(random); };
    Bytes rdata;
    for (int left = pick(39); left >= 0; --left)
        rdata += static_cast<char>(pick(kind == 0 ? 5 : 255));
    if (kind == 2)
        rdata = rdata.substr(0, static_cast<std::size_t>(pick(18))) + Bytes("\2A.\3www\2\\\"\0", 11) +
                rdata.substr(0, static_cast<std::size_t>(pick(20)));
    return rdata;
}

} // namespace

class TestText : public QObject
{
    Q_OBJECT

private slots:
    void typesAndClasses();
    void knownTypes_data();
    void knownTypes();
    void genericFormOfAKnownType();
    void misfitIsWrittenGeneric();
    void everyTypeGoesRound();
    void randomRdataGoesRound();
    void largeRdata();
    void zoneFile();
    void errorsNameTheLine();
    void atMostTwentyErrors();
    void includeIsRefused();
    void lastLineWithoutNewline();
    void hostileText_data();
    void hostileText();
    void originIsEscaped();
    void manyThreads();
};

void TestText::typesAndClasses()
{
    QCOMPARE(typeText(Type::AAAA), std::string("AAAA"));
    QCOMPARE(typeText(static_cast<Type>(65280)), std::string("TYPE65280"));
    QVERIFY(*typeFromText("aaaa") == Type::AAAA);
    QVERIFY(*typeFromText("TYPE65535") == static_cast<Type>(65535));
    QVERIFY(*typeFromText("type1") == Type::A);
    for (const char* bad : {"", "NOSUCH", "TYPE65536", "TYPE", "TYPE-1", "A B", "TYPE1x"})
        QVERIFY_ERROR(typeFromText(bad), ErrorCode::InvalidValue);
    QVERIFY_ERROR(typeFromText(std::string_view("A\0B", 3)), ErrorCode::InvalidValue);
    for (int type = 0; type <= 65535; ++type)
        QVERIFY2(*typeFromText(typeText(static_cast<Type>(type))) == static_cast<Type>(type),
                 typeText(static_cast<Type>(type)).c_str());
    QCOMPARE(classText(Class::IN), std::string("IN"));
    QCOMPARE(classText(static_cast<Class>(10)), std::string("CLASS10"));
}

void TestText::knownTypes_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* type, const char* text) {
        QTest::addRow("%s %s", type, text) << QByteArray(type) << QByteArray(text);
    };
    row("A", "192.0.2.1");
    row("AAAA", "2001:db8::1");
    row("NS", "ns1.Example.org.");
    row("SOA", "ns. host\\.master. 4294967295 1 2 3 4");
    row("MX", "10 mail.example.");
    row("TXT", "\"a b\" \"\" \"\\\"\\\\\\000\\255\"");
    row("SRV", "0 5 5060 sip.example.");
    row("NAPTR", "100 10 \"u\" \"E2U+sip\" \"!^.*$!sip:x@example!\" .");
    row("CAA", "128 issue \"ca.example; policy=ev\"");
    row("URI", "10 1 \"ftp://x.example/\"");
    row("DS", "12345 13 2 ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789");
    row("DNSKEY",
        "257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==");
    row("RRSIG", "A 13 2 3600 20380119031408 20260101000000 12345 example. AAAA");
    row("RRSIG", "TYPE65280 8 0 0 21060207062815 19700101000000 0 . AAAA");
    row("NSEC", "a.example. A NS SOA TYPE1234");
    row("NSEC", "a.example. A TYPE10 TYPE24 TYPE41 TYPE249 TYPE250 TYPE251 TYPE252 TYPE255");
    row("RRSIG", "TYPE255 8 0 0 21060207062815 19700101000000 0 . AXFR");
    row("NSEC3", "1 1 12 AABBCCDD 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX DNSKEY NS SOA NSEC3PARAM RRSIG");
    row("NSEC3", "1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr");
    row("NSEC3PARAM", "1 0 0 -");
    row("SSHFP", "4 2 ABCDEF");
    row("TLSA", "3 1 1 ABCDEF");
    row("SVCB", "0 pool.example.");
    row("HTTPS", "1 . alpn=h2,h3 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1 key65000=\"x\\000y\"");
    row("HTTPS", "16 foo. mandatory=alpn,ipv4hint alpn=h2 no-default-alpn ipv4hint=192.0.2.1");
    row("CSYNC", "66 3 A NS AAAA");
    row("ZONEMD", "2026010100 1 1 ABCDEF");
    row("LOC", "52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m");
    row("APL", "1:192.0.2.0/24 !2:2001:db8::/32");
    row("DNAME", "other.example.");
    row("EUI48", "00-11-22-33-44-55");
    row("CERT", "1 2 3 AAAA");
    row("OPENPGPKEY", "AAAA");
    row("HINFO", "\"PDP 11\" \"\"");
    row("TYPE65280", "\\# 3 010203");
    row("TYPE55", "\\# 4 00000000"); // HIP: a type libknot does not know
}

void TestText::knownTypes()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, text);
    const auto records =
        recordsFromText("www 300 IN " + type.toStdString() + " " + text.toStdString(), origin);
    QVERIFY_RESULT(records);
    QCOMPARE(records->size(), std::size_t(1));
    const Record& record = records->front();
    QCOMPARE(record.owner, name("www.example.org."));
    QCOMPARE(record.ttl, std::uint32_t(300));
    QVERIFY(rdataFault(record.type, record.recordClass, viewOf(record.rdata)) == nullptr);
    const std::string written = rdataText(record.type, viewOf(record.rdata));
    QVERIFY(!written.ends_with(' '));
    const auto again = recordsFromText(recordText(record), Name());
    QVERIFY_RESULT(again);
    QVERIFY2(again->front() == record, written.c_str());
    // What people wrote is what they get, but for case of hexadecimal digits, order of types in a bitmap,
    // spelling.
    if (type == "A" || type == "SOA" || type == "TXT" || type == "MX" || type == "CAA" || type == "SRV")
        QCOMPARE(written, text.toStdString());
}

void TestText::genericFormOfAKnownType()
{
    const auto records = recordsFromText("x TYPE1 \\# 4 C0000201\nx A \\# 4 C0000201\n", origin);
    QVERIFY_RESULT(records);
    QVERIFY(records->at(0) == records->at(1));
    QCOMPARE(recordText(records->at(0)), std::string("x.example.org. 3600 IN A 192.0.2.1"));
    for (const char* bad : {"x TYPE1 \\# 3 010203", "x MX \\# 5 000001c003", "x SOA \\# 1 00",
                            "x TYPE65280 \\# 3 0102", "x TYPE65280 \\# 70000 01"})
        QVERIFY_ERROR(recordsFromText(bad, origin), ErrorCode::SyntaxError);
}

void TestText::misfitIsWrittenGeneric()
{
    QCOMPARE(rdataText(Type::A, viewOf("abc")), std::string("\\# 3 616263"));
    QCOMPARE(rdataText(Type::A, viewOf("abcde")), std::string("\\# 5 6162636465"));
    QCOMPARE(rdataText(Type::SOA, viewOf("x")), std::string("\\# 1 78"));
    // Fits, but no zone file may say 1:9.0.0.0/101.
    const Record longPrefix{Name(), static_cast<Type>(42), Class::IN, 0, hex("0001650109")};
    QCOMPARE(rdataText(longPrefix.type, viewOf(longPrefix.rdata)), std::string("\\# 5 0001650109"));
    const auto back = recordsFromText(recordText(longPrefix), Name());
    QVERIFY_RESULT(back);
    QVERIFY(back->front() == longPrefix);
    for (int type = 0; type <= 65535; ++type)
        QCOMPARE(rdataText(static_cast<Type>(type), {}), std::string("\\# 0"));
}

void TestText::everyTypeGoesRound()
{
    // H34: all types as \#, wire -> text -> wire. One text of 65,535 lines, two octet patterns.
    for (const std::string& rdata : {hex("00"), hex("c00c 0102 ff")}) {
        std::string text;
        std::vector<Type> wanted;
        for (int number = 1; number <= 65535; ++number) {
            const auto type = static_cast<Type>(number);
            if (rdataFault(type, Class::IN, viewOf(rdata)))
                continue;
            wanted.push_back(type);
            text += recordText({origin, type, Class::IN, 300, rdata}) + "\n";
        }
        QVERIFY(wanted.size() > 65000);
        std::size_t next = 0;
        const auto status = parseZoneText(text, Name(), 1, [&](const Record& record) {
            if (next < wanted.size() && record.type == wanted[next] && record.rdata == rdata)
                ++next;
        });
        QVERIFY_RESULT(status);
        QCOMPARE(next, wanted.size());
    }
}

void TestText::randomRdataGoesRound()
{
    // BIND CVE-2015-8704, NSD CVE-2026-12246: writing rdata as text, not reading it, was what broke.
    std::mt19937 random(3597);
    int fitting = 0;
    for (int number = 1; number <= 262; ++number)
        for (int i = 0; i < 150; ++i) {
            const auto type = static_cast<Type>(number);
            const Bytes rdata = randomRdata(random, i % 3);
            const bool fits = rdataFault(type, Class::IN, viewOf(rdata)) == nullptr;
            const std::string text = recordText({origin, type, Class::IN, 300, rdata});
            const auto back = recordsFromText(text, Name());
            if (!fits) {
                QVERIFY2(!back, text.c_str());
                continue;
            }
            ++fitting;
            QVERIFY2(back && back->size() == 1, (text + (back ? "" : toString(back.error()))).c_str());
            QVERIFY2(back->front().rdata == rdata && back->front().type == type, text.c_str());
        }
    QVERIFY(fitting > 10000);
}

void TestText::largeRdata()
{
    Bytes txt;
    while (txt.size() + 256 <= 65535)
        txt += '\xff' + Bytes(255, '\1'); // four characters an octet
    Bytes nsec(name("a.").wire());
    for (int window = 0; window < 256; ++window)
        nsec += static_cast<char>(window) + Bytes(1, ' ') +
                Bytes(32, window == 0 ? '\x7f' : '\xff'); // ' ' is 32; ten characters a bit
    for (const auto& [type, rdata] : {std::pair(Type::TXT, txt), std::pair(Type::NSEC, nsec),
                                      std::pair(static_cast<Type>(65280), Bytes(65535, 'x'))}) {
        const std::string text = recordText({origin, type, Class::IN, 300, rdata});
        const auto back = recordsFromText(text, Name());
        QVERIFY_RESULT(back);
        QVERIFY(back->front().rdata == rdata);
    }
    QVERIFY(!rdataText(Type::NSEC, viewOf(nsec)).starts_with("\\#"));
}

void TestText::zoneFile()
{
    const auto records = recordsFromText("$TTL 1h\n"
                                         "@ IN SOA ns host ( 1 ; serial\n 2 3\n 4 5 )\n"
                                         "    NS ns\n"
                                         "$ORIGIN sub.example.org.\n"
                                         "www 60 A 192.0.2.1\r\n"
                                         "; a comment\n"
                                         "\n"
                                         "*.w\\.x CNAME www\n",
                                         origin, 7);
    QVERIFY_RESULT(records);
    QCOMPARE(records->size(), std::size_t(4));
    QCOMPARE(records->at(0).ttl, std::uint32_t(3600));
    QCOMPARE(records->at(1).owner, origin);
    QCOMPARE(records->at(2).owner, name("www.sub.example.org."));
    QCOMPARE(records->at(2).ttl, std::uint32_t(60));
    QCOMPARE(records->at(3).owner, name("*.w\\.x.sub.example.org."));
    QCOMPARE(recordsFromText("x A 1.2.3.4", origin, 7)->front().ttl, std::uint32_t(7));
    QVERIFY(recordsFromText("", origin)->empty());
    QVERIFY(recordsFromText("\n\n; nothing\n", origin)->empty());
}

void TestText::errorsNameTheLine()
{
    int good = 0;
    const auto status = parseZoneText(
        "a A 192.0.2.1\nb A 192.0.2\nc A 192.0.2.3\nd NOSUCH x\ne A \\# 3 010203\nf A 192.0.2.4\n", origin,
        300, [&](const Record&) { ++good; });
    QVERIFY_ERROR(status, ErrorCode::SyntaxError);
    QCOMPARE(good, 3);
    const QStringList lines = QString::fromStdString(status.error().detail).split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith("line 2: "));
    QVERIFY(lines[1].startsWith("line 4: "));
    QVERIFY(lines[2].startsWith("line 5: "));
}

void TestText::atMostTwentyErrors()
{
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text += "x A not-an-address\n";
    const auto status = parseZoneText(text, origin, 300, [](const Record&) {});
    QVERIFY_ERROR(status, ErrorCode::SyntaxError);
    QCOMPARE(QString::fromStdString(status.error().detail).split('\n').size(), 20);
}

void TestText::includeIsRefused()
{
    QTemporaryDir folder;
    QFile file(folder.filePath("inc.zone"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("stolen TXT \"secret\"\n");
    file.close();
    int records = 0;
    for (const QString& path : {file.fileName(), QString("inc.zone"), QString("/etc/passwd")}) {
        const auto status = parseZoneText("$INCLUDE " + path.toStdString() + "\nx A 192.0.2.1\n", origin, 300,
                                          [&](const Record& r) { records += r.type == Type::TXT; });
        QVERIFY_ERROR(status, ErrorCode::SyntaxError);
        QVERIFY(status.error().detail.starts_with("line 1: $INCLUDE"));
    }
    QCOMPARE(records, 0);
}

void TestText::lastLineWithoutNewline()
{
    QCOMPARE(recordsFromText("a A 192.0.2.1\nb A 192.0.2.2", origin)->size(), std::size_t(2));
    QVERIFY_ERROR(recordsFromText("a A 192.0.2.1\nb A 192.0.2.", origin), ErrorCode::SyntaxError);
    QVERIFY_ERROR(recordsFromText("a SOA ns host ( 1 2 3", origin), ErrorCode::SyntaxError);
}

void TestText::hostileText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("zero octets") << QByteArray(1000, '\0');
    QTest::newRow("only quotes") << QByteArray(100000, '"');
    QTest::newRow("only brackets") << QByteArray(100000, '(');
    QTest::newRow("one long line") << "x TXT " + QByteArray(200000, 'a');
    QTest::newRow("one long quoted string") << "x TXT \"" + QByteArray(200000, 'a') + "\"";
    QTest::newRow("label too long") << QByteArray(64, 'a') + " A 192.0.2.1";
    QTest::newRow("name too long") << QByteArray("a.").repeated(200) + " A 192.0.2.1";
    QTest::newRow("huge TTL") << QByteArray("x 99999999999999999999 A 192.0.2.1");
    QTest::newRow("huge generic") << "x TYPE65280 \\# 65536 " + QByteArray(131072, '0');
    QTest::newRow("origin too long") << "$ORIGIN " + QByteArray("abcdefg.").repeated(40) + "\nx A 192.0.2.1";
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe"
                                          "x\0 \0A\0",
                                          8);
    QTest::newRow("unknown directive") << QByteArray("$GENERATE 1-3 x$ A 192.0.2.$");
}

void TestText::hostileText()
{
    QFETCH(QByteArray, text);
    const auto records = recordsFromText(text.toStdString(), origin);
    QVERIFY_ERROR(records, ErrorCode::SyntaxError);
    QVERIFY(records.error().detail.size() < 2000);
}

void TestText::originIsEscaped()
{
    const Name odd = name("a\\.b.\\000\\\"\\;x.\\$example.");
    const auto records = recordsFromText("@ A 192.0.2.1\nwww A 192.0.2.1\n", odd);
    QVERIFY_RESULT(records);
    QCOMPARE(records->at(0).owner, odd);
    QVERIFY(records->at(1).owner.isAtOrBelow(odd));
    QCOMPARE(recordsFromText("www A 192.0.2.1\n", Name())->front().owner, name("www."));
}

void TestText::manyThreads()
{
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 200; ++i) {
                const auto records = recordsFromText(
                    "x 300 RRSIG A 13 2 3600 20380119031408 20260101000000 1 e. AAAA", origin);
                if (records &&
                    recordText(records->front()) ==
                        "x.example.org. 300 IN RRSIG A 13 2 3600 20380119031408 20260101000000 1 e. AAAA")
                    ++right;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(right.load(), 800);
}

QTEST_APPLESS_MAIN(TestText)
#include "tst_text.moc"
