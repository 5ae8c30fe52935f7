// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/canonical_rdata.h"
#include "tests/model/zone/zone_model.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::tests;
using zone::compareCanonical;

class TestCanonicalRdata : public QObject
{
    Q_OBJECT

    static int compare(int type, const std::string& a, const std::string& b)
    {
        return compareCanonical(static_cast<dns::Type>(type), base::viewOf(a), base::viewOf(b));
    }

private slots:
    void namesIgnoreCase_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<bool>("ignored");
        QTest::newRow("NS") << 2 << QByteArray() << true;
        QTest::newRow("CNAME") << 5 << QByteArray() << true;
        QTest::newRow("MX") << 15 << QByteArray("AB") << true;
        QTest::newRow("SRV") << 33 << QByteArray("ABCDEF") << true;
        QTest::newRow("NAPTR") << 35 << QByteArray("ABCD\1U\1S\0", 9) << true;
        QTest::newRow("DNAME") << 39 << QByteArray() << true;
        QTest::newRow("RRSIG") << 46 << QByteArray("ABCDEFGHIJKLMNOPQR") << true;
        QTest::newRow("NSEC, RFC 6840 5.1") << 47 << QByteArray() << false;
        QTest::newRow("HTTPS") << 65 << QByteArray("AB") << false;
        QTest::newRow("unknown") << 65280 << QByteArray() << false;
    }
    void namesIgnoreCase()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, head);
        QFETCH(bool, ignored);
        const std::string a = head.toStdString() + wire("WWW.Example.org.");
        const std::string b = head.toStdString() + wire("www.example.ORG.");
        QCOMPARE(compare(type, a, b) == 0, ignored);
        if (!head.isEmpty()) {
            const std::string c = head.toLower().toStdString() + wire("www.example.ORG.");
            QVERIFY(compare(type, a, c) < 0); // what stands before the name is no name
        }
    }
    void orderIsThatOfOctets()
    {
        QVERIFY(compare(1, "abcd", "abce") < 0);
        QVERIFY(compare(16, "\1b", "\2ab") < 0);
        QVERIFY(compare(16, "\1b", "\1b\1c") < 0);
        QVERIFY(compare(1, "\x7f", "\x80") < 0);
        QVERIFY(compare(2, wire("a.org."), wire("B.org.")) < 0);
        QCOMPARE(compare(10, "", ""), 0);
    }
    void malformedRdataIsComparedAsItIs()
    {
        QVERIFY(compare(2, "\5AB", "\5ab") < 0);
        QVERIFY(compare(15, "A", "a") < 0);
        QVERIFY(compare(35, "ABCD\377", "ABCD\376") > 0);
    }
};

QTEST_APPLESS_MAIN(TestCanonicalRdata)
#include "tst_canonical_rdata.moc"
