// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/csv_writer.h"

#include "model/report/cloud_writer.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace zonescope::report {
namespace {

std::string number(double value, const char* format)
{
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), format, value); // NOLINT: "%.3f" or "%.6f"
    return text.data();
}
std::string ms(std::optional<base::Duration> duration)
{
    return duration ? number(base::toMilliseconds(*duration), "%.3f") : std::string();
}
std::string share(double value)
{
    return number(value, "%.6f");
}

class Table
{
public:
    Table(std::string name, const std::vector<std::string>& titles)
        : m_file{std::move(name), {}}
    {
        row(titles);
    }

    void row(const std::vector<std::string>& cells)
    {
        bool first = true;
        for (const std::string& cell : cells) {
            m_file.text += (first ? "" : ",") + csvField(cell);
            first = false;
        }
        m_file.text += "\r\n"; // RFC 4180 section 2.1
    }
    NamedText take() { return std::move(m_file); }

private:
    NamedText m_file;
};

NamedText freshness(const char* name, const char* what, const std::vector<FreshnessRow>& rows)
{
    Table table(name, {what, "changes", "within_target", "late", "not_seen", "fresh_share", "p50_ms",
                       "p95_ms", "p99_ms", "worst_ms"});
    for (const FreshnessRow& r : rows)
        table.row({r.name, std::to_string(r.changes), std::to_string(r.withinTarget), std::to_string(r.late),
                   std::to_string(r.never), share(r.freshShare), ms(r.p50), ms(r.p95), ms(r.p99),
                   ms(r.worst)});
    return table.take();
}

std::string outcomeName(ExperimentOutcome outcome)
{
    switch (outcome) {
    case ExperimentOutcome::Withheld:
        return "withheld";
    case ExperimentOutcome::NoDifference:
        return "no-difference-shown";
    case ExperimentOutcome::Faster:
        return "faster";
    case ExperimentOutcome::Slower:
        return "slower";
    case ExperimentOutcome::Open:
        break;
    }
    return "too-early";
}

std::string nameOf(const std::vector<FreshnessRow>& rows, auto same)
{
    for (const FreshnessRow& row : rows)
        if (same(row))
            return row.name;
    return {};
}

/// Of the network: transfers and their connections, ways, peers, the host, experiments.
std::vector<NamedText> networkTables(const Document& d)
{
    Table flows("transfer-flows.csv",
                {"primary", "transfers", "p50_ms", "p95_ms", "worst_ms", "round_trip_ms", "stalled_share",
                 "too_short", "healthy", "network_loss", "suspected_loss", "small_receive_window",
                 "slow_primary", "application", "kernel"});
    for (const FlowRow& f : d.flows) {
        std::vector<std::string> row{
            f.name,          std::to_string(f.transfers), ms(f.p50), ms(f.p95), ms(f.worst),
            ms(f.roundTrip), share(f.stalledShare)};
        for (const std::uint64_t count : f.verdicts)
            row.push_back(std::to_string(count));
        row.push_back(d.kernel);
        flows.row(row);
    }
    Table points("transfer-times.csv", {"primary", "round_trip_ms", "transfer_ms"});
    for (const FlowPoint& p : d.flowPoints) {
        const auto of = std::ranges::find(d.flows, p.primary, &FlowRow::primary);
        points.row({of == d.flows.end() ? std::string() : of->name, ms(p.roundTrip), ms(p.took)});
    }
    Table paths("paths.csv", {"server", "address", "rounds", "probes", "answered", "best_ms", "median_ms",
                              "worst_ms", "routes", "route_changes", "hops", "nodes", "kernel"});
    for (const PathRow& p : d.paths)
        paths.row({p.name, p.address, std::to_string(p.rounds), std::to_string(p.probes),
                   std::to_string(p.answered), ms(p.best), ms(p.median), ms(p.worst),
                   std::to_string(p.routes), std::to_string(p.routeChanges),
                   p.length ? std::to_string(p.length) : "", p.nodes, d.kernel});
    Table peers("peers.csv", {"network", "algorithm", "connections", "bytes_sent", "bytes_received",
                              "repeated_share", "round_trip_p50_ms", "round_trip_p95_ms", "kernel"});
    for (const PeerRow& p : d.peers)
        peers.row({p.network, p.algorithm, std::to_string(p.connections), std::to_string(p.bytesSent),
                   std::to_string(p.bytesReceived), share(p.repeatedShare), ms(p.p50), ms(p.p95), d.kernel});
    Table drops("host-drops.csv", {"what", "dropped", "times", "last", "kernel"});
    for (const DropRow& r : d.drops)
        drops.row({r.what, std::to_string(r.dropped), std::to_string(r.times), isoTime(r.last), d.kernel});
    Table experiments("experiments.csv", {"name", "path", "algorithm", "baseline", "from", "to", "transfers",
                                          "blocks", "ratio", "low", "high", "verdict", "reason", "kernel"});
    for (const ExperimentRow& r : d.experiments) {
        const auto figure = [](const std::optional<double>& value) {
            return value ? number(*value, "%.6f") : std::string();
        };
        experiments.row({r.name, r.path, r.arm, r.baseline, isoTime(r.from), isoTime(r.to),
                         std::to_string(r.transfers), std::to_string(r.blocks), figure(r.ratio),
                         figure(r.low), figure(r.high), outcomeName(r.outcome), r.reason, r.kernel});
    }
    return {flows.take(), points.take(), paths.take(), peers.take(), drops.take(), experiments.take()};
}

} // namespace

