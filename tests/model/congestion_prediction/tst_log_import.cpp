// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/prediction/log_import.h"
#include "model/congestion/prediction/value_text.h"
#include "tests/kit/result_macros.h"

#include <QTemporaryDir>
#include <QTest>

#include <ctime>

#include <zstd.h>

#include <cstring>

using namespace zonescope;
using namespace zonescope::congestion;

class TestLogImport : public QObject
{
    Q_OBJECT

private slots:
    void values();
    void csv();
    void badLinesAreCountedWithTheirNumber();
    void jsonLines();
    void deepNestingIsNoTrouble();
    void mlab();
    void ss();
    void iperf();
    void har();
    void boomerang();
    void navigationTiming();
    void rumCsv();
    void formatsAreGuessed();
    void zstd();
    void hundredThousandJsonLines();
};

namespace {

base::Timestamp milliseconds(std::int64_t ms)
{
    return base::fromMicroseconds(ms * 1000);
}

std::string base64(const std::string& octets)
{
    return QByteArray::fromStdString(octets).toBase64().toStdString();
}

std::string packed(const std::string& text)
{
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
}

} // namespace

void TestLogImport::values()
{
    QCOMPARE(readTime("2026-11-21T14:03:05.250Z"), milliseconds(1795269785250));
    QCOMPARE(readTime("2026-11-21T15:03:05.25+01:00"), milliseconds(1795269785250));
    QCOMPARE(readTime("2026-11-21 14:03:05"), milliseconds(1795269785000));
    QCOMPARE(readTime("1795269785.25"), milliseconds(1795269785250));
    QCOMPARE(readTime("1795269785250"), milliseconds(1795269785250));
    QCOMPARE(readTime("1795269785250000"), milliseconds(1795269785250));
    for (const char* bad :
         {"", "yesterday", "2026-13-01T00:00:00Z", "2026-11-21T25:00:00Z", "2026-11-21T14:03:05Zx"})
        QVERIFY2(!readTime(bad), bad);
    QCOMPARE(readBitRate("8Mbps"), 1e6);
    QCOMPARE(readBitRate("800bps"), 100.0);
    QCOMPARE(readCookie("0x1f"), std::uint64_t{31});
    QCOMPARE(readCookie(" 31 "), std::uint64_t{31});
    QVERIFY(!readCookie("x31"));
    QCOMPARE(percentDecoded("a%20b+c%zz%4"), std::string("a b c%zz%4"));
    QCOMPARE(base64Decoded("aGVsbG8="), std::string("hello"));
    QCOMPARE(base64Decoded("aGVsbG8"), std::string("hello"));
    QVERIFY(!base64Decoded("a"));
    QVERIFY(!base64Decoded("!!!!"));
    QVERIFY(!readNumber("-1"));
    QVERIFY(!readNumber("1e999"));
    QVERIFY(!readNumber("nan"));
}

void TestLogImport::csv()
{
    const auto import = readPassiveLog(
        LogFormat::Csv, "Time;Client;Algorithm;bytes_acked;min_rtt_us;rtt_ms;Busy-ms;cookie;note\r\n"
                        "2026-11-21T14:03:05Z;[2001:db8::7]:443;bbr;5000;20000;21.5;80;0x10;\"a;\"\"b\"\n"
                        "1795269785;203.0.113.9;cubic;6000;;30;;;\n");
    QCOMPARE(import.report.badLines, std::uint64_t{0});
    QCOMPARE(import.records.size(), std::size_t{2});
    const PassiveRecord& first = import.records[0];
    QCOMPARE(first.client->toText(), std::string("2001:db8::7"));
    QCOMPARE(first.minRttMs, 20.0);
    QCOMPARE(first.rttMs, 21.5);
    QCOMPARE(first.busyMs, 80.0);
    QCOMPARE(first.cookie, std::uint64_t{16});
    QVERIFY(!import.records[1].minRttMs);
    QCOMPARE(import.records[1].at, milliseconds(1795269785000));
}

