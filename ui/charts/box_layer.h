// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/layer.h"

namespace zonescope::ui::charts {

/// Percentiles of one category (an edge or a stage).
struct Box
{
    double p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0; ///< NaN: no data
    double worst = 0;
    std::uint64_t count = 0;
    QColor color;
    std::uint64_t id = 0;
};

/// One box for each category of the chart.
class BoxLayer final : public Layer
{
public:
    BoxLayer(QStringList names, std::vector<Box> boxes);

    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    bool isEmpty() const override;
    std::optional<ValueRange> valueRange(const TimeRange& range) const override;
    std::optional<Hit> hit(const QPointF& at, const PlotGeometry& plot) const override;
    std::vector<QPointF> stops(const PlotGeometry& plot) const override;
    QString summary(const PlotGeometry& plot) const override;
    std::vector<QStringList> table(const TimeRange& range) const override;

private:
    QStringList m_names;
    std::vector<Box> m_boxes;
};

} // namespace zonescope::ui::charts
