// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/zone_book.h"

#include <QString>

#include <vector>

namespace zonescope::ui::shell {

/// Anything the command palette can find besides zones.
struct Candidate
{
    enum class Kind : std::uint8_t { Zone, Page, Action, Primary, Edge };
    Kind kind = Kind::Action;
    QString text;         ///< what is shown
    QString folded;       ///< what is searched
    QString hint;         ///< right side: key or kind
    std::uint32_t id = 0; ///< zone, primary or edge id; row of the action table; number of the page
    QString verb;         ///< for zones: id of the action to run on it, empty opens it
};

/// "corp tr" finds corp.example -> Transfer now: all but the last word are searched in names, the last one in
/// names or in the verbs of zones. Linear over all names; 100,000 take a few milliseconds.
class PaletteSearch
{
public:
    PaletteSearch(const models::ZoneBook& zones, std::vector<Candidate> others,
                  std::vector<Candidate> zoneVerbs);
    std::vector<Candidate> find(const QString& text, std::size_t limit = 40) const;

private:
    void findZones(const QStringList& words, const Candidate* verb, std::size_t limit,
                   std::vector<std::pair<int, Candidate>>& found) const;

    const models::ZoneBook& m_zones;
    std::vector<Candidate> m_others;
    std::vector<Candidate> m_zoneVerbs; ///< text: "Transfer now", verb: its action id
};

} // namespace zonescope::ui::shell
