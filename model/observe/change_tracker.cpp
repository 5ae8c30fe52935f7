// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/observe/change_tracker.h"

#include "model/observe/zone_track.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace zonescope::observe {

using pipeline::Event;
using pipeline::Severity;

struct ChangeTracker::State
{
    explicit State(TrackerSettings chosen)
        : settings(chosen)
    {
    }

    ZoneTrack* find(base::ZoneId id)
    {
        const auto found = zones.find(id);
        return found == zones.end() ? nullptr : &found->second;
    }

    /// After anything that may have changed a zone.
    void touch(base::ZoneId id, const ZoneTrack& track)
    {
        if (touched.insert(id).second)
            out.touched.push_back(id);
        if (const auto next = track.nextTick()) {
            ticking.insert(id);
            if (!nextTick || *next < *nextTick)
                nextTick = next;
        }
    }

    /// Said once for a server that does not answer, not once for each of its zones.
    void serverHealth(const ProbeResult& result)
    {
        Health& health = servers[result.edge];
        const bool unreachable = result.error && isUnreachable(result.error->code);
        const base::Timestamp since = health.since();
        const auto turn =
            unreachable ? health.failure(result.sentAt, result.answeredAt, settings.failuresUntilFailing)
                        : health.answer(settings.answersUntilRecovered);
        if (turn == Health::Turn::None)
            return;
        Event event;
        event.at = result.answeredAt;
        event.stage = pipeline::Stage::Observe;
        event.edge = result.edge;
        event.kind = unreachable ? Event::Kind::EdgeFailing : Event::Kind::EdgeRecovered;
        event.severity = unreachable ? Severity::Warning : Severity::Notice;
        event.error = result.error;
        if (!unreachable)
            event.duration = std::max(base::Duration(0), result.answeredAt - since);
        out.events.push_back(std::move(event));
    }

    TrackerSettings settings;
    std::unordered_map<base::ZoneId, ZoneTrack> zones;
    std::unordered_map<base::EdgeId, Health> servers;
    std::unordered_set<base::ZoneId> ticking; ///< zones for which tick() may have something to do
    std::optional<base::Timestamp> nextTick;  ///< not later than the earliest of theirs
    std::unordered_set<base::ZoneId> touched;
    Tracked out;
};

ChangeTracker::ChangeTracker(TrackerSettings settings)
    : m_state(std::make_unique<State>(settings))
{
}

ChangeTracker::~ChangeTracker() = default;
ChangeTracker::ChangeTracker(ChangeTracker&&) noexcept = default;
ChangeTracker& ChangeTracker::operator=(ChangeTracker&&) noexcept = default;

void ChangeTracker::setZone(base::ZoneId zone, const std::vector<base::EdgeId>& edges)
{
    ZoneTrack& track = m_state->zones.try_emplace(zone, zone, m_state->settings).first->second;
    track.setEdges(edges, m_state->out);
    m_state->touch(zone, track);
}

void ChangeTracker::removeZone(base::ZoneId zone)
{
    m_state->zones.erase(zone);
    m_state->ticking.erase(zone);
}

void ChangeTracker::setHeld(base::ZoneId zone, std::uint32_t serial, base::Timestamp at)
{
    if (ZoneTrack* track = m_state->find(zone)) {
        track->hold(serial, at);
        m_state->touch(zone, *track);
    }
}

void ChangeTracker::changeStarted(std::uint64_t change, base::ZoneId zone, std::uint32_t serial,
                                  base::Timestamp startedAt)
{
    if (ZoneTrack* track = m_state->find(zone)) {
        track->begin(change, serial, startedAt, m_state->out);
        m_state->touch(zone, *track);
    }
}

void ChangeTracker::published(std::uint64_t change, base::ZoneId zone, std::uint32_t serial,
                              base::Timestamp at)
{
    if (ZoneTrack* track = m_state->find(zone)) {
        track->published(change, serial, at, m_state->out);
        m_state->touch(zone, *track);
    }
}

void ChangeTracker::abandon(std::uint64_t change, base::ZoneId zone)
{
    if (ZoneTrack* track = m_state->find(zone))
        track->abandon(change);
}

void ChangeTracker::add(const ProbeResult& result)
{
    ZoneTrack* track = m_state->find(result.zone);
    if (track == nullptr || !track->add(result, m_state->out))
        return; // removed while the probe was under way
    m_state->serverHealth(result);
    m_state->touch(result.zone, *track);
}

void ChangeTracker::tick(base::Timestamp now)
{
    State& state = *m_state;
    if (!state.nextTick || now < *state.nextTick)
        return;
    state.nextTick.reset();
    const std::vector<base::ZoneId> due(state.ticking.begin(), state.ticking.end());
    for (const base::ZoneId id : due) {
        ZoneTrack& track = state.zones.at(id);
        const std::size_t before = state.out.events.size() + state.out.finished.size();
        track.tick(now, state.out);
        if (state.out.events.size() + state.out.finished.size() != before)
            state.touch(id, track);
        const auto next = track.nextTick();
        if (!next)
            state.ticking.erase(id);
        else if (!state.nextTick || *next < *state.nextTick)
            state.nextTick = next;
    }
}

std::optional<base::Timestamp> ChangeTracker::nextTick() const
{
    return m_state->nextTick;
}

EdgesOfZone ChangeTracker::edges(base::ZoneId zone) const
{
    const ZoneTrack* track = m_state->find(zone);
    return track != nullptr ? track->view() : EdgesOfZone{};
}

bool ChangeTracker::waiting(base::ZoneId zone) const
{
    const ZoneTrack* track = m_state->find(zone);
    return track != nullptr && track->waiting();
}

Tracked ChangeTracker::take()
{
    m_state->touched.clear();
    return std::exchange(m_state->out, {});
}

} // namespace zonescope::observe
