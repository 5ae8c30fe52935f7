// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/list_reading.h"

#include <algorithm>
#include <cctype>

namespace zonescope::ui::zones {
namespace {

constexpr std::size_t mostFindings = 200; // a wrong file would fill the window with one sentence
constexpr std::size_t longestName = 200;

bool isPlain(std::string_view text)
{
    return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

/// "192.0.2", "10.0.0.300" and "2001:db8:::1" are meant as addresses, not as names of servers.
bool looksLikeAddress(std::string_view text)
{
    return text.find(':') != std::string_view::npos ||
           std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) || c == '.' || c == '#'; });
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

void ListReading::complain(int line, ListProblem problem, std::string_view text)
{
    if (m_list.findings.size() < mostFindings)
        m_list.findings.push_back({line, problem, std::string(text.substr(0, 80))});
}

bool ListReading::readPrimary(int line, std::string_view primary, ListedZone& zone)
{
    if (const auto equals = primary.find('='); equals != std::string_view::npos) {
        zone.primaryName = std::string(trimmed(primary.substr(0, equals)));
        primary = trimmed(primary.substr(equals + 1));
        if (zone.primaryName.size() > longestName) {
            complain(line, ListProblem::BadName, zone.primaryName);
            return false;
        }
    }
    if (primary.empty())
        return true;
    if (auto endpoint = net::Endpoint::fromText(primary)) {
        zone.primary = *endpoint;
        return true;
    }
    if (!zone.primaryName.empty() || looksLikeAddress(primary) || primary.size() > longestName) {
        complain(line, ListProblem::BadAddress, primary);
        return false;
    }
    zone.primaryName = std::string(primary);
    return true;
}

void ListReading::add(int line, std::string_view zone, std::string_view primary, std::string_view key,
                      std::string_view edges)
{
    for (const std::string_view part : {zone, primary, key, edges})
        if (!isPlain(part))
            return complain(line, ListProblem::NotText, {});
    const auto apex = dns::Name::fromText(zone);
    if (zone.empty() || !apex)
        return complain(line, ListProblem::BadName, zone);
    ListedZone listed;
    listed.line = line;
    listed.apex = *apex;
    if (!readPrimary(line, primary, listed))
        return;
    if (!key.empty() && (key.size() > longestName || !dns::Name::fromText(key)))
        return complain(line, ListProblem::BadName, key);
    if (key != "-")
        listed.key = std::string(key);
    while (!edges.empty()) {
        const auto end = edges.find_first_of("; ");
        if (const std::string_view edge = trimmed(edges.substr(0, end)); !edge.empty() && edge != "-")
            listed.edges.emplace_back(edge.substr(0, longestName));
        edges.remove_prefix(end == std::string_view::npos ? edges.size() : end + 1);
    }
    if (!m_seen.insert(listed.apex).second)
        return complain(line, ListProblem::Repeated, zone);
    m_list.zones.push_back(std::move(listed));
}

} // namespace zonescope::ui::zones
