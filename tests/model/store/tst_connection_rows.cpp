// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/connection_rows.h"
#include "tests/model/store/history_fixture.h"
#include "tests/model/store/sample_data.h"

#include <QTest>

#include <cmath>
#include <cstring>
#include <filesystem>

using namespace zonescope;
using congestion::ClosedConnection;
using congestion::ConnectionFilter;
using congestion::MinuteRow;

namespace {

ClosedConnection closed(std::uint64_t cookie, const char* remote, base::Timestamp at,
                        const char* algorithm = "")
{
    ClosedConnection row;
    row.closedAt = at;
    row.connection.cookie = cookie;
    row.connection.local = *net::Endpoint::fromText("192.0.2.1:40000");
    row.connection.remote = *net::Endpoint::fromText(remote);
    if (row.connection.remote.address.family() == net::Family::V6)
        row.connection.local = *net::Endpoint::fromText("[2001:db8::1]:40000");
    row.connection.state = congestion::TcpState::Closed;
    row.connection.userId = 1000;
    row.connection.hasCounters = true;
    std::strncpy(row.connection.algorithmText.data(), algorithm, row.connection.algorithmText.size() - 1);
    congestion::TcpCounters& c = row.connection.counters;
    c.rttUs = 20'000 + static_cast<std::uint32_t>(cookie);
    c.minRttUs = 18'000;
    c.congestionWindow = 44;
    c.totalRetransmits = 3;
    c.timeouts = 1;
    c.outOfOrderReceived = 9;
    c.bytesSent = 1ULL << 33U;
    c.bytesAcked = 77;
    c.bytesReceived = cookie;
    c.busyUs = 5000;
    c.receiverLimitedUs = 40;
    return row;
}

using Rows = std::vector<ClosedConnection>;

std::vector<std::uint64_t> cookies(const base::Result<Rows>& rows)
{
    std::vector<std::uint64_t> found;
    if (rows)
        for (const ClosedConnection& row : *rows)
            found.push_back(row.connection.cookie);
    return found;
}

} // namespace

class tst_ConnectionRows : public QObject, private kit::HistoryFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void rowsComeBackAsTheyWere();
    void filters();
    void byZone();
    void oneMomentHoldsManyRows();
    void minutesMergeOverRestarts();
    void oldRowsGoMinutesStay();
    void tooManyRowsGo();
    void aRowTakesWhatIsReckoned();

private:
    void put(Rows rows)
    {
        store().append(std::make_shared<const Rows>(std::move(rows)));
        QVERIFY_RESULT(kit::flush(store()));
    }
    base::Result<Rows> ask(const ConnectionFilter& filter)
    {
        return kit::ask(store(),
                        [filter](store::HistoryReader& reader) { return reader.connections(filter); });
    }
    base::Result<std::vector<MinuteRow>> minutes(std::optional<net::Prefix> peer = {})
    {
        return kit::ask(store(), [peer](store::HistoryReader& reader) { return reader.minutes({}, peer); });
    }
};

void tst_ConnectionRows::rowsComeBackAsTheyWere()
{
    ClosedConnection four = closed(7, "198.51.100.9:53", kit::at(1), "bbr");
    four.firstSeen = kit::at(0);
    const ClosedConnection six = closed(8, "[2001:db8:1::53]:853", kit::at(2));
    put({four, six});
    const auto rows = ask({});
    QVERIFY_RESULT(rows);
    QCOMPARE(rows->size(), 2U);
    const ClosedConnection& newest = rows->front();
    QCOMPARE(newest.connection.remote.toText(), six.connection.remote.toText());
    QVERIFY(!newest.firstSeen);
    QVERIFY(newest.connection.algorithm().empty());
    const ClosedConnection& oldest = rows->back();
    QVERIFY(oldest.closedAt == four.closedAt && oldest.firstSeen == four.firstSeen);
    QCOMPARE(oldest.connection.algorithm(), std::string_view("bbr"));
    QCOMPARE(oldest.connection.local.toText(), four.connection.local.toText());
    QCOMPARE(oldest.connection.userId, 1000U);
    QVERIFY(oldest.connection.counters == four.connection.counters);
}

