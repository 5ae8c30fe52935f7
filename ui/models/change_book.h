// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/engine_bridge.h"
#include "ui/models/selection.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <optional>

namespace zonescope::ui::models {

/// One edge's arrival of one change, ready to be drawn.
struct Arrival
{
    base::Timestamp at; ///< when the change started
    base::ZoneId zone;
    base::EdgeId edge;
    std::uint64_t change = 0;
    std::optional<base::Duration> delay; ///< nothing: failure lane
    base::Duration uncertainty{0};
    std::optional<base::ErrorCode> failure;
};

/// The changes of the selected period, from history, kept up to date by what the engine reports. Pages read,
/// charts draw what arrivals() gives. Window thread.
class ChangeBook final : public QObject
{
    Q_OBJECT

public:
    ChangeBook(EngineBridge& bridge, Selection& selection, QObject* parent = nullptr);

    const std::map<std::uint64_t, pipeline::Change>& changes() const
    {
        return m_changes;
    } ///< by id, oldest first
    /// Of the zones (all when empty), inside the period.
    std::vector<Arrival> arrivals(const std::vector<base::ZoneId>& zones,
                                  const pipeline::Period& period) const;
    /// Newest change of the zone that is known; nothing when none.
    const pipeline::Change* newestOf(base::ZoneId zone) const;
    void reload();
    /// Older changes exist that were left out (limit of a question).
    bool isCut() const { return m_cut; }

signals:
    void changed(); ///< at most ten times a second

private:
    void merge(const std::vector<pipeline::Change>& changes);
    void touch();

    EngineBridge& m_bridge;
    Selection& m_selection;
    Question m_question;
    std::map<std::uint64_t, pipeline::Change> m_changes;
    QTimer m_quiet;
    bool m_cut = false;
};

} // namespace zonescope::ui::models
