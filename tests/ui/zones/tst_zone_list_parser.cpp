// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/kit/cpu_time.h"
#include "ui/zones/zone_list_parser.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::ui::zones;

class TestZoneListParser : public QObject
{
    Q_OBJECT

private slots:
    void linesOfAList();
    void csvWithHeaderAndQuotes();
    void spreadsheetOfAGerman();
    void namedConf();
    void badLinesAreNamedAndTheRestIsRead();
    void repeatedZones();
    void formIsRecognised();
    void hostileInput_data();
    void hostileInput();
    void manyLinesAreQuick();
};

void TestZoneListParser::linesOfAList()
{
    const ZoneList list = readZoneList("# our zones\n"
                                       "example.org 192.0.2.1 k1 ams-1;fra-1\r\n"
                                       "\n"
                                       "EXAMPLE.net. ns1=[2001:db8::1]:5353 - new=198.51.100.7\n"
                                       "example.com ns2.primary.example\n"
                                       "only.example\n");
    QCOMPARE(list.findings.size(), 0U);
    QCOMPARE(list.zones.size(), 4U);
    QCOMPARE(list.zones[0].line, 2);
    QCOMPARE(list.zones[0].primary->toText(), std::string("192.0.2.1:53"));
    QCOMPARE(list.zones[0].key, std::string("k1"));
    QCOMPARE(list.zones[0].edges, (std::vector<std::string>{"ams-1", "fra-1"}));
    QCOMPARE(list.zones[1].primaryName, std::string("ns1"));
    QCOMPARE(list.zones[1].primary->port, 5353);
    QVERIFY(list.zones[1].key.empty());
    QCOMPARE(list.zones[1].edges.front(), std::string("new=198.51.100.7"));
    QCOMPARE(list.zones[2].primaryName, std::string("ns2.primary.example"));
    QVERIFY(!list.zones[2].primary);
    QVERIFY(!list.zones[3].primary);
}

void TestZoneListParser::csvWithHeaderAndQuotes()
{
    const ZoneList list = readZoneList("\xEF\xBB\xBFzone,primary,key,edges\n"
                                       "example.org,192.0.2.1#5353,k1,\"ams-1; fra-1\"\n"
                                       "\"example.net\",ns1,,\n"
                                       "example.com,\"192.0.2.1\n"
                                       "a.example,b,c,d,e\n");
    QCOMPARE(list.zones.size(), 2U);
    QCOMPARE(list.zones[0].line, 2);
    QCOMPARE(list.zones[0].primary->port, 5353);
    QCOMPARE(list.zones[0].edges.size(), 2U);
    QCOMPARE(list.findings.size(), 2U);
    QCOMPARE(list.findings[0].problem, ListProblem::UnclosedQuote);
    QCOMPARE(list.findings[0].line, 4);
    QCOMPARE(list.findings[1].problem, ListProblem::TooManyFields);
}

void TestZoneListParser::spreadsheetOfAGerman()
{
    const ZoneList list = readZoneList("Zone;Primary;Key\nexample.org;192.0.2.1;k1\n");
    QCOMPARE(list.findings.size(), 0U);
    QCOMPARE(list.zones.size(), 1U);
    QCOMPARE(list.zones[0].key, std::string("k1"));
}

