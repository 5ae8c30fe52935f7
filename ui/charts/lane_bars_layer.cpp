// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lane_bars_layer.h"

#include "ui/charts/layer_support.h"
#include "ui/charts/time_ticks.h"

#include <QPainter>

#include <algorithm>

namespace zonescope::ui::charts {
LaneBarsLayer::LaneBarsLayer(QString name, std::vector<LaneName> lanes, std::vector<BarPart> parts,
                             std::vector<LaneBar> bars)
    : m_name(std::move(name))
    , m_lanes(std::move(lanes))
    , m_parts(std::move(parts))
    , m_bars(std::move(bars))
{
}

QRectF LaneBarsLayer::place(const LaneBar& bar, const PlotGeometry& plot) const
{
    const QRectF lane = plot.lane(bar.lane);
    const double height = std::clamp(lane.height() * 0.62, 4.0, 20.0);
    QRectF area(plot.xOf(bar.time.from), lane.center().y() - height / 2, 0, height);
    // What is shorter than a pixel is seen all the same.
    area.setRight(std::max(plot.xOf(bar.time.to), area.left() + 1.0));
    return area.intersected(plot.plot);
}

void LaneBarsLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const LaneBar& bar : m_bars) {
        const QRectF area = place(bar, plot);
        if (!area.isEmpty())
            painter.fillRect(area, m_parts[static_cast<std::size_t>(bar.part)].color);
    }
    painter.restore();
}

TimeRange LaneBarsLayer::timeRange() const
{
    TimeRange range;
    for (const LaneBar& bar : m_bars)
        range = range.united(bar.time);
    return range;
}

std::optional<Hit> LaneBarsLayer::hit(const QPointF& at, const PlotGeometry& plot) const
{
    for (auto bar = m_bars.rbegin(); bar != m_bars.rend(); ++bar) {
        const QRectF area = place(*bar, plot);
        if (!area.adjusted(-1, -2, 1, 2).contains(at))
            continue;
        QString text = m_lanes[static_cast<std::size_t>(bar->lane)].text + u'\n' +
                       m_parts[static_cast<std::size_t>(bar->part)].name + QStringLiteral(", ") +
                       spanText(bar->time.span());
        if (!bar->text.isEmpty())
            text += u'\n' + bar->text;
        return Hit{text, bar->id ? std::optional(bar->id) : std::nullopt, area};
    }
    return std::nullopt;
}

std::vector<QPointF> LaneBarsLayer::stops(const PlotGeometry& plot) const
{
    std::vector<QPointF> points;
    for (const LaneBar& bar : m_bars)
        if (const QRectF area = place(bar, plot); !area.isEmpty())
            points.push_back(area.center());
    std::ranges::sort(points, {}, [](const QPointF& point) { return point.x(); });
    return points;
}

std::vector<LegendEntry> LaneBarsLayer::legend(const PlotGeometry&) const
{
    std::vector<LegendEntry> entries;
    for (const BarPart& part : m_parts)
        entries.push_back({part.name, QPen(Qt::NoPen), part.color, -1});
    return entries;
}

QString LaneBarsLayer::summary(const PlotGeometry& plot) const
{
    std::vector<std::int64_t> sums(m_parts.size(), 0);
    for (const LaneBar& bar : m_bars) {
        const TimeRange seen{std::max(bar.time.from, plot.time.from), std::min(bar.time.to, plot.time.to)};
        if (!seen.isEmpty())
            sums[static_cast<std::size_t>(bar.part)] += seen.span();
    }
    QStringList words;
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        if (sums[i] > 0)
            words << m_parts[i].name + u' ' + spanText(sums[i]);
    return words.join(QStringLiteral(", "));
}

std::vector<QStringList> LaneBarsLayer::table(const TimeRange& range) const
{
    std::vector<QStringList> rows{{m_name, QStringLiteral("from"), QStringLiteral("to"),
                                   QStringLiteral("what"), QStringLiteral("text")}};
    for (const LaneBar& bar : m_bars)
        if (bar.time.to > range.from && bar.time.from < range.to)
            rows.push_back({m_lanes[static_cast<std::size_t>(bar.lane)].text, isoTime(bar.time.from),
                            isoTime(bar.time.to), m_parts[static_cast<std::size_t>(bar.part)].name,
                            QString(bar.text).replace(u'\n', QStringLiteral("; "))});
    return rows;
}

} // namespace zonescope::ui::charts
