// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/hop_statistics.h"

#include <QTest>

#include <functional>

using namespace zonescope;
using path::Answer;
using path::HopLadder;
using path::HopVerdict;
using path::Round;

namespace {

/// Rounds over four routers and a target; `answers` says of round and TTL.
HopLadder ladder(int rounds, const std::function<bool(int round, int ttl)>& answers, int last = 5)
{
    HopLadder ladder;
    for (int i = 0; i < rounds; ++i) {
        Round round;
        round.length = std::uint8_t(5);
        round.reached = last == 5;
        for (int ttl = 1; ttl <= last; ++ttl) {
            path::Sample sample;
            sample.ttl = std::uint8_t(ttl);
            if (answers(i, ttl)) {
                sample.answer = ttl == 5 ? Answer::Destination : Answer::TimeExceeded;
                sample.from = *net::IpAddress::fromText("10.0.0." + std::to_string(ttl));
                sample.rtt = base::Duration(ttl * 1000 + i % 3 * 100);
            }
            round.samples.push_back(sample);
        }
        ladder.add(round);
    }
    return ladder;
}

} // namespace

/// Figures and what missing answers mean.
class HopStatisticsTest : public QObject
{
    Q_OBJECT
private slots:
    void figuresAreRight();
    void missingAnswersOfOneRouterAreNotLoss();
    void missingFromOneHopOnIsTold();
    void chanceIsNoVerdict();
    void aSilentRouterIsSilent();
    void nothingBeyondTheLastThatAnswers();
};

void HopStatisticsTest::figuresAreRight()
{
    path::RttStatistics rtt;
    for (const int value : {10, 20, 30, 20})
        rtt.add(base::Duration(value));
    QCOMPARE(rtt.count(), std::uint64_t(4));
    QCOMPARE(rtt.last().count(), 20);
    QCOMPARE(rtt.best().count(), 10);
    QCOMPARE(rtt.worst().count(), 30);
    QCOMPARE(rtt.mean().count(), 20);
    QCOMPARE(rtt.deviation().count(), 8); // sqrt(200 / 3)
    QCOMPARE(rtt.jitter().count(), 10);
    path::RttStatistics one;
    one.add(base::Duration(5));
    QCOMPARE(one.deviation().count(), 0);
    QCOMPARE(one.jitter().count(), 0);
}

void HopStatisticsTest::missingAnswersOfOneRouterAreNotLoss()
{
    const auto hops = ladder(100, [](int round, int ttl) { return ttl != 3 || round % 3 == 0; }).hops();
    QCOMPARE(hops[2].verdict, HopVerdict::LimitedAnswers);
    QVERIFY(hops[2].missingShare() > 0.6);
    for (const int good : {0, 1, 3})
        QCOMPARE(hops[std::size_t(good)].verdict, HopVerdict::Good);
    QCOMPARE(hops[4].verdict, HopVerdict::Target);
}

void HopStatisticsTest::missingFromOneHopOnIsTold()
{
    // Every tenth packet is gone behind hop 2; hop 4 answers seldom besides.
    const auto hops = ladder(200, [](int round, int ttl) {
                          return ttl < 3 || (round % 10 != 0 && (ttl != 4 || round % 2));
                      }).hops();
    QCOMPARE(hops[0].verdict, HopVerdict::Good);
    QCOMPARE(hops[1].verdict, HopVerdict::Good);
    QCOMPARE(hops[2].verdict, HopVerdict::MissingFromHereOn);
    QCOMPARE(hops[3].verdict, HopVerdict::LimitedAnswers);
    QCOMPARE(hops[4].verdict, HopVerdict::Target);
}

void HopStatisticsTest::chanceIsNoVerdict()
{
    const auto hops = ladder(20, [](int round, int ttl) { return ttl != 2 || round != 7; }).hops();
    QCOMPARE(hops[1].verdict, HopVerdict::Good); // one of twenty
}

void HopStatisticsTest::aSilentRouterIsSilent()
{
    const auto hops = ladder(5, [](int, int ttl) { return ttl != 2; }).hops();
    QCOMPARE(hops[1].verdict, HopVerdict::Silent);
    QVERIFY(hops[1].addresses.empty());
}

void HopStatisticsTest::nothingBeyondTheLastThatAnswers()
{
    const auto hops = ladder(
                          5, [](int, int) { return true; }, 3)
                          .hops();
    QCOMPARE(hops.size(), std::size_t(3));
    QCOMPARE(hops[2].verdict, HopVerdict::NothingBeyond);
}

QTEST_GUILESS_MAIN(HopStatisticsTest)
#include "tst_hop_statistics.moc"
