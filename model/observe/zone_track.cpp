// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/observe/zone_track.h"

#include "model/dns/serial.h"

#include <algorithm>
#include <utility>

namespace zonescope::observe {

using base::ErrorCode;
using pipeline::EdgeArrival;
using pipeline::Event;
using pipeline::Severity;

namespace {

bool arrived(const EdgeArrival& arrival)
{
    return arrival.delay.has_value();
}

base::Duration sinceOrZero(base::Timestamp from, base::Timestamp to)
{
    return std::max(base::Duration(0), to - from);
}

EdgeArrival* find(OpenChange& change, base::EdgeId edge)
{
    const auto found = std::find_if(change.edges.begin(), change.edges.end(),
                                    [&](const EdgeArrival& each) { return each.edge == edge; });
    return found == change.edges.end() ? nullptr : &*found;
}

} // namespace

bool hasSerial(const std::optional<std::uint32_t>& seen, std::uint32_t wanted)
{
    if (!seen)
        return false;
    const auto order = dns::compareSerials(*seen, wanted);
    return order == dns::SerialOrder::Equal || order == dns::SerialOrder::Newer;
}

bool isUnreachable(ErrorCode code)
{
    return code == ErrorCode::TimedOut || code == ErrorCode::ConnectionRefused ||
           code == ErrorCode::ConnectionClosed || code == ErrorCode::ConnectionReset ||
           code == ErrorCode::HostUnreachable || code == ErrorCode::SocketFailed;
}

void ZoneTrack::setEdges(const std::vector<base::EdgeId>& edges, Tracked& out)
{
    std::vector<EdgeTrack> kept;
    for (const base::EdgeId id : edges) {
        if (EdgeTrack* known = find(id))
            kept.push_back(std::move(*known));
        else
            kept.emplace_back(m_id, id);
    }
    m_edges = std::move(kept);
    // An edge that left will not arrive any more: it must not hold a change open.
    for (OpenChange& change : m_open)
        for (EdgeArrival& arrival : change.edges)
            if (!arrived(arrival) && find(arrival.edge) == nullptr)
                arrival.failure = ErrorCode::Cancelled;
    closeComplete(m_publishedAt.value_or(base::Timestamp()), out);
}

void ZoneTrack::hold(std::uint32_t serial, base::Timestamp at)
{
    m_published = serial;
    m_publishedAt = at;
    m_visibleEverywhereAt.reset();
    for (EdgeTrack& edge : m_edges)
        edge.behindSince = isCurrent(edge) ? std::nullopt : std::optional(at);
}

void ZoneTrack::begin(std::uint64_t change, std::uint32_t serial, base::Timestamp at, Tracked& out)
{
    if (std::any_of(m_open.begin(), m_open.end(), [&](const OpenChange& each) { return each.id == change; }))
        return;
    if (m_open.size() >= std::max<std::size_t>(1, m_settings.openChangesPerZone)) {
        close(m_open.front(), true, out);
        m_open.pop_front();
    }
    OpenChange& open = m_open.emplace_back();
    open.id = change;
    open.serial = serial;
    open.startedAt = at;
    for (const EdgeTrack& edge : m_edges) {
        open.edges.push_back({edge.view.edge, {}, {}, {}});
        if (hasSerial(edge.view.serial, serial))
            arrive(open, edge, out);
    }
}

void ZoneTrack::published(std::uint64_t change, std::uint32_t serial, base::Timestamp at, Tracked& out)
{
    begin(change, serial, at, out); // unless it has begun already
    m_published = serial;
    m_publishedAt = at;
    m_visibleEverywhereAt.reset();
    for (OpenChange& open : m_open) {
        if (open.id != change)
            continue;
        open.publishedAt = at;
        const bool other = open.serial != serial;
        open.serial = serial;
        for (EdgeArrival& arrival : open.edges) {
            const EdgeTrack* edge = find(arrival.edge);
            if (edge == nullptr)
                continue;
            if (other && !isCurrent(*edge))
                arrival.delay.reset(); // the serial it was measured with turned out to be only a hint
            if (!arrived(arrival) && isCurrent(*edge))
                arrive(open, *edge, out);
            if (!arrived(arrival) && edge->health.failing())
                noteFailure(open, *edge, out);
        }
    }
    for (EdgeTrack& edge : m_edges)
        updateBehind(edge, at, out);
    closeComplete(at, out);
}

void ZoneTrack::abandon(std::uint64_t change)
{
    std::erase_if(m_open, [&](const OpenChange& open) { return open.id == change; });
}

bool ZoneTrack::add(const ProbeResult& result, Tracked& out)
{
    EdgeTrack* edge = find(result.edge);
    if (edge == nullptr)
        return false;
    if (result.serial)
        addSerial(*edge, result, out);
    else
        addFailure(*edge, result, out);
    return true;
}

void ZoneTrack::addSerial(EdgeTrack& edge, const ProbeResult& result, Tracked& out)
{
    const base::Timestamp at = result.answeredAt;
    if (edge.view.serial != result.serial) {
        // It changed between the last two questions; without an earlier one, nobody knows.
        edge.serialUncertainty = edge.lastAsked ? sinceOrZero(*edge.lastAsked, at) : base::Duration(0);
        edge.view.serialSince = at;
        edge.view.serial = result.serial;
    }
    const bool firstEver = !edge.lastAsked;
    edge.lastAsked = result.sentAt;
    edge.view.lastAnswer = at;
    edge.view.nsid = result.nsid;
    edge.view.givesVersion = result.givesVersion;
    edge.view.expire = result.expire;
    edge.view.error.reset();
    edge.view.errorSince.reset();
    edge.timeline.observe(result.serial, std::nullopt, *edge.view.serialSince, at, out.spans);

    const base::Timestamp failedSince = edge.health.since();
    if (edge.health.answer(m_settings.answersUntilRecovered) == Health::Turn::Recovered &&
        std::exchange(edge.saidFailing, false)) {
        Event recovered = event(Event::Kind::EdgeRecovered, Severity::Notice, at, &edge);
        recovered.toSerial = result.serial;
        recovered.duration = sinceOrZero(failedSince, at);
        out.events.push_back(recovered);
    }
    for (OpenChange& change : m_open)
        if (const EdgeArrival* arrival = observe::find(change, edge.view.edge);
            arrival != nullptr && !arrived(*arrival) && hasSerial(result.serial, change.serial)) {
            if (firstEver)
                edge.serialUncertainty = sinceOrZero(change.startedAt, at);
            arrive(change, edge, out);
        }
    updateBehind(edge, at, out);
    closeComplete(at, out);
}

void ZoneTrack::addFailure(EdgeTrack& edge, const ProbeResult& result, Tracked& out)
{
    const base::Timestamp at = result.answeredAt;
    const base::Error error =
        result.error.value_or(base::Error{ErrorCode::Internal, "a probe without result"});
    if (!edge.view.error)
        edge.view.errorSince = at;
    edge.view.error = error;
    const auto turn = edge.health.failure(result.sentAt, at, m_settings.failuresUntilFailing);
    if (!edge.health.failing())
        return;
    edge.timeline.observe(std::nullopt, error.code, edge.health.since(), at, out.spans);
    if (turn != Health::Turn::Failed)
        return;
    for (OpenChange& change : m_open)
        if (const EdgeArrival* arrival = observe::find(change, edge.view.edge);
            arrival != nullptr && !arrived(*arrival))
            noteFailure(change, edge, out);
    if (isUnreachable(error.code))
        return; // said once for the server, not for each of its zones
    edge.saidFailing = true;
    Event failing = event(Event::Kind::EdgeFailing, Severity::Warning, at, &edge);
    failing.error = error;
    failing.fromSerial = edge.view.serial;
    out.events.push_back(failing);
}

void ZoneTrack::arrive(OpenChange& change, const EdgeTrack& edge, Tracked& out)
{
    EdgeArrival* arrival = observe::find(change, edge.view.edge);
    arrival->delay = sinceOrZero(change.startedAt, *edge.view.serialSince);
    arrival->uncertainty =
        *edge.view.serialSince > change.startedAt ? edge.serialUncertainty : base::Duration(0);
    arrival->failure.reset();
    out.arrivals.push_back({change.id, m_id, *arrival});
    Event visible = event(Event::Kind::VisibleAtEdge, Severity::Info,
                          std::max(*edge.view.serialSince, change.startedAt), &edge);
    visible.change = change.id;
    visible.toSerial = change.serial;
    visible.duration = arrival->delay;
    out.events.push_back(visible);
}

void ZoneTrack::noteFailure(OpenChange& change, const EdgeTrack& edge, Tracked& out)
{
    EdgeArrival* arrival = observe::find(change, edge.view.edge);
    arrival->failure = edge.view.error ? edge.view.error->code : ErrorCode::TimedOut;
    out.arrivals.push_back({change.id, m_id, *arrival});
}

/// Since when it lacks something we serve: the publishing of the oldest change it has not shown.
void ZoneTrack::updateBehind(EdgeTrack& edge, base::Timestamp now, Tracked& out)
{
    if (!m_published)
        return;
    if (isCurrent(edge)) {
        if (edge.late) {
            Event caughtUp = event(Event::Kind::EdgeRecovered, Severity::Notice, now, &edge);
            caughtUp.toSerial = edge.view.serial;
            caughtUp.duration = sinceOrZero(edge.behindSince.value_or(now), now);
            out.events.push_back(caughtUp);
        }
        edge.late = false;
        edge.behindSince.reset();
        return;
    }
    for (OpenChange& change : m_open)
        if (const EdgeArrival* arrival = observe::find(change, edge.view.edge);
            change.publishedAt && arrival != nullptr && !arrived(*arrival)) {
            edge.behindSince = *change.publishedAt;
            return;
        }
    if (!edge.behindSince)
        edge.behindSince = now; // it had our serial and went back, or the change is no longer followed
}

void ZoneTrack::closeComplete(base::Timestamp now, Tracked& out)
{
    const bool everywhere =
        m_published && !m_edges.empty() &&
        std::all_of(m_edges.begin(), m_edges.end(), [&](const EdgeTrack& edge) { return isCurrent(edge); });
    if (everywhere && !m_visibleEverywhereAt)
        m_visibleEverywhereAt = now;
    std::erase_if(m_open, [&](const OpenChange& change) {
        const bool complete =
            change.publishedAt &&
            std::all_of(change.edges.begin(), change.edges.end(), [](const EdgeArrival& each) {
                return arrived(each) || each.failure == ErrorCode::Cancelled;
            });
        if (complete) {
            close(change, false, out);
            if (!change.edges.empty()) {
                Event visible = event(Event::Kind::VisibleEverywhere, Severity::Info, now, nullptr);
                visible.change = change.id;
                visible.toSerial = change.serial;
                visible.duration = base::Duration(0);
                for (const EdgeArrival& each : change.edges)
                    visible.duration = std::max(*visible.duration, each.delay.value_or(base::Duration(0)));
                out.events.push_back(visible);
            }
        }
        return complete;
    });
}

void ZoneTrack::close(const OpenChange& change, bool superseded, Tracked& out)
{
    FollowedChange closed{change.id, m_id, superseded, change.edges};
    for (EdgeArrival& arrival : closed.edges) {
        if (arrived(arrival) || arrival.failure)
            continue;
        const EdgeTrack* edge = find(arrival.edge);
        arrival.failure = edge != nullptr && edge->view.error ? edge->view.error->code
                          : superseded                        ? ErrorCode::Superseded
                                                              : ErrorCode::TimedOut;
    }
    out.finished.push_back(std::move(closed));
}

void ZoneTrack::tick(base::Timestamp now, Tracked& out)
{
    for (EdgeTrack& edge : m_edges) {
        // An edge that never answered is unknown or failing, not late.
        if (edge.late || edge.health.failing() || !edge.behindSince || !edge.view.lastAnswer ||
            *edge.behindSince + m_settings.edgeLateAfter > now)
            continue;
        edge.late = true;
        Event late = event(Event::Kind::EdgeLate, Severity::Warning, now, &edge);
        late.fromSerial = edge.view.serial;
        late.toSerial = m_published;
        late.duration = now - *edge.behindSince;
        for (OpenChange& change : m_open)
            if (const EdgeArrival* arrival = observe::find(change, edge.view.edge);
                late.change == 0 && arrival != nullptr && !arrived(*arrival))
                late.change = change.id;
        out.events.push_back(late);
    }
    while (!m_open.empty() && m_open.front().startedAt + m_settings.giveUpAfter <= now) {
        close(m_open.front(), false, out);
        m_open.pop_front();
    }
}

std::optional<base::Timestamp> ZoneTrack::nextTick() const
{
    std::optional<base::Timestamp> next;
    const auto consider = [&](base::Timestamp at) { next = next ? std::min(*next, at) : at; };
    for (const EdgeTrack& edge : m_edges)
        if (!edge.late && !edge.health.failing() && edge.behindSince && edge.view.lastAnswer)
            consider(*edge.behindSince + m_settings.edgeLateAfter);
    if (!m_open.empty())
        consider(m_open.front().startedAt + m_settings.giveUpAfter);
    return next;
}

EdgesOfZone ZoneTrack::view() const
{
    EdgesOfZone all;
    for (const EdgeTrack& edge : m_edges) {
        all.edges.push_back(edge.view);
        all.edgesCurrent += isCurrent(edge) ? 1 : 0;
        all.edgesLate += edge.late && !edge.health.failing() ? 1 : 0;
        all.edgesFailing += edge.health.failing() ? 1 : 0;
        if (edge.behindSince)
            all.behindSince =
                all.behindSince ? std::min(*all.behindSince, *edge.behindSince) : *edge.behindSince;
    }
    all.visibleEverywhereAt = m_visibleEverywhereAt;
    return all;
}

bool ZoneTrack::waiting() const
{
    return m_published && std::any_of(m_edges.begin(), m_edges.end(),
                                      [&](const EdgeTrack& edge) { return !isCurrent(edge); });
}

EdgeTrack* ZoneTrack::find(base::EdgeId edge)
{
    const auto found = std::find_if(m_edges.begin(), m_edges.end(),
                                    [&](const EdgeTrack& each) { return each.view.edge == edge; });
    return found == m_edges.end() ? nullptr : &*found;
}

bool ZoneTrack::isCurrent(const EdgeTrack& edge) const
{
    return m_published && hasSerial(edge.view.serial, *m_published);
}

Event ZoneTrack::event(Event::Kind kind, Severity severity, base::Timestamp at, const EdgeTrack* edge) const
{
    Event event;
    event.at = at;
    event.stage = pipeline::Stage::Observe;
    event.severity = severity;
    event.kind = kind;
    event.zone = m_id;
    if (edge != nullptr)
        event.edge = edge->view.edge;
    return event;
}

} // namespace zonescope::observe
