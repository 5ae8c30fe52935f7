// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/prediction/page_join.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::congestion;

class TestPageJoin : public QObject
{
    Q_OBJECT

private slots:
    void byCookie();
    void byNetworkTimeAndOctets();
    void othersOctetsAreNoMatch();
    void whatIsLeftBecomesPages();
    void featuresAreAddedUp();
    void unusableConnectionsAreCounted();
};

namespace {

PassiveRecord connection(std::uint64_t cookie, const char* client, double seconds, double bytes)
{
    PassiveRecord record;
    record.cookie = cookie;
    record.client = *net::IpAddress::fromText(client);
    record.at = base::fromMicroseconds(1'000'000'000'000 + static_cast<std::int64_t>(seconds * 1e6));
    record.algorithm = "cubic";
    record.bytes = bytes;
    record.rttMs = 20;
    return record;
}

RumRecord load(const char* client, double seconds, double loadMs, std::optional<double> bytes)
{
    RumRecord record;
    record.client = *net::IpAddress::fromText(client);
    record.at = base::fromMicroseconds(1'000'000'000'000 + static_cast<std::int64_t>(seconds * 1e6));
    record.loadMs = loadMs;
    record.bytes = bytes;
    return record;
}

} // namespace

void TestPageJoin::byCookie()
{
    std::vector<PassiveRecord> connections{connection(1, "192.0.2.7", 1, 1000),
                                           connection(2, "192.0.2.7", 1, 500),
                                           connection(3, "198.51.100.9", 500, 800)};
    RumRecord page = load("203.0.113.1", 90000, 700, std::nullopt); // neither address nor time fits
    page.cookies = {3, 1, 99};
    const JoinResult joined = joinPages(connections, std::vector<RumRecord>{page});
    QCOMPARE(joined.byCookie, std::uint64_t{1});
    QCOMPARE(joined.matchRate(), 1.0);
    QCOMPARE(joined.pages.size(), std::size_t{2});
    const Page& withLoad = joined.pages[0].loadMs ? joined.pages[0] : joined.pages[1];
    QCOMPARE(*withLoad.loadMs, 700.0);
    QCOMPARE(withLoad.features[0], 1800.0);
    QCOMPARE(withLoad.features[1], 2.0);
}

void TestPageJoin::byNetworkTimeAndOctets()
{
    const std::vector<PassiveRecord> connections{
        connection(0, "192.0.2.7", 1, 1000), connection(0, "192.0.2.7", 1.5, 900),
        connection(0, "192.0.2.7", 60, 1000), connection(0, "192.0.2.8", 1, 1000)};
    const std::vector<RumRecord> loads{load("192.0.2.7", 0, 1400, 2000), load("192.0.2.7", 300, 1400, 2000)};
    const JoinResult joined = joinPages(connections, loads);
    QCOMPARE(joined.byTime, std::uint64_t{1});
    QCOMPARE(joined.rumPages, std::uint64_t{2});
    QCOMPARE(joined.matchRate(), 0.5);
    QCOMPARE(joined.pages[0].features[0], 1900.0);
    QCOMPARE(joined.pages[0].path, std::string("192.0.2.0/24"));
}

void TestPageJoin::othersOctetsAreNoMatch()
{
    const std::vector<PassiveRecord> connections{connection(0, "192.0.2.7", 1, 100)};
    const std::vector<RumRecord> loads{load("192.0.2.7", 0, 1400, 1'000'000)};
    QCOMPARE(joinPages(connections, loads).matchRate(), 0.0);
    // A connection belongs to one page.
    const std::vector<RumRecord> twice{load("192.0.2.7", 0, 1400, 100), load("192.0.2.7", 0.1, 1400, 100)};
    QCOMPARE(joinPages(connections, twice).byTime, std::uint64_t{1});
}

void TestPageJoin::whatIsLeftBecomesPages()
{
    std::vector<PassiveRecord> connections{
        connection(0, "192.0.2.7", 1, 1), connection(0, "192.0.2.7", 1.4, 1),
        connection(0, "192.0.2.7", 3, 1), connection(0, "192.0.2.8", 1.1, 1)};
    QCOMPARE(joinPages(connections, {}).pages.size(), std::size_t{3});
    for (PassiveRecord& record : connections)
        record.page = "one"; // the log knows better than the clock
    QCOMPARE(joinPages(connections, {}).pages.size(), std::size_t{2});
}

void TestPageJoin::featuresAreAddedUp()
{
    auto first = connection(0, "192.0.2.7", 1, 1000);
    first.busyMs = 40;
    first.retransmits = 1;
    auto second = connection(0, "192.0.2.7", 1.1, 1896);
    second.rttMs = 40;
    second.busyMs = 90;
    second.minRttMs = 18;
    const auto pages = joinPages(std::vector<PassiveRecord>{first, second}, {}).pages;
    QCOMPARE(pages.size(), std::size_t{1});
    const auto value = [&](Feature feature) { return pages[0].features[static_cast<std::size_t>(feature)]; };
    QCOMPARE(value(Feature::Rtt), 30.0);
    QCOMPARE(value(Feature::MinRtt), 18.0);
    QCOMPARE(value(Feature::BusyTime), 90.0);
    QCOMPARE(value(Feature::Retransmits), 0.5); // one segment of 1448 of 2896 octets
    QVERIFY(pages[0].knows(Feature::BusyTime));
    QVERIFY(!pages[0].knows(Feature::AckTime));
}

void TestPageJoin::unusableConnectionsAreCounted()
{
    auto noTime = connection(1, "192.0.2.7", 1, 1);
    noTime.at.reset();
    auto noAlgorithm = connection(2, "192.0.2.7", 1, 1);
    noAlgorithm.algorithm.clear();
    const JoinResult joined = joinPages(std::vector<PassiveRecord>{noTime, noAlgorithm}, {});
    QCOMPARE(joined.unusable, std::uint64_t{2});
    QVERIFY(joined.pages.empty());
    QCOMPARE(joined.matchRate(), 0.0);
}

QTEST_APPLESS_MAIN(TestPageJoin)
#include "tst_page_join.moc"
