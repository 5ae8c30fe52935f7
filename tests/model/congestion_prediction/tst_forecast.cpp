// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/random.h"
#include "model/congestion/prediction/forecast.h"
#include "model/congestion/prediction/ridge.h"
#include "tests/model/congestion_prediction/lab_pages.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace zonescope;
using namespace zonescope::congestion;

class TestForecast : public QObject
{
    Q_OBJECT

private slots:
    void ridgeFindsAStraightLine();
    void ridgeShrinksNoise();
    void rowsOutsideAreMarked();
    void allFeaturesFollowTheCurve();
    void roundTripsAndRetransmitsAreRefused();
    void refusals();
    void pagesUnlikeTheLearntOnesAreMarked();

private:
    static std::vector<Page> pagesOf(const kit::LabLog& log)
    {
        return joinPages(log.connections, log.loads).pages;
    }
};

namespace {

/// One page in ten with RUM, the others judge.
void split(const std::vector<Page>& pages, std::size_t first, std::vector<Page>& learnt,
           std::vector<Page>& judged)
{
    for (std::size_t i = 0; i < pages.size(); ++i)
        (i % 10 == first ? learnt : judged).push_back(pages[i]);
}

ForecastOptions labOptions()
{
    ForecastOptions options;
    options.bucket = std::chrono::seconds(105);
    return options;
}

} // namespace

void TestForecast::ridgeFindsAStraightLine()
{
    Random random(1);
    FeatureTable table{3, {}};
    std::vector<double> targets;
    for (int i = 0; i < 400; ++i) {
        const double a = random.normal();
        const double b = 100 + 5 * random.normal();
        table.values.insert(table.values.end(), {a, b, 7.0}); // the last one is constant
        targets.push_back(3 - 2 * a + 0.5 * b);
    }
    const Ridge model = Ridge::fit(table, targets);
    QVERIFY(model.determination() > 0.999999);
    QVERIFY(std::abs(model.predict(std::vector<double>{1, 110, 7}) - 56) < 0.01);
    QVERIFY(std::abs(model.weights()[2]) < 1e-9);
}

void TestForecast::ridgeShrinksNoise()
{
    Random random(2);
    FeatureTable table{8, {}};
    std::vector<double> targets;
    for (int i = 0; i < 40; ++i) {
        for (int column = 0; column < 8; ++column)
            table.values.push_back(random.normal());
        targets.push_back(random.normal());
    }
    const Ridge model = Ridge::fit(table, targets);
    QVERIFY2(model.penalty() > 0.1, qPrintable(QString::number(model.penalty())));
    QVERIFY(model.determination() < 0.2);
}

void TestForecast::rowsOutsideAreMarked()
{
    Random random(3);
    FeatureTable table{2, {}};
    std::vector<double> targets;
    for (int i = 0; i < 200; ++i) {
        const double a = random.uniform();
        table.values.insert(table.values.end(), {a, a + 0.01 * random.normal()});
        targets.push_back(a);
    }
    const Ridge model = Ridge::fit(table, targets);
    QVERIFY(!model.isExtrapolated(std::vector<double>{0.5, 0.5}));
    QVERIFY(model.isExtrapolated(std::vector<double>{2, 2}));
    // Inside both ranges, yet no row had the two so far apart.
    QVERIFY(model.isExtrapolated(std::vector<double>{0.1, 0.9}));
}

void TestForecast::allFeaturesFollowTheCurve()
{
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const auto pages = pagesOf(kit::makeLabLog({.seed = seed, .pagesEach = 180}));
        std::vector<Page> learnt;
        std::vector<Page> judged;
        split(pages, seed, learnt, judged);
        const Forecast made = forecastHeldOut(learnt, judged, labOptions());
        qInfo("seed %d: %zu pages learnt, R2 %.3f, curve correlation %.3f, mean log difference %.3f at %d "
              "points",
              int(seed), learnt.size(), made.determination, made.correlation.value_or(0),
              made.logDifference.value_or(9), int(made.comparedPoints));
        QVERIFY(made.published());
        QVERIFY(*made.correlation >= 0.95);
        QVERIFY(*made.logDifference <= 0.10);
        QVERIFY(made.comparedPoints > 20);
        QCOMPARE(made.features.size(), featureCount);
    }
}

