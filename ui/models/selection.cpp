// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/selection.h"

namespace zonescope::ui::models {

Selection::Selection(std::shared_ptr<const base::Clock> clock, QObject* parent)
    : QObject(parent)
    , m_clock(std::move(clock))
{
}

void Selection::setZones(std::vector<base::ZoneId> zones)
{
    if (zones == m_zones)
        return;
    m_zones = std::move(zones);
    emit zonesChanged();
}

pipeline::Period Selection::period() const
{
    const base::Timestamp now = m_clock->wall();
    return m_live ? pipeline::Period{now - m_span, now} : m_fixed;
}

void Selection::setSpan(base::Duration span)
{
    m_span = span;
    const bool wasLive = m_live;
    m_live = true;
    emit rangeChanged();
    if (!wasLive)
        emit liveChanged(true);
}

void Selection::setPeriod(pipeline::Period fixed)
{
    if (fixed.to <= fixed.from)
        return;
    const bool wasLive = m_live;
    m_fixed = fixed;
    m_live = false;
    emit rangeChanged();
    if (wasLive)
        emit liveChanged(false);
}

void Selection::setLive(bool live)
{
    if (live == m_live)
        return;
    if (!live)
        m_fixed = period(); // what is on the screen stays
    m_live = live;
    emit rangeChanged();
    emit liveChanged(live);
}

} // namespace zonescope::ui::models