void TestLogImport::badLinesAreCountedWithTheirNumber()
{
    std::string text = "time,bytes,rtt_ms,algorithm\n"
                       "1795269785,100,20,cubic\n"
                       "1795269785,100\n"            // 3
                       "1795269785,many,20,cubic\n"  // 4
                       "1795269785,,20,cubic\n"      // 5
                       "\"1795269785,100,20,cubic\n" // 6
                       "soon,100,20,cubic\n"         // 7
                       "1795269786,100,20,cubic\n";
    auto import = readPassiveLog(LogFormat::Csv, text);
    QCOMPARE(import.records.size(), std::size_t{2});
    QCOMPARE(import.report.badLines, std::uint64_t{5});
    QCOMPARE(import.report.bad.front().line, std::uint64_t{3});
    QCOMPARE(import.report.bad[1].why, std::string("bytes is 'many'"));
    QCOMPARE(import.report.bad.back().line, std::uint64_t{7});
    for (int i = 0; i < 500; ++i)
        text += "nonsense\n";
    import = readPassiveLog(LogFormat::Csv, text);
    QCOMPARE(import.report.badLines, std::uint64_t{505});
    QCOMPARE(import.report.bad.size(), std::size_t{100});
    QCOMPARE(import.records.size(), std::size_t{2});
}

void TestLogImport::jsonLines()
{
    const auto import = readPassiveLog(
        LogFormat::JsonLines,
        "{\"at\":1795269785.25,\"peer\":\"203.0.113.9:443\",\"congestion\":\"bbr\",\"tcp\":{\"bytes_acked\":"
        "7000,"
        "\"min_rtt\":20000,\"rtt\":25000,\"total_retrans\":3},\"list\":[{\"rtt\":1}],\"x\":null}\n"
        "\n"
        "[1]\n"
        "{\"bytes\":1,\n"
        "{\"bytes\":100,\"rtt_ms\":-5}\n");
    QCOMPARE(import.records.size(), std::size_t{1});
    QCOMPARE(import.records[0].rttMs, 25.0); // the one in the list is somebody else's
    QCOMPARE(import.records[0].retransmits, 3.0);
    QCOMPARE(import.records[0].algorithm, std::string("bbr"));
    QCOMPARE(import.report.badLines, std::uint64_t{3});
    QCOMPARE(import.report.bad[0].line, std::uint64_t{3});
    QCOMPARE(import.report.bad[2].line, std::uint64_t{5});
}

void TestLogImport::deepNestingIsNoTrouble()
{
    const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
    const std::string objects = "{\"a\":" + deep + "}";
    for (const LogFormat format : logFormats)
        for (const std::string& text : {deep, objects}) {
            if (isPassiveFormat(format))
                QVERIFY(readPassiveLog(format, text).records.empty());
            if (isRumFormat(format))
                QVERIFY(readRumLog(format, text).records.empty());
        }
}

void TestLogImport::mlab()
{
    // struct inet_diag_msg and struct tcp_info as a kernel of 2019 gave them: 224 octets.
    std::string message(72, '\0');
    message[0] = 2; // AF_INET
    const std::array<unsigned char, 4> client{203, 0, 113, 9};
    std::memcpy(message.data() + 24, client.data(), client.size());
    message[44] = 42;
    const auto line = [&](std::uint64_t acked, int number) {
        std::string info(224, '\0');
        const std::uint32_t rtt = 25'000;
        std::memcpy(info.data() + 68, &rtt, sizeof rtt);
        std::memcpy(info.data() + 120, &acked, sizeof acked);
        return "{\"Timestamp\":\"2019-05-06T12:00:0" + std::to_string(number) + ".01Z\",\"RawIDM\":\"" +
               base64(message) + "\",\"Attributes\":[null,null,\"" + base64(info) + "\",null,\"" +
               base64(std::string("bbr\0", 4)) + "\"]}\n";
    };
    const std::string text = "{\"Metadata\":{\"UUID\":\"x\",\"Sequence\":0}}\n" + line(1000, 1) +
                             line(5000, 2) + "{\"Attributes\":[]}\n" + line(9000, 3);
    const auto import = readPassiveLog(LogFormat::MlabTcpInfo, text);
    QCOMPARE(import.report.points, std::uint64_t{3});
    QCOMPARE(import.report.badLines, std::uint64_t{1});
    QCOMPARE(import.report.bad[0].line, std::uint64_t{4});
    QCOMPARE(import.records.size(), std::size_t{1}); // one connection: its last snapshot
    QCOMPARE(import.records[0].bytes, 9000.0);
    QCOMPARE(import.records[0].rttMs, 25.0);
    QCOMPARE(import.records[0].cookie, std::uint64_t{42});
    QCOMPARE(import.records[0].client->toText(), std::string("203.0.113.9"));
    QCOMPARE(import.records[0].algorithm, std::string("bbr"));
    QCOMPARE(import.records[0].at, milliseconds(1557144003010));
}

