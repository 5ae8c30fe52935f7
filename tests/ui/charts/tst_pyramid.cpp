// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/pyramid.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace zonescope::ui::charts;

namespace {

std::vector<float> randomValues(std::size_t size, unsigned seed, double gapShare)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> value(10, 5);
    std::uniform_real_distribution<double> gap(0, 1);
    std::vector<float> values(size);
    for (float& each : values)
        each = gap(random) < gapShare ? std::nanf("") : value(random);
    return values;
}

Pyramid::MinMax bruteForce(const std::vector<float>& values, std::size_t first, std::size_t last)
{
    Pyramid::MinMax result{std::numeric_limits<float>::max(), std::numeric_limits<float>::lowest()};
    for (std::size_t i = first; i < last; ++i) {
        if (std::isnan(values[i]))
            continue;
        result.low = std::min(result.low, values[i]);
        result.high = std::max(result.high, values[i]);
    }
    return result;
}

std::vector<std::int64_t> every(std::size_t size, std::int64_t step)
{
    std::vector<std::int64_t> at(size);
    for (std::size_t i = 0; i < size; ++i)
        at[i] = static_cast<std::int64_t>(i) * step;
    return at;
}

} // namespace

class PyramidTest : public QObject
{
    Q_OBJECT

private slots:
    void rangesEqualBruteForce_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<double>("gaps");
        for (const int size : {0, 1, 63, 64, 65, 511, 512, 513, 4096, 40'000, 100'003}) {
            QTest::addRow("%d", size) << size << 0.0;
            QTest::addRow("%d with gaps", size) << size << 0.4;
        }
    }

    void rangesEqualBruteForce()
    {
        QFETCH(int, size);
        QFETCH(double, gaps);
        const auto values = randomValues(static_cast<std::size_t>(size), 3, gaps);
        const Pyramid pyramid(values);
        std::mt19937 random(11);
        for (int round = 0; round < 400; ++round) {
            auto first = static_cast<std::size_t>(random()) % (values.size() + 1);
            auto last = static_cast<std::size_t>(random()) % (values.size() + 1);
            if (first > last)
                std::swap(first, last);
            const auto expected = bruteForce(values, first, last);
            const auto got = pyramid.range(values, first, last);
            QCOMPARE(got.isEmpty(), expected.isEmpty());
            if (!expected.isEmpty()) {
                QCOMPARE(got.low, expected.low);
                QCOMPARE(got.high, expected.high);
            }
        }
    }

    void nothingButGapsIsEmpty()
    {
        const std::vector<float> values(1000, std::nanf(""));
        QVERIFY(Pyramid(values).range(values, 0, 1000).isEmpty());
        QVERIFY(lineColumns(TimeSeries(every(1000, 10), values), {0, 10'000}, 50).empty());
    }

    /// The screen's promise: every column holds exactly the extremes of its own samples.
    void columnsEqualBruteForce()
    {
        const auto values = randomValues(50'000, 5, 0.01);
        const TimeSeries series(every(values.size(), 7), values);
        const TimeRange range{10'003, 300'011};
        const auto columns = lineColumns(series, range, 640);
        QVERIFY(columns.size() > 600 && columns.size() <= 642);
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const std::size_t first = columns[c].begin;
            const std::size_t last = static_cast<std::size_t>(columns[c].lastAt / 7) + 1;
            const auto expected = bruteForce(values, first, last);
            QCOMPARE(columns[c].low, expected.low);
            QCOMPARE(columns[c].high, expected.high);
            QCOMPARE(columns[c].first, values[first]);
            QCOMPARE(columns[c].last, values[last - 1]);
            if (c > 0)
                QVERIFY(columns[c].firstAt > columns[c - 1].lastAt);
        }
        // One sample on each side, so that the line leaves the plot.
        QVERIFY(columns.front().firstAt < range.from);
        QVERIFY(columns.back().firstAt >= range.to);
    }

    void aLonelySpikeSurvivesEveryZoom()
    {
        std::vector<float> values(1'000'000, 1.0F);
        values[345'678] = 99.0F;
        const TimeSeries series(every(values.size(), 1000), values);
        for (const int columns : {50, 640, 2560}) {
            float highest = 0;
            for (const auto& column : lineColumns(series, {0, 1'000'000'000}, columns))
                highest = std::max(highest, column.high);
            QCOMPARE(highest, 99.0F);
        }
    }

    void fewSamplesAreDrawnOneByOne()
    {
        const TimeSeries series({0, 10, 20, 30}, {1, 2, std::nanf(""), 4});
        const auto columns = lineColumns(series, {0, 40}, 100);
        QCOMPARE(columns.size(), 3U);
        QVERIFY(!columns[1].gapBefore);
        QVERIFY(columns[2].gapBefore); // NaN between
    }

    void longSilenceIsAGap()
    {
        const TimeSeries series({0, 10, 20, 500, 510}, {1, 1, 1, 1, 1}, 100);
        const auto columns = lineColumns(series, {0, 600}, 1000);
        QCOMPARE(columns.size(), 5U);
        for (std::size_t i = 0; i < 5; ++i)
            QCOMPARE(columns[i].gapBefore, i == 3);
    }

    void gapsShowWhenCrowded()
    {
        std::vector<float> values(100'000, 5.0F);
        std::fill(values.begin() + 40'000, values.begin() + 60'000, std::nanf(""));
        const auto columns = lineColumns(TimeSeries(every(values.size(), 10), values), {0, 1'000'000}, 200);
        int gaps = 0;
        for (const auto& column : columns)
            gaps += column.gapBefore ? 1 : 0;
        QCOMPARE(gaps, 1);
        QVERIFY(columns.size() < 165);
    }

    void unequalTimesAreFound()
    {
        std::mt19937 random(1);
        std::vector<std::int64_t> at;
        std::int64_t now = 0;
        for (int i = 0; i < 5000; ++i) {
            now += static_cast<std::int64_t>(random() % (i % 100 == 0 ? 100'000 : 50));
            at.push_back(now);
        }
        const TimeSeries series(at, std::vector<float>(at.size(), 1.0F));
        for (int round = 0; round < 2000; ++round) {
            const auto wanted = static_cast<std::int64_t>(random()) % (now + 100);
            const auto expected =
                static_cast<std::size_t>(std::lower_bound(at.begin(), at.end(), wanted) - at.begin());
            QCOMPARE(series.lowerBound(wanted), expected);
            QCOMPARE(series.lowerBound(wanted, expected / 2), expected);
        }
    }

    void memoryIsSmall()
    {
        const std::vector<float> values(1'000'000, 1.0F);
        QVERIFY(Pyramid(values).bytes() < 300'000);
    }
};

QTEST_APPLESS_MAIN(PyramidTest)
#include "tst_pyramid.moc"
