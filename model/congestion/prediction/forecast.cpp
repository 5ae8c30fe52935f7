// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/prediction/forecast.h"

#include "model/congestion/experiment/statistics.h"
#include "model/congestion/prediction/ratio_curve.h"
#include "model/congestion/prediction/ridge.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace zonescope::congestion {
namespace {

constexpr std::size_t judgingFolds = 10;

/// Where a value may be zero its logarithm needs a floor: one retransmission in a thousand octets, a
/// microsecond, one of what is counted.
double logOf(Feature feature, double value)
{
    switch (feature) {
    case Feature::Retransmits:
        return std::log(value + 1e-3);
    case Feature::Timeouts:
    case Feature::Requests:
        return std::log1p(value);
    case Feature::MinRtt:
    case Feature::Rtt:
    case Feature::AckTime:
    case Feature::BusyTime:
        return std::log(value + 1e-3);
    case Feature::Bytes:
    case Feature::Connections:
    case Feature::DeliveryRate:
        break;
    }
    return std::log(value + 1);
}

std::vector<double> rowOf(const Page& page, const std::vector<Feature>& features)
{
    std::vector<double> row;
    row.reserve(features.size());
    for (const Feature feature : features)
        row.push_back(logOf(feature, page.features[static_cast<std::size_t>(feature)]));
    return row;
}

bool knowsAll(const Page& page, const std::vector<Feature>& features)
{
    return std::all_of(features.begin(), features.end(),
                       [&](Feature feature) { return page.knows(feature); });
}

/// Those asked for, or all, as far as every page with RUM knows them.
std::vector<Feature> usableFeatures(std::span<const Page> learnt, const ForecastOptions& options)
{
    std::vector<Feature> usable;
    for (std::size_t i = 0; i < featureCount; ++i) {
        const auto feature = static_cast<Feature>(i);
        const bool wanted =
            options.features.empty() ||
            std::find(options.features.begin(), options.features.end(), feature) != options.features.end();
        if (wanted &&
            std::all_of(learnt.begin(), learnt.end(), [&](const Page& page) { return page.knows(feature); }))
            usable.push_back(feature);
    }
    return usable;
}

std::vector<Page> withRum(std::span<const Page> pages)
{
    std::vector<Page> found;
    std::copy_if(pages.begin(), pages.end(), std::back_inserter(found),
                 [](const Page& page) { return page.loadMs && *page.loadMs > 0; });
    return found;
}

template <class Keep>
Ridge fitRows(std::span<const Page> pages, const std::vector<Feature>& features, Keep keep)
{
    FeatureTable table{features.size(), {}};
    std::vector<double> targets;
    table.values.reserve(pages.size() * features.size());
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (!keep(i))
            continue;
        for (const Feature feature : features)
            table.values.push_back(logOf(feature, pages[i].features[static_cast<std::size_t>(feature)]));
        targets.push_back(std::log(*pages[i].loadMs));
    }
    return Ridge::fit(table, targets);
}

/// Each page's prediction by a model that has not seen it. Pages take turns in the folds, so that each fold
/// holds all hours.
std::vector<double> crossPredict(std::span<const Page> pages, const std::vector<Feature>& features)
{
    std::vector<double> predicted(pages.size());
    for (std::size_t fold = 0; fold < judgingFolds; ++fold) {
        const Ridge model = fitRows(pages, features, [&](std::size_t i) { return i % judgingFolds != fold; });
        for (std::size_t i = fold; i < pages.size(); i += judgingFolds)
            predicted[i] = std::exp(model.predict(rowOf(pages[i], features)));
    }
    return predicted;
}

using Ratios = std::map<RatioCurve::Key, RatioCurve::Ratio>;

/// Compares the two curves where both have a point; says what speaks against publishing.
void judge(const Ratios& rum, const Ratios& heldOut, Forecast& result)
{
    std::vector<double> actual;
    std::vector<double> predicted;
    double difference = 0;
    for (const auto& [key, ratio] : rum) {
        const auto found = heldOut.find(key);
        if (found == heldOut.end())
            continue;
        actual.push_back(std::log(ratio.value));
        predicted.push_back(std::log(found->second.value));
        difference += std::abs(actual.back() - predicted.back());
    }
    result.comparedPoints = actual.size();
    if (actual.size() < fewestCurvePoints) {
        result.refusal = Refusal::TooFewPoints;
        return;
    }
    result.correlation = correlation(actual, predicted);
    result.logDifference = difference / static_cast<double>(actual.size());
    if (result.correlation.value_or(0) < wantedCorrelation)
        result.refusal = Refusal::CurveUnlike;
    else if (*result.logDifference > largestLogDifference)
        result.refusal = Refusal::CurveOff;
}

/// Counts how many pages of a point were predicted far from what was learnt.
struct Strangers
{
    std::uint64_t pages = 0;
    std::uint64_t far = 0;
};

void fillCurve(Forecast& result, const Ratios& rum, const Ratios& heldOut, const Ratios& all,
               const std::map<RatioCurve::Key, Strangers>& strangers)
{
    std::map<RatioCurve::Key, CurvePoint> points;
    const auto point = [&](const RatioCurve::Key& key) -> CurvePoint& {
        CurvePoint& made = points[key];
        std::tie(made.path, made.algorithm, made.at) = key;
        return made;
    };
    for (const auto& [key, ratio] : rum) {
        point(key).rum = ratio.value;
        point(key).rumPages = ratio.pages;
    }
    if (result.published()) {
        for (const auto& [key, ratio] : heldOut)
            point(key).heldOut = ratio.value;
        for (const auto& [key, ratio] : all) {
            point(key).predicted = ratio.value;
            point(key).pages = ratio.pages;
            const auto found = strangers.find(key);
            point(key).extrapolated = found != strangers.end() && 2 * found->second.far > found->second.pages;
        }
    }
    for (auto& [key, made] : points)
        result.curve.push_back(std::move(made));
}

