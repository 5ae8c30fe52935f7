// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/prediction/page_join.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::congestion {

/// Why a prediction is not shown.
enum class Refusal : std::uint8_t {
    TooFewPages,  ///< pages with RUM
    NoBaseline,   ///< no page of the algorithm that all are compared with
    TooFewPoints, ///< of the curve that prediction and RUM can be compared at
    CurveUnlike,  ///< the predicted ratios do not follow those of RUM
    CurveOff,     ///< they follow, but too far away
};
std::string_view refusalWord(Refusal refusal); ///< "ratio curve does not follow"

/// A bucket of time on one path: an algorithm's median page load over the baseline's.
struct CurvePoint
{
    std::string path;
    std::string algorithm;
    base::Timestamp at{};            ///< beginning of the bucket
    std::optional<double> rum;       ///< nothing: too few pages with RUM
    std::optional<double> predicted; ///< nothing: refused, or too few pages
    std::optional<double> heldOut;   ///< predicted for the pages with RUM, by models that had not seen them
    std::uint64_t rumPages = 0;      ///< of the algorithm
    std::uint64_t pages = 0;
    bool extrapolated = false; ///< most of its pages are unlike those the model learnt from
};

struct ForecastOptions
{
    std::string baseline = "cubic";
    base::Duration bucket{300'000'000};
    std::vector<Feature> features; ///< empty: all that every page with RUM knows
    std::uint64_t fewestInBucket = 3;
};

inline constexpr double wantedCorrelation = 0.90;
inline constexpr double largestLogDifference = 0.10;
inline constexpr std::uint64_t fewestRumPages = 30;
inline constexpr std::uint64_t fewestCurvePoints = 4;

struct Forecast
{
    std::vector<CurvePoint> curve; ///< by path, algorithm and time
    std::vector<Feature> features; ///< used
    std::vector<double> weights;   ///< of the standardised logarithms
    std::uint64_t pages = 0;
    std::uint64_t rumPages = 0;
    std::uint64_t extrapolatedPages = 0;
    double penalty = 0;
    double determination = 0;            ///< cross-validated R squared: says little about the curve
    std::optional<double> correlation;   ///< of held-out and RUM ratios, logarithms
    std::optional<double> logDifference; ///< mean absolute
    std::uint64_t comparedPoints = 0;
    std::optional<Refusal> refusal; ///< predictions are not in the curve then

    bool published() const { return !refusal; }
};

/// Learns what a page load takes from the pages with RUM and predicts it for all: ridge regression of
/// logarithms. The gate looks at pages that the judging models had not seen (ten folds): the ratios of
/// algorithms per bucket have to follow those of RUM. A good R squared is not enough: it comes from the sizes
/// of pages, which say nothing about algorithms. Pure.
Forecast forecast(std::span<const Page> pages, const ForecastOptions& options = {});

/// A model from one set of pages judged on another that it never saw; the curve holds the judged pages only.
Forecast forecastHeldOut(std::span<const Page> learnt, std::span<const Page> judged,
                         const ForecastOptions& options = {});

} // namespace zonescope::congestion
