// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/points_layer.h"

#include "ui/charts/layer_support.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace zonescope::ui::charts {
namespace {

struct Points
{
    Q_DECLARE_TR_FUNCTIONS(Points)
};

constexpr double radius = 3.5;

} // namespace

PointsLayer::PointsLayer(QString name, QString across, int series, std::vector<ScatterPoint> points,
                         bool logarithmic)
    : m_name(std::move(name))
    , m_across(std::move(across))
    , m_series(series)
    , m_points(std::move(points))
    , m_logarithmic(logarithmic)
{
    std::ranges::sort(m_points, {}, &ScatterPoint::x);
}

void PointsLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = theme::seriesColor(plot.palette, m_series);
    QColor fill = color;
    fill.setAlphaF(0.55F); // many over each other are darker
    painter.setPen(QPen(color, 1));
    painter.setBrush(fill);
    for (const ScatterPoint& point : m_points)
        painter.drawEllipse(QPointF(plot.xOfValue(point.x), plot.yOf(point.y)), radius, radius);
    painter.restore();
}

TimeRange PointsLayer::timeRange() const
{
    if (m_points.empty())
        return {};
    const std::int64_t low = PlotGeometry::acrossPosition(m_points.front().x, m_logarithmic);
    const std::int64_t high = PlotGeometry::acrossPosition(m_points.back().x, m_logarithmic);
    const std::int64_t margin = std::max<std::int64_t>((high - low) / 20, m_logarithmic ? 50'000 : 1'000);
    // Nothing is below 0 of what is counted.
    return {m_logarithmic ? low - margin : std::max(low - margin, std::min<std::int64_t>(low, -margin / 2)),
            high + margin};
}

std::optional<ValueRange> PointsLayer::valueRange(const TimeRange&) const
{
    if (m_points.empty())
        return std::nullopt;
    const auto [low, high] = std::ranges::minmax(m_points, {}, &ScatterPoint::y);
    return ValueRange{low.y, high.y};
}

std::optional<Hit> PointsLayer::hit(const QPointF& at, const PlotGeometry& plot) const
{
    const ScatterPoint* nearest = nullptr;
    double best = 8;
    QPointF where;
    for (const ScatterPoint& point : m_points) {
        const QPointF place(plot.xOfValue(point.x), plot.yOf(point.y));
        const double distance = std::hypot(place.x() - at.x(), place.y() - at.y());
        if (distance < best) {
            best = distance;
            nearest = &point;
            where = place;
        }
    }
    if (nearest == nullptr)
        return std::nullopt;
    QString text = m_across + u' ' + valueText(nearest->x, plot.acrossKind) + u'\n' + m_name + u' ' +
                   valueText(nearest->y, plot.kind);
    if (!nearest->text.isEmpty())
        text = nearest->text + u'\n' + text;
    return Hit{text, nearest->id ? std::optional(nearest->id) : std::nullopt,
               QRectF(where.x() - 5, where.y() - 5, 10, 10)};
}

std::vector<QPointF> PointsLayer::stops(const PlotGeometry& plot) const
{
    std::vector<QPointF> points;
    for (const ScatterPoint& point : m_points)
        points.emplace_back(plot.xOfValue(point.x), plot.yOf(point.y));
    return points;
}

std::vector<LegendEntry> PointsLayer::legend(const PlotGeometry& plot) const
{
    return {{m_name, QPen(Qt::NoPen), theme::seriesColor(plot.palette, m_series), -1}};
}

QString PointsLayer::summary(const PlotGeometry&) const
{
    return Points::tr("%1 against %2, %n point(s)", nullptr, static_cast<int>(m_points.size()))
        .arg(m_name, m_across);
}

std::vector<QStringList> PointsLayer::table(const TimeRange& range) const
{
    std::vector<QStringList> rows{{m_across, m_name, QStringLiteral("text")}};
    for (const ScatterPoint& point : m_points)
        if (const auto at = PlotGeometry::acrossPosition(point.x, m_logarithmic);
            at >= range.from && at < range.to)
            rows.push_back({machineNumber(point.x), machineNumber(point.y),
                            QString(point.text).replace(u'\n', QStringLiteral("; "))});
    return rows;
}

} // namespace zonescope::ui::charts
