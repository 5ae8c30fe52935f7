// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/summary.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace zonescope::app {
namespace {

using Row = std::vector<std::string>;

/// Columns as wide as their widest cell, two blanks between; numbers to the right.
std::string columns(const std::vector<Row>& rows, const std::vector<bool>& right)
{
    std::vector<std::size_t> widths(right.size(), 0);
    for (const Row& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    std::string text;
    for (const Row& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string pad(widths[i] - row[i].size(), ' ');
            line += (i ? "  " : "") + (right[i] ? pad + row[i] : row[i] + pad);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::string stateText(zone::ZoneState state)
{
    constexpr std::array<const char*, 7> words{"unknown", "current", "refreshing", "behind",
                                               "failing", "expired", "paused"};
    return words.at(static_cast<std::size_t>(state));
}

std::string milliseconds(std::optional<base::Duration> duration)
{
    if (!duration)
        return "-";
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", base::toMilliseconds(*duration));
    return text.data();
}

std::string secondsSince(std::optional<base::Timestamp> at, base::Timestamp now)
{
    if (!at)
        return "-";
    return std::to_string(std::max<std::int64_t>(
               0, std::chrono::duration_cast<std::chrono::seconds>(now - *at).count())) +
           " s ago";
}

std::string serialText(std::optional<std::uint32_t> serial)
{
    return serial ? std::to_string(*serial) : "-";
}

} // namespace

std::string zoneTableText(const zone::Configuration& configuration, std::vector<zone::ZoneStatus> statuses,
                          base::Timestamp now)
{
    const auto apexOf = [&](base::ZoneId id) {
        const zone::Zone* zone = configuration.zone(id);
        return zone ? zone->apex.toDisplay() : "zone " + std::to_string(id.value);
    };
    std::ranges::sort(statuses, {}, [&](const zone::ZoneStatus& s) { return apexOf(s.zone); });
    std::vector<Row> rows{
        {"state", "zone", "serial", "at primary", "edges", "last change", "records", "last error"}};
    for (const zone::ZoneStatus& s : statuses)
        rows.push_back({stateText(s.state), apexOf(s.zone), serialText(s.heldSerial),
                        serialText(s.primarySerial),
                        std::to_string(s.edgesCurrent) + " of " + std::to_string(s.edges.size()),
                        secondsSince(s.heldSince, now), std::to_string(s.recordCount),
                        s.lastError ? base::toString(*s.lastError) : ""});
    return columns(rows, {false, false, true, true, true, true, true, false});
}

std::string stageTableText(const report::Document& document)
{
    std::vector<Row> rows{{"stage", "changes", "p50 ms", "p95 ms", "p99 ms", "worst ms"}};
    for (const report::StageRow& s : document.stages)
        rows.push_back({std::string(pipeline::stageName(s.stage)), std::to_string(s.count),
                        milliseconds(s.p50), milliseconds(s.p95), milliseconds(s.p99),
                        milliseconds(s.worst)});
    return columns(rows, {false, true, true, true, true, true});
}

} // namespace zonescope::app