void TestZoneListParser::namedConf()
{
    const ZoneList list = readZoneList("options { directory \"/var/cache/bind\"; };\n"
                                       "zone \".\" { type hint; file \"root.hints\"; };\n"
                                       "// secondaries\n"
                                       "zone \"example.org\" IN {\n"
                                       "  type secondary; /* since 2019 */\n"
                                       "  primaries { 192.0.2.1 port 5353 key \"k1\"; 192.0.2.2; };\n"
                                       "  allow-transfer { none; };\n"
                                       "};\n"
                                       "zone example.net { type slave; masters { 2001:db8::1; }; };\n"
                                       "zone \"ours.example\" { type primary; file \"x\"; };\n"
                                       "zone \"open.example\" { type secondary; primaries { 192.0.2.1;\n");
    QCOMPARE(list.zones.size(), 2U);
    QCOMPARE(list.zones[0].apex.toDisplay(), std::string("example.org"));
    QCOMPARE(list.zones[0].line, 4);
    QCOMPARE(list.zones[0].primary->toText(), std::string("192.0.2.1:5353"));
    QCOMPARE(list.zones[0].key, std::string("k1"));
    QCOMPARE(list.zones[1].primary->toText(), std::string("[2001:db8::1]:53"));
    QCOMPARE(list.findings.size(), 1U);
    QCOMPARE(list.findings[0].problem, ListProblem::UnclosedBlock);
    QCOMPARE(list.findings[0].line, 11);
}

void TestZoneListParser::badLinesAreNamedAndTheRestIsRead()
{
    const ZoneList list =
        readZoneList("exa..mple 192.0.2.1\ngood.example 192.0.2.1\nnet.example 192.0.2.300\n");
    QCOMPARE(list.zones.size(), 1U);
    QCOMPARE(list.findings.size(), 2U);
    QCOMPARE(list.findings[0].line, 1);
    QCOMPARE(list.findings[0].problem, ListProblem::BadName);
    QCOMPARE(list.findings[1].line, 3);
    QCOMPARE(list.findings[1].problem, ListProblem::BadAddress);
    QCOMPARE(list.findings[1].text, std::string("192.0.2.300"));
}

void TestZoneListParser::repeatedZones()
{
    const ZoneList list = readZoneList("a.example 192.0.2.1\nA.EXAMPLE. 192.0.2.2\n");
    QCOMPARE(list.zones.size(), 1U);
    QCOMPARE(list.findings.front().problem, ListProblem::Repeated);
}

void TestZoneListParser::formIsRecognised()
{
    QCOMPARE(readZoneList("a.example,192.0.2.1\n").zones.front().primary.has_value(), true);
    QCOMPARE(readZoneList("a.example 192.0.2.1\n").zones.front().primary.has_value(), true);
    QCOMPARE(readZoneList("").zones.size(), 0U);
    QCOMPARE(readZoneList("# nothing\n").zones.size(), 0U);
}

void TestZoneListParser::hostileInput_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("zeros") << QByteArray(100, '\0');
    QTest::newRow("quotes") << QByteArray("a,\"\n\"\"\"\n\"");
    QTest::newRow("braces") << QByteArray("zone {{{{{{}}}};;;\"");
    QTest::newRow("open comment") << QByteArray("zone \"a\" { /* ");
    QTest::newRow("open string") << QByteArray("zone \"a");
    QTest::newRow("long line") << QByteArray(100'000, 'a');
    QTest::newRow("escapes") << QByteArray("\\300.example 1\n\\ 2\n\\");
    QTest::newRow("high octets") << QByteArray("\xff\xfe\x00z\x00o", 6);
    QTest::newRow("equals") << QByteArray("a.example =\nb.example ==\nc.example x=\n");
}

void TestZoneListParser::hostileInput()
{
    QFETCH(QByteArray, text);
    const ZoneList list = readZoneList({text.constData(), static_cast<std::size_t>(text.size())});
    for (const ListFinding& finding : list.findings)
        QVERIFY(finding.line > 0 && finding.text.size() <= 80);
}

void TestZoneListParser::manyLinesAreQuick()
{
    std::string text;
    for (int i = 0; i < 100'000; ++i)
        text += "zone" + std::to_string(i) + ".example 192.0.2.1 k1\n";
    const zonescope::uikit::CpuTimer timer;
    QCOMPARE(readZoneList(text).zones.size(), 100'000U);
    QVERIFY2(timer.milliseconds() < 2000, qPrintable(QString::number(timer.milliseconds())));
}

QTEST_APPLESS_MAIN(TestZoneListParser)
#include "tst_zone_list_parser.moc"
