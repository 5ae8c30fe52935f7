// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/line_layers.h"

#include "ui/charts/layer_support.h"
#include "ui/theme/marks.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <optional>

namespace zonescope::ui::charts {
namespace {

struct Lines
{
    Q_DECLARE_TR_FUNCTIONS(Lines)
};

int deviceColumns(const PlotGeometry& plot)
{
    return std::max(1, static_cast<int>(std::ceil(plot.plot.width() * plot.devicePixelRatio)));
}

std::optional<ValueRange> extentOf(const TimeSeries& data, const TimeRange& range)
{
    const auto extent = data.extent(range);
    if (extent.isEmpty())
        return std::nullopt;
    return ValueRange{static_cast<double>(extent.low), static_cast<double>(extent.high)};
}

/// Builds the polylines of a line between gaps.
class LinePath
{
public:
    LinePath(QPainter& painter, const PlotGeometry& plot, bool step)
        : m_painter(painter)
        , m_plot(plot)
        , m_step(step)
    {
    }

    void add(const LineColumn& column)
    {
        if (column.gapBefore)
            flush();
        const double x = m_plot.xOf(column.firstAt);
        if (m_step && !m_points.isEmpty())
            point(x, m_points.constLast().y());
        value(x, column.first);
        if (column.lastAt != column.firstAt) {
            value(x, column.low);
            value(x, column.high);
            value(m_step ? m_plot.xOf(column.lastAt) : x, column.last);
        }
    }

    void flush()
    {
        if (m_points.size() == 1)
            m_painter.drawEllipse(m_points.constFirst(), 1.2, 1.2);
        else
            // In pieces: the cost of a stroke grows with the square of its crossings.
            for (qsizetype at = 0; at + 1 < m_points.size(); at += pieceLength)
                m_painter.drawPolyline(m_points.constData() + at,
                                       static_cast<int>(std::min(pieceLength + 1, m_points.size() - at)));
        m_points.clear();
    }

private:
    static constexpr qsizetype pieceLength = 8;

    void value(double x, float number)
    {
        const double y = m_plot.yOf(static_cast<double>(number));
        if (std::isnan(y))
            flush(); // nothing a logarithmic axis can show
        else
            point(x, std::clamp(y, m_plot.plot.top() - 4000, m_plot.plot.bottom() + 4000));
    }
    void point(double x, double y) { m_points << QPointF(x, y); }

    QPainter& m_painter;
    const PlotGeometry& m_plot;
    bool m_step;
    QPolygonF m_points;
};

/// A line with more pieces than columns: one upright bar a column, from its lowest to its highest value and
/// on to where the column before ended. Stroking the same zigzag as a path takes seconds at two device
/// pixels, because Qt resolves its thousands of crossings.
class LineBars
{
public:
    explicit LineBars(const PlotGeometry& plot)
        : m_plot(plot)
    {
        m_bars.reserve(deviceColumns(plot) + 1);
    }

    void add(const LineColumn& column)
    {
        const double high = yOf(column.high);
        if (std::isnan(high))
            return m_before.reset(); // nothing a logarithmic axis can show
        const double low = yOf(column.low);
        double top = high;
        double bottom = std::isnan(low) ? m_plot.plot.bottom() : low;
        if (m_before && !column.gapBefore) {
            top = std::min(top, *m_before);
            bottom = std::max(bottom, *m_before);
        }
        m_bars << QRectF(m_plot.xOf(column.firstAt), top, 1, std::max(1.0, bottom - top));
        const double last = yOf(column.last);
        m_before = std::isnan(last) ? std::nullopt : std::optional(last);
    }

    const QList<QRectF>& bars() const { return m_bars; }

private:
    double yOf(float number) const
    {
        const double y = m_plot.yOf(static_cast<double>(number));
        return std::isnan(y) ? y : std::clamp(y, m_plot.plot.top() - 1, m_plot.plot.bottom() + 1);
    }

    const PlotGeometry& m_plot;
    QList<QRectF> m_bars;
    std::optional<double> m_before;
};

std::vector<QStringList> seriesTable(const QStringList& header, const TimeSeries& first,
                                     const TimeSeries* second, const TimeRange& range)
{
    std::vector<QStringList> rows{header};
    const std::size_t end = first.lowerBound(range.to);
    for (std::size_t i = first.lowerBound(range.from); i < end; ++i) {
        QStringList row{isoTime(first.times()[i]), machineNumber(static_cast<double>(first.values()[i]))};
        if (second && i < second->size())
            row << machineNumber(static_cast<double>(second->values()[i]));
        rows.push_back(row);
    }
    return rows;
}

} // namespace

LineLayer::LineLayer(QString name, int series, TimeSeriesPtr data, Shape shape)
    : m_name(std::move(name))
    , m_series(series)
    , m_data(std::move(data))
    , m_shape(shape)
{
}

QPen LineLayer::linePen(const theme::Palette& palette) const
{
    QPen pen = theme::seriesPen(palette, m_series);
    // Dashes restart at every corner of a staircase and read as noise.
    if (m_shape == Shape::Step)
        pen.setStyle(Qt::SolidLine);
    return pen;
}

void LineLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    const int columns = deviceColumns(plot);
    const auto line = lineColumns(*m_data, plot.time, columns);
    painter.save();
    if (line.size() > static_cast<std::size_t>(columns) / 2) {
        LineBars bars(plot);
        for (const LineColumn& column : line)
            bars.add(column);
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(Qt::NoPen);
        painter.setBrush(linePen(plot.palette).color());
        painter.drawRects(bars.bars());
    } else {
        painter.setRenderHint(QPainter::Antialiasing, m_shape == Shape::Line);
        painter.setPen(linePen(plot.palette));
        LinePath path(painter, plot, m_shape == Shape::Step);
        for (const LineColumn& column : line)
            path.add(column);
        path.flush();
    }
    painter.restore();
}