void TestLogImport::ss()
{
    const auto import = readPassiveLog(
        LogFormat::SsText, "State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process\n"
                           "LISTEN 0      4096         0.0.0.0:53         0.0.0.0:*\n"
                           "ESTAB  0      0          192.0.2.1:53   203.0.113.9:40123\n"
                           "\t ts sack cubic wscale:7,7 rto:224 rtt:22.5/3.1 mss:1448 cwnd:10 "
                           "bytes_sent:9100 bytes_retrans:1448 "
                           "bytes_acked:7652 send 5.1Mbps pacing_rate 10Mbps delivery_rate 4Mbps busy:120ms "
                           "rwnd_limited:12ms(10.0%) retrans:0/1 minrtt:20.1\n"
                           "ESTAB  0      0      [2001:db8::1]:53   [2001:db8::9%eth0]:40124 uid:0 sk:1a bbr "
                           "rtt:1/1 bytes_acked:10\n"
                           "nonsense\n"
                           "0      0          192.0.2.1:53   203.0.113.9:40125\n"
                           "\t reno rtt:5/1\n");
    QCOMPARE(import.records.size(), std::size_t{2});
    const PassiveRecord& first = import.records[0];
    QCOMPARE(first.algorithm, std::string("cubic"));
    QCOMPARE(first.bytes, 7652.0);
    QCOMPARE(first.rttMs, 22.5);
    QCOMPARE(first.minRttMs, 20.1);
    QCOMPARE(first.retransmittedBytes, 1448.0);
    QCOMPARE(first.deliveryRate, 5e5);
    QCOMPARE(first.busyMs, 120.0);
    QCOMPARE(import.records[1].cookie, std::uint64_t{26});
    QCOMPARE(import.records[1].client->toText(), std::string("2001:db8::9"));
    QCOMPARE(import.records[1].algorithm, std::string("bbr"));
    QCOMPARE(import.report.badLines, std::uint64_t{2});
    QCOMPARE(import.report.bad[0].line, std::uint64_t{6});
    QCOMPARE(import.report.bad[1].line, std::uint64_t{7});
}

void TestLogImport::iperf()
{
    const auto import = readPassiveLog(
        LogFormat::IperfJson,
        R"({"start":{"connecting_to":{"host":"203.0.113.9","port":5201},"timestamp":{"timesecs":1795269785}},
 "end":{"streams":[{"sender":{"bytes":1000000,"retransmits":4,"seconds":2.0,"min_rtt":20000,"mean_rtt":25000}},
 {"sender":{"bytes":500}},{"udp":{}}],"sender_tcp_congestion":"bbr"}})");
    QCOMPARE(import.records.size(), std::size_t{1});
    QCOMPARE(import.records[0].algorithm, std::string("bbr"));
    QCOMPARE(import.records[0].minRttMs, 20.0);
    QCOMPARE(import.records[0].ackMs, 2000.0);
    QCOMPARE(import.records[0].deliveryRate, 5e5);
    QCOMPARE(import.report.badLines, std::uint64_t{1});
    QCOMPARE(readPassiveLog(LogFormat::IperfJson, "{\n\n\"end\":}").report.bad.at(0).line, std::uint64_t{3});
    QCOMPARE(readPassiveLog(LogFormat::IperfJson, "{\"error\":\"refused\"}").report.badLines,
             std::uint64_t{1});
    const auto damaged = readPassiveLog(LogFormat::IperfJson,
                                        R"({"end":{"streams":[{"sender":{"bytes":-1,"seconds":2.0}},
 {"sender":{"bytes":1,"retransmits":-4,"seconds":-2.0,"min_rtt":-1,"mean_rtt":5}}]}})");
    QCOMPARE(damaged.report.badLines, std::uint64_t{1});
    QCOMPARE(damaged.records.size(), std::size_t{1});
    QVERIFY(!damaged.records[0].retransmits && !damaged.records[0].ackMs && !damaged.records[0].minRttMs);
}

