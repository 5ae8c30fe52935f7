// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/density.h"

#include <QTest>

#include <cmath>
#include <numeric>
#include <random>

using namespace zonescope::ui::charts;

namespace {

PointCloud::Input randomInput(std::size_t size)
{
    std::mt19937 random(9);
    std::lognormal_distribution<float> delay(6, 1);
    PointCloud::Input input;
    for (std::size_t i = 0; i < size; ++i) {
        input.at.push_back(static_cast<std::int64_t>(i) * 1000);
        input.value.push_back(delay(random));
        input.group.push_back(static_cast<std::uint16_t>(i % 7));
        input.id.push_back(i);
    }
    return input;
}

std::array<std::uint32_t, PointCloud::bins> bruteForce(const PointCloud& cloud, std::size_t first,
                                                       std::size_t last)
{
    const auto extent = *cloud.extent();
    const double low = std::log10(extent.low);
    const double width = (std::log10(extent.high) - low) / PointCloud::bins;
    std::array<std::uint32_t, PointCloud::bins> counts{};
    for (std::size_t i = first; i < last; ++i) {
        const double bin = (std::log10(static_cast<double>(cloud.data().value[i])) - low) / width;
        ++counts[static_cast<std::size_t>(std::clamp(static_cast<int>(bin), 0, PointCloud::bins - 1))];
    }
    return counts;
}

} // namespace

class DensityTest : public QObject
{
    Q_OBJECT

private slots:
    void countsEqualBruteForce()
    {
        const PointCloud cloud(randomInput(10'000), true);
        std::mt19937 random(2);
        for (int round = 0; round < 50; ++round) {
            std::size_t first = random() % 10'001;
            std::size_t last = random() % 10'001;
            if (first > last)
                std::swap(first, last);
            std::array<std::uint32_t, PointCloud::bins> counts{};
            cloud.addCounts(first, last, counts);
            QCOMPARE(std::accumulate(counts.begin(), counts.end(), 0U), static_cast<unsigned>(last - first));
            const auto expected = bruteForce(cloud, first, last);
            // Float and double may disagree about a value on the very edge of a bin.
            unsigned moved = 0;
            for (std::size_t bin = 0; bin < counts.size(); ++bin)
                moved += static_cast<unsigned>(
                    std::abs(static_cast<int>(counts[bin]) - static_cast<int>(expected[bin])));
            QVERIFY(moved <= 20);
        }
    }

    void impossibleValuesAreDroppedInStep()
    {
        PointCloud::Input input;
        input.at = {1, 2, 3, 4, 5};
        input.value = {5, 0, -3, std::nanf(""), 7};
        input.group = {0, 1, 2, 3, 4};
        input.id = {10, 11, 12, 13, 14};
        const PointCloud cloud(std::move(input), true);
        QCOMPARE(cloud.size(), 2U);
        QCOMPARE(cloud.data().at, (std::vector<std::int64_t>{1, 5}));
        QCOMPARE(cloud.data().group, (std::vector<std::uint16_t>{0, 4}));
        QCOMPARE(cloud.data().id, (std::vector<std::uint64_t>{10, 14}));
    }

    void zeroStaysOnALinearScale()
    {
        PointCloud::Input input;
        input.at = {1, 2};
        input.value = {0, 3};
        QCOMPARE(PointCloud(std::move(input), false).size(), 2U);
    }

    void emptyIsHarmless()
    {
        const PointCloud cloud({}, true);
        QVERIFY(!cloud.extent());
        QVERIFY(cloud.timeRange().isEmpty());
        QVERIFY(std::isnan(cloud.quantile({0, 100}, 0.5)));
        const auto image = densityImage(cloud, {0, 100}, ValueScale({1, 100}, true), {40, 20}, Qt::blue);
        QCOMPARE(image.pixelColor(5, 5).alpha(), 0);
    }

    void quantilesAgreeWithSorting()
    {
        const PointCloud cloud(randomInput(50'000), true);
        auto sorted = cloud.data().value;
        std::sort(sorted.begin(), sorted.end());
        for (const double share : {0.05, 0.5, 0.95, 0.99}) {
            const auto exact = static_cast<double>(sorted[static_cast<std::size_t>(share * 49'999)]);
            const double got = cloud.quantile({0, 50'000'000}, share);
            QVERIFY2(std::abs(got / exact - 1) < 0.12, qPrintable(QString::number(got / exact)));
        }
        // Few values: exact.
        const auto part = std::vector<float>(cloud.data().value.begin(), cloud.data().value.begin() + 101);
        auto ordered = part;
        std::sort(ordered.begin(), ordered.end());
        QCOMPARE(cloud.quantile({0, 101'000}, 0.5), static_cast<double>(ordered[50]));
    }

    /// One late answer among a hundred thousand is still a visible pixel at its place.
    void oneOutlierIsVisible()
    {
        PointCloud::Input input;
        for (int i = 0; i < 100'000; ++i) {
            input.at.push_back(i);
            input.value.push_back(i == 77'000 ? 9000.0F : 10.0F + static_cast<float>(i % 5));
        }
        const PointCloud cloud(std::move(input), true);
        const ValueScale scale({1, 10'000}, true);
        const QSize size(500, 200);
        const auto image = densityImage(cloud, {0, 100'000}, scale, size, Qt::blue);
        const int x = 77'000 / 200;
        const int y = static_cast<int>((1 - scale.unitOf(8990)) * size.height());
        int strongest = 0;
        for (int dy = -2; dy <= 2; ++dy)
            strongest = std::max(strongest, qAlpha(image.pixel(x, y + dy)));
        QVERIFY(strongest > 30);
        QCOMPARE(qAlpha(image.pixel(x - 20, y)), 0);
        const int crowd = static_cast<int>((1 - scale.unitOf(12)) * size.height());
        QVERIFY(qAlpha(image.pixel(x, crowd)) > strongest);
    }

    void rangeOutsideTheDataIsEmpty()
    {
        const PointCloud cloud(randomInput(1000), true);
        QCOMPARE(cloud.count({-500, 0}), 0U);
        QCOMPARE(cloud.count({0, 1'000'000}), 1000U);
        QCOMPARE(cloud.count({10'000, 20'000}), 10U);
        QVERIFY(!densityImage(cloud, {5'000'000, 6'000'000}, ValueScale({1, 100}, true), {10, 10}, Qt::red)
                     .isNull());
    }
};

QTEST_APPLESS_MAIN(DensityTest)
#include "tst_density.moc"
