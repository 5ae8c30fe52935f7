// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/workspace.h"

namespace zonescope::ui::models {

Workspace::Workspace(engine::Engine& engine, std::shared_ptr<const base::Clock> clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock ? std::move(clock) : std::make_shared<base::SystemClock>())
    , m_bridge(engine)
    , m_selection(m_clock)
    , m_zones(m_bridge)
    , m_changes(m_bridge, m_selection)
    , m_primaries(m_bridge, m_clock)
    , m_activity(m_bridge)
{
}

} // namespace zonescope::ui::models