std::string csvField(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::vector<NamedText> writeCsv(const Document& d)
{
    Table summary("summary.csv", {"from", "to", "written", "target_ms", "zones", "edges", "changes",
                                  "transfers_ok", "transfers_failed", "fresh_share", "incidents", "gaps"});
    summary.row({isoTime(d.period.from), isoTime(d.period.to), isoTime(d.writtenAt), ms(d.freshnessTarget),
                 std::to_string(d.zones), std::to_string(d.edges), std::to_string(d.changes),
                 std::to_string(d.transfersOk), std::to_string(d.transfersFailed), share(d.freshShare),
                 std::to_string(d.incidents.size()), std::to_string(d.gaps.size())});
    Table stages("stages.csv", {"stage", "count", "p50_ms", "p95_ms", "p99_ms", "worst_ms"});
    for (const StageRow& s : d.stages)
        stages.row({std::string(pipeline::stageName(s.stage)), std::to_string(s.count), ms(s.p50), ms(s.p95),
                    ms(s.p99), ms(s.worst)});
    Table delays("delays.csv", {"change_started", "zone", "edge", "delay_ms"});
    for (const DelayPoint& p : d.delays)
        delays.row({isoTime(p.at), nameOf(d.byZone, [&](const FreshnessRow& r) { return r.zone == p.zone; }),
                    nameOf(d.byEdge, [&](const FreshnessRow& r) { return r.edge == p.edge; }), ms(p.delay)});
    Table incidents("incidents.csv", {"from", "to", "zone", "server", "what", "cause"});
    for (const Incident& i : d.incidents)
        incidents.row({isoTime(i.from), i.to ? isoTime(*i.to) : "", i.zoneName, i.serverName,
                       std::string(pipeline::eventKindName(i.kind)),
                       i.cause ? base::toString(*i.cause) : ""});
    Table gaps("gaps.csv", {"from", "to"});
    for (const pipeline::DataGap& gap : d.gaps)
        gaps.row({isoTime(gap.period.from), isoTime(gap.period.to)});
    std::vector<NamedText> files{summary.take(),
                                 freshness("by-zone.csv", "zone", d.byZone),
                                 freshness("by-edge.csv", "edge", d.byEdge),
                                 stages.take(),
                                 delays.take(),
                                 incidents.take(),
                                 gaps.take()};
    std::ranges::move(networkTables(d), std::back_inserter(files));
    if (d.cloud)
        std::ranges::move(cloudTables(*d.cloud), std::back_inserter(files));
    return files;
}

} // namespace zonescope::report
