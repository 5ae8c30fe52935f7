// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/layer.h"

namespace zonescope::ui::charts {

/// What a bar is made of, from the bottom.
struct BarPart
{
    QString name;
    QColor color;
};

struct Bar
{
    TimeRange time;            ///< its bucket on a time axis; not used with categories
    QString label;             ///< first line of the tool tip
    std::vector<double> parts; ///< one for each BarPart; NaN: unknown, drawn as nothing and told as "–"
    std::uint64_t id = 0;
};

/// Stage latencies stacked, per bucket of time or per change (one category each, in the chart's order).
class StackedBarsLayer final : public Layer
{
public:
    enum class Position : std::uint8_t { Time, Category };

    StackedBarsLayer(std::vector<BarPart> parts, std::vector<Bar> bars, Position position);

    void paint(QPainter& painter, const PlotGeometry& plot) const override;
    bool isEmpty() const override { return m_bars.empty(); }
    TimeRange timeRange() const override;
    std::optional<ValueRange> valueRange(const TimeRange& range) const override;
    std::optional<Hit> hit(const QPointF& at, const PlotGeometry& plot) const override;
    std::vector<QPointF> stops(const PlotGeometry& plot) const override;
    std::vector<LegendEntry> legend(const PlotGeometry& plot) const override;
    QString summary(const PlotGeometry& plot) const override;
    std::vector<QStringList> table(const TimeRange& range) const override;

private:
    QRectF place(std::size_t bar, const PlotGeometry& plot) const;
    QString describe(const Bar& bar, const PlotGeometry& plot) const;

    std::vector<BarPart> m_parts;
    std::vector<Bar> m_bars;
    Position m_position;
};

/// The six stages as parts, with their words in the present language and their fixed colours.
std::vector<BarPart> stageParts(const theme::Palette& palette);

} // namespace zonescope::ui::charts
