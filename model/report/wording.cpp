// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/wording.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace zonescope::report {
namespace {

std::string formatted(const char* format, double value)
{
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), format, value); // NOLINT: the formats stand below
    return text.data();
}

std::string durationText(base::Duration duration)
{
    const double ms = base::toMilliseconds(duration);
    if (ms < 10)
        return formatted("%.1f ms", ms);
    if (ms < 1000)
        return formatted("%.0f ms", ms);
    if (ms < 60'000)
        return formatted("%.1f s", ms / 1000);
    const auto seconds = static_cast<long>(ms / 1000);
    if (seconds < 3600)
        return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
    if (seconds < 86400)
        return std::to_string(seconds / 3600) + " h " + std::to_string(seconds / 60 % 60) + " min";
    return std::to_string(seconds / 86400) + " d " + std::to_string(seconds / 3600 % 24) + " h";
}

/// Rounds down: what is below 100 % never reads as 100 %.
std::string percentText(double share)
{
    return formatted("%.2f %%", std::floor(share * 10000.0) / 100.0);
}

std::string utcText(base::Timestamp at, const char* format)
{
    const auto seconds =
        static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> text{};
    std::strftime(text.data(), text.size(), format, &utc); // NOLINT: the formats stand below
    return text.data();
}

std::string verdictName(pipeline::TransferVerdict verdict)
{
    constexpr std::array<const char*, 7> names{
        "too short to tell",    "healthy",      "network loss", "suspected loss at the sender",
        "small receive window", "slow primary", "application"};
    return names.at(static_cast<std::size_t>(verdict));
}

} // namespace

std::string isoTime(base::Timestamp at)
{
    return utcText(at, "%Y-%m-%dT%H:%M:%SZ");
}

Wording englishWording()
{
    Wording w;
    w.title = "Freshness and incidents";
    w.period = "Period";
    w.written = "Written";
    w.target = "Target";
    w.zones = "Zones";
    w.edges = "Edges";
    w.changes = "Changes";
    w.transfersOk = "Transfers done";
    w.transfersFailed = "Transfers failed";
    w.freshShare = "Fresh";
    w.byZone = "By zone";
    w.byEdge = "By edge";
    w.stages = "Where the time goes";
    w.delays = "Time until visible, every change at every edge";
    w.incidents = "Incidents";
    w.gaps = "Data gaps";
    w.name = "Name";
    w.within = "Within target";
    w.late = "Late";
    w.never = "Not seen";
    w.fresh = "Fresh";
    w.median = "p50";
    w.p95 = "p95";
    w.p99 = "p99";
    w.worst = "Worst";
    w.stage = "Stage";
    w.count = "Count";
    w.from = "From";
    w.to = "To";
    w.zone = "Zone";
    w.server = "Server";
    w.kind = "What";
    w.cause = "Cause";
    w.noIncidents = "No incident in this period.";
    w.noGaps = "None: Zonescope was running the whole period.";
    w.noChanges = "No zone changed in this period.";
    w.flows = "Transfers and their connections";
    w.transfers = "Transfers";
    w.roundTrip = "Round trip";
    w.stalled = "Stalled";
    w.why = "Why";
    w.noFlows = "No transfer over TCP in this period.";
    w.flowChart = "Time of a transfer (upwards) against the round trip of its connection";
    w.verdictWord = verdictName;
    w.flowCaption = [](std::uint64_t n, const std::string& kernel) {
        return "n = " + std::to_string(n) + (kernel.empty() ? std::string() : ", kernel " + kernel) +
               ". We receive: loss is certain only where the sender runs on this host.";
    };
    w.paths = "Paths";
    w.peers = "Connections by network";
    w.drops = "Dropped by this host";
    w.experiments = "Experiments on congestion control";
    w.noPaths = "No path was traced in this period.";
    w.noPeers = "No connection ended in this period.";
    w.noDrops = "This host dropped nothing in this period.";
    w.noExperiments = "No experiment ran in this period.";
    w.rounds = "Rounds";
    w.answered = "Answered";
    w.best = "Best";
    w.routes = "Routes";
    w.routeChanges = "Route changes";
    w.node = "Node";
    w.network = "Network";
    w.algorithm = "Algorithm";
    w.connections = "Connections";
    w.sent = "Sent";
    w.received = "Received";
    w.repeated = "Repeated";
    w.dropped = "Dropped";
    w.times = "Times";
    w.last = "Last";
    w.baseline = "Baseline";
    w.ratio = "Ratio";
    w.interval = "Interval";
    w.verdict = "Verdict";
    w.allPaths = "all paths";
    w.outcomeWord = [](const ExperimentRow& row) {
        switch (row.outcome) {
        case ExperimentOutcome::Withheld:
            return "verdict withheld: " + row.reason;
        case ExperimentOutcome::NoDifference:
            return std::string("no difference shown");
        case ExperimentOutcome::Faster:
            return std::string("faster");
        case ExperimentOutcome::Slower:
            return std::string("slower");
        case ExperimentOutcome::Open:
            break;
        }
        return std::string("too early");
    };
    w.networkCaption = [](std::uint64_t n, const Document& d) {
        return "n = " + std::to_string(n) + ", " + utcText(d.period.from, "%Y-%m-%d %H:%M") + " to " +
               utcText(d.period.to, "%Y-%m-%d %H:%M UTC") +
               (d.kernel.empty() ? std::string() : ", kernel " + d.kernel) + ", no filter";
    };
    w.stillOpen = "not over";
    w.failures = "not seen";
    w.time = [](base::Timestamp at) { return utcText(at, "%Y-%m-%d %H:%M:%S UTC"); };
    w.duration = durationText;
    w.percent = percentText;
    w.stageWord = [](pipeline::Stage stage) { return std::string(pipeline::stageName(stage)); };
    w.incidentWord = [](const Incident& incident) {
        return std::string(pipeline::eventKindName(incident.kind));
    };
    w.causeSentence = [](const base::Error& error) { return base::toString(error); };
    w.cloud = {"Topology of the clouds",
               "Inventory of the clouds",
               "Findings in the clouds",
               "Drift from intent",
               "What of the clouds was not read",
               "Nothing was found.",
               "Everything is as intended.",
               "No intent is set, so nothing can differ from it.",
               "Everything was read.",
               "Provider",
               "Account",
               "Region",
               "Severity",
               "Finding",
               "Resource",
               "Evidence",
               "Known",
               "Part",
               "Field",
               "Intended",
               "Found",
               "Owner",
               "What",
               "State"};
    w.cloudWord = [](std::string_view, std::string_view word) { return std::string(word); };
    w.language = "en";
    return w;
}

} // namespace zonescope::report