std::optional<ValueRange> LineLayer::valueRange(const TimeRange& range) const
{
    return extentOf(*m_data, range);
}

void LineLayer::readings(std::int64_t at, const PlotGeometry& plot, std::vector<Reading>& into) const
{
    std::size_t i = m_data->nearest(at);
    if (m_shape == Shape::Step && i < m_data->size() && m_data->times()[i] > at && i > 0)
        --i;
    if (i >= m_data->size())
        return;
    // Farther than a gap, or than a few pixels between crowded samples, is no reading at this time.
    const std::int64_t distance = std::abs(m_data->times()[i] - at);
    const bool outside = m_data->longestStep() > 0 && distance > m_data->longestStep();
    const double value = outside ? std::nan("") : static_cast<double>(m_data->values()[i]);
    into.push_back({m_name, valueText(value, plot.kind), theme::seriesColor(plot.palette, m_series)});
}

std::vector<LegendEntry> LineLayer::legend(const PlotGeometry& plot) const
{
    return {{m_name, linePen(plot.palette), {}, -1}};
}

QString LineLayer::summary(const PlotGeometry& plot) const
{
    const auto extent = valueRange(plot.time);
    if (!extent)
        return Lines::tr("%1: no values").arg(m_name);
    return Lines::tr("%1: lowest %2, highest %3")
        .arg(m_name, valueText(extent->low, plot.kind), valueText(extent->high, plot.kind));
}

std::vector<QStringList> LineLayer::table(const TimeRange& range) const
{
    return seriesTable({QStringLiteral("time"), m_name}, *m_data, nullptr, range);
}

BandLayer::BandLayer(QString name, int series, TimeSeriesPtr low, TimeSeriesPtr high)
    : m_name(std::move(name))
    , m_series(series)
    , m_low(std::move(low))
    , m_high(std::move(high))
{
}

void BandLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    const auto low = lineColumns(*m_low, plot.time, deviceColumns(plot));
    const auto high = lineColumns(*m_high, plot.time, deviceColumns(plot));
    const std::size_t size = std::min(low.size(), high.size());
    QColor fill = theme::seriesColor(plot.palette, m_series);
    fill.setAlphaF(plot.palette.highContrast || plot.palette.dark ? 0.4F : 0.22F);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    QPolygonF upper;
    QPolygonF lower;
    const auto flush = [&] {
        std::reverse(lower.begin(), lower.end());
        painter.drawPolygon(upper + lower);
        upper.clear();
        lower.clear();
    };
    for (std::size_t i = 0; i < size; ++i) {
        if (low[i].gapBefore || high[i].gapBefore)
            flush();
        const double top = plot.yOf(static_cast<double>(high[i].high));
        double bottom = plot.yOf(static_cast<double>(low[i].low));
        if (std::isnan(top))
            continue;
        if (std::isnan(bottom))
            bottom = plot.plot.bottom();
        upper << QPointF(plot.xOf(high[i].firstAt), top);
        lower << QPointF(plot.xOf(low[i].firstAt), bottom);
    }
    flush();
    painter.restore();
}

std::optional<ValueRange> BandLayer::valueRange(const TimeRange& range) const
{
    const auto low = extentOf(*m_low, range);
    const auto high = extentOf(*m_high, range);
    if (!low || !high)
        return low ? low : high;
    return low->united(*high);
}

void BandLayer::readings(std::int64_t at, const PlotGeometry& plot, std::vector<Reading>& into) const
{
    const std::size_t i = m_low->nearest(at);
    if (i >= m_low->size() || i >= m_high->size())
        return;
    const auto low = static_cast<double>(m_low->values()[i]);
    const auto high = static_cast<double>(m_high->values()[i]);
    into.push_back({m_name, Lines::tr("%1 to %2").arg(valueText(low, plot.kind), valueText(high, plot.kind)),
                    theme::seriesColor(plot.palette, m_series)});
}

std::vector<LegendEntry> BandLayer::legend(const PlotGeometry& plot) const
{
    const QColor color = theme::seriesColor(plot.palette, m_series);
    return {{m_name, QPen(Qt::NoPen), theme::mixed(color, plot.palette.card, 0.45), -1}};
}

std::vector<QStringList> BandLayer::table(const TimeRange& range) const
{
    return seriesTable(
        {QStringLiteral("time"), m_name + QStringLiteral(" low"), m_name + QStringLiteral(" high")}, *m_low,
        m_high.get(), range);
}

} // namespace zonescope::ui::charts
