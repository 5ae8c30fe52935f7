// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/name.h"

#include "tests/kit/result_macros.h"
#include "tests/model/dns/dns_test_data.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace zonescope::dns;
using namespace zonescope::dns::test;
using zonescope::base::ErrorCode;
using zonescope::base::viewOf;

namespace {

std::string repeated(std::string_view label, int times)
{
    std::string text;
    for (int i = 0; i < times; ++i)
        text.append(label).append(".");
    return text;
}

/// Any octets in labels of any length, 0 and 1 and letters of both cases more often than others.
Name randomName(std::mt19937& random, const Name& below)
{
    std::string wire(below.wire());
    const int labels = std::uniform_int_distribution(0, 4)(random);
    for (int i = 0; i < labels; ++i) {
        std::string label(1, static_cast<char>(std::uniform_int_distribution(1, 5)(random)));
        for (int j = 0; j < label[0]; ++j) {
            const int kind = std::uniform_int_distribution(0, 3)(random);
            const int any = std::uniform_int_distribution(0, 255)(random);
            label += static_cast<char>(kind == 0   ? any
                                       : kind == 1 ? any % 3
                                       : kind == 2 ? 'a' + any % 3
                                                   : 'A' + any % 3);
        }
        wire.insert(0, label);
    }
    return Name::fromWire(viewOf(wire)).value();
}

} // namespace

class TestName : public QObject
{
    Q_OBJECT

private slots:
    void textRoundTrip_data();
    void textRoundTrip();
    void badText_data();
    void badText();
    void limits();
    void wire();
    void comparisonIgnoresAsciiCaseOnly();
    void orderOfRfc4034();
    void ancestry();
    void wildcards();
    void canonicalKeyKnownValues();
    void canonicalKeyKeepsOrderAndComesBack();
    void damagedKeyGivesAValidName();
};

void TestName::textRoundTrip_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << QByteArray("www.example.org.") << QByteArray("www.example.org.");
    QTest::newRow("final dot added") << QByteArray("www.example.org") << QByteArray("www.example.org.");
    QTest::newRow("case kept") << QByteArray("WwW.eXample") << QByteArray("WwW.eXample.");
    QTest::newRow("root") << QByteArray(".") << QByteArray(".");
    QTest::newRow("escaped dot") << QByteArray("a\\.b.c") << QByteArray("a\\.b.c.");
    QTest::newRow("escaped final dot") << QByteArray("a.b\\.") << QByteArray("a.b\\..");
    QTest::newRow("decimal") << QByteArray("\\097\\000\\255.c") << QByteArray("a\\000\\255.c.");
    QTest::newRow("blank as decimal") << QByteArray("a\\032b") << QByteArray("a\\032b.");
    QTest::newRow("escaped blank") << QByteArray("a\\ b") << QByteArray("a\\032b.");
    QTest::newRow("specials") << QByteArray("$\\@\\\"\\;\\(\\)\\\\.x")
                              << QByteArray("\\$\\@\\\"\\;\\(\\)\\\\.x.");
    QTest::newRow("all punctuation")
        << QByteArray("!#%&'+,:<=>?[]^`{|}~.x")
        << QByteArray("\\!\\#\\%\\&\\'\\+\\,\\:\\<\\=\\>\\?\\[\\]\\^\\`\\{\\|\\}\\~.x.");
    QTest::newRow("underscore and star") << QByteArray("*._tcp.x") << QByteArray("*._tcp.x.");
    QTest::newRow("slash of RFC 2317")
        << QByteArray("0/25.2.0.192.in-addr.arpa") << QByteArray("0/25.2.0.192.in-addr.arpa.");
}

void TestName::textRoundTrip()
{
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, text);
    const auto parsed = Name::fromText(given.toStdString());
    QVERIFY_RESULT(parsed);
    QCOMPARE(parsed->toText(), text.toStdString());
    const auto again = Name::fromText(parsed->toText());
    QVERIFY_RESULT(again);
    QCOMPARE(again->wire(), parsed->wire());
    QCOMPARE(parsed->toDisplay(), parsed->isRoot() ? "." : text.chopped(1).toStdString());
}

