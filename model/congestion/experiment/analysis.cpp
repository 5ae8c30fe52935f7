// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/analysis.h"

#include "model/congestion/experiment/experiment_session.h"
#include "model/congestion/experiment/statistics.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <map>
#include <span>
#include <tuple>

namespace zonescope::congestion {
namespace {

constexpr std::size_t mostPoints = 24;
constexpr std::size_t fewestBlocksAPoint = 4; // an interval of fewer says nothing

/// A block that may be used.
struct ValidBlock
{
    base::Timestamp from{}, to{};
    std::vector<std::vector<double>> seconds; ///< by arm
};

struct Sorted
{
    std::vector<ValidBlock> valid;
    std::uint32_t routeChanged = 0;
    std::uint32_t incomplete = 0;
};

double secondsOf(const ExperimentSample& sample, const ExperimentDesign& design)
{
    const base::Duration took = sample.outcome == SampleOutcome::Ok ? sample.took : design.timeout;
    return std::max(1e-6, static_cast<double>(took.count()) / 1e6);
}

/// A failure counts as the time-out: leaving it out would reward an arm for giving up.
ValidBlock valuesOf(std::span<const ExperimentSample> samples, const ExperimentDesign& design)
{
    ValidBlock block;
    block.from = samples.front().startedAt;
    block.seconds.resize(design.arms.size());
    for (const ExperimentSample& sample : samples) {
        block.from = std::min(block.from, sample.startedAt);
        block.to = std::max(block.to, sample.startedAt + sample.took);
        if (sample.started() && sample.arm < block.seconds.size())
            block.seconds[sample.arm].push_back(secondsOf(sample, design));
    }
    return block;
}

Sorted sortBlocks(const std::vector<ExperimentSample>& samples, const ExperimentDesign& design)
{
    std::map<std::uint32_t, std::vector<ExperimentSample>> blocks;
    for (const ExperimentSample& sample : samples)
        blocks[sample.block].push_back(sample);
    Sorted sorted;
    for (const auto& [number, block] : blocks) {
        switch (stateOfBlock(block, design)) {
        case BlockState::Valid:
            sorted.valid.push_back(valuesOf(block, design));
            break;
        case BlockState::RouteChanged:
            ++sorted.routeChanged;
            break;
        case BlockState::Incomplete:
            ++sorted.incomplete;
            break;
        }
    }
    return sorted;
}

std::vector<BlockValues> valuesOfArm(std::span<const ValidBlock> blocks, std::size_t arm)
{
    std::vector<BlockValues> values;
    values.reserve(blocks.size());
    for (const ValidBlock& block : blocks)
        values.push_back({block.seconds[0], block.seconds[arm]});
    return values;
}

std::vector<ArmFigures> figuresOf(const std::vector<ExperimentSample>& samples, const Sorted& sorted,
                                  const ExperimentDesign& design)
{
    std::vector<ArmFigures> arms(design.arms.size());
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
        arms[arm].algorithm = design.arms[arm];
        for (const ValidBlock& block : sorted.valid)
            arms[arm].seconds.insert(arms[arm].seconds.end(), block.seconds[arm].begin(),
                                     block.seconds[arm].end());
        std::sort(arms[arm].seconds.begin(), arms[arm].seconds.end());
    }
    for (const ExperimentSample& sample : samples) {
        if (!sample.started() || sample.arm >= arms.size())
            continue;
        ArmFigures& arm = arms[sample.arm];
        ++arm.started;
        arm.succeeded += sample.outcome == SampleOutcome::Ok;
        arm.bytes += sample.bytes;
        arm.bytesRetransmitted += sample.bytesRetransmitted;
    }
    return arms;
}

std::vector<RatioPoint> pointsOf(const std::vector<ValidBlock>& blocks, std::size_t arms, std::uint64_t seed)
{
    std::vector<RatioPoint> points;
    const std::size_t each = std::max(fewestBlocksAPoint, (blocks.size() + mostPoints - 1) / mostPoints);
    for (std::size_t first = 0; first + each <= blocks.size(); first += each) {
        // What is left over at the end belongs to the last point.
        const std::size_t count = first + 2 * each > blocks.size() ? blocks.size() - first : each;
        const auto some = std::span(blocks).subspan(first, count);
        for (std::size_t arm = 1; arm < arms; ++arm)
            if (const auto estimate = estimateRatio(valuesOfArm(some, arm), {.seed = seed, .resamples = 500}))
                points.push_back({some.front().from + (some.back().to - some.front().from) / 2,
                                  static_cast<std::uint16_t>(arm), *estimate});
    }
    return points;
}

void addGuards(PathAnalysis& path, const std::vector<ExperimentSample>& samples, const Sorted& sorted,
               const ExperimentDesign& design)
{
    std::vector<std::uint64_t> started;
    std::vector<std::uint64_t> succeeded;
    for (const ArmFigures& arm : path.arms) {
        started.push_back(arm.started);
        succeeded.push_back(arm.succeeded);
    }
    path.sampleRatioP = shareMismatchP(started, std::vector<double>(design.arms.size(), 1.0));
    path.successP = successMismatchP(succeeded, started);
    path.overlapShare = overlapShareOf(samples);
    if (path.overlapShare > mostOverlap)
        path.guards.push_back(Guard::ArmsOverlap);
    if (path.sampleRatioP < sampleRatioLimit)
        path.guards.push_back(Guard::SampleRatio);
    if (sorted.routeChanged > sorted.valid.size())
        path.guards.push_back(Guard::RouteChanged);
    if (path.successP < successLimit)
        path.guards.push_back(Guard::SuccessRate);
}

Verdict verdictOf(const PathAnalysis& path, const std::optional<RatioEstimate>& estimate)
{
    if (!path.guards.empty())
        return Verdict::Withheld;
    if (!path.complete() || !estimate)
        return Verdict::TooEarly;
    if (!estimate->excludesOne())
        return Verdict::NoDifferenceShown;
    return estimate->ratio < 1 ? Verdict::Faster : Verdict::Slower;
}

/// What makes one path worthless makes the sum worthless.
void spreadGuards(const PathAnalysis& path, PathAnalysis& all)
{
    for (const Guard guard : path.guards)
        if (std::find(all.guards.begin(), all.guards.end(), guard) == all.guards.end())
            all.guards.push_back(guard);
    if (all.guards.empty())
        return;
    for (ArmComparison& comparison : all.comparisons) {
        comparison.verdict = Verdict::Withheld;
        comparison.p.reset();
    }
}

PathAnalysis analysePath(const std::vector<ExperimentSample>& samples, const ExperimentDesign& design,
                         std::uint32_t planned)
{
    PathAnalysis path;
    path.plannedBlocks = planned;
    const Sorted sorted = sortBlocks(samples, design);
    path.validBlocks = static_cast<std::uint32_t>(sorted.valid.size());
    path.voidBlocks = sorted.routeChanged + sorted.incomplete;
    path.arms = figuresOf(samples, sorted, design);
    addGuards(path, samples, sorted, design);
    const double confidence =
        1 - 0.05 / static_cast<double>(std::max<std::size_t>(1, design.arms.size() - 1));
    for (std::size_t arm = 1; arm < design.arms.size(); ++arm) {
        ArmComparison comparison;
        comparison.arm = static_cast<std::uint16_t>(arm);
        comparison.estimate =
            estimateRatio(valuesOfArm(sorted.valid, arm), {.seed = design.seed, .confidence = confidence});
        comparison.verdict = verdictOf(path, comparison.estimate);
        if (comparison.verdict > Verdict::Withheld)
            comparison.p = comparison.estimate->mannWhitneyP;
        path.comparisons.push_back(comparison);
    }
    path.overTime = pointsOf(sorted.valid, design.arms.size(), design.seed);
    return path;
}

} // namespace

