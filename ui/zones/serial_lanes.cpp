// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/serial_lanes.h"

#include "model/dns/serial.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace zonescope::ui::zones {
namespace {

using pipeline::SerialSpan;
using Kind = charts::LaneSpan::Kind;

struct SerialLanes
{
    Q_DECLARE_TR_FUNCTIONS(SerialLanes)
};

std::int64_t us(base::Timestamp at)
{
    return base::toMicroseconds(at);
}

bool hasFocus(const SerialSpan& span, const SerialFocus& focus)
{
    return span.serial && (*span.serial == focus.serial || dns::isNewer(*span.serial, focus.serial));
}

Kind kindOf(const SerialSpan& span, const SerialFocus& focus)
{
    if (!span.serial)
        return Kind::NoAnswer;
    return hasFocus(span, focus) ? Kind::Fresh : Kind::Old;
}

QString spanText(const SerialSpan& span, const QString& server)
{
    if (span.serial)
        return text::serial(*span.serial);
    return span.failure ? text::errorText(*span.failure, {server, {}, {}}).cause
                        : SerialLanes::tr("no answer");
}

/// Observations are points: between two of them the older one holds.
void addSpans(charts::Lane& lane, const std::vector<SerialSpan>& spans, const SerialFocus& focus,
              const pipeline::Period& period)
{
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const base::Timestamp from = std::max(spans[i].from, period.from);
        const base::Timestamp to = std::min(i + 1 < spans.size() ? spans[i + 1].from : period.to, period.to);
        if (from < to)
            lane.spans.push_back(
                {{us(from), us(to)}, kindOf(spans[i], focus), spanText(spans[i], lane.name)});
    }
}

void addArrival(charts::Lane& lane, const std::vector<SerialSpan>& spans, const SerialFocus& focus,
                const pipeline::Period& period, bool isEdge)
{
    const auto first = std::ranges::find_if(spans, [&](const SerialSpan& s) { return hasFocus(s, focus); });
    if (first == spans.end() || first->from < period.from || first == spans.begin())
        return;
    const base::Duration delay = first->from - focus.changedAt;
    const bool late = isEdge && delay > focus.lateAfter;
    charts::LaneArrival arrival;
    arrival.at = us(first->from);
    arrival.label = isEdge ? text::lag(std::max(delay, base::Duration(0))) : QString();
    arrival.state = late ? zone::ZoneState::Behind : zone::ZoneState::Current;
    lane.arrivals.push_back(arrival);
    if (late)
        lane.state = zone::ZoneState::Behind;
}

charts::Lane laneOf(const QString& name, std::vector<SerialSpan> spans, const SerialFocus& focus,
                    const pipeline::Period& period, bool isEdge)
{
    std::ranges::sort(spans, {}, &SerialSpan::from);
    charts::Lane lane;
    lane.name = name;
    addSpans(lane, spans, focus, period);
    addArrival(lane, spans, focus, period, isEdge);
    if (spans.empty())
        return lane;
    const SerialSpan& last = spans.back();
    if (!last.serial) {
        lane.state = zone::ZoneState::Failing;
        lane.note = SerialLanes::tr("no answer");
    } else if (isEdge && !hasFocus(last, focus)) {
        lane.state = zone::ZoneState::Behind;
        lane.note = SerialLanes::tr("still %1").arg(text::serial(*last.serial));
    }
    return lane;
}

} // namespace

std::vector<charts::Lane> serialLanes(const engine::SerialsAnswer& answer, const SerialFocus& focus,
                                      const pipeline::Period& period, const text::Names& names)
{
    std::map<base::PrimaryId, std::vector<SerialSpan>> primaries;
    std::map<base::EdgeId, std::vector<SerialSpan>> edges;
    std::vector<SerialSpan> ours;
    for (const SerialSpan& span : answer.spans) {
        if (span.edge)
            edges[span.edge].push_back(span);
        else if (span.primary)
            primaries[span.primary].push_back(span);
        else
            ours.push_back(span);
    }
    std::vector<charts::Lane> lanes;
    for (auto& [id, spans] : primaries)
        lanes.push_back(laneOf(names.primary(id), std::move(spans), focus, period, false));
    if (!ours.empty())
        lanes.push_back(laneOf(QStringLiteral("Zonescope"), std::move(ours), focus, period, false));
    const auto firstEdge = static_cast<std::ptrdiff_t>(lanes.size());
    for (auto& [id, spans] : edges)
        lanes.push_back(laneOf(names.edge(id), std::move(spans), focus, period, true));
    std::sort(lanes.begin() + firstEdge, lanes.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return lanes;
}

pipeline::Period periodAround(base::Timestamp changedAt, std::optional<base::Timestamp> visibleAt,
                              base::Timestamp now)
{
    using std::chrono::minutes;
    const base::Timestamp end = visibleAt.value_or(now);
    const base::Duration took = std::max<base::Duration>(end - changedAt, base::Duration(0));
    // A quarter before the change, the rest after it.
    base::Duration width = std::max<base::Duration>(minutes(8), took * 3 / 2);
    if (!visibleAt)
        width = std::min<base::Duration>(width, minutes(20));
    return {changedAt - width / 4, std::min(now, changedAt + width * 3 / 4)};
}

} // namespace zonescope::ui::zones
