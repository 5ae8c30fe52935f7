// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_painter.h"
#include "ui/text/csv.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace zonescope::ui::charts {
namespace {

constexpr double laneHeight = 14, legendGap = 16, swatch = 14;

/// Computes a layout from the outside in: heights first, since the value ticks decide the left margin.
class LayoutBuilder
{
public:
    LayoutBuilder(const ChartContent& content, const TimeRange& view, const QRectF& area,
                  const theme::Palette& palette, const QFont& font, double devicePixelRatio)
        : m_content(content)
        , m_metrics(font)
    {
        m_out.area = area;
        m_out.plot.time = view.isEmpty() ? TimeRange{0, 1} : view;
        m_out.plot.plot = area.adjusted(60, 0, -10, 0); // about: enough to choose legend entries
        m_out.plot.palette = palette;
        m_out.plot.font = font;
        m_out.plot.devicePixelRatio = devicePixelRatio;
        m_out.plot.zone = content.zone;
        m_out.plot.kind = content.axis.kind;
        m_out.plot.categories = static_cast<int>(content.categories.size());
        m_out.plot.lanes = static_cast<int>(content.laneNames().size());
        if (content.across) {
            m_out.plot.numeric = true;
            m_out.plot.acrossLogarithmic = content.across->logarithmic;
            m_out.plot.acrossKind = content.across->kind;
        }
    }

    ChartLayout build()
    {
        m_top = m_out.area.top() + 2;
        m_bottom = m_out.area.bottom();
        placeLegend();
        placeTop();
        placeBottom();
        placeSides();
        placeTimes();
        return m_out;
    }

private:
    void placeLegend()
    {
        std::vector<LegendEntry> entries;
        for (const auto& layer : m_content.layers) {
            const auto own = layer->legend(m_out.plot);
            entries.insert(entries.end(), own.begin(), own.end());
        }
        if (!m_content.legend || entries.size() < 2)
            return;
        const double line = m_metrics.height() + 4;
        const int most = m_out.area.height() > 220 ? 2 : 1;
        const double right = m_out.area.right() - 4;
        double x = m_out.area.left() + 4;
        int row = 0;
        for (const LegendEntry& entry : entries) {
            const double width = swatch + 5 + m_metrics.horizontalAdvance(entry.text);
            if (x + width > right && x > m_out.area.left() + 4) {
                if (++row == most)
                    break; // tool tips name what the legend has no room for
                x = m_out.area.left() + 4;
            }
            m_out.legend.push_back({entry, QRectF(x, m_top + row * line, width, line)});
            x += width + legendGap;
        }
        if (m_content.mirrored) {
            for (auto& [entry, area] : m_out.legend)
                area.moveLeft(m_out.area.left() + m_out.area.right() - area.right());
        }
        m_top = m_out.legend.back().area.bottom() + 4;
    }

    void placeTop()
    {
        double headroom = 0;
        bool failures = false;
        for (const auto& layer : m_content.layers) {
            headroom = std::max(headroom, layer->headroom(m_metrics));
            failures = failures || layer->hasFailures();
        }
        m_top += headroom;
        if (failures) {
            m_out.plot.failureLane = QRectF(0, m_top, 1, laneHeight);
            m_top += laneHeight + 2;
        }
        // The uppermost label reaches half its height above the plot.
        if (headroom == 0)
            m_top += m_metrics.height() / 2 - 2;
    }

    void placeBottom()
    {
        double axis = m_metrics.height() + 6;
        if (!m_content.hasTimeAxis())
            axis = categoryHeight();
        else if (m_content.across)
            m_out.caption = m_content.acrossCaption;
        else if (m_out.area.height() > 110 && !m_out.plot.time.isEmpty())
            m_out.caption = timeAxisCaption(m_out.plot.time, m_content.zone);
        if (!m_out.caption.isEmpty()) {
            m_out.captionArea = QRectF(m_out.area.left(), m_bottom - m_metrics.height(),
                                       m_out.area.width() - 4, m_metrics.height());
            m_bottom -= m_metrics.height();
        }
        m_bottom = std::max(m_top + 20, m_bottom - axis);
    }

    double categoryHeight()
    {
        double widest = 0;
        for (const QString& name : m_content.categories)
            widest = std::max(widest, m_metrics.horizontalAdvance(name));
        const double each =
            (m_out.area.width() - 60) / std::max<double>(1, static_cast<double>(m_content.categories.size()));
        m_out.slanted = widest + 8 > each && !m_content.categoriesInOrder;
        m_out.namedEvery = std::max(
            1, static_cast<int>(std::ceil((m_out.slanted ? m_metrics.height() + 2 : widest + 16) / each)));
        return m_out.slanted ? std::min(widest * 0.71 + m_metrics.height(), m_out.area.height() / 3) + 4
                             : m_metrics.height() + 6;
    }

    std::optional<ValueRange> dataRange()
    {
        std::optional<ValueRange> range;
        bool data = false;
        for (const auto& layer : m_content.layers) {
            const auto own = layer->valueRange(m_out.plot.time);
            if (!own)
                continue;
            data = data || !layer->isEmpty();
            range = range ? range->united(*own) : *own;
        }
        m_out.nothingInView = !data && m_out.plot.lanes == 0;
        return range;
    }

