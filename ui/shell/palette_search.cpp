// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_search.h"

#include <QCoreApplication>

#include <algorithm>

namespace zonescope::ui::shell {
namespace {

/// Smaller is better; -1: a word is missing.
int scoreOf(const QString& folded, const QStringList& words)
{
    int score = static_cast<int>(folded.size());
    for (const QString& word : words) {
        const auto at = folded.indexOf(word);
        if (at < 0)
            return -1;
        if (at > 0)
            score += folded[at - 1].isLetterOrNumber() ? 400 : 200; // inside a word, at the start of one
    }
    return score;
}

} // namespace

PaletteSearch::PaletteSearch(const models::ZoneBook& zones, std::vector<Candidate> others,
                             std::vector<Candidate> zoneVerbs)
    : m_zones(zones)
    , m_others(std::move(others))
    , m_zoneVerbs(std::move(zoneVerbs))
{
}

void PaletteSearch::findZones(const QStringList& words, const Candidate* verb, std::size_t limit,
                              std::vector<std::pair<int, Candidate>>& found) const
{
    std::vector<std::pair<int, std::uint32_t>> hits;
    const auto& entries = m_zones.entries();
    for (std::uint32_t i = 0; i < entries.size(); ++i)
        if (const int score = scoreOf(entries[i].folded, words); score >= 0)
            hits.emplace_back(score, i);
    const auto keep = std::min(limit, hits.size());
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(keep), hits.end());
    for (std::size_t h = 0; h < keep; ++h) {
        const models::ZoneEntry& entry = entries[hits[h].second];
        Candidate candidate{Candidate::Kind::Zone, entry.name, {}, {}, entry.id.value, {}};
        candidate.hint = QCoreApplication::translate("PaletteSearch", "Zone");
        if (verb) {
            candidate.text = entry.name + QStringLiteral(" – ") + verb->text;
            candidate.hint = verb->hint;
            candidate.verb = verb->verb;
        }
        found.emplace_back(hits[h].first, std::move(candidate));
    }
}

std::vector<Candidate> PaletteSearch::find(const QString& text, std::size_t limit) const
{
    const QStringList words = text.toLower().simplified().split(u' ', Qt::SkipEmptyParts);
    std::vector<std::pair<int, Candidate>> found;
    for (const Candidate& candidate : m_others)
        if (const int score = scoreOf(candidate.folded, words); score >= 0)
            found.emplace_back(score, candidate);
    if (!words.isEmpty()) {
        findZones(words, nullptr, limit, found);
        const QStringList names = words.mid(0, words.size() - 1);
        for (const Candidate& verb : m_zoneVerbs)
            if (!names.isEmpty() && verb.folded.startsWith(words.back()))
                findZones(names, &verb, limit, found);
    }
    std::ranges::stable_sort(found, {}, &std::pair<int, Candidate>::first);
    std::vector<Candidate> best;
    for (std::size_t i = 0; i < std::min(limit, found.size()); ++i)
        best.push_back(std::move(found[i].second));
    return best;
}

} // namespace zonescope::ui::shell
