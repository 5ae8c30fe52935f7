// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/density.h"
#include "ui/charts/layer.h"

namespace zonescope::ui::charts {

/// Delays of many probes: an image while more than two points share a pixel column, single marks that can be
/// clicked (shape and colour per group) when not. Failures are marks in the lane above the plot.
class DensityLayer final : public Layer
{
public:
    /// `name` is what a point is ("Time to visible"), `groups` are the names of the groups (edges).
    DensityLayer(QString name, PointCloudPtr cloud, QStringList groups = {});

    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    void paintFailures(QPainter& painter, const PlotGeometry& plot) const override;
    bool hasFailures() const override { return !m_cloud->data().failures.empty(); }
    bool isEmpty() const override { return m_cloud->size() == 0 && !hasFailures(); }
    TimeRange timeRange() const override { return m_cloud->timeRange(); }
    std::optional<ValueRange> valueRange(const TimeRange& range) const override;
    std::optional<Hit> hit(const QPointF& at, const PlotGeometry& plot) const override;
    std::vector<QPointF> stops(const PlotGeometry& plot) const override;
    void readings(std::int64_t at, const PlotGeometry& plot, std::vector<Reading>& into) const override;
    std::vector<LegendEntry> legend(const PlotGeometry& plot) const override;
    QString summary(const PlotGeometry& plot) const override;
    std::vector<QStringList> table(const TimeRange& range) const override;

    bool isCrowded(const PlotGeometry& plot) const;

private:
    QString groupName(std::uint16_t group) const;
    std::optional<Hit> hitFailure(const QPointF& at, const PlotGeometry& plot) const;

    QString m_name;
    PointCloudPtr m_cloud;
    QStringList m_groups;
};

} // namespace zonescope::ui::charts
