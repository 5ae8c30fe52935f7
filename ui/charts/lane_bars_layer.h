// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/bars_layer.h"

namespace zonescope::ui::charts {

/// A stretch of one lane.
struct LaneBar
{
    int lane = 0;
    TimeRange time;
    int part = 0; ///< which of the layer's parts it is: colour and name
    QString text; ///< further lines of the tool tip
    std::uint64_t id = 0;
};

/// What happened when, in lanes: phases of transfers (a Gantt chart), or the state of something over time.
class LaneBarsLayer final : public Layer
{
public:
    /// `name`: what a lane is ("primary"), for tables. Bars of a lane in the order in which they are painted.
    LaneBarsLayer(QString name, std::vector<LaneName> lanes, std::vector<BarPart> parts,
                  std::vector<LaneBar> bars);

    std::vector<LaneName> laneNames() const override { return m_lanes; }
    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    bool isEmpty() const override { return m_bars.empty(); }
    TimeRange timeRange() const override;
    std::optional<Hit> hit(const QPointF& at, const PlotGeometry& plot) const override;
    std::vector<QPointF> stops(const PlotGeometry& plot) const override;
    std::vector<LegendEntry> legend(const PlotGeometry& plot) const override;
    QString summary(const PlotGeometry& plot) const override;
    std::vector<QStringList> table(const TimeRange& range) const override;

private:
    QRectF place(const LaneBar& bar, const PlotGeometry& plot) const;

    QString m_name;
    std::vector<LaneName> m_lanes;
    std::vector<BarPart> m_parts;
    std::vector<LaneBar> m_bars;
};

} // namespace zonescope::ui::charts