bool hasAlgorithm(std::span<const Page> pages, const std::string& algorithm)
{
    return std::any_of(pages.begin(), pages.end(),
                       [&](const Page& page) { return page.algorithm == algorithm; });
}

/// Everything but who judges: `judged` with its held-out predictions.
Forecast publish(Forecast result, const Ridge& model, std::span<const Page> judged,
                 const std::vector<double>& heldOutValues, std::span<const Page> pages,
                 const ForecastOptions& options)
{
    const auto curve = [&] { return RatioCurve(options.baseline, options.bucket, options.fewestInBucket); };
    RatioCurve rum = curve();
    RatioCurve heldOut = curve();
    for (std::size_t i = 0; i < judged.size(); ++i) {
        rum.add(judged[i], *judged[i].loadMs);
        heldOut.add(judged[i], heldOutValues[i]);
    }
    judge(rum.ratios(), heldOut.ratios(), result);
    RatioCurve all = curve();
    std::map<RatioCurve::Key, Strangers> strangers;
    if (result.published())
        for (const Page& page : pages) {
            if (!knowsAll(page, result.features))
                continue;
            const std::vector<double> row = rowOf(page, result.features);
            all.add(page, std::exp(model.predict(row)));
            const bool far = model.isExtrapolated(row);
            Strangers& counted = strangers[all.keyOf(page)];
            ++counted.pages;
            counted.far += far;
            result.extrapolatedPages += far;
        }
    fillCurve(result, rum.ratios(), heldOut.ratios(), all.ratios(), strangers);
    return result;
}

/// The curve of RUM alone, for a prediction that is refused before a model was made.
Forecast refuse(Forecast result, Refusal why, std::span<const Page> rumPages, const ForecastOptions& options)
{
    result.refusal = why;
    RatioCurve rum(options.baseline, options.bucket, options.fewestInBucket);
    for (const Page& page : rumPages)
        rum.add(page, *page.loadMs);
    fillCurve(result, rum.ratios(), {}, {}, {});
    return result;
}

} // namespace

RatioCurve::Key RatioCurve::keyOf(const Page& page) const
{
    const auto since = page.at.time_since_epoch();
    return {page.path, page.algorithm, base::Timestamp(since - since % m_bucket)};
}

void RatioCurve::add(const Page& page, double milliseconds)
{
    m_values[keyOf(page)].push_back(milliseconds);
}

std::map<RatioCurve::Key, RatioCurve::Ratio> RatioCurve::ratios() const
{
    std::map<Key, Ratio> ratios;
    for (const auto& [key, values] : m_values) {
        const auto& [path, algorithm, at] = key;
        const auto baseline = m_values.find({path, m_baseline, at});
        if (algorithm == m_baseline || values.size() < m_fewest || baseline == m_values.end() ||
            baseline->second.size() < m_fewest)
            continue;
        ratios[key] = {medianOf(values) / medianOf(baseline->second), values.size()};
    }
    return ratios;
}

std::string_view refusalWord(Refusal refusal)
{
    constexpr std::array<std::string_view, 5> words{"too few pages with RUM", "no page of the baseline",
                                                    "too few points to compare",
                                                    "ratio curve does not follow", "ratio curve is off"};
    return words[static_cast<std::size_t>(refusal)];
}

Forecast forecast(std::span<const Page> pages, const ForecastOptions& options)
{
    const std::vector<Page> learnt = withRum(pages);
    Forecast result;
    result.pages = pages.size();
    result.rumPages = learnt.size();
    result.features = usableFeatures(learnt, options);
    if (learnt.size() < fewestRumPages || result.features.empty())
        return refuse(std::move(result), Refusal::TooFewPages, learnt, options);
    if (!hasAlgorithm(learnt, options.baseline))
        return refuse(std::move(result), Refusal::NoBaseline, learnt, options);
    const Ridge model = fitRows(learnt, result.features, [](std::size_t) { return true; });
    result.penalty = model.penalty();
    result.determination = model.determination();
    result.weights = model.weights();
    const std::vector<double> heldOut = crossPredict(learnt, result.features);
    return publish(std::move(result), model, learnt, heldOut, pages, options);
}

Forecast forecastHeldOut(std::span<const Page> learntPages, std::span<const Page> judgedPages,
                         const ForecastOptions& options)
{
    const std::vector<Page> learnt = withRum(learntPages);
    std::vector<Page> judged = withRum(judgedPages);
    Forecast result;
    result.pages = judgedPages.size();
    result.rumPages = learnt.size();
    result.features = usableFeatures(learnt, options);
    if (learnt.size() < fewestRumPages || result.features.empty())
        return refuse(std::move(result), Refusal::TooFewPages, judged, options);
    if (!hasAlgorithm(judged, options.baseline))
        return refuse(std::move(result), Refusal::NoBaseline, judged, options);
    std::erase_if(judged, [&](const Page& page) { return !knowsAll(page, result.features); });
    const Ridge model = fitRows(learnt, result.features, [](std::size_t) { return true; });
    result.penalty = model.penalty();
    result.determination = model.determination();
    result.weights = model.weights();
    std::vector<double> heldOut;
    for (const Page& page : judged)
        heldOut.push_back(std::exp(model.predict(rowOf(page, result.features))));
    return publish(std::move(result), model, judged, heldOut, judgedPages, options);
}

} // namespace zonescope::congestion
