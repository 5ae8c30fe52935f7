// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/layer.h"

namespace zonescope::ui::charts {

/// One value of one lane over a stretch of time.
struct HeatCell
{
    int lane = 0;
    TimeRange time;
    double value = 0;
    QString text; ///< further lines of the tool tip
};

/// Values as shades: lanes (peers) against time. Where nothing was measured nothing is drawn.
class HeatmapLayer final : public Layer
{
public:
    /// Shades are spread over the logarithm of the values when they span more than a decade.
    HeatmapLayer(QString name, ValueKind kind, std::vector<LaneName> lanes, std::vector<HeatCell> cells);

    std::vector<LaneName> laneNames() const override { return m_lanes; }
    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    bool isEmpty() const override { return m_cells.empty(); }
    TimeRange timeRange() const override;
    std::optional<Hit> hit(const QPointF& at, const PlotGeometry& plot) const override;
    std::vector<QPointF> stops(const PlotGeometry& plot) const override;
    std::vector<LegendEntry> legend(const PlotGeometry& plot) const override;
    QString summary(const PlotGeometry& plot) const override;
    std::vector<QStringList> table(const TimeRange& range) const override;

private:
    double strength(double value) const; ///< 0 … 1
    QColor shade(double value, const theme::Palette& palette) const;
    QRectF place(const HeatCell& cell, const PlotGeometry& plot) const;

    QString m_name;
    ValueKind m_kind;
    std::vector<LaneName> m_lanes;
    std::vector<HeatCell> m_cells;
    ValueRange m_range;
};

} // namespace zonescope::ui::charts