void TestLogImport::har()
{
    const auto import = readRumLog(LogFormat::Har,
                                   R"({"log":{"version":"1.2","pages":[
 {"id":"page_1","title":"https://www.example/","startedDateTime":"2026-11-21T14:03:05.250Z","pageTimings":{"onLoad":812.5}},
 {"id":"page_2","title":"unfinished","startedDateTime":"2026-11-21T14:04:05.250Z","pageTimings":{"onLoad":null}}],
 "entries":[
 {"pageref":"page_1","response":{"bodySize":1000,"headersSize":200,"headers":[{"name":"Server-Timing","value":"db;dur=5, sk;desc=\"4711\""}]}},
 {"pageref":"page_1","response":{"_transferSize":300,"bodySize":-1,"headersSize":-1,"headers":[{"name":"server-timing","value":"sk;desc=4711"}]}},
 {"pageref":"other","response":{}}]}})");
    QCOMPARE(import.records.size(), std::size_t{1});
    QCOMPARE(import.records[0].loadMs, 812.5);
    QCOMPARE(import.records[0].bytes, 1500.0);
    QCOMPARE(import.records[0].cookies, std::vector<std::uint64_t>{4711});
    QCOMPARE(import.records[0].at, milliseconds(1795269785250));
    QCOMPARE(import.report.badLines, std::uint64_t{1});
}

void TestLogImport::boomerang()
{
    const auto import =
        readRumLog(LogFormat::Boomerang, "203.0.113.9 - - [21/Nov/2026:14:03:06 +0000] \"GET "
                                         "/beacon?v=1.815&t_done=950&rt.tstart=1795269785250&"
                                         "u=https%3A%2F%2Fwww.example%2F&sk=17 HTTP/1.1\" 204 0\n"
                                         "t_done=120&nt_nav_st=1795269785000&client=2001:db8::9\n"
                                         "v=1&u=x\n");
    QCOMPARE(import.records.size(), std::size_t{2});
    QCOMPARE(import.records[0].loadMs, 950.0);
    QCOMPARE(import.records[0].client->toText(), std::string("203.0.113.9"));
    QCOMPARE(import.records[0].page, std::string("https://www.example/"));
    QCOMPARE(import.records[0].cookies, std::vector<std::uint64_t>{17});
    QCOMPARE(import.records[1].client->toText(), std::string("2001:db8::9"));
    QCOMPARE(import.report.bad.at(0).line, std::uint64_t{3});
}

void TestLogImport::navigationTiming()
{
    const std::string one =
        R"({"name":"https://www.example/","entryType":"navigation","startTime":0,"duration":640.5,"loadEventEnd":640.5,)"
        R"("transferSize":53000,"timeOrigin":1795269785250.4,"serverTiming":[{"name":"sk","duration":0,"description":"99"}]})";
    const auto array = readRumLog(LogFormat::NavigationTiming, "[" + one + ",{\"entryType\":\"resource\"}]");
    QCOMPARE(array.records.size(), std::size_t{1});
    QCOMPARE(array.records[0].loadMs, 640.5);
    QCOMPARE(array.records[0].bytes, 53000.0);
    QCOMPARE(array.records[0].cookies, std::vector<std::uint64_t>{99});
    const auto lines = readRumLog(LogFormat::NavigationTiming, one + "\n{broken\n" + one + "\n3\n");
    QCOMPARE(lines.records.size(), std::size_t{2});
    QCOMPARE(lines.report.badLines, std::uint64_t{2});
    QCOMPARE(lines.report.bad[0].line, std::uint64_t{2});
    // Version 1 of the API: moments since 1970.
    const auto old = readRumLog(LogFormat::NavigationTiming,
                                R"({"navigationStart":1795269785250,"loadEventEnd":1795269786000})");
    QCOMPARE(old.records.at(0).loadMs, 750.0);
}

