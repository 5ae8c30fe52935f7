// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/incident_finder.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace zonescope::report {
namespace {

using pipeline::Event;
using Kind = Event::Kind;

/// Which kinds begin an incident and which end it. Scope says what must agree besides the zone.
enum class Scope { Zone, Edge, Everything };
struct Rule
{
    Kind begins;
    Scope scope;
    std::vector<Kind> ends;
};

const std::vector<Rule>& rules()
{
    static const std::vector<Rule> table{
        {Kind::EdgeLate, Scope::Edge, {Kind::VisibleAtEdge, Kind::EdgeRecovered}},
        {Kind::EdgeFailing, Scope::Edge, {Kind::EdgeRecovered, Kind::VisibleAtEdge}},
        {Kind::TransferFailed,
         Scope::Zone,
         {Kind::TransferDone, Kind::CheckUnchanged, Kind::ZoneRecovered, Kind::Published}},
        {Kind::CheckFailed,
         Scope::Zone,
         {Kind::TransferDone, Kind::CheckUnchanged, Kind::ZoneRecovered, Kind::Published}},
        {Kind::PublishFailed, Scope::Zone, {Kind::Published}},
        {Kind::ZoneExpired, Scope::Zone, {Kind::ZoneRecovered, Kind::Published}},
        {Kind::AnnouncedNotServed, Scope::Zone, {Kind::TransferDone, Kind::Published}},
        {Kind::StoreFailed, Scope::Everything, {Kind::StoreRecovered}},
    };
    return table;
}

using Place = std::tuple<Kind, base::ZoneId, base::EdgeId>;

Place placeOf(const Rule& rule, const Event& event)
{
    return {rule.begins, rule.scope == Scope::Everything ? base::ZoneId{} : event.zone,
            rule.scope == Scope::Edge ? event.edge : base::EdgeId{}};
}

bool selected(const ReportInput& input, const Event& event)
{
    const auto listed = [](const auto& list, auto id) {
        return list.empty() || !id || std::ranges::find(list, id) != list.end();
    };
    return listed(input.selection.zones, event.zone) && listed(input.selection.edges, event.edge);
}

Incident begin(const ReportInput& input, const Event& event)
{
    Incident incident;
    incident.zone = event.zone;
    incident.edge = event.edge;
    incident.primary = event.primary;
    if (const zone::Zone* zone = input.configuration->zone(event.zone))
        incident.zoneName = zone->apex.toDisplay();
    if (const zone::Edge* edge = input.configuration->edge(event.edge))
        incident.serverName = edge->name;
    else if (const zone::Primary* primary = input.configuration->primary(event.primary))
        incident.serverName = primary->name;
    incident.kind = event.kind;
    incident.from = event.at;
    incident.cause = event.error;
    return incident;
}

} // namespace

std::vector<Incident> findIncidents(const ReportInput& input)
{
    std::vector<const Event*> events;
    for (const Event& event : input.events)
        if (event.at < input.selection.period.to && selected(input, event))
            events.push_back(&event);
    std::ranges::stable_sort(events, {}, [](const Event* e) { return e->at; });

    std::vector<Incident> all;
    std::map<Place, std::size_t> open; // index into all
    for (const Event* event : events)
        for (const Rule& rule : rules()) {
            const Place place = placeOf(rule, *event);
            const auto running = open.find(place);
            if (event->kind == rule.begins && running == open.end()) {
                open[place] = all.size();
                all.push_back(begin(input, *event));
            } else if (running != open.end() &&
                       std::ranges::find(rule.ends, event->kind) != rule.ends.end()) {
                all[running->second].to = event->at;
                open.erase(running);
            }
        }
    // One that ended before the period began is not part of it.
    std::erase_if(all, [&](const Incident& i) { return i.to && *i.to <= input.selection.period.from; });
    std::ranges::stable_sort(all, std::ranges::greater(), &Incident::from);
    return all;
}

} // namespace zonescope::report