void TestName::badText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("empty") << QByteArray("") << QByteArray("empty");
    QTest::newRow("two dots") << QByteArray("a..b") << QByteArray("empty label at position 3");
    QTest::newRow("leading dot") << QByteArray(".a") << QByteArray("empty label at position 1");
    QTest::newRow("only dots") << QByteArray("..") << QByteArray("empty label");
    QTest::newRow("backslash at end")
        << QByteArray("ab\\") << QByteArray("backslash at the end at position 3");
    QTest::newRow("short decimal") << QByteArray("a\\12") << QByteArray("three digits");
    QTest::newRow("decimal cut by dot") << QByteArray("a\\12.b") << QByteArray("three digits");
    QTest::newRow("large decimal") << QByteArray("a\\256") << QByteArray("larger than 255");
    QTest::newRow("blank") << QByteArray("a b") << QByteArray("blank or control character at position 2");
    QTest::newRow("newline") << QByteArray("a\n") << QByteArray("blank or control");
    QTest::newRow("zero octet") << QByteArray("a\0b", 3) << QByteArray("blank or control");
    QTest::newRow("umlaut") << QByteArray("b\xc3\xbc"
                                          "cher.de")
                            << QByteArray("outside ASCII");
    QTest::newRow("long label") << QByteArray(64, 'a') << QByteArray("longer than 63 octets at position 64");
}

void TestName::badText()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, says);
    const auto parsed = Name::fromText(text.toStdString());
    QVERIFY_ERROR(parsed, ErrorCode::InvalidName);
    QVERIFY2(QByteArray::fromStdString(parsed.error().detail).contains(says), parsed.error().detail.c_str());
}

void TestName::limits()
{
    const std::string label63(63, 'a');
    QVERIFY_RESULT(Name::fromText(label63));
    // 127 labels of one octet: 254 octets and the root make 255.
    const auto longest = Name::fromText(repeated("a", 127));
    QVERIFY_RESULT(longest);
    QCOMPARE(longest->wire().size(), std::size_t(255));
    QCOMPARE(longest->labelCount(), std::size_t(127));
    QVERIFY_ERROR(Name::fromText(repeated("a", 128)), ErrorCode::InvalidName);
    // 3 x 64 + 62 + 1 = 255
    QVERIFY_RESULT(Name::fromText(repeated(label63, 3) + std::string(61, 'b')));
    QVERIFY_ERROR(Name::fromText(repeated(label63, 3) + std::string(62, 'b')), ErrorCode::InvalidName);
    // The same with escapes: four characters of text are one octet.
    QVERIFY_RESULT(Name::fromText(repeated("\\097", 127)));
}

void TestName::wire()
{
    QVERIFY_RESULT(Name::fromWire(viewOf(std::string_view("\3www\0", 5))));
    QVERIFY_RESULT(Name::fromWire(viewOf(std::string_view("\0", 1))));
    for (const std::string_view bad :
         {std::string_view(), std::string_view("\3www"), std::string_view("\3ww"),
          std::string_view("\0\0", 2), std::string_view("\3www\0x", 6), std::string_view("\xc0\x0c"),
          std::string_view("\x40"
                           "a\0",
                           3)})
        QVERIFY_ERROR(Name::fromWire(viewOf(bad)), ErrorCode::MalformedName);
    std::string tooLong;
    for (int i = 0; i < 128; ++i)
        tooLong += "\1a";
    tooLong += '\0';
    QVERIFY_ERROR(Name::fromWire(viewOf(tooLong)), ErrorCode::MalformedName);
}

void TestName::comparisonIgnoresAsciiCaseOnly()
{
    QCOMPARE(name("WWW.Example."), name("www.eXAMPLE."));
    QCOMPARE(name("WWW.Example.").hash(), name("www.eXAMPLE.").hash());
    QVERIFY(name("a[b.") != name("a{b."));     // 0x5b and 0x7b differ by the case bit and are no letters
    QVERIFY(name("\\196.") != name("\\228.")); // A and a umlaut in Latin-1
    QVERIFY(name("ab.c.") != name("a.bc."));
    QCOMPARE(name("WWW.Example.").lowered().toText(), std::string("www.example."));
}

