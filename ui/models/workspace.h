// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/activity_model.h"
#include "ui/models/change_book.h"
#include "ui/models/engine_bridge.h"
#include "ui/models/primary_model.h"
#include "ui/models/selection.h"
#include "ui/models/zone_book.h"

#include <QObject>

#include <memory>

namespace zonescope::ui::models {

/// Everything pages share, built once for a window: pages get a reference and never ask each other.
class Workspace final : public QObject
{
    Q_OBJECT

public:
    Workspace(engine::Engine& engine, std::shared_ptr<const base::Clock> clock, QObject* parent = nullptr);

    EngineBridge& bridge() { return m_bridge; }
    engine::Engine& engine() { return m_bridge.engine(); }
    Selection& selection() { return m_selection; }
    ZoneBook& zones() { return m_zones; }
    ChangeBook& changes() { return m_changes; }
    PrimaryModel& primaries() { return m_primaries; }
    ActivityModel& activity() { return m_activity; }
    const std::shared_ptr<const base::Clock>& clock() const { return m_clock; }
    base::Timestamp now() const { return m_clock->wall(); }
    /// Over what the demo's transfers run; empty: this is no demo.
    const QString& demoNetwork() const { return m_demoNetwork; }
    void setDemoNetwork(const QString& text) { m_demoNetwork = text; }
    const text::Names& names() const { return m_bridge.names(); }

    // What pages ask the window for. The shell connects these; a page never knows who answers.
signals:
    void zoneWanted(zonescope::base::ZoneId zone, int tab); ///< open the detail of a zone
    void pageWanted(const QString& page);                   ///< "zones", "primaries", ...
    void zonesFilterWanted(const QString& filter);          ///< the zone table with this filter
    void addZonesWanted(const QString& text);               ///< the dialog, perhaps with a pasted list
    void notice(const QString& text, bool problem);         ///< a toast
    /// What deserves a word outside the window as well: a cloud drifted, or a change to it was taken back.
    void alerted(const QString& text);
    void transferWanted(const std::vector<zonescope::base::ZoneId>& zones, bool full);
    void probeWanted(const std::vector<zonescope::base::ZoneId>& zones);
    void exportWanted();

private:
    std::shared_ptr<const base::Clock> m_clock;
    QString m_demoNetwork;
    EngineBridge m_bridge;
    Selection m_selection;
    ZoneBook m_zones;
    ChangeBook m_changes;
    PrimaryModel m_primaries;
    ActivityModel m_activity;
};

} // namespace zonescope::ui::models