void TestForecast::roundTripsAndRetransmitsAreRefused()
{
    ForecastOptions poor = labOptions();
    poor.features = {Feature::Bytes, Feature::MinRtt, Feature::Rtt, Feature::Retransmits};
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const auto pages = pagesOf(kit::makeLabLog({.seed = seed, .pagesEach = 180}));
        std::vector<Page> learnt;
        std::vector<Page> judged;
        split(pages, seed, learnt, judged);
        const Forecast made = forecastHeldOut(learnt, judged, poor);
        qInfo("seed %d: R2 %.3f, curve correlation %.3f, mean log difference %.3f", int(seed),
              made.determination, made.correlation.value_or(0), made.logDifference.value_or(9));
        QCOMPARE(made.refusal, Refusal::CurveUnlike);
        QVERIFY(std::none_of(made.curve.begin(), made.curve.end(),
                             [](const CurvePoint& point) { return point.predicted || point.heldOut; }));
        QVERIFY(std::any_of(made.curve.begin(), made.curve.end(),
                            [](const CurvePoint& point) { return point.rum.has_value(); }));
        // The same gate without a second set of pages: folds judge each other.
        QCOMPARE(forecast(pages, poor).refusal, Refusal::CurveUnlike);
        QVERIFY(forecast(pages, labOptions()).published());
    }
}

void TestForecast::refusals()
{
    const auto pages = pagesOf(kit::makeLabLog({.seed = 4, .pagesEach = 40}));
    QCOMPARE(forecast({}).refusal, Refusal::TooFewPages);
    QCOMPARE(forecast(std::span(pages).first(20), labOptions()).refusal, Refusal::TooFewPages);
    ForecastOptions options = labOptions();
    options.baseline = "vegas";
    QCOMPARE(forecast(pages, options).refusal, Refusal::NoBaseline);
    options = labOptions();
    options.bucket = std::chrono::hours(24 * 365);
    options.fewestInBucket = 1'000'000;
    QCOMPARE(forecast(pages, options).refusal, Refusal::TooFewPoints);
    std::vector<Page> without = pages;
    for (Page& page : without)
        page.loadMs.reset();
    QCOMPARE(forecast(without, labOptions()).refusal, Refusal::TooFewPages);
    for (std::uint8_t i = 0; i < 5; ++i)
        QVERIFY(!refusalWord(static_cast<Refusal>(i)).empty());
}

void TestForecast::pagesUnlikeTheLearntOnesAreMarked()
{
    auto pages = pagesOf(kit::makeLabLog({.seed = 5, .pagesEach = 60}));
    const Forecast before = forecast(pages, labOptions());
    QVERIFY(before.published());
    // A path that no page with RUM came from: a satellite.
    std::vector<Page> far;
    for (Page page : pages) {
        if (page.path != "h1")
            continue;
        page.path = "satellite";
        page.loadMs.reset();
        page.features[static_cast<std::size_t>(Feature::MinRtt)] = 600;
        page.features[static_cast<std::size_t>(Feature::Rtt)] = 650;
        page.features[static_cast<std::size_t>(Feature::BusyTime)] *= 15;
        page.features[static_cast<std::size_t>(Feature::AckTime)] *= 15;
        far.push_back(page);
    }
    pages.insert(pages.end(), far.begin(), far.end());
    const Forecast made = forecast(pages, labOptions());
    QVERIFY(made.published());
    QVERIFY(made.extrapolatedPages >= far.size());
    bool seen = false;
    for (const CurvePoint& point : made.curve) {
        QCOMPARE(point.extrapolated, point.path == "satellite");
        seen = seen || point.extrapolated;
    }
    QVERIFY(seen);
}

QTEST_APPLESS_MAIN(TestForecast)
#include "tst_forecast.moc"