double ArmFigures::successShare() const
{
    return started ? static_cast<double>(succeeded) / static_cast<double>(started) : 0;
}

double ArmFigures::retransmittedShare() const
{
    return bytes ? static_cast<double>(bytesRetransmitted) / static_cast<double>(bytes + bytesRetransmitted)
                 : 0;
}

std::string_view guardWord(Guard guard)
{
    constexpr std::array<std::string_view, 4> words{"arms overlap", "sample ratio mismatch", "route changes",
                                                    "success rates differ"};
    return words[static_cast<std::size_t>(guard)];
}

double overlapShareOf(const std::vector<ExperimentSample>& samples)
{
    struct Edge
    {
        base::Timestamp at;
        std::uint16_t target;
        std::uint16_t arm;
        int change;
    };
    std::vector<Edge> edges;
    for (const ExperimentSample& sample : samples) {
        if (!sample.started() || sample.took <= base::Duration(0))
            continue;
        edges.push_back({sample.startedAt, sample.target, sample.arm, 1});
        edges.push_back({sample.startedAt + sample.took, sample.target, sample.arm, -1});
    }
    // Ends before starts: one that begins in the microsecond in which the other ends is after it.
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
        return std::tie(a.target, a.at, a.change) < std::tie(b.target, b.at, b.change);
    });
    base::Duration busy{0};
    base::Duration shared{0};
    std::map<std::uint16_t, int> active;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (!active.empty()) {
            const base::Duration length = edges[i].at - edges[i - 1].at;
            busy += length;
            if (active.size() > 1)
                shared += length;
        }
        if ((active[edges[i].arm] += edges[i].change) == 0)
            active.erase(edges[i].arm);
    }
    return busy.count() > 0 ? static_cast<double>(shared.count()) / static_cast<double>(busy.count()) : 0;
}

