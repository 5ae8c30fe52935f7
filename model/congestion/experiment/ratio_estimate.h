// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace zonescope::congestion {

/// What two arms needed inside one block: durations (or any positive figure), in the order they came.
struct BlockValues
{
    std::vector<double> baseline;
    std::vector<double> arm;
};

/// How an arm compares with the baseline: 0.8 means that it needs a fifth less.
struct RatioEstimate
{
    double ratio = 1; ///< Hodges-Lehmann on logarithms, blocks aligned
    double low = 0;   ///< interval, blocks resampled
    double high = 0;  ///< infinity while one block is all there is
    double ratioOfMedians = 1;
    double mannWhitneyP = 1; ///< a supplement; means nothing before the planned number
    std::size_t blocks = 0;  ///< with values of both
    std::size_t baselineValues = 0;
    std::size_t armValues = 0;
    double logDeviation = 0; ///< standard deviation of the blocks' log ratios: what the planner asks for

    bool excludesOne() const { return low > 1 || high < 1; }
};

struct EstimateOptions
{
    std::uint64_t seed = 1;
    double confidence = 0.95;
    int resamples = 2000;
};

/// Blocks without values of both arms are left out, values <= 0 as well. Nothing when no block is left.
/// Inside a block both arms met the same path and object, so the block's level is taken out first: with one
/// value each this is the one-sample estimator of the paired log ratios. The interval resamples whole blocks
/// (more than 128 are joined with their neighbours first), through the projection of the rank statistic,
/// which makes a resample cost as much as there are blocks; for few blocks it is widened as Student's t is
/// against the normal distribution (Hesterberg 2015, section 5.3). 2 x 10,000 values in about 10 ms. Pure.
std::optional<RatioEstimate> estimateRatio(std::span<const BlockValues> blocks,
                                           const EstimateOptions& options = {});

} // namespace zonescope::congestion