void TestName::orderOfRfc4034()
{
    // Section 6.1's own list.
    const std::vector<std::string> sorted{"example.",         "a.example.",      "yljkjljk.a.example.",
                                          "Z.a.example.",     "zABC.a.EXAMPLE.", "z.example.",
                                          "\\001.z.example.", "*.z.example.",    "\\200.z.example."};
    for (std::size_t i = 0; i < sorted.size(); ++i)
        for (std::size_t j = 0; j < sorted.size(); ++j) {
            const auto order = name(sorted[i]) <=> name(sorted[j]);
            QVERIFY2((order < 0) == (i < j) && (order > 0) == (i > j), (sorted[i] + " " + sorted[j]).c_str());
        }
    QVERIFY(Name() < name("a."));
}

void TestName::ancestry()
{
    const Name www = name("www.Example.org.");
    QVERIFY(www.isAtOrBelow(name("example.ORG.")));
    QVERIFY(www.isAtOrBelow(www));
    QVERIFY(www.isAtOrBelow(Name()));
    QVERIFY(!name("example.org.").isAtOrBelow(www));
    QVERIFY(!name("wwwexample.org.").isAtOrBelow(name("example.org.")));
    QVERIFY(!name("notexample.org.").isAtOrBelow(name("example.org.")));
    // Octets that look like a label boundary inside a label are none.
    QVERIFY(!name("x\\007example\\003org.").isAtOrBelow(name("example.org.")));
    QCOMPARE(www.labelCount(), std::size_t(3));
    QCOMPARE(www.parent().toText(), std::string("Example.org."));
    QCOMPARE(www.parent(3), Name());
    QCOMPARE(www.parent(0), www);
    QVERIFY(Name().isRoot() && !www.isRoot());
}

void TestName::wildcards()
{
    QVERIFY(name("*.example.").isWildcard());
    QVERIFY(!name("**.example.").isWildcard());
    QVERIFY(!name("a.*.example.").isWildcard());
    QCOMPARE(name("example.").wildcardBelow()->toText(), std::string("*.example."));
    QVERIFY_RESULT(name(repeated("a", 126)).wildcardBelow());
    QVERIFY_ERROR(name(repeated("a", 127)).wildcardBelow(), ErrorCode::InvalidName);
}

void TestName::canonicalKeyKnownValues()
{
    const Name apex = name("example.org.");
    QCOMPARE(apex.canonicalKey(apex), std::string());
    QCOMPARE(name("WWW.Sub.Example.org.").canonicalKey(apex), std::string("sub\0www", 7));
    QCOMPARE(name("a\\000\\001\\002.example.org.").canonicalKey(apex), std::string("a\1\1\1\2\2"));
    QCOMPARE(name("www.sub.").canonicalKey(Name()), std::string("sub\0www", 7));
}

void TestName::canonicalKeyKeepsOrderAndComesBack()
{
    std::mt19937 random(4034);
    for (const Name& apex : {name("example.org."), Name()}) {
        std::vector<Name> names;
        for (int i = 0; i < 600; ++i)
            names.push_back(randomName(random, apex));
        for (const Name& n : names)
            QCOMPARE(Name::fromCanonicalKey(n.canonicalKey(apex), apex).wire(), n.lowered().wire());
        for (const Name& a : names)
            for (const Name& b : names) {
                const auto byName = a <=> b;
                const int byKey = a.canonicalKey(apex).compare(b.canonicalKey(apex));
                QVERIFY2((byName < 0) == (byKey < 0) && (byName > 0) == (byKey > 0) &&
                             (byName == 0) == (a == b),
                         (a.toText() + " " + b.toText()).c_str());
            }
    }
}

void TestName::damagedKeyGivesAValidName()
{
    const Name apex = name("example.org.");
    std::mt19937 random(1);
    for (int i = 0; i < 20000; ++i) {
        std::string key(std::uniform_int_distribution<std::size_t>(0, 400)(random), '\0');
        const int alphabet = i % 2 == 0 ? 255 : 2;
        for (char& c : key)
            c = static_cast<char>(std::uniform_int_distribution(0, alphabet)(random));
        const Name n = Name::fromCanonicalKey(key, apex);
        QVERIFY(Name::fromWire(viewOf(n.wire())).has_value());
        QVERIFY(n.isAtOrBelow(apex));
    }
}

QTEST_APPLESS_MAIN(TestName)
#include "tst_name.moc"
