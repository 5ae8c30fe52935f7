// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/random.h"
#include "model/congestion/experiment/ratio_estimate.h"

#include <QTest>

#include <cmath>

using namespace zonescope::congestion;

class TestRatioEstimate : public QObject
{
    Q_OBJECT

private slots:
    void pairsGiveTheMedianOfTheirMeans();
    void levelsOfBlocksCancel();
    void oneBlockHasNoInterval();
    void nothingToCompare();
    void theSameSeedGivesTheSameInterval();
    void falseAlarmsAndCoverage_data();
    void falseAlarmsAndCoverage();
    void manyValues();
};

namespace {

struct World
{
    std::size_t blocks = 20;
    int each = 1;
    double effect = 0;  ///< log
    double level = 0.5; ///< deviation between blocks
    double noise = 0.6;
    bool heavy = false; ///< one transfer in ten meets a retransmission time-out
};

std::vector<BlockValues> simulate(const World& world, Random& random)
{
    std::vector<BlockValues> blocks(world.blocks);
    const auto one = [&](double level) {
        const double tail = world.heavy && random.uniform() < 0.1 ? 1.5 : 0;
        return std::exp(level + world.noise * random.normal() + tail);
    };
    for (BlockValues& block : blocks) {
        const double level = world.level * random.normal();
        for (int i = 0; i < world.each; ++i) {
            block.baseline.push_back(one(level));
            block.arm.push_back(one(level + world.effect));
        }
    }
    return blocks;
}

} // namespace

void TestRatioEstimate::pairsGiveTheMedianOfTheirMeans()
{
    // Log ratios 0, 1, 5: means of pairs (with themselves) 0, 0.5, 1, 2.5, 3, 5 - and each mixed one twice.
    const std::vector<BlockValues> blocks{{{1}, {1}}, {{1}, {std::exp(1.0)}}, {{1}, {std::exp(5.0)}}};
    const auto estimate = estimateRatio(blocks);
    QVERIFY(estimate);
    QVERIFY(std::abs(std::log(estimate->ratio) - 2.5) < 1e-9);
    QCOMPARE(estimate->blocks, std::size_t{3});
    QVERIFY(estimate->low < estimate->ratio && estimate->ratio < estimate->high);
}

void TestRatioEstimate::levelsOfBlocksCancel()
{
    // Half the time everywhere, while the path itself varies by a factor of a thousand.
    std::vector<BlockValues> blocks;
    for (int i = 0; i < 12; ++i)
        blocks.push_back({{std::pow(10.0, i % 4)}, {0.5 * std::pow(10.0, i % 4)}});
    const auto estimate = estimateRatio(blocks);
    QVERIFY(std::abs(estimate->ratio - 0.5) < 1e-5);
    QVERIFY2(estimate->low > 0.499 && estimate->high < 0.501,
             qPrintable(QStringLiteral("%1 %2").arg(estimate->low).arg(estimate->high)));
    QVERIFY(estimate->excludesOne());
    QVERIFY(estimate->logDeviation < 1e-9);
}

void TestRatioEstimate::oneBlockHasNoInterval()
{
    const auto estimate = estimateRatio(std::vector<BlockValues>{{{1, 2}, {3, 4}}});
    QVERIFY(estimate);
    QVERIFY(!estimate->excludesOne());
    QVERIFY(std::isinf(estimate->high));
}

void TestRatioEstimate::nothingToCompare()
{
    QVERIFY(!estimateRatio({}));
    QVERIFY(!estimateRatio(std::vector<BlockValues>{{{1}, {}}, {{}, {2}}, {{0, -1}, {2}}}));
}

void TestRatioEstimate::theSameSeedGivesTheSameInterval()
{
    Random random(3);
    const auto blocks = simulate({}, random);
    QCOMPARE(estimateRatio(blocks, {.seed = 5})->low, estimateRatio(blocks, {.seed = 5})->low);
    QVERIFY(estimateRatio(blocks, {.seed = 5})->low != estimateRatio(blocks, {.seed = 6})->low);
}

void TestRatioEstimate::falseAlarmsAndCoverage_data()
{
    QTest::addColumn<int>("blocks");
    QTest::addColumn<int>("each");
    QTest::addColumn<bool>("heavy");
    QTest::newRow("6 blocks of 1") << 6 << 1 << false;
    QTest::newRow("9 blocks of 2") << 9 << 2 << false;
    QTest::newRow("10 blocks of 1") << 10 << 1 << false;
    QTest::newRow("12 blocks of 1") << 12 << 1 << false;
    QTest::newRow("20 blocks of 1, heavy tails") << 20 << 1 << true;
    QTest::newRow("20 blocks of 3") << 20 << 3 << false;
    QTest::newRow("50 blocks of 1") << 50 << 1 << false;
    QTest::newRow("60 blocks of 2, heavy tails") << 60 << 2 << true;
}

/// 1,000 seeded worlds without a difference, 1,000 with one: at most 7 % false alarms, coverage 93 to 97 %.
void TestRatioEstimate::falseAlarmsAndCoverage()
{
    QFETCH(int, blocks);
    QFETCH(int, each);
    QFETCH(bool, heavy);
    constexpr int runs = 1000;
    World world;
    world.blocks = static_cast<std::size_t>(blocks);
    world.each = each;
    world.heavy = heavy;
    Random random(20261121);
    int alarms = 0;
    int covered = 0;
    for (int run = 0; run < runs; ++run) {
        world.effect = 0;
        alarms +=
            estimateRatio(simulate(world, random), {.seed = static_cast<std::uint64_t>(run)})->excludesOne();
        world.effect = std::log(0.8);
        const auto estimate =
            estimateRatio(simulate(world, random), {.seed = static_cast<std::uint64_t>(run)});
        covered += estimate->low <= 0.8 && 0.8 <= estimate->high;
    }
    qInfo("%d blocks of %d: false alarms %.1f %%, coverage %.1f %%", blocks, each, alarms * 100.0 / runs,
          covered * 100.0 / runs);
    QVERIFY(alarms <= runs * 7 / 100);
    QVERIFY(covered >= runs * 93 / 100);
    QVERIFY(covered <= runs * 97 / 100);
}

void TestRatioEstimate::manyValues()
{
    Random random(11);
    World world;
    world.blocks = 500;
    world.each = 20;
    world.effect = std::log(0.9);
    const auto blocks = simulate(world, random);
    const auto estimate = estimateRatio(blocks);
    QCOMPARE(estimate->armValues, std::size_t{10'000});
    QVERIFY(estimate->low > 0.87 && estimate->high < 0.93);
    QVERIFY(estimate->high - estimate->low < 0.04);
    QVERIFY(estimate->mannWhitneyP < 1e-6);
}

QTEST_APPLESS_MAIN(TestRatioEstimate)
#include "tst_ratio_estimate.moc"