void tst_ConnectionRows::filters()
{
    put({closed(1, "198.51.100.9:53", kit::at(1)), closed(2, "198.51.101.9:53", kit::at(2)),
         closed(3, "[2001:db8:1::53]:853", kit::at(3)), closed(4, "198.51.100.77:853", kit::at(4))});
    using Found = std::vector<std::uint64_t>;
    ConnectionFilter filter;
    filter.peer = *net::Prefix::fromText("198.51.100.0/24");
    QCOMPARE(cookies(ask(filter)), (Found{4, 1}));
    filter.port = 53;
    QCOMPARE(cookies(ask(filter)), (Found{1}));
    filter = {};
    filter.peer = *net::Prefix::fromText("2001:db8::/32");
    QCOMPARE(cookies(ask(filter)), (Found{3}));
    filter.peer = *net::Prefix::fromText("198.51.100.9/32");
    QCOMPARE(cookies(ask(filter)), (Found{1}));
    filter.peer = *net::Prefix::fromText("198.51.100.64/26"); // not at an octet's edge
    QCOMPARE(cookies(ask(filter)), (Found{4}));
    filter = {};
    filter.port = 40000; // ours
    QCOMPARE(cookies(ask(filter)).size(), 4U);
    filter = {};
    filter.period = {kit::at(2), kit::at(4)};
    QCOMPARE(cookies(ask(filter)), (Found{3, 2}));
    filter = {};
    filter.limit = 2;
    QCOMPARE(cookies(ask(filter)), (Found{4, 3}));
}

void tst_ConnectionRows::byZone()
{
    std::mt19937 random(5);
    pipeline::TransferAttempt attempt = kit::someAttempt(1, random);
    attempt.zone = base::ZoneId{42};
    attempt.tcpInfo = net::TcpInfo{};
    attempt.tcpInfo->cookie = 77;
    attempt.flow = pipeline::TransferFlow{};
    attempt.flow->stalled = base::Duration(9);
    attempt.verdict = pipeline::TransferVerdict::SlowPrimary;
    store().append(attempt);
    put({closed(77, "198.51.100.9:53", kit::at(1)), closed(78, "198.51.100.9:53", kit::at(2))});
    ConnectionFilter filter;
    filter.zones = {base::ZoneId{42}};
    QCOMPARE(cookies(ask(filter)), (std::vector<std::uint64_t>{77}));
    filter.zones = {base::ZoneId{43}};
    QVERIFY(cookies(ask(filter)).empty());
    const auto rows = kit::ask(store(), [](store::HistoryReader& reader) { return reader.attempts(all()); });
    QVERIFY_RESULT(rows);
    QCOMPARE(rows->size(), 1U);
    QVERIFY(rows->front().flow == attempt.flow && rows->front().verdict == attempt.verdict);
    QCOMPARE(rows->front().tcpInfo->cookie, 77U);
}

void tst_ConnectionRows::oneMomentHoldsManyRows()
{
    Rows rows;
    for (std::uint64_t cookie = 1; cookie <= 500; ++cookie)
        rows.push_back(closed(cookie, "198.51.100.9:53", kit::at(1)));
    put(rows);
    put({closed(501, "198.51.100.9:53", kit::at(1))});
    QCOMPARE(cookies(ask({})).size(), 501U);
    // The clock was set back by an hour: nothing is lost, and the times are those of the clock.
    put({closed(502, "198.51.100.9:53", kit::at(-3600))});
    ConnectionFilter filter;
    filter.period = {kit::at(-3601), kit::at(-3599)};
    QCOMPARE(cookies(ask(filter)), (std::vector<std::uint64_t>{502}));
    reopen(base::Duration(1'000'000));
    put({closed(503, "198.51.100.9:53", kit::at(1))}); // a time that is taken
    QCOMPARE(cookies(ask({})).size(), 503U);
}

void tst_ConnectionRows::minutesMergeOverRestarts()
{
    MinuteRow row;
    row.key = {1000, *net::Prefix::fromText("198.51.100.0/24"), "bbr"};
    row.figures.add(closed(1, "198.51.100.9:53", kit::at(1)).connection.counters);
    MinuteRow six = row;
    six.key.peer = *net::Prefix::fromText("2001:db8:1::/48");
    six.key.algorithm = "";
    store().append(std::vector{row, six});
    QVERIFY_RESULT(kit::flush(store()));
    reopen(base::Duration(5'000'000));
    store().append(std::vector{row});
    QVERIFY_RESULT(kit::flush(store()));
    const auto found = minutes();
    QVERIFY_RESULT(found);
    QCOMPARE(found->size(), 2U);
    const auto four = std::ranges::find(*found, row.key, &MinuteRow::key);
    QVERIFY(four != found->end());
    congestion::MinuteFigures twice = row.figures;
    twice.merge(row.figures);
    QVERIFY(four->figures == twice);
    QCOMPARE(four->figures.connections, 2U);
    QCOMPARE(four->figures.rtt.count(), 2U);
    const auto one = minutes(six.key.peer);
    QCOMPARE(one->size(), 1U);
    QVERIFY(one->front() == six);
}

