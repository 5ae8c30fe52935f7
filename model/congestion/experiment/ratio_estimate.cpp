// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/ratio_estimate.h"

#include "model/congestion/experiment/random.h"
#include "model/congestion/experiment/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace zonescope::congestion {
namespace {

constexpr std::size_t mostUnits = 128;
constexpr std::size_t fewUnits = 10;
constexpr std::size_t manyValues = 2000; // the curve is smooth then, half the grid is enough

/// Blocks with the logarithms of their values, each block's level taken out.
struct Aligned
{
    std::vector<BlockValues> units; ///< resampled as a whole
    std::vector<double> baseline;   ///< all, sorted
    std::vector<double> arm;
    std::vector<double> blockShifts;
    std::vector<double> rawBaseline;
    std::vector<double> rawArm;
};

std::vector<double> logsOf(const std::vector<double>& values)
{
    std::vector<double> logs;
    logs.reserve(values.size());
    for (const double value : values)
        if (value > 0 && std::isfinite(value))
            logs.push_back(std::log(value));
    return logs;
}

double meanOf(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

void append(std::vector<double>& to, const std::vector<double>& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

Aligned align(std::span<const BlockValues> blocks)
{
    Aligned aligned;
    for (const BlockValues& block : blocks) {
        BlockValues logs{logsOf(block.baseline), logsOf(block.arm)};
        if (logs.baseline.empty() || logs.arm.empty())
            continue;
        append(aligned.rawBaseline, logs.baseline);
        append(aligned.rawArm, logs.arm);
        const double baseline = meanOf(logs.baseline);
        const double arm = meanOf(logs.arm);
        aligned.blockShifts.push_back(arm - baseline);
        const double level = 0.5 * (baseline + arm);
        for (double& value : logs.baseline)
            value -= level;
        for (double& value : logs.arm)
            value -= level;
        append(aligned.baseline, logs.baseline);
        append(aligned.arm, logs.arm);
        aligned.units.push_back(std::move(logs));
    }
    std::sort(aligned.baseline.begin(), aligned.baseline.end());
    std::sort(aligned.arm.begin(), aligned.arm.end());
    return aligned;
}

/// Neighbours together: long series stay cheap, and what is alike from block to block stays in one unit.
std::vector<BlockValues> joinUnits(std::vector<BlockValues> units)
{
    if (units.size() <= mostUnits)
        return units;
    std::vector<BlockValues> joined(mostUnits);
    for (std::size_t i = 0; i < units.size(); ++i) {
        BlockValues& to = joined[i * mostUnits / units.size()];
        append(to.baseline, units[i].baseline);
        append(to.arm, units[i].arm);
    }
    return joined;
}

/// Shares of values below, looked up by walking: both sides sorted once.
class RankTable
{
public:
    RankTable(const std::vector<BlockValues>& units, bool arm)
    {
        for (std::size_t unit = 0; unit < units.size(); ++unit)
            for (const double value : arm ? units[unit].arm : units[unit].baseline)
                m_values.push_back({value, unit});
        std::sort(m_values.begin(), m_values.end(),
                  [](const auto& a, const auto& b) { return a.value < b.value; });
    }

    /// Adds to each unit the number of `others` (sorted) below value + shift, as shares; `complement`: the
    /// share not below or equal.
    void addShares(std::span<const double> others, double shift, bool complement,
                   std::vector<double>& to) const
    {
        const double share = 1.0 / static_cast<double>(others.size());
        std::size_t below = 0;
        for (const Entry& entry : m_values) {
            const double limit = entry.value + shift;
            while (below < others.size() && (complement ? others[below] <= limit : others[below] < limit))
                ++below;
            to[entry.unit] += share * static_cast<double>(complement ? others.size() - below : below);
        }
    }

private:
    struct Entry
    {
        double value;
        std::size_t unit;
    };
    std::vector<Entry> m_values;
};

/// For shifts on a grid: how a unit's weight moves "share of pairs in which the arm is above by more" away
/// from a half. Linear in the weights, so a look costs one sum over the units.
struct Projection
{
    std::vector<double> shifts;
    std::vector<double> level;             ///< with all weights zero
    std::vector<std::vector<double>> pull; ///< by shift, then unit
};

Projection project(const std::vector<BlockValues>& units, const Aligned& all, double from, double to)
{
    const std::size_t points = all.arm.size() + all.baseline.size() > manyValues ? 17 : 33;
    const auto arms = static_cast<double>(all.arm.size());
    const auto baselines = static_cast<double>(all.baseline.size());
    const RankTable armRanks(units, true);
    const RankTable baselineRanks(units, false);
    Projection projection;
    std::vector<double> ofArm(units.size());
    std::vector<double> ofBaseline(units.size());
    for (std::size_t i = 0; i < points; ++i) {
        const double shift = from + (to - from) * static_cast<double>(i) / static_cast<double>(points - 1);
        std::fill(ofArm.begin(), ofArm.end(), 0.0);
        std::fill(ofBaseline.begin(), ofBaseline.end(), 0.0);
        armRanks.addShares(all.baseline, -shift, false, ofArm);
        baselineRanks.addShares(all.arm, shift, true, ofBaseline);
        const double share = std::accumulate(ofArm.begin(), ofArm.end(), 0.0) / arms;
        // Both means have the resampled number of values below the line: its first-order part is here too.
        std::vector<double> pull(units.size());
        for (std::size_t unit = 0; unit < units.size(); ++unit)
            pull[unit] =
                (ofArm[unit] - share * static_cast<double>(units[unit].arm.size())) / arms +
                (ofBaseline[unit] - share * static_cast<double>(units[unit].baseline.size())) / baselines;
        projection.shifts.push_back(shift);
        projection.level.push_back(share - 0.5);
        projection.pull.push_back(std::move(pull));
    }
    return projection;
}

/// Four sums at once: one alone waits for every addition.
double weightedSum(const std::vector<double>& values, const std::vector<double>& weights)
{
    std::array<double, 4> sums{};
    std::size_t i = 0;
    for (; i + 4 <= values.size(); i += 4)
        for (std::size_t lane = 0; lane < 4; ++lane)
            sums[lane] += values[i + lane] * weights[i + lane];
    for (; i < values.size(); ++i)
        sums[0] += values[i] * weights[i];
    return sums[0] + sums[1] + sums[2] + sums[3];
}

/// Where the resampled share of pairs crosses a half.
double solve(const Projection& projection, const std::vector<double>& weights)
{
    const auto excess = [&](std::size_t i) {
        return projection.level[i] + weightedSum(projection.pull[i], weights);
    };
    std::size_t low = 0;
    std::size_t high = projection.shifts.size() - 1;
    double atLow = excess(low);
    double atHigh = excess(high);
    if (atLow <= 0)
        return projection.shifts[low];
    if (atHigh >= 0)
        return projection.shifts[high];
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        const double value = excess(middle);
        (value > 0 ? low : high) = middle;
        (value > 0 ? atLow : atHigh) = value;
    }
    return projection.shifts[low] +
           (projection.shifts[high] - projection.shifts[low]) * atLow / (atLow - atHigh);
}

double deviationOf(const std::vector<double>& values)
{
    if (values.size() < 2)
        return 0;
    const double mean = meanOf(values);
    double sum = 0;
    for (const double value : values)
        sum += (value - mean) * (value - mean);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

std::pair<double, double> interval(const std::vector<BlockValues>& units, const Aligned& all, double shift,
                                   const EstimateOptions& options)
{
    const auto count = static_cast<double>(units.size());
    // Far enough out for every resample; ends are limited by the data themselves.
    const double reach = std::min(0.499, 4.0 / std::sqrt(count));
    const double from = std::min(shift, shiftWithShareAbove(all.baseline, all.arm, 0.5 + reach, 1e-3));
    const double to = std::max(shift, shiftWithShareAbove(all.baseline, all.arm, 0.5 - reach, 1e-3));
    const Projection projection = project(units, all, from - 1e-6, to + 1e-6);
    Random random(options.seed);
    std::vector<double> solutions(static_cast<std::size_t>(options.resamples));
    std::vector<double> weights(units.size());
    for (double& solution : solutions) {
        std::fill(weights.begin(), weights.end(), 0.0);
        for (std::size_t i = 0; i < units.size(); ++i)
            weights[random.below(static_cast<std::uint32_t>(units.size()))] += 1;
        solution = solve(projection, weights);
    }
    std::sort(solutions.begin(), solutions.end());
    const double widened =
        std::sqrt(count / (count - 1)) * studentQuantile(0.5 + options.confidence / 2, count - 1);
    // So few blocks have so few different resamples that their outer quantiles are the data's own ends:
    // the standard error is still good then.
    if (units.size() < fewUnits) {
        const double reached = widened * deviationOf(solutions);
        return {shift - reached, shift + reached};
    }
    const double tail = normalCumulative(-widened);
    return {quantileOf(solutions, tail), quantileOf(solutions, 1 - tail)};
}

} // namespace

std::optional<RatioEstimate> estimateRatio(std::span<const BlockValues> blocks,
                                           const EstimateOptions& options)
{
    Aligned aligned = align(blocks);
    if (aligned.units.empty())
        return std::nullopt;
    RatioEstimate estimate;
    estimate.blocks = aligned.units.size();
    estimate.baselineValues = aligned.baseline.size();
    estimate.armValues = aligned.arm.size();
    estimate.logDeviation = deviationOf(aligned.blockShifts);
    estimate.mannWhitneyP = mannWhitneyP(aligned.rawArm, aligned.rawBaseline);
    estimate.ratioOfMedians = std::exp(medianOf(aligned.rawArm) - medianOf(aligned.rawBaseline));
    const double shift = hodgesLehmannShift(aligned.baseline, aligned.arm);
    estimate.ratio = std::exp(shift);
    if (aligned.units.size() < 2) {
        estimate.high = std::numeric_limits<double>::infinity();
        return estimate;
    }
    const auto [low, high] = interval(joinUnits(std::move(aligned.units)), aligned, shift, options);
    estimate.low = std::exp(low);
    estimate.high = std::exp(high);
    return estimate;
}

} // namespace zonescope::congestion
