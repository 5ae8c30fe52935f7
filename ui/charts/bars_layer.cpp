// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bars_layer.h"

#include "ui/charts/layer_support.h"
#include "ui/text/words.h"

#include <QCoreApplication>
#include <QPainter>

#include <cmath>

namespace zonescope::ui::charts {
namespace {

struct Bars
{
    Q_DECLARE_TR_FUNCTIONS(Bars)
};

double sumOf(const Bar& bar)
{
    double sum = 0;
    for (const double part : bar.parts)
        sum += std::isfinite(part) ? std::max(0.0, part) : 0;
    return sum;
}

} // namespace

StackedBarsLayer::StackedBarsLayer(std::vector<BarPart> parts, std::vector<Bar> bars, Position position)
    : m_parts(std::move(parts))
    , m_bars(std::move(bars))
    , m_position(position)
{
    for (Bar& bar : m_bars)
        bar.parts.resize(m_parts.size(), std::nan(""));
}

QRectF StackedBarsLayer::place(std::size_t index, const PlotGeometry& plot) const
{
    QRectF slot = plot.plot;
    if (m_position == Position::Category && plot.categories > 0) {
        slot = plot.category(static_cast<int>(index));
    } else {
        slot.setLeft(plot.xOf(m_bars[index].time.from));
        slot.setRight(plot.xOf(m_bars[index].time.to));
    }
    const double gap = std::min(slot.width() * 0.3, 40.0);
    const double width = std::max(1.0, std::min(slot.width() - gap, 56.0));
    return {slot.center().x() - width / 2, slot.top(), width, slot.height()};
}

void StackedBarsLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    painter.save();
    painter.setPen(Qt::NoPen);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const QRectF slot = place(i, plot);
        if (slot.right() < plot.plot.left() || slot.left() > plot.plot.right())
            continue;
        double sum = 0;
        for (std::size_t part = 0; part < m_parts.size(); ++part) {
            const double value = m_bars[i].parts[part];
            if (!std::isfinite(value) || value <= 0)
                continue;
            const double bottom = plot.yOf(sum);
            sum += value;
            const double top = plot.yOf(sum);
            // A stage that took any time at all stays visible: at least one pixel.
            const QRectF box(slot.left(), std::min(top, bottom - 1), slot.width(),
                             std::max(1.0, bottom - top));
            painter.fillRect(box, m_parts[part].color);
            if (slot.width() > 6 && box.height() > 3)
                painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), plot.palette.card);
        }
    }
    painter.restore();
}

TimeRange StackedBarsLayer::timeRange() const
{
    TimeRange range;
    if (m_position == Position::Time) {
        for (const Bar& bar : m_bars)
            range = range.united(bar.time);
    }
    return range;
}

std::optional<ValueRange> StackedBarsLayer::valueRange(const TimeRange& range) const
{
    std::optional<ValueRange> result;
    for (const Bar& bar : m_bars) {
        const bool visible =
            m_position == Position::Category || (bar.time.to > range.from && bar.time.from < range.to);
        if (!visible)
            continue;
        const ValueRange own{0, sumOf(bar)};
        result = result ? result->united(own) : own;
    }
    return result;
}

QString StackedBarsLayer::describe(const Bar& bar, const PlotGeometry& plot) const
{
    QString text = bar.label;
    for (std::size_t part = m_parts.size(); part-- > 0;)
        text += u'\n' + Bars::tr("%1: %2").arg(m_parts[part].name, valueText(bar.parts[part], plot.kind));
    return text + u'\n' + Bars::tr("together: %1").arg(valueText(sumOf(bar), plot.kind));
}

std::optional<Hit> StackedBarsLayer::hit(const QPointF& at, const PlotGeometry& plot) const
{
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        QRectF slot = place(i, plot);
        if (at.x() < slot.left() - 2 || at.x() > slot.right() + 2 || !plot.plot.contains(at))
            continue;
        slot.setTop(std::min(plot.yOf(sumOf(m_bars[i])), plot.plot.bottom() - 2));
        Hit hit{describe(m_bars[i], plot), std::nullopt, slot};
        if (m_bars[i].id != 0)
            hit.id = m_bars[i].id;
        return hit;
    }
    return std::nullopt;
}

std::vector<QPointF> StackedBarsLayer::stops(const PlotGeometry& plot) const
{
    std::vector<QPointF> points;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const QPointF point(place(i, plot).center().x(), plot.plot.bottom() - 1);
        if (plot.plot.contains(point))
            points.push_back(point);
    }
    return points;
}

std::vector<LegendEntry> StackedBarsLayer::legend(const PlotGeometry&) const
{
    std::vector<LegendEntry> entries;
    for (const BarPart& part : m_parts)
        entries.push_back({part.name, QPen(Qt::NoPen), part.color, -1});
    return entries;
}

QString StackedBarsLayer::summary(const PlotGeometry& plot) const
{
    const Bar* longest = nullptr;
    for (const Bar& bar : m_bars)
        longest = !longest || sumOf(bar) > sumOf(*longest) ? &bar : longest;
    if (!longest)
        return {};
    return Bars::tr("%n bar(s)", nullptr, static_cast<int>(m_bars.size())) + QStringLiteral(", ") +
           Bars::tr("the longest is %1 with %2").arg(longest->label, valueText(sumOf(*longest), plot.kind));
}

std::vector<QStringList> StackedBarsLayer::table(const TimeRange& range) const
{
    QStringList header{QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("label")};
    for (const BarPart& part : m_parts)
        header << part.name;
    std::vector<QStringList> rows{header};
    for (const Bar& bar : m_bars) {
        if (m_position == Position::Time && (bar.time.to <= range.from || bar.time.from >= range.to))
            continue;
        const bool dated = !bar.time.isEmpty();
        QStringList row{dated ? isoTime(bar.time.from) : QString(), dated ? isoTime(bar.time.to) : QString(),
                        bar.label};
        for (const double part : bar.parts)
            row << machineNumber(part);
        rows.push_back(row);
    }
    return rows;
}

std::vector<BarPart> stageParts(const theme::Palette& palette)
{
    std::vector<BarPart> parts;
    for (const auto stage : pipeline::stages)
        parts.push_back({text::stageWord(stage), theme::stageColor(palette, stage)});
    return parts;
}

} // namespace zonescope::ui::charts