void tst_ConnectionRows::oldRowsGoMinutesStay()
{
    MinuteRow row;
    row.key = {1000, *net::Prefix::fromText("198.51.100.0/24"), "bbr"};
    row.figures.connections = 1;
    store().append(std::vector{row});
    put({closed(1, "198.51.100.9:53", clock().wall() - std::chrono::hours(24 * 9)),
         closed(2, "198.51.100.9:53", clock().wall() - std::chrono::hours(24 * 6))});
    clock().advance(std::chrono::hours(1));
    const auto left = [&] {
        store().append(std::vector{row});
        (void)kit::flush(store());
        return cookies(ask({}));
    };
    QTRY_COMPARE(left(), (std::vector<std::uint64_t>{2})); // kept for seven days
    QCOMPARE(minutes()->size(), 1U);
}

void tst_ConnectionRows::tooManyRowsGo()
{
    zone::Configuration configuration;
    zone::EngineLimits limits;
    limits.connectionLogMegabytes = 1;
    QVERIFY_RESULT(configuration.put(limits));
    QVERIFY_RESULT(kit::save(store(), configuration));
    constexpr std::uint64_t many = 12'000; // a megabyte holds some 9,300
    for (std::uint64_t first = 1; first < many; first += 4000) {
        Rows rows;
        for (std::uint64_t cookie = first; cookie < first + 4000; ++cookie)
            rows.push_back(closed(cookie, "198.51.100.9:53", kit::at(static_cast<std::int64_t>(cookie))));
        put(std::move(rows));
    }
    clock().advance(std::chrono::hours(1));
    ConnectionFilter filter;
    filter.limit = 100'000;
    const auto left = [&] {
        (void)kit::flush(store());
        return cookies(ask(filter));
    };
    QTRY_VERIFY_WITH_TIMEOUT(left().size() < 9'500, 60'000);
    const auto kept = left();
    QVERIFY(kept.size() > 8'000);
    QCOMPARE(kept.front(), many); // the newest stay
}

/// The limit in megabytes is kept by a count of rows, so what a row takes must be right: measured over rows
/// of mixed families, sizes and algorithms, as the kernel gives them.
void tst_ConnectionRows::aRowTakesWhatIsReckoned()
{
    constexpr int rows = 100'000;
    std::mt19937 random(3);
    const auto upTo = [&](std::uint64_t most) {
        // Sizes of connections spread over orders of magnitude: a uniform exponent.
        const double exponent = std::uniform_real_distribution<double>(0, std::log2(double(most)))(random);
        return static_cast<std::uint64_t>(std::exp2(exponent));
    };
    const std::filesystem::path file = folder() / "history.sqlite";
    const auto before = std::filesystem::file_size(file);
    for (int first = 0; first < rows; first += 2000) {
        Rows chunk;
        for (int i = first; i < first + 2000; ++i) {
            const std::string remote = i % 3 == 0 ? "[2001:db8:" + std::to_string(i % 500) + "::53]:443"
                                                  : "198.51." + std::to_string(i % 250) + ".9:443";
            ClosedConnection row = closed(5'000'000ULL + static_cast<std::uint64_t>(i), remote.c_str(),
                                          kit::at(1) + base::Duration(700LL * i), i % 5 ? "cubic" : "bbr");
            row.firstSeen = row.closedAt - base::Duration(static_cast<std::int64_t>(upTo(600'000'000)));
            congestion::TcpCounters& c = row.connection.counters;
            c.rttUs = static_cast<std::uint32_t>(upTo(300'000));
            c.minRttUs = c.rttUs / 2;
            c.receiveRttUs = c.rttUs;
            c.congestionWindow = static_cast<std::uint32_t>(upTo(400));
            c.totalRetransmits = i % 4 ? 0 : static_cast<std::uint32_t>(upTo(1000));
            c.timeouts = i % 16 ? 0 : 1;
            c.outOfOrderReceived = i % 4 ? 0 : static_cast<std::uint32_t>(upTo(3000));
            c.receiveSpace = static_cast<std::uint32_t>(upTo(6'000'000));
            c.bytesSent = upTo(50'000'000);
            c.bytesAcked = c.bytesSent;
            c.bytesRetransmitted = c.totalRetransmits * 1448ULL;
            c.bytesReceived = upTo(50'000'000);
            c.segmentsOut = c.bytesSent / 1448 + 3;
            c.segmentsIn = c.bytesReceived / 1448 + 3;
            c.busyUs = upTo(30'000'000);
            c.receiverLimitedUs = i % 8 ? 0 : upTo(1'000'000);
            c.sendBufferLimitedUs = 0;
            chunk.push_back(row);
        }
        put(std::move(chunk));
    }
    reopen(base::Duration(0)); // what waits in the WAL goes into the file
    const double each = double(std::filesystem::file_size(file) - before) / rows;
    qInfo("%.1f octets a row, reckoned %d", each, int(store::ConnectionRows::rowOctets));
    QVERIFY(each <= double(store::ConnectionRows::rowOctets));
    QVERIFY(each >= 0.85 * double(store::ConnectionRows::rowOctets));
}

QTEST_GUILESS_MAIN(tst_ConnectionRows)
#include "tst_connection_rows.moc"
