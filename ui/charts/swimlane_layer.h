// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/layer.h"

namespace zonescope::ui::charts {

/// A stretch of one lane.
struct LaneSpan
{
    enum class Kind : std::uint8_t {
        Old,      ///< serves an older serial: quiet track
        Fresh,    ///< serves the newest serial: tint
        NoAnswer, ///< hatch
    };
    TimeRange time;
    Kind kind = Kind::Old;
    QString text; ///< tool tip: "2026112103"

    friend bool operator==(const LaneSpan&, const LaneSpan&) = default;
};

/// The moment a new serial was first seen: a 3 px mark with its delay.
struct LaneArrival
{
    std::int64_t at = 0;
    QString label; ///< "+1.1 s"
    zone::ZoneState state = zone::ZoneState::Current;

    friend bool operator==(const LaneArrival&, const LaneArrival&) = default;
};

/// One server (primary, store or edge) over time.
struct Lane
{
    QString name;
    zone::ZoneState state = zone::ZoneState::Current; ///< marked at the name unless current
    std::vector<LaneSpan> spans;
    std::vector<LaneArrival> arrivals;
    QString note; ///< "still 2026112103", written where the lane's last span begins

    friend bool operator==(const Lane&, const Lane&) = default;
};

/// Serials of servers over time. Names of lanes are the chart's y axis: Chart takes them from here.
class SwimlaneLayer final : public Layer
{
public:
    explicit SwimlaneLayer(std::vector<Lane> lanes);

    const std::vector<Lane>& lanes() const { return m_lanes; }

    std::vector<LaneName> laneNames() const override;
    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    bool isEmpty() const override { return m_lanes.empty(); }
    TimeRange timeRange() const override;
    std::optional<Hit> hit(const QPointF& at, const PlotGeometry& plot) const override;
    std::vector<QPointF> stops(const PlotGeometry& plot) const override;
    QString summary(const PlotGeometry& plot) const override;
    std::vector<QStringList> table(const TimeRange& range) const override;

private:
    void paintSpans(QPainter& painter, const Lane& lane, const QRectF& bar, const PlotGeometry& plot) const;
    void paintArrivals(QPainter& painter, const Lane& lane, const QRectF& bar,
                       const PlotGeometry& plot) const;

    std::vector<Lane> m_lanes;
};

} // namespace zonescope::ui::charts
