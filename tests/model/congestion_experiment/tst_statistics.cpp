// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/plan.h"
#include "model/congestion/experiment/random.h"
#include "model/congestion/experiment/statistics.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace zonescope::congestion;

class TestStatistics : public QObject
{
    Q_OBJECT

private slots:
    void quantiles();
    void hodgesLehmann();
    void hodgesLehmannOfManyIsThatOfAllPairs();
    void mannWhitney();
    void correlations();
    void chiSquare();
    void planner();
};

namespace {

bool near(double value, double expected, double tolerance)
{
    if (std::abs(value - expected) <= tolerance)
        return true;
    qWarning("%.9g is not %.9g +- %g", value, expected, tolerance);
    return false;
}

} // namespace

void TestStatistics::quantiles()
{
    const std::vector<double> values{1, 2, 3, 4, 10};
    QCOMPARE(quantileOf(values, 0), 1.0);
    QCOMPARE(quantileOf(values, 0.5), 3.0);
    QCOMPARE(quantileOf(values, 0.625), 3.5);
    QCOMPARE(quantileOf(values, 1), 10.0);
    QCOMPARE(medianOf({5, 1, 3}), 3.0);
    QCOMPARE(medianOf({5, 1, 3, 2}), 2.5);
    QVERIFY(near(normalQuantile(0.975), 1.959963985, 1e-8));
    QVERIFY(near(studentQuantile(0.975, 5), 2.570581836, 1e-8));
    QVERIFY(near(normalCumulative(-1.644853627), 0.05, 1e-9));
}

void TestStatistics::hodgesLehmann()
{
    // Differences: 0 1 2, 2 3 4, 9 10 11.
    QCOMPARE(hodgesLehmannShift(std::vector<double>{1, 2, 3}, std::vector<double>{3, 5, 12}), 3.0);
    QCOMPARE(pairsAbove(std::vector<double>{1, 2, 3}, std::vector<double>{3, 5, 12}, 2), std::uint64_t{5});
    // One outlier of a thousand moves it as little as any other value.
    QCOMPARE(hodgesLehmannShift(std::vector<double>{0, 1, 2}, std::vector<double>{10, 11, 1e9}), 10.0);
}

void TestStatistics::hodgesLehmannOfManyIsThatOfAllPairs()
{
    Random random(7);
    std::vector<double> a;
    std::vector<double> b;
    for (int i = 0; i < 301; ++i)
        a.push_back(random.normal());
    for (int i = 0; i < 205; ++i)
        b.push_back(0.4 + random.normal());
    std::vector<double> all;
    for (const double y : b)
        for (const double x : a)
            all.push_back(y - x);
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    QVERIFY(near(hodgesLehmannShift(a, b), medianOf(all), 1e-4)); // as close as the differences lie
    std::sort(all.begin(), all.end());
    QVERIFY(near(shiftWithShareAbove(a, b, 0.1), quantileOf(all, 0.9), 1e-4));
}

void TestStatistics::mannWhitney()
{
    // wilcox.test(1:5, 6:10, exact = FALSE) of R 4: p-value = 0.01219.
    QVERIFY(near(mannWhitneyP(std::vector<double>{1, 2, 3, 4, 5}, std::vector<double>{6, 7, 8, 9, 10}),
                 0.012186, 1e-5));
    QCOMPARE(mannWhitneyP(std::vector<double>{4, 4}, std::vector<double>{4, 4, 4}), 1.0);
    QCOMPARE(mannWhitneyP(std::vector<double>{}, std::vector<double>{4}), 1.0);
}

void TestStatistics::correlations()
{
    // The textbook's IQ and hours of television: rho = -29/165.
    const std::vector<double> iq{106, 86, 100, 101, 99, 103, 97, 113, 112, 110};
    const std::vector<double> hours{7, 0, 27, 50, 28, 29, 20, 12, 6, 17};
    QVERIFY(near(*rankCorrelation(iq, hours), -29.0 / 165, 1e-12));
    QVERIFY(
        near(*rankCorrelation(std::vector<double>{1, 2, 2, 3}, std::vector<double>{1, 2, 2, 9}), 1, 1e-12));
    QVERIFY(!rankCorrelation(std::vector<double>{1, 2}, std::vector<double>{1, 2}));
    QVERIFY(!rankCorrelation(std::vector<double>{1, 1, 1}, std::vector<double>{1, 2, 3}));
    QVERIFY(
        near(*correlation(std::vector<double>{1, 2, 3}, std::vector<double>{2, 4, 7}), 0.9933992678, 1e-9));
}

void TestStatistics::chiSquare()
{
    QVERIFY(near(chiSquareP(3.841458821, 1), 0.05, 1e-9));
    QVERIFY(near(chiSquareP(18.30703805, 10), 0.05, 1e-9));
    QCOMPARE(chiSquareP(0, 3), 1.0);
    // 821 to 747 of 1 : 1: chi-square 3.4923, p = 0.0617.
    QVERIFY(
        near(shareMismatchP(std::vector<std::uint64_t>{821, 747}, std::vector<double>{1, 1}), 0.06165, 1e-4));
    QVERIFY(shareMismatchP(std::vector<std::uint64_t>{300, 200}, std::vector<double>{1, 1}) < 1e-4);
    QCOMPARE(shareMismatchP(std::vector<std::uint64_t>{0, 0}, std::vector<double>{1, 1}), 1.0);
    // 90 of 100 against 75 of 100: chi-square 7.7922.
    QVERIFY(near(successMismatchP(std::vector<std::uint64_t>{90, 75}, std::vector<std::uint64_t>{100, 100}),
                 0.005249, 1e-5));
    QCOMPARE(successMismatchP(std::vector<std::uint64_t>{9, 9}, std::vector<std::uint64_t>{9, 9}), 1.0);
}

void TestStatistics::planner()
{
    // Ten percent with a deviation of 0.6: 200 find it in two of five cases, 1,000 nearly always.
    const PlanQuestion question;
    QVERIFY(near(powerOf(question, 200), 0.40, 0.02));
    QVERIFY(powerOf(question, 1000) > 0.96);
    const std::uint32_t needed = neededPerArm(question);
    QVERIFY2(needed > 500 && needed < 560, qPrintable(QString::number(needed)));
    QVERIFY(powerOf(question, needed) >= 0.8);
    QVERIFY(powerOf(question, needed - 1) < 0.8);
    QVERIFY(neededPerArm({.ratio = 0.9, .logDeviation = 0.2, .paired = true, .power = 0.8}) < 35);
    QCOMPARE(neededPerArm({.ratio = 0.1, .logDeviation = 0.2, .paired = true, .power = 0.8}), 6U);
    QCOMPARE(neededPerArm({.ratio = 1, .logDeviation = 0.2, .paired = true, .power = 0.8}), 0U);
}

QTEST_APPLESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
