// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/network_report.h"

#include "model/congestion/experiment/analysis.h"

#include <algorithm>
#include <map>
#include <set>

namespace zonescope::engine {
namespace {

constexpr std::size_t roundsOfOne = 100'000;
constexpr std::size_t mostPeers = 100;

report::ExperimentOutcome outcomeOf(congestion::Verdict verdict)
{
    switch (verdict) {
    case congestion::Verdict::Withheld:
        return report::ExperimentOutcome::Withheld;
    case congestion::Verdict::NoDifferenceShown:
        return report::ExperimentOutcome::NoDifference;
    case congestion::Verdict::Faster:
        return report::ExperimentOutcome::Faster;
    case congestion::Verdict::Slower:
        return report::ExperimentOutcome::Slower;
    case congestion::Verdict::TooEarly:
        break;
    }
    return report::ExperimentOutcome::Open;
}

report::ExperimentRow rowOf(const congestion::Experiment& experiment, const congestion::PathAnalysis& path,
                            const congestion::ArmComparison& comparison)
{
    report::ExperimentRow row;
    row.name = experiment.design.name;
    row.arm = experiment.design.arms[comparison.arm];
    row.baseline = experiment.design.arms.front();
    if (path.target) {
        const auto& target = experiment.design.targets[*path.target];
        row.path = target.label.empty() ? target.at.toText() : target.label;
    }
    row.outcome = outcomeOf(comparison.verdict);
    for (const congestion::Guard guard : path.guards)
        row.reason += (row.reason.empty() ? "" : ", ") + std::string(congestion::guardWord(guard));
    // Before there is a verdict a figure would be read as one.
    const bool concluded =
        row.outcome != report::ExperimentOutcome::Open && row.outcome != report::ExperimentOutcome::Withheld;
    if (concluded && comparison.estimate) {
        row.ratio = comparison.estimate->ratio;
        row.low = comparison.estimate->low;
        row.high = comparison.estimate->high;
    }
    for (const congestion::ExperimentSample& sample : experiment.samples)
        row.transfers += !path.target || sample.target == *path.target;
    row.blocks = path.validBlocks;
    row.from = experiment.startedAt;
    row.to = experiment.samples.empty()
                 ? experiment.startedAt
                 : experiment.samples.back().startedAt + experiment.samples.back().took;
    row.kernel = experiment.conditions.kernel;
    return row;
}

} // namespace

base::Result<std::vector<pipeline::PathRecord>> readPaths(store::HistoryReader& history,
                                                          const zone::Configuration& configuration,
                                                          const pipeline::Period& period)
{
    std::set<net::Endpoint> servers;
    for (const auto& [id, primary] : configuration.primaries())
        servers.insert(primary.addresses.begin(), primary.addresses.end());
    for (const auto& [id, edge] : configuration.edges())
        servers.insert(edge.endpoint);
    std::vector<pipeline::PathRecord> all;
    for (const net::Endpoint& server : servers) {
        auto rounds = history.paths(server, period, roundsOfOne);
        if (!rounds)
            return rounds;
        all.insert(all.end(), std::make_move_iterator(rounds->begin()),
                   std::make_move_iterator(rounds->end()));
    }
    return all;
}

std::vector<report::PeerRow> peerRows(const std::vector<congestion::MinuteRow>& minutes)
{
    std::map<std::pair<net::Prefix, std::string>, congestion::MinuteFigures> sums;
    for (const congestion::MinuteRow& minute : minutes)
        sums[{minute.key.peer, minute.key.algorithm}].merge(minute.figures);
    std::vector<report::PeerRow> rows;
    for (const auto& [key, figures] : sums) {
        report::PeerRow row;
        row.network = key.first.toText();
        row.algorithm = key.second;
        row.connections = figures.connections;
        row.bytesSent = figures.bytesSent;
        row.bytesReceived = figures.bytesReceived;
        if (figures.bytesSent > 0)
            row.repeatedShare =
                static_cast<double>(figures.bytesRetransmitted) / static_cast<double>(figures.bytesSent);
        row.p50 = figures.rtt.quantile(0.50);
        row.p95 = figures.rtt.quantile(0.95);
        rows.push_back(std::move(row));
    }
    std::ranges::stable_sort(rows, std::ranges::greater(), &report::PeerRow::connections);
    if (rows.size() > mostPeers)
        rows.resize(mostPeers);
    return rows;
}

std::vector<report::ExperimentRow> experimentRows(const congestion::ExperimentsSnapshot& experiments,
                                                  const pipeline::Period& period)
{
    std::vector<report::ExperimentRow> rows;
    for (auto at = experiments.experiments.rbegin(); at != experiments.experiments.rend(); ++at) {
        const congestion::Experiment& experiment = **at;
        const bool over = experiment.state != congestion::ExperimentState::Running;
        if (experiment.startedAt >= period.to || (over && experiment.endedAt < period.from))
            continue;
        const congestion::Analysis analysis = congestion::analyse(experiment);
        for (const congestion::ArmComparison& comparison : analysis.all.comparisons)
            rows.push_back(rowOf(experiment, analysis.all, comparison));
        if (analysis.paths.size() > 1)
            for (const congestion::PathAnalysis& path : analysis.paths)
                for (const congestion::ArmComparison& comparison : path.comparisons)
                    rows.push_back(rowOf(experiment, path, comparison));
    }
    return rows;
}

} // namespace zonescope::engine
