// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/mark_layers.h"

#include "ui/charts/layer_support.h"
#include "ui/charts/time_ticks.h"
#include "ui/text/words.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace zonescope::ui::charts {
namespace {

struct Marks
{
    Q_DECLARE_TR_FUNCTIONS(Marks)
};

QColor colorOf(const EventMark& event, const theme::Palette& palette)
{
    return event.state ? theme::stateColor(palette, *event.state) : palette.accent;
}

} // namespace

EventsLayer::EventsLayer(std::vector<EventMark> events)
    : m_events(std::move(events))
{
    std::sort(m_events.begin(), m_events.end(),
              [](const EventMark& a, const EventMark& b) { return a.at < b.at; });
}

double EventsLayer::headroom(const QFontMetricsF& metrics) const
{
    const bool labelled =
        std::any_of(m_events.begin(), m_events.end(), [](const EventMark& e) { return !e.label.isEmpty(); });
    return labelled ? metrics.height() + 2 : 0;
}

void EventsLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    painter.save();
    painter.setClipping(false);
    painter.setFont(plot.font);
    const QFontMetricsF metrics(plot.font);
    const double top = plot.failureLane.isEmpty() ? plot.plot.top() : plot.failureLane.top();
    double freeFrom = plot.plot.left() - 40;
    for (const EventMark& event : m_events) {
        if (!plot.time.contains(event.at))
            continue;
        const double x = std::round(plot.xOf(event.at));
        const QColor color = colorOf(event, plot.palette);
        painter.fillRect(QRectF(x - 0.75, top, 1.5, plot.plot.bottom() - top), color);
        if (event.label.isEmpty())
            continue;
        const double width = metrics.horizontalAdvance(event.label);
        const double left = std::clamp(x - width / 2, plot.plot.left() - 30,
                                       std::max(plot.plot.left() - 30, plot.plot.right() - width));
        // A label that would cover its neighbour is left to the tool tip.
        if (left < freeFrom)
            continue;
        painter.setPen(color);
        painter.drawText(QPointF(left, top - metrics.descent() - 1), event.label);
        freeFrom = left + width + 8;
    }
    painter.restore();
}

std::optional<Hit> EventsLayer::hit(const QPointF& at, const PlotGeometry& plot) const
{
    for (const EventMark& event : m_events) {
        const double x = plot.xOf(event.at);
        if (std::abs(x - at.x()) > 4 || !plot.time.contains(event.at))
            continue;
        QString text = timeText(event.at, minute, plot.zone) + u'\n' + event.label;
        if (event.state)
            text += u'\n' + text::stateWord(*event.state);
        Hit hit{text, std::nullopt, {}};
        if (event.id != 0)
            hit.id = event.id;
        return hit;
    }
    return std::nullopt;
}

std::vector<QPointF> EventsLayer::stops(const PlotGeometry& plot) const
{
    std::vector<QPointF> points;
    for (const EventMark& event : m_events) {
        if (plot.time.contains(event.at))
            points.emplace_back(plot.xOf(event.at), plot.plot.top() + 1);
    }
    return points;
}

std::vector<QStringList> EventsLayer::table(const TimeRange& range) const
{
    std::vector<QStringList> rows{{QStringLiteral("time"), QStringLiteral("event")}};
    for (const EventMark& event : m_events) {
        if (range.contains(event.at))
            rows.push_back({isoTime(event.at), event.label});
    }
    return rows;
}

QString EventsLayer::summary(const PlotGeometry& plot) const
{
    const auto visible = std::count_if(m_events.begin(), m_events.end(),
                                       [&](const EventMark& event) { return plot.time.contains(event.at); });
    return visible == 0 ? QString() : Marks::tr("%n event(s)", nullptr, static_cast<int>(visible));
}

ThresholdLayer::ThresholdLayer(double value, QString label)
    : m_value(value)
    , m_label(std::move(label))
{
}

void ThresholdLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    const double y = plot.yOf(m_value);
    if (!(y >= plot.plot.top() && y <= plot.plot.bottom()))
        return;
    const QColor color = theme::stateColor(plot.palette, zone::ZoneState::Behind);
    painter.save();
    QPen pen(color, 1);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.drawLine(QPointF(plot.plot.left(), std::round(y) + 0.5),
                     QPointF(plot.plot.right(), std::round(y) + 0.5));
    painter.restore();
    if (!m_label.isEmpty())
        paintChip(painter, {plot.plot.right() - 4, y - 2}, Qt::AlignLeft | Qt::AlignTop, m_label, color, plot,
                  plot.plot);
}

DataGapsLayer::DataGapsLayer(std::vector<TimeRange> gaps)
    : m_gaps(std::move(gaps))
{
}

void DataGapsLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    const QColor color =
        theme::mixed(plot.palette.muted, plot.palette.card, plot.palette.highContrast ? 1.0 : 0.35);
    for (const TimeRange& gap : m_gaps) {
        const double left = std::max(plot.plot.left(), plot.xOf(gap.from));
        const double right = std::min(plot.plot.right(), plot.xOf(gap.to));
        paintHatch(painter, QRectF(left, plot.plot.top(), right - left, plot.plot.height()), color);
    }
}

std::optional<Hit> DataGapsLayer::hit(const QPointF& at, const PlotGeometry& plot) const
{
    const std::int64_t time = plot.timeAt(at.x());
    for (const TimeRange& gap : m_gaps) {
        if (gap.contains(time) && plot.plot.contains(at))
            return Hit{Marks::tr("Nothing was measured for %1").arg(spanText(gap.span())), std::nullopt, {}};
    }
    return std::nullopt;
}

QString DataGapsLayer::summary(const PlotGeometry& plot) const
{
    const auto visible = std::count_if(m_gaps.begin(), m_gaps.end(), [&](const TimeRange& gap) {
        return gap.to > plot.time.from && gap.from < plot.time.to;
    });
    return visible == 0 ? QString()
                        : Marks::tr("%n gap(s) without measurement", nullptr, static_cast<int>(visible));
}

} // namespace zonescope::ui::charts