    double sideWidth()
    {
        double widest = 0;
        if (const auto lanes = m_content.laneNames(); !lanes.empty()) {
            for (const LaneName& lane : lanes)
                widest = std::max(widest, m_metrics.horizontalAdvance(lane.text));
            return std::min(widest + 24, m_out.area.width() / 3);
        }
        // Decades are few, so they may stand closer.
        const double apart = m_content.axis.logarithmic ? 1.8 : 3.2;
        const int ticks = std::max(2, static_cast<int>((m_bottom - m_top) / (apart * m_metrics.height())));
        m_out.plot.scale = niceScale(m_content.axis, dataRange(), ticks);
        m_out.values = valueTicks(m_out.plot.scale, m_content.axis.kind, ticks);
        for (const ValueTick& tick : m_out.values)
            widest = std::max(widest, m_metrics.horizontalAdvance(tick.label));
        return widest + 10;
    }

    void placeSides()
    {
        const double side = std::ceil(sideWidth());
        const double other = 10;
        // Whole pixels: a density image is drawn one to one.
        const double left = std::round(m_out.area.left() + (m_content.mirrored ? other : side));
        const double right = std::round(m_out.area.right() - (m_content.mirrored ? side : other));
        const double top = std::round(m_top);
        m_out.plot.plot =
            QRectF(left, top, std::max(10.0, right - left), std::max(10.0, std::round(m_bottom) - top));
        if (!m_out.plot.failureLane.isEmpty()) {
            m_out.plot.failureLane.setLeft(m_out.plot.plot.left());
            m_out.plot.failureLane.setWidth(m_out.plot.plot.width());
        }
    }

    void placeTimes()
    {
        if (!m_content.hasTimeAxis())
            return;
        if (m_content.across)
            return placeNumbers();
        // Wider labels for finer steps; the step is chosen first, then checked against its own label.
        const double width = m_out.plot.plot.width();
        const double usual = m_metrics.horizontalAdvance(QStringLiteral("00:00")) + 34;
        int ticks = std::max(2, static_cast<int>(width / usual));
        const auto unit = timeStepFor(m_out.plot.time.span(), ticks).unit;
        if (unit == TimeUnit::Second || unit == TimeUnit::Millisecond) {
            const QString sample =
                unit == TimeUnit::Second ? QStringLiteral("00:00:00") : QStringLiteral("00:00:00.000");
            ticks = std::max(2, static_cast<int>(width / (m_metrics.horizontalAdvance(sample) + 26)));
        }
        m_out.times = timeTicks(m_out.plot.time, ticks, m_content.zone);
    }

    void placeNumbers()
    {
        const PlotGeometry& plot = m_out.plot;
        const int ticks =
            std::max(2, static_cast<int>(plot.plot.width() /
                                         (m_metrics.horizontalAdvance(QStringLiteral("000 ms")) + 34)));
        const ValueScale scale({plot.acrossValue(plot.time.from), plot.acrossValue(plot.time.to)},
                               plot.acrossLogarithmic);
        for (const ValueTick& tick : valueTicks(scale, plot.acrossKind, ticks))
            m_out.times.push_back({plot.acrossPosition(tick.value), tick.label, false});
    }

    const ChartContent& m_content;
    QFontMetricsF m_metrics;
    ChartLayout m_out;
    double m_top = 0;
    double m_bottom = 0;
};

} // namespace

bool ChartContent::isEmpty() const
{
    return std::all_of(layers.begin(), layers.end(), [](const LayerPtr& layer) { return layer->isEmpty(); });
}

TimeRange ChartContent::timeRange() const
{
    TimeRange range;
    for (const auto& layer : layers)
        range = range.united(layer->timeRange());
    return range;
}

std::vector<LaneName> ChartContent::laneNames() const
{
    for (const auto& layer : layers)
        if (auto names = layer->laneNames(); !names.empty())
            return names;
    return {};
}

ChartLayout layOutChart(const ChartContent& content, const TimeRange& view, const QRectF& area,
                        const theme::Palette& palette, const QFont& font, double devicePixelRatio)
{
    return LayoutBuilder(content, view, area, palette, font, devicePixelRatio).build();
}

QString chartSummary(const ChartContent& content, const ChartLayout& layout)
{
    if (content.isEmpty())
        return content.emptyText;
    QStringList sentences;
    for (const auto& layer : content.layers) {
        const QString sentence = layer->summary(layout.plot);
        if (!sentence.isEmpty())
            sentences << sentence;
    }
    return sentences.join(QStringLiteral("; "));
}

QString chartCsv(const ChartContent& content, const TimeRange& view)
{
    QString csv;
    for (const auto& layer : content.layers) {
        const auto rows = layer->table(view);
        if (rows.empty())
            continue;
        if (!csv.isEmpty())
            csv += QStringLiteral("\r\n");
        for (const QStringList& row : rows)
            csv += text::csvLine(row) + QStringLiteral("\r\n");
    }
    return csv;
}

} // namespace zonescope::ui::charts