Analysis analyse(const Experiment& experiment)
{
    const ExperimentDesign& design = experiment.design;
    const auto targets = static_cast<std::uint32_t>(design.targets.size());
    Analysis analysis;
    analysis.all = analysePath(experiment.samples, design, design.blocks * targets);
    for (std::uint16_t target = 0; target < targets; ++target) {
        std::vector<ExperimentSample> own;
        std::copy_if(experiment.samples.begin(), experiment.samples.end(), std::back_inserter(own),
                     [&](const ExperimentSample& sample) { return sample.target == target; });
        analysis.paths.push_back(targets == 1 ? analysis.all : analysePath(own, design, design.blocks));
        analysis.paths.back().target = target;
    }
    for (const PathAnalysis& path : analysis.paths)
        spreadGuards(path, analysis.all);
    return analysis;
}

std::string verdictSentence(const Experiment& experiment, const PathAnalysis& path,
                            const ArmComparison& comparison)
{
    const ExperimentDesign& design = experiment.design;
    const std::string& arm = design.arms[comparison.arm];
    switch (comparison.verdict) {
    case Verdict::Withheld: {
        std::string sentence = "verdict withheld: ";
        for (std::size_t i = 0; i < path.guards.size(); ++i)
            sentence += (i ? ", " : "") + std::string(guardWord(path.guards[i]));
        return sentence;
    }
    case Verdict::TooEarly:
        return "too early: " + std::to_string(path.validBlocks) + " of " +
               std::to_string(path.plannedBlocks) + " blocks";
    case Verdict::NoDifferenceShown:
    case Verdict::Faster:
    case Verdict::Slower:
        break;
    }
    std::array<char, 96> figures{};
    const RatioEstimate& estimate = *comparison.estimate;
    std::snprintf(figures.data(), figures.size(), "%.3f of its time (95 %% interval %.3f to %.3f)",
                  estimate.ratio, estimate.low, estimate.high);
    if (comparison.verdict == Verdict::NoDifferenceShown)
        return "no difference shown: " + arm + " took " + figures.data();
    return arm + (comparison.verdict == Verdict::Faster ? " is faster than " : " is slower than ") +
           design.arms[0] + ": " + figures.data();
}

} // namespace zonescope::congestion
