// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/rank_correlation.h"
#include "model/congestion/watch_list.h"

#include <QTest>

#include <cmath>

using namespace zonescope;
using congestion::Connection;
using congestion::LimitedBy;
using congestion::WatchList;

namespace {

base::Timestamp at(std::int64_t tenths)
{
    return base::fromMicroseconds(1'795'269'960'000'000 + tenths * 100'000);
}

Connection connection(std::uint64_t cookie)
{
    Connection made;
    made.cookie = cookie;
    made.hasCounters = true;
    return made;
}

} // namespace

class TestWatchList : public QObject
{
    Q_OBJECT

private slots:
    void differencesBecomeRates();
    void whoStaysKeepsHisSamples();
    void theRingIsBounded();
    void whoIsGoneIsAskedNoMore();
    void atMostSoMany();
    void limits_data();
    void limits();
    void ranks();
    void correlations();
};

void TestWatchList::differencesBecomeRates()
{
    WatchList list;
    list.set({connection(1)});
    Connection now = connection(1);
    now.counters.bytesReceived = 5'000'000;
    now.counters.totalRetransmits = 7;
    now.counters.slowStartThreshold = 0x7fffffff;
    list.sample(at(0), [&](const Connection&) { return std::optional(now); });
    now.counters.bytesReceived += 100'000;
    now.counters.bytesSent = 1000;
    now.counters.totalRetransmits += 2;
    now.counters.outOfOrderReceived = 3;
    list.sample(at(1), [&](const Connection&) { return std::optional(now); });
    const auto series = list.series(1);
    QVERIFY(series);
    QCOMPARE(series->samples.size(), 2U);
    // What was before the first look is no rate.
    QCOMPARE(series->samples[0].receivedRate, 0.0F);
    QCOMPARE(series->samples[0].retransmits, 0U);
    QCOMPARE(series->samples[0].threshold, 0.0F); // none yet
    QCOMPARE(series->samples[1].receivedRate, 1'000'000.0F);
    QCOMPARE(series->samples[1].sentRate, 10'000.0F);
    QCOMPARE(series->samples[1].retransmits, 2U);
    QCOMPARE(series->samples[1].outOfOrder, 3U);
    QVERIFY(!list.series(2));
}

void TestWatchList::whoStaysKeepsHisSamples()
{
    WatchList list;
    list.set({connection(1), connection(2)});
    const auto same = [](const Connection& known) { return std::optional(known); };
    list.sample(at(0), same);
    list.set({connection(2), connection(3)});
    list.sample(at(1), same);
    QVERIFY(!list.series(1));
    QCOMPARE(list.series(2)->samples.size(), 2U);
    QCOMPARE(list.series(3)->samples.size(), 1U);
}

void TestWatchList::theRingIsBounded()
{
    WatchList list;
    list.set({connection(1)});
    for (int i = 0; i < 700; ++i)
        list.sample(at(i), [](const Connection& known) { return std::optional(known); });
    const auto series = list.series(1);
    QCOMPARE(series->samples.size(), WatchList::kept);
    QVERIFY(series->samples.front().at == at(100));
    QVERIFY(series->samples.back().at == at(699));
}

void TestWatchList::whoIsGoneIsAskedNoMore()
{
    WatchList list;
    list.set({connection(1)});
    int asked = 0;
    const auto gone = [&](const Connection&) -> std::optional<Connection> {
        ++asked;
        return std::nullopt;
    };
    list.sample(at(0), gone);
    list.sample(at(1), gone);
    QCOMPARE(asked, 1);
    QVERIFY(list.series(1)->ended);
}

void TestWatchList::atMostSoMany()
{
    std::vector<Connection> many;
    for (std::uint64_t cookie = 1; cookie <= WatchList::most + 5; ++cookie)
        many.push_back(connection(cookie));
    WatchList list;
    list.set(many);
    QVERIFY(list.series(WatchList::most));
    QVERIFY(!list.series(WatchList::most + 1));
}

void TestWatchList::limits_data()
{
    QTest::addColumn<int>("busy");
    QTest::addColumn<int>("receiver");
    QTest::addColumn<int>("buffer");
    QTest::addColumn<bool>("appLimited");
    QTest::addColumn<int>("sent");
    QTest::addColumn<int>("limit");
    const auto row = [](const char* name, int busy, int receiver, int buffer, bool app, int sent,
                        LimitedBy limit) {
        QTest::newRow(name) << busy << receiver << buffer << app << sent << static_cast<int>(limit);
    };
    row("idle", 0, 0, 0, false, 0, LimitedBy::Nothing);
    row("writes now and then", 20'000, 0, 0, false, 4000, LimitedBy::Application);
    row("a slow reader", 100'000, 95'000, 0, false, 4000, LimitedBy::ReceiverWindow);
    row("a small buffer", 100'000, 0, 80'000, false, 4000, LimitedBy::SendBuffer);
    row("the path", 100'000, 1000, 0, false, 90'000, LimitedBy::Network);
    row("busy but with gaps of its own", 100'000, 0, 0, true, 90'000, LimitedBy::Application);
}

void TestWatchList::limits()
{
    QFETCH(int, busy);
    QFETCH(int, receiver);
    QFETCH(int, buffer);
    QFETCH(bool, appLimited);
    QFETCH(int, sent);
    QFETCH(int, limit);
    congestion::TcpCounters before;
    before.busyUs = 77;
    congestion::TcpCounters after = before;
    after.busyUs += static_cast<std::uint64_t>(busy);
    after.receiverLimitedUs = static_cast<std::uint64_t>(receiver);
    after.sendBufferLimitedUs = static_cast<std::uint64_t>(buffer);
    after.deliveryRateIsAppLimited = appLimited;
    after.bytesSent = static_cast<std::uint64_t>(sent);
    QCOMPARE(static_cast<int>(congestion::limitedBetween(before, after, base::Duration(100'000))), limit);
    QCOMPARE(static_cast<int>(congestion::limitedBetween(before, after, base::Duration(0))),
             static_cast<int>(LimitedBy::Nothing));
}

void TestWatchList::ranks()
{
    const std::vector<double> values{10, 30, 20, 20};
    QCOMPARE(congestion::ranksOf(values), (std::vector<double>{1, 4, 2.5, 2.5}));
}

void TestWatchList::correlations()
{
    const auto rho = [](std::vector<double> a, std::vector<double> b) {
        return congestion::rankCorrelation(a, b);
    };
    QCOMPARE(*rho({1, 2, 3, 4}, {10, 100, 1000, 10'000}), 1.0);
    QCOMPARE(*rho({1, 2, 3, 4}, {4, 3, 2, 1}), -1.0);
    // With ties, by hand: Pearson of the ranks 1 2.5 2.5 4 5 and 2 1 4 3 5.
    QVERIFY(std::abs(*rho({1, 2, 2, 3, 5}, {2, 1, 4, 3, 5}) - 0.6668859) < 1e-6);
    QVERIFY(!rho({1, 2}, {1, 2}));
    QVERIFY(!rho({1, 1, 1}, {1, 2, 3}));
    QVERIFY(!rho({1, 2, 3}, {1, 2}));
}

QTEST_APPLESS_MAIN(TestWatchList)
#include "tst_watch_list.moc"
