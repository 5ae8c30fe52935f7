// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/swimlane_layer.h"

#include "ui/charts/layer_support.h"
#include "ui/charts/time_ticks.h"
#include "ui/text/words.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace zonescope::ui::charts {
namespace {

struct Swimlanes
{
    Q_DECLARE_TR_FUNCTIONS(Swimlanes)
};

QRectF barOf(const QRectF& lane)
{
    const double height = std::clamp(lane.height() * 0.4, 5.0, 14.0);
    return {lane.left(), lane.center().y() - height / 2, lane.width(), height};
}

QString kindWord(LaneSpan::Kind kind)
{
    switch (kind) {
    case LaneSpan::Kind::Fresh:
        return Swimlanes::tr("newest serial");
    case LaneSpan::Kind::NoAnswer:
        return Swimlanes::tr("no answer");
    case LaneSpan::Kind::Old:
        break;
    }
    return Swimlanes::tr("older serial");
}

} // namespace

SwimlaneLayer::SwimlaneLayer(std::vector<Lane> lanes)
    : m_lanes(std::move(lanes))
{
}

std::vector<LaneName> SwimlaneLayer::laneNames() const
{
    std::vector<LaneName> names;
    for (const Lane& lane : m_lanes)
        names.push_back({lane.name, lane.state});
    return names;
}

void SwimlaneLayer::paint(QPainter& painter, const PlotGeometry& plot) const
{
    if (plot.lanes < 1)
        return;
    painter.save();
    for (std::size_t i = 0; i < m_lanes.size() && static_cast<int>(i) < plot.lanes; ++i) {
        const QRectF bar = barOf(plot.lane(static_cast<int>(i)));
        paintSpans(painter, m_lanes[i], bar, plot);
        paintArrivals(painter, m_lanes[i], bar, plot);
    }
    painter.restore();
}

void SwimlaneLayer::paintSpans(QPainter& painter, const Lane& lane, const QRectF& bar,
                               const PlotGeometry& plot) const
{
    const QColor failing = theme::stateColor(plot.palette, zone::ZoneState::Failing);
    const QRectF visible(plot.plot.left(), bar.top(), plot.plot.width(), bar.height());
    for (const LaneSpan& span : lane.spans) {
        QRectF area = bar;
        area.setLeft(plot.xOf(span.time.from));
        area.setRight(plot.xOf(span.time.to));
        area = area.intersected(visible);
        if (area.isEmpty())
            continue;
        painter.fillRect(area, span.kind == LaneSpan::Kind::Fresh ? plot.palette.fresh : plot.palette.track);
        if (span.kind == LaneSpan::Kind::NoAnswer) {
            painter.fillRect(area, plot.palette.card);
            paintHatch(painter, area, failing);
        }
    }
    if (lane.note.isEmpty())
        return;
    const QColor color = theme::stateColor(plot.palette, lane.state);
    const double begin = lane.spans.empty() ? plot.plot.left() : plot.xOf(lane.spans.back().time.from);
    const QPointF anchor(std::max(plot.plot.left(), begin) + 4, bar.center().y());
    paintChip(painter, anchor, Qt::AlignRight | Qt::AlignVCenter, lane.note, color, plot, plot.plot);
}

void SwimlaneLayer::paintArrivals(QPainter& painter, const Lane& lane, const QRectF& bar,
                                  const PlotGeometry& plot) const
{
    const double height = std::max(bar.height(), 10.0);
    for (const LaneArrival& arrival : lane.arrivals) {
        if (!plot.time.contains(arrival.at))
            continue;
        const double x = plot.xOf(arrival.at);
        const QColor color = theme::stateColor(plot.palette, arrival.state);
        painter.fillRect(QRectF(x - 1, bar.center().y() - height / 2 - 1, 3, height + 2), color);
        if (arrival.label.isEmpty())
            continue;
        const bool quiet = arrival.state == zone::ZoneState::Current;
        painter.setFont(plot.font);
        painter.setPen(quiet ? plot.palette.text : color);
        const QFontMetricsF metrics(plot.font);
        const double width = metrics.horizontalAdvance(arrival.label);
        const bool fits = x + 5 + width < plot.plot.right();
        const QRectF words(fits ? x + 5 : x - 5 - width, bar.center().y() - metrics.height() / 2, width + 1,
                           metrics.height());
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, arrival.label);
    }
}

