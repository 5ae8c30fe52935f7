// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/engine_bridge.h"

#include <QObject>
#include <QString>

#include <array>
#include <unordered_map>
#include <vector>

namespace zonescope::ui::models {

/// What the window knows of one zone: its settings and its latest status.
struct ZoneEntry
{
    base::ZoneId id;
    QString name;
    QString folded; ///< lower case, what filters search
    std::shared_ptr<const zone::Zone> settings;
    zone::ZoneStatus status;

    zone::ZoneState state() const { return settings->paused ? zone::ZoneState::Paused : status.state; }
};

/// True for the states an operator has to look at.
constexpr bool needsAttention(zone::ZoneState state)
{
    return state == zone::ZoneState::Behind || state == zone::ZoneState::Failing ||
           state == zone::ZoneState::Expired;
}

/// All zones, one entry each at a stable position between two reset() signals. Every table, page and the
/// palette read it; nobody copies it. Window thread.
class ZoneBook final : public QObject
{
    Q_OBJECT

public:
    explicit ZoneBook(EngineBridge& bridge, QObject* parent = nullptr);

    const std::vector<ZoneEntry>& entries() const { return m_entries; }
    const ZoneEntry* find(base::ZoneId id) const;
    std::size_t count(zone::ZoneState state) const { return m_counts[static_cast<std::size_t>(state)]; }
    std::size_t attentionCount() const;
    /// Positions of zones that need attention, worst and longest first, at most `limit`.
    std::vector<std::uint32_t> attention(std::size_t limit) const;
    EngineBridge& bridge() const { return m_bridge; }

signals:
    void reset(); ///< zones were added or removed: positions changed
    void updated(const std::vector<std::uint32_t>& positions); ///< settings or status of these changed

private:
    void readConfiguration();
    void apply(const std::vector<zone::ZoneStatus>& statuses);
    void recount();

    EngineBridge& m_bridge;
    std::vector<ZoneEntry> m_entries;
    std::unordered_map<base::ZoneId, std::uint32_t> m_positions;
    std::array<std::size_t, 7> m_counts{};
};

} // namespace zonescope::ui::models
