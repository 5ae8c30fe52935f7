// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/zones/zone_list_parser.h"

#include <unordered_set>

namespace zonescope::ui::zones {

std::string_view trimmed(std::string_view text); ///< without blanks, tabs and carriage returns at both ends
std::string lowered(std::string_view text);      ///< ASCII

/// Collects what a reader finds; checks every part in one place, whatever the form it came in.
class ListReading
{
public:
    /// primary: "", address, name, or name=address. edges: separated by ; or blanks.
    void add(int line, std::string_view zone, std::string_view primary, std::string_view key,
             std::string_view edges);
    void complain(int line, ListProblem problem, std::string_view text);
    ZoneList take() { return std::move(m_list); }

private:
    bool readPrimary(int line, std::string_view primary, ListedZone& zone);

    ZoneList m_list;
    std::unordered_set<dns::Name> m_seen;
};

} // namespace zonescope::ui::zones
