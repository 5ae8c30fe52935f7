// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/history.h"

#include <QObject>

#include <memory>
#include <vector>

namespace zonescope::ui::models {

/// What the operator is looking at: chosen zones, time range, live or not. Global: it survives a change of
/// page, and pages ask it instead of each other. Window thread.
class Selection final : public QObject
{
    Q_OBJECT

public:
    explicit Selection(std::shared_ptr<const base::Clock> clock, QObject* parent = nullptr);

    const std::vector<base::ZoneId>& zones() const { return m_zones; }
    base::ZoneId currentZone() const { return m_zones.empty() ? base::ZoneId{} : m_zones.front(); }
    void setZones(std::vector<base::ZoneId> zones);

    bool isLive() const { return m_live; }
    base::Duration span() const { return m_span; }
    /// Live: the span up to now. Otherwise the fixed period.
    pipeline::Period period() const;
    void setSpan(base::Duration span);      ///< the last so-and-so long
    void setPeriod(pipeline::Period fixed); ///< ends live; ignored when empty
    void setLive(bool live);
    base::Timestamp now() const { return m_clock->wall(); }
    const std::shared_ptr<const base::Clock>& clock() const { return m_clock; }

signals:
    void zonesChanged();
    void rangeChanged();
    void liveChanged(bool live);

private:
    std::shared_ptr<const base::Clock> m_clock;
    std::vector<base::ZoneId> m_zones;
    base::Duration m_span{std::chrono::hours(24)};
    pipeline::Period m_fixed;
    bool m_live = true;
};

} // namespace zonescope::ui::models
