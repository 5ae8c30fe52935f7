// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/network_rows.h"

#include "model/report/report_builder.h"

#include <algorithm>
#include <map>
#include <set>

namespace zonescope::report {
namespace {

bool inPeriod(const pipeline::Period& period, base::Timestamp at)
{
    return at >= period.from && at < period.to;
}

/// Of the first primary or edge with that address; the address itself when it is gone.
std::string serverName(const zone::Configuration& configuration, const net::Endpoint& server)
{
    for (const auto& [id, primary] : configuration.primaries())
        if (std::ranges::count(primary.addresses, server) > 0)
            return primary.name;
    for (const auto& [id, edge] : configuration.edges())
        if (edge.endpoint == server)
            return edge.name;
    return server.toText();
}

PathRow pathRow(const net::Endpoint& target, const std::vector<const pipeline::PathRecord*>& rounds)
{
    PathRow row;
    row.address = target.toText();
    row.rounds = rounds.size();
    pipeline::Histogram best;
    std::set<std::uint64_t> routes;
    std::uint64_t route = 0;
    std::string node;
    for (const pipeline::PathRecord* round : rounds) {
        row.probes += round->sent;
        row.answered += round->received;
        if (round->best) {
            best.add(*round->best);
            row.best = std::min(row.best.value_or(*round->best), *round->best);
        }
        if (round->worst)
            row.worst = std::max(row.worst.value_or(*round->worst), *round->worst);
        if (round->route != 0) {
            routes.insert(round->route);
            row.routeChanges += route != 0 && route != round->route;
            route = round->route;
        }
        if (!round->nsid.empty() && round->nsid != node) {
            row.nodes += (row.nodes.empty() ? "" : ", ") + round->nsid;
            node = round->nsid;
        }
    }
    row.routes = routes.size();
    row.length = rounds.back()->length;
    row.median = best.quantile(0.5);
    return row;
}

} // namespace

std::vector<PathRow> pathRows(const ReportInput& input)
{
    std::map<net::Endpoint, std::vector<const pipeline::PathRecord*>> byTarget;
    for (const pipeline::PathRecord& round : input.paths)
        if (inPeriod(input.selection.period, round.at))
            byTarget[round.target].push_back(&round);
    std::vector<PathRow> rows;
    for (auto& [target, rounds] : byTarget) {
        std::ranges::stable_sort(rounds, {}, &pipeline::PathRecord::at);
        rows.push_back(pathRow(target, rounds));
        rows.back().name = serverName(*input.configuration, target);
    }
    std::ranges::stable_sort(rows, [](const PathRow& a, const PathRow& b) {
        return std::tie(b.routeChanges, a.name) < std::tie(a.routeChanges, b.name);
    });
    return rows;
}

std::vector<DropRow> dropRows(const ReportInput& input)
{
    std::map<std::string, DropRow> byCounter;
    for (const pipeline::Event& event : input.events) {
        if (event.kind != pipeline::Event::Kind::HostDropsRose || !inPeriod(input.selection.period, event.at))
            continue;
        DropRow& row = byCounter[event.error ? event.error->detail : std::string()];
        row.dropped += event.records;
        ++row.times;
        row.last = std::max(row.last, event.at);
    }
    std::vector<DropRow> rows;
    for (auto& [what, row] : byCounter) {
        row.what = what;
        rows.push_back(row);
    }
    std::ranges::stable_sort(rows, std::ranges::greater(), &DropRow::dropped);
    return rows;
}

} // namespace zonescope::report
