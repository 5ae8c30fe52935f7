// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/cloud_writer.h"

#include "model/report/html_writer.h"

#include <map>
#include <utility>

namespace zonescope::report {
namespace {

using Row = std::vector<std::string>;

std::string cells(const Row& row, const char* element)
{
    std::string markup = "<tr>";
    for (const std::string& cell : row)
        markup += "<" + std::string(element) + " class=\"text\">" + htmlEscaped(cell) + "</" + element + ">";
    return markup + "</tr>";
}

std::string table(const Row& titles, const std::vector<Row>& rows)
{
    std::string markup = "<table><thead>" + cells(titles, "th") + "</thead><tbody>";
    for (const Row& row : rows)
        markup += cells(row, "td");
    return markup + "</tbody></table>";
}

std::string sentence(const std::string& text)
{
    return "<p class=\"muted\">" + htmlEscaped(text) + "</p>";
}

NamedText csv(std::string name, const Row& titles, const std::vector<Row>& rows)
{
    NamedText file{std::move(name), {}};
    const auto add = [&](const Row& row) {
        for (std::size_t i = 0; i < row.size(); ++i)
            file.text += (i == 0 ? "" : ",") + csvField(row[i]);
        file.text += "\r\n";
    };
    add(titles);
    for (const Row& row : rows)
        add(row);
    return file;
}

/// For people by kind and provider; the file has account and region as well.
std::vector<Row> countedKinds(const CloudSection& section, const Wording& w)
{
    std::map<std::pair<std::string, std::string>, std::uint64_t> sums;
    for (const auto& row : section.inventory)
        sums[{row.provider, row.kind}] += row.count;
    std::vector<Row> rows;
    for (const auto& [key, count] : sums)
        rows.push_back(
            {w.cloudWord("provider", key.first), w.cloudWord("kind", key.second), std::to_string(count)});
    return rows;
}

} // namespace

std::vector<NamedText> cloudParts(const CloudSection& s, const Wording& w)
{
    const CloudWords& c = w.cloud;
    std::vector<NamedText> parts;
    const std::string from = sentence(s.snapshot + ", " + w.time(s.takenAt));
    if (!s.topology.empty())
        parts.push_back({c.topology, from + s.topology});
    parts.push_back({c.inventory, from + table({c.provider, w.kind, w.count}, countedKinds(s, w))});
    std::vector<Row> rows;
    for (const auto& f : s.findings)
        rows.push_back({w.cloudWord("severity", f.severity), w.cloudWord("check", f.check), f.resource,
                        f.evidence, f.known});
    parts.push_back(
        {c.findings, rows.empty() ? sentence(c.noFindings)
                                  : table({c.severity, c.finding, c.resource, c.evidence, c.known}, rows)});
    rows.clear();
    for (const auto& d : s.drift)
        rows.push_back(
            {w.cloudWord("drift", d.kind), d.resource, d.part, d.field, d.expected, d.actual, d.owner});
    parts.push_back(
        {c.drift, !s.intentKnown ? sentence(c.noIntent)
                  : rows.empty()
                      ? sentence(c.noDrift)
                      : table({w.kind, c.resource, c.part, c.field, c.expected, c.actual, c.owner}, rows)});
    rows.clear();
    for (const auto& g : s.gaps)
        rows.push_back({g.what, w.cloudWord("provider", g.provider), g.account, g.region,
                        w.cloudWord("state", g.state), g.detail});
    parts.push_back({c.gaps, rows.empty()
                                 ? sentence(c.noGaps)
                                 : table({c.what, c.provider, c.account, c.region, c.state, w.cause}, rows)});
    return parts;
}

std::vector<NamedText> cloudTables(const CloudSection& s)
{
    std::vector<Row> inventory;
    for (const auto& r : s.inventory)
        inventory.push_back({r.provider, r.kind, r.account, r.region, std::to_string(r.count)});
    std::vector<Row> findings;
    for (const auto& f : s.findings)
        findings.push_back({f.severity, f.check, f.resource, f.evidence, f.known});
    std::vector<Row> drift;
    for (const auto& d : s.drift)
        drift.push_back({d.kind, d.resource, d.part, d.field, d.expected, d.actual, d.owner});
    std::vector<Row> gaps;
    for (const auto& g : s.gaps)
        gaps.push_back({g.provider, g.account, g.region, g.what, g.state, g.detail});
    return {
        csv("cloud-inventory.csv", {"provider", "kind", "account", "region", "resources"}, inventory),
        csv("cloud-findings.csv", {"severity", "finding", "resource", "evidence", "known"}, findings),
        csv("cloud-drift.csv", {"what", "resource", "part", "field", "expected", "actual", "owner"}, drift),
        csv("cloud-gaps.csv", {"provider", "account", "region", "what", "state", "detail"}, gaps)};
}

} // namespace zonescope::report
