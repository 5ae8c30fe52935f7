// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/experiment.h"
#include "model/congestion/experiment/ratio_estimate.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::congestion {

/// Why nothing is concluded from the samples, however many there are.
enum class Guard : std::uint8_t {
    ArmsOverlap,  ///< two arms were on the path at once: they took each other's share of the bottleneck
    SampleRatio,  ///< arms were not started as often as planned: something chose
    RouteChanged, ///< too many blocks were void because the route changed
    SuccessRate,  ///< one arm fails more often: what is left of it is no fair choice
};
std::string_view guardWord(Guard guard); ///< "arms overlap"

enum class Verdict : std::uint8_t {
    TooEarly,          ///< before the planned number: looking early finds differences that are not there
    Withheld,          ///< see the guards
    NoDifferenceShown, ///< not "equal"
    Faster,            ///< less time than the baseline
    Slower,
};

/// What one arm did.
struct ArmFigures
{
    std::string algorithm;
    std::uint64_t started = 0;
    std::uint64_t succeeded = 0;
    std::vector<double> seconds; ///< of valid blocks, ascending; failures count as the time-out
    std::uint64_t bytes = 0;
    std::uint64_t bytesRetransmitted = 0;

    double successShare() const;
    double retransmittedShare() const; ///< what its speed costs the network
};

/// One arm against the baseline.
struct ArmComparison
{
    std::uint16_t arm = 0;
    std::optional<RatioEstimate> estimate; ///< nothing: no valid block with both
    Verdict verdict = Verdict::TooEarly;
    std::optional<double> p; ///< only with a verdict
};

/// A few blocks in a row.
struct RatioPoint
{
    base::Timestamp at{}; ///< middle of the blocks
    std::uint16_t arm = 0;
    RatioEstimate estimate;
};

/// One path, or all together.
struct PathAnalysis
{
    std::optional<std::uint16_t> target; ///< nothing: all
    std::uint32_t validBlocks = 0;
    std::uint32_t voidBlocks = 0;
    std::uint32_t plannedBlocks = 0;
    double overlapShare = 0; ///< of the time in which the path was busy
    double sampleRatioP = 1;
    double successP = 1;
    std::vector<Guard> guards; ///< those that speak against a verdict
    std::vector<ArmFigures> arms;
    std::vector<ArmComparison> comparisons; ///< all arms but the baseline
    std::vector<RatioPoint> overTime;

    bool complete() const { return plannedBlocks > 0 && validBlocks >= plannedBlocks; }
};

struct Analysis
{
    PathAnalysis all;
    std::vector<PathAnalysis> paths; ///< one for each target
};

inline constexpr double mostOverlap = 0.05;
inline constexpr double sampleRatioLimit = 0.001;
inline constexpr double successLimit = 0.01;

/// Everything the charts and the verdict need. Intervals share the 5 % between the comparisons (Bonferroni).
/// Pure; some 10 ms for 2 x 10,000 samples.
Analysis analyse(const Experiment& experiment);

/// Share of the busy time in which samples of different arms were under way at once.
double overlapShareOf(const std::vector<ExperimentSample>& samples);

/// "verdict withheld: arms overlap", "bbr is faster than cubic: 0.31 of its time (95 % interval 0.22 to
/// 0.45)", "no difference shown", "too early: 4 of 20 blocks". English, for logs and files.
std::string verdictSentence(const Experiment& experiment, const PathAnalysis& path,
                            const ArmComparison& comparison);

} // namespace zonescope::congestion
