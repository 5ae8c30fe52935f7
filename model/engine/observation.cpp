// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/observation.h"

#include <algorithm>

namespace zonescope::engine {
namespace {

/// From our publishing to the last edge. An edge that the primary told first may have been before us.
std::optional<base::Duration> observeStage(const pipeline::Change& change, base::Timestamp publishedAt)
{
    std::optional<base::Duration> last;
    for (const pipeline::EdgeArrival& edge : change.edges)
        if (edge.delay)
            last = std::max(last.value_or(base::Duration(0)), *edge.delay);
    if (!last)
        return std::nullopt;
    return std::max(base::Duration(0), *last - (publishedAt - change.startedAt));
}

} // namespace

Observation::Observation(Core& core, StatusBoard& board, observe::Prober& prober)
    : m_core(core)
    , m_board(board)
    , m_prober(prober)
{
}

Observation::~Observation()
{
    m_core.loop.cancel(m_tick);
}

void Observation::setTargets()
{
    std::vector<observe::ProbeTarget> targets;
    for (const auto& [id, zone] : m_core.configuration->zones()) {
        if (zone->paused)
            continue;
        for (const base::EdgeId edgeId : zone->edges)
            if (const zone::Edge* edge = m_core.configuration->edge(edgeId))
                targets.push_back({.zone = id,
                                   .apex = zone->apex,
                                   .edge = edgeId,
                                   .endpoint = edge->endpoint,
                                   .maxQueriesPerSecond = edge->maxQueriesPerSecond});
    }
    m_prober.setTargets(std::move(targets));
}

void Observation::setZone(const zone::Zone& zone)
{
    m_core.tracker.setZone(zone.id, zone.edges);
    drain();
}

void Observation::removeZone(base::ZoneId zone)
{
    m_core.tracker.removeZone(zone);
    std::erase_if(m_open, [&](const auto& entry) { return entry.second.change.zone == zone; });
    drain();
}

void Observation::setHeld(base::ZoneId zone, std::uint32_t serial, base::Timestamp at)
{
    m_core.tracker.setHeld(zone, serial, at);
    drain();
}

void Observation::began(const pipeline::Change& change)
{
    pipeline::Change& open = m_open[change.id].change;
    open = change;
    for (const base::EdgeId edge : m_core.find(change.zone)->settings->edges)
        open.edges.push_back({.edge = edge, .delay = {}, .uncertainty = {}, .failure = {}});
    m_core.tracker.changeStarted(change.id, change.zone, change.toSerial, change.startedAt);
}

void Observation::abandon(const pipeline::Change& change)
{
    m_core.tracker.abandon(change.id, change.zone);
    m_open.erase(change.id);
    drain();
}

void Observation::published(pipeline::Change change, base::Timestamp at)
{
    const std::uint64_t id = change.id;
    change.edges = std::move(m_open[id].change.edges); // some may have it already
    change.complete = change.edges.empty();
    const base::ZoneId zone = change.zone;
    const std::uint32_t serial = change.toSerial;
    m_core.journal.change(change);
    if (change.complete)
        m_open.erase(id);
    else
        m_open[id] = {.change = std::move(change), .publishedAt = at, .published = true};
    m_core.tracker.published(id, zone, serial, at);
    if (const ZoneRuntime* runtime = m_core.find(zone);
        runtime != nullptr && !runtime->settings->edges.empty())
        m_prober.expect(zone, serial); // another thread is woken for it
    drain();
}

void Observation::results(const std::vector<observe::ProbeResult>& results)
{
    m_core.tracker.add(results);
    drain();
}

void Observation::probeNow(const std::vector<base::ZoneId>& zones)
{
    m_prober.probeNow(zones);
}

void Observation::drain()
{
    observe::Tracked tracked = m_core.tracker.take();
    for (const observe::ArrivalAt& arrival : tracked.arrivals)
        arrived(arrival);
    for (const observe::FollowedChange& followed : tracked.finished)
        finished(followed);
    for (pipeline::Event& event : tracked.events)
        m_core.journal.event(std::move(event));
    for (const pipeline::SerialSpan& span : tracked.spans)
        m_core.journal.span(span);
    for (const base::ZoneId zone : tracked.touched)
        m_board.touch(zone);
    armTick();
}

void Observation::arrived(const observe::ArrivalAt& arrival)
{
    const auto open = m_open.find(arrival.change);
    if (open == m_open.end())
        return;
    pipeline::Change& change = open->second.change;
    for (pipeline::EdgeArrival& edge : change.edges)
        if (edge.edge == arrival.arrival.edge)
            edge = arrival.arrival;
    if (open->second.published)
        m_core.journal.change(change);
}

void Observation::finished(const observe::FollowedChange& followed)
{
    const auto open = m_open.find(followed.change);
    if (open == m_open.end())
        return;
    pipeline::Change& change = open->second.change;
    change.edges = followed.edges;
    change.complete = true;
    change.stage[static_cast<std::size_t>(pipeline::Stage::Observe)] =
        observeStage(change, open->second.publishedAt);
    if (open->second.published)
        m_core.journal.change(change);
    m_open.erase(open);
}

void Observation::armTick()
{
    m_core.loop.cancel(std::exchange(m_tick, 0));
    const auto next = m_core.tracker.nextTick();
    if (!next || m_core.stopping)
        return;
    const base::Duration wait = std::max(base::Duration(1'000), *next - m_core.now());
    m_tick = m_core.loop.after(wait, [this] {
        m_tick = 0;
        m_core.tracker.tick(m_core.now());
        drain();
    });
}

} // namespace zonescope::engine
