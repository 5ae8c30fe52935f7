// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/zone_book.h"

#include <algorithm>

namespace zonescope::ui::models {

ZoneBook::ZoneBook(EngineBridge& bridge, QObject* parent)
    : QObject(parent)
    , m_bridge(bridge)
{
    connect(&bridge, &EngineBridge::configurationChanged, this, &ZoneBook::readConfiguration);
    connect(&bridge, &EngineBridge::zonesChanged, this, &ZoneBook::apply);
    readConfiguration();
    apply(bridge.engine().zoneStatuses());
}

const ZoneEntry* ZoneBook::find(base::ZoneId id) const
{
    const auto found = m_positions.find(id);
    return found == m_positions.end() ? nullptr : &m_entries[found->second];
}

std::size_t ZoneBook::attentionCount() const
{
    return count(zone::ZoneState::Behind) + count(zone::ZoneState::Failing) + count(zone::ZoneState::Expired);
}

std::vector<std::uint32_t> ZoneBook::attention(std::size_t limit) const
{
    std::vector<std::uint32_t> found;
    if (attentionCount() == 0)
        return found;
    for (std::uint32_t i = 0; i < m_entries.size(); ++i)
        if (needsAttention(m_entries[i].state()))
            found.push_back(i);
    const auto since = [this](std::uint32_t i) {
        const zone::ZoneStatus& s = m_entries[i].status;
        return s.lastErrorSince.value_or(s.behindSince.value_or(base::Timestamp::max()));
    };
    const auto worse = [&](std::uint32_t a, std::uint32_t b) {
        const auto stateA = m_entries[a].state();
        const auto stateB = m_entries[b].state();
        if (stateA != stateB)
            return stateA > stateB;
        if (since(a) != since(b))
            return since(a) < since(b);
        return m_entries[a].folded < m_entries[b].folded;
    };
    const auto keep = std::min(limit, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(keep), found.end(), worse);
    found.resize(keep);
    return found;
}

void ZoneBook::readConfiguration()
{
    const zone::ConfigurationPtr& configuration = m_bridge.configuration();
    if (!configuration)
        return;
    const auto& zones = configuration->zones();
    const bool sameZones =
        zones.size() == m_entries.size() &&
        std::ranges::all_of(zones, [this](const auto& z) { return m_positions.contains(z.first); });
    if (sameZones) {
        std::vector<std::uint32_t> edited;
        for (const auto& [id, settings] : zones) {
            const std::uint32_t position = m_positions.at(id);
            if (m_entries[position].settings != settings) {
                m_entries[position].settings = settings;
                edited.push_back(position);
            }
        }
        recount();
        if (!edited.empty())
            emit updated(edited);
        return;
    }
    std::vector<ZoneEntry> entries;
    entries.reserve(zones.size());
    std::unordered_map<base::ZoneId, std::uint32_t> positions;
    for (const auto& [id, settings] : zones) {
        ZoneEntry entry{id, text::toQString(settings->apex), {}, settings, {}};
        entry.folded = entry.name.toLower();
        entry.status.zone = id;
        if (const auto old = m_positions.find(id); old != m_positions.end())
            entry.status = std::move(m_entries[old->second].status);
        positions.emplace(id, static_cast<std::uint32_t>(entries.size()));
        entries.push_back(std::move(entry));
    }
    m_entries = std::move(entries);
    m_positions = std::move(positions);
    recount();
    emit reset();
}

void ZoneBook::apply(const std::vector<zone::ZoneStatus>& statuses)
{
    std::vector<std::uint32_t> positions;
    positions.reserve(statuses.size());
    for (const zone::ZoneStatus& status : statuses) {
        const auto found = m_positions.find(status.zone);
        if (found == m_positions.end())
            continue; // removed meanwhile
        ZoneEntry& entry = m_entries[found->second];
        --m_counts[static_cast<std::size_t>(entry.state())];
        entry.status = status;
        ++m_counts[static_cast<std::size_t>(entry.state())];
        positions.push_back(found->second);
    }
    if (!positions.empty())
        emit updated(positions);
}

void ZoneBook::recount()
{
    m_counts = {};
    for (const ZoneEntry& entry : m_entries)
        ++m_counts[static_cast<std::size_t>(entry.state())];
}

} // namespace zonescope::ui::models
