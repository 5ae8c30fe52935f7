// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/layer.h"

namespace zonescope::ui::charts {

/// Points over a numeric x axis (Chart::setHorizontalAxis): one value against another. Up to some thousands;
/// each can be pointed at.
struct ScatterPoint
{
    double x = 0;
    double y = 0;
    QString text; ///< lines of the tool tip
    std::uint64_t id = 0;
};

class PointsLayer final : public Layer
{
public:
    /// `logarithmic`: the x axis the points are for. Points that a logarithmic axis cannot show are left out
    /// by the caller.
    PointsLayer(QString name, QString across, int series, std::vector<ScatterPoint> points, bool logarithmic);

    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    bool isEmpty() const override { return m_points.empty(); }
    TimeRange timeRange() const override;
    std::optional<ValueRange> valueRange(const TimeRange& range) const override;
    std::optional<Hit> hit(const QPointF& at, const PlotGeometry& plot) const override;
    std::vector<QPointF> stops(const PlotGeometry& plot) const override;
    std::vector<LegendEntry> legend(const PlotGeometry& plot) const override;
    QString summary(const PlotGeometry& plot) const override;
    std::vector<QStringList> table(const TimeRange& range) const override;

private:
    QString m_name, m_across;
    int m_series;
    std::vector<ScatterPoint> m_points; ///< by x
    bool m_logarithmic;
};

} // namespace zonescope::ui::charts