void TestLogImport::rumCsv()
{
    const auto import = readRumLog(LogFormat::Csv, "time,client,load_ms,bytes,cookie\n"
                                                   "1795269785,203.0.113.9,812,53000,17 18\n"
                                                   "1795269785,203.0.113.9,0,53000,\n");
    QCOMPARE(import.records.size(), std::size_t{1});
    QCOMPARE(import.records[0].cookies, (std::vector<std::uint64_t>{17, 18}));
    QCOMPARE(import.report.bad.at(0).line, std::uint64_t{3});
}

void TestLogImport::formatsAreGuessed()
{
    QCOMPARE(guessFormat("time,rtt_ms,bytes\n1,2,3\n", false), LogFormat::Csv);
    QCOMPARE(guessFormat("{\"rtt_ms\":3}\n", false), LogFormat::JsonLines);
    QCOMPARE(guessFormat("{\"Timestamp\":\"x\",\"RawIDM\":\"\"}\n", false), LogFormat::MlabTcpInfo);
    QCOMPARE(guessFormat("State Recv-Q Send-Q\nESTAB 0 0\n", false), LogFormat::SsText);
    QCOMPARE(guessFormat("{\n\t\"start\":\t{\"connecting_to\":{}}}", false), LogFormat::IperfJson);
    QCOMPARE(guessFormat("{\"log\":{\"pages\":[]}}", true), LogFormat::Har);
    QCOMPARE(guessFormat("v=1&t_done=12", true), LogFormat::Boomerang);
    QCOMPARE(guessFormat("[{\"entryType\":\"navigation\"}]", true), LogFormat::NavigationTiming);
    QCOMPARE(guessFormat("load_ms,time\n1,2\n", true), LogFormat::Csv);
    QCOMPARE(guessFormat("", true), LogFormat::Csv);
    for (const LogFormat format : logFormats)
        QVERIFY(!formatWord(format).empty());
}

void TestLogImport::zstd()
{
    const std::string text = "rtt_ms,bytes\n" + std::string(100'000, '#') + "\n1,2\n";
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath(QStringLiteral("log.jsonl.zst")).toStdString();
    const auto write = [&](const std::string& octets) {
        QFile out(QString::fromStdString(file.string()));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(QByteArray::fromStdString(octets));
    };
    write(packed(text));
    auto read = readLogFile(file);
    QVERIFY_RESULT(read);
    QCOMPARE(*read, text);
    write(packed(text) + packed("3,4\n")); // two frames, as appending logs write them
    read = readLogFile(file);
    QVERIFY_RESULT(read);
    QCOMPARE(*read, text + "3,4\n");
    write(packed(text).substr(0, 20));
    QVERIFY_ERROR(readLogFile(file), base::ErrorCode::SyntaxError);
    write(packed(text) + "rubbish");
    QVERIFY_ERROR(readLogFile(file), base::ErrorCode::SyntaxError);
    QVERIFY_ERROR(unpackZstd(packed(text), 1000), base::ErrorCode::LimitBytes);
    QVERIFY_ERROR(readLogFile("/nowhere/at/all"), base::ErrorCode::FileFailed);
}

void TestLogImport::hundredThousandJsonLines()
{
    std::string text;
    for (int i = 0; i < 100'000; ++i)
        text += "{\"time\":" + std::to_string(1'795'269'785 + i) + ",\"client\":\"203.0.113." +
                std::to_string(i % 250) + "\",\"algorithm\":\"bbr\",\"bytes\":" + std::to_string(i) +
                ",\"min_rtt_ms\":20.5,\"rtt_ms\":25.25,\"retransmits\":3,\"busy_ms\":120.5,\"delivery_rate\":"
                "500000}\n";
    // The processor's time: what else the machine does is no figure of ours.
    const std::clock_t from = std::clock();
    const auto import = readPassiveLog(LogFormat::JsonLines, text);
    const double seconds = double(std::clock() - from) / CLOCKS_PER_SEC;
    QCOMPARE(import.records.size(), std::size_t{100'000});
    qInfo("100,000 JSON lines: %.0f ms", seconds * 1e3);
#ifdef __SANITIZE_THREAD__
    QSKIP("no bar for a program that ThreadSanitizer makes twenty times slower");
#endif
    QVERIFY(seconds < 2);
}

QTEST_APPLESS_MAIN(TestLogImport)
#include "tst_log_import.moc"
