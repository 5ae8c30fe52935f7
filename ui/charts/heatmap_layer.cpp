// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heatmap_layer.h"

#include "ui/charts/layer_support.h"
#include "ui/charts/time_ticks.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace zonescope::ui::charts {
namespace {

struct Heatmap
{
    Q_DECLARE_TR_FUNCTIONS(Heatmap)
};

} // namespace

HeatmapLayer::HeatmapLayer(QString name, ValueKind kind, std::vector<LaneName> lanes,
                           std::vector<HeatCell> cells)
    : m_name(std::move(name))
    , m_kind(kind)
    , m_lanes(std::move(lanes))
    , m_cells(std::move(cells))
{
    bool first = true;
    for (const HeatCell& cell : m_cells) {
        m_range = first ? ValueRange{cell.value, cell.value} : m_range.united({cell.value, cell.value});
        first = false;
    }
}

double HeatmapLayer::strength(double value) const
{
    if (m_range.high <= m_range.low)
        return m_range.high > 0 ? 0.5 : 0;
    if (m_range.low > 0 && m_range.high > 10 * m_range.low)
        return std::log(value / m_range.low) / std::log(m_range.high / m_range.low);
    return (value - m_range.low) / (m_range.high - m_range.low);
}

QColor HeatmapLayer::shade(double value, const theme::Palette& palette) const
{
    // The weakest shade still differs from "nothing measured".
    return theme::mixed(palette.accent, palette.card, 0.12 + 0.88 * std::clamp(strength(value), 0.0, 1.0));
}

QRectF HeatmapLayer::place(const HeatCell& cell, const PlotGeometry& plot) const
{
    const QRectF lane = plot.lane(cell.lane);
    const double gap = lane.height() > 8 ? 1 : 0;
    QRectF area(plot.xOf(cell.time.from), lane.top() + gap, 0, lane.height() - gap);
    area.setRight(std::max(plot.xOf(cell.time.to), area.left() + 1));
    return area.intersected(plot.plot);
}

void HeatmapLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const HeatCell& cell : m_cells)
        if (const QRectF area = place(cell, plot); !area.isEmpty())
            painter.fillRect(area, shade(cell.value, plot.palette));
    painter.restore();
}

TimeRange HeatmapLayer::timeRange() const
{
    TimeRange range;
    for (const HeatCell& cell : m_cells)
        range = range.united(cell.time);
    return range;
}

std::optional<Hit> HeatmapLayer::hit(const QPointF& at, const PlotGeometry& plot) const
{
    for (const HeatCell& cell : m_cells) {
        const QRectF area = place(cell, plot);
        if (!area.contains(at))
            continue;
        QString text = m_lanes[static_cast<std::size_t>(cell.lane)].text + u'\n' +
                       timeText(cell.time.from, minute, plot.zone) + u'\n' + m_name + u' ' +
                       valueText(cell.value, m_kind);
        if (!cell.text.isEmpty())
            text += u'\n' + cell.text;
        return Hit{text, static_cast<std::uint64_t>(cell.lane), area};
    }
    return std::nullopt;
}

std::vector<QPointF> HeatmapLayer::stops(const PlotGeometry& plot) const
{
    std::vector<QPointF> points;
    for (const HeatCell& cell : m_cells)
        if (const QRectF area = place(cell, plot); !area.isEmpty())
            points.push_back(area.center());
    std::ranges::sort(points, {}, [](const QPointF& point) { return point.x(); });
    return points;
}

std::vector<LegendEntry> HeatmapLayer::legend(const PlotGeometry& plot) const
{
    if (m_cells.empty())
        return {};
    return {{Heatmap::tr("least %1").arg(valueText(m_range.low, m_kind)), QPen(Qt::NoPen),
             shade(m_range.low, plot.palette), -1},
            {Heatmap::tr("most %1").arg(valueText(m_range.high, m_kind)), QPen(Qt::NoPen),
             shade(m_range.high, plot.palette), -1}};
}

QString HeatmapLayer::summary(const PlotGeometry&) const
{
    if (m_cells.empty())
        return {};
    const auto worst = std::ranges::max_element(m_cells, {}, &HeatCell::value);
    return Heatmap::tr("%1 between %2 and %3, the most at %4")
        .arg(m_name, valueText(m_range.low, m_kind), valueText(m_range.high, m_kind),
             m_lanes[static_cast<std::size_t>(worst->lane)].text);
}

std::vector<QStringList> HeatmapLayer::table(const TimeRange& range) const
{
    std::vector<QStringList> rows{
        {QStringLiteral("peer"), QStringLiteral("from"), QStringLiteral("to"), m_name}};
    for (const HeatCell& cell : m_cells)
        if (cell.time.to > range.from && cell.time.from < range.to)
            rows.push_back({m_lanes[static_cast<std::size_t>(cell.lane)].text, isoTime(cell.time.from),
                            isoTime(cell.time.to), machineNumber(cell.value)});
    return rows;
}

} // namespace zonescope::ui::charts