TimeRange SwimlaneLayer::timeRange() const
{
    TimeRange range;
    for (const Lane& lane : m_lanes) {
        for (const LaneSpan& span : lane.spans)
            range = range.united(span.time);
    }
    return range;
}

std::optional<Hit> SwimlaneLayer::hit(const QPointF& at, const PlotGeometry& plot) const
{
    if (plot.lanes < 1 || !plot.plot.contains(at))
        return std::nullopt;
    const auto index = static_cast<std::size_t>((at.y() - plot.plot.top()) / plot.plot.height() * plot.lanes);
    if (index >= m_lanes.size())
        return std::nullopt;
    const Lane& lane = m_lanes[index];
    const QRectF bar = barOf(plot.lane(static_cast<int>(index)));
    for (const LaneArrival& arrival : lane.arrivals) {
        const double x = plot.xOf(arrival.at);
        if (std::abs(x - at.x()) < 6)
            return Hit{lane.name + u'\n' + timeText(arrival.at, minute, plot.zone) + u'\n' + arrival.label,
                       index, QRectF(x - 4, bar.top() - 4, 9, bar.height() + 8)};
    }
    const std::int64_t time = plot.timeAt(at.x());
    for (const LaneSpan& span : lane.spans) {
        if (!span.time.contains(time))
            continue;
        QString text = lane.name + u'\n' + kindWord(span.kind);
        if (!span.text.isEmpty())
            text += u'\n' + span.text;
        return Hit{text, index, {}};
    }
    return Hit{lane.name + u'\n' + Swimlanes::tr("nothing known"), index, {}};
}

std::vector<QPointF> SwimlaneLayer::stops(const PlotGeometry& plot) const
{
    std::vector<QPointF> points;
    for (std::size_t i = 0; i < m_lanes.size() && static_cast<int>(i) < plot.lanes; ++i) {
        for (const LaneArrival& arrival : m_lanes[i].arrivals) {
            if (plot.time.contains(arrival.at))
                points.emplace_back(plot.xOf(arrival.at), plot.lane(static_cast<int>(i)).center().y());
        }
    }
    return points;
}

QString SwimlaneLayer::summary(const PlotGeometry&) const
{
    int behind = 0;
    QStringList named;
    for (const Lane& lane : m_lanes) {
        if (lane.state == zone::ZoneState::Current)
            continue;
        ++behind;
        named << lane.name + u' ' + text::stateWord(lane.state) +
                     (lane.note.isEmpty() ? QString() : u' ' + lane.note);
    }
    const QString head = Swimlanes::tr("%n server(s)", nullptr, static_cast<int>(m_lanes.size()));
    if (behind == 0)
        return head + QStringLiteral(", ") + Swimlanes::tr("all current");
    return head + QStringLiteral(", ") + named.join(QStringLiteral(", "));
}

std::vector<QStringList> SwimlaneLayer::table(const TimeRange& range) const
{
    std::vector<QStringList> rows{{QStringLiteral("server"), QStringLiteral("from"), QStringLiteral("to"),
                                   QStringLiteral("what"), QStringLiteral("text")}};
    for (const Lane& lane : m_lanes) {
        for (const LaneSpan& span : lane.spans) {
            if (span.time.to > range.from && span.time.from < range.to)
                rows.push_back({lane.name, isoTime(span.time.from), isoTime(span.time.to),
                                kindWord(span.kind), span.text});
        }
        for (const LaneArrival& arrival : lane.arrivals) {
            if (range.contains(arrival.at))
                rows.push_back({lane.name, isoTime(arrival.at), isoTime(arrival.at), Swimlanes::tr("arrival"),
                                arrival.label});
        }
    }
    return rows;
}

} // namespace zonescope::ui::charts
