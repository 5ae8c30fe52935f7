// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/observe/change_tracker.h"
#include "model/observe/health.h"
#include "model/observe/serial_timeline.h"

#include <deque>
#include <optional>
#include <vector>

namespace zonescope::observe {

/// One edge of one zone.
struct EdgeTrack
{
    EdgeTrack(base::ZoneId zone, base::EdgeId edge)
        : timeline(zone, edge)
    {
        view.edge = edge;
    }

    zone::EdgeSerial view;
    Health health;
    SerialTimeline timeline;
    std::optional<base::Timestamp> lastAsked;   ///< when the last probe that brought a serial was sent
    base::Duration serialUncertainty{0};        ///< of view.serialSince
    std::optional<base::Timestamp> behindSince; ///< publishing of the oldest serial it lacks
    bool late = false;                          ///< said so, until it has caught up
    bool saidFailing = false;                   ///< an event told it for this zone alone
};

struct OpenChange
{
    std::uint64_t id = 0;
    std::uint32_t serial = 0;
    base::Timestamp startedAt;
    std::optional<base::Timestamp> publishedAt;
    std::vector<pipeline::EdgeArrival> edges;
};

/// All that is known of one zone's edges; ChangeTracker finds it, this decides. See change_tracker.h.
class ZoneTrack
{
public:
    ZoneTrack(base::ZoneId id, const TrackerSettings& settings)
        : m_id(id)
        , m_settings(settings)
    {
    }

    void setEdges(const std::vector<base::EdgeId>& edges, Tracked& out);
    void hold(std::uint32_t serial, base::Timestamp at);
    void begin(std::uint64_t change, std::uint32_t serial, base::Timestamp at, Tracked& out);
    void published(std::uint64_t change, std::uint32_t serial, base::Timestamp at, Tracked& out);
    void abandon(std::uint64_t change);
    /// False: not one of our edges.
    bool add(const ProbeResult& result, Tracked& out);
    void tick(base::Timestamp now, Tracked& out);
    std::optional<base::Timestamp> nextTick() const;

    EdgesOfZone view() const;
    bool waiting() const;

private:
    EdgeTrack* find(base::EdgeId edge);
    bool isCurrent(const EdgeTrack& edge) const;
    void addSerial(EdgeTrack& edge, const ProbeResult& result, Tracked& out);
    void addFailure(EdgeTrack& edge, const ProbeResult& result, Tracked& out);
    void arrive(OpenChange& change, const EdgeTrack& edge, Tracked& out);
    void updateBehind(EdgeTrack& edge, base::Timestamp now, Tracked& out);
    void noteFailure(OpenChange& change, const EdgeTrack& edge, Tracked& out);
    void closeComplete(base::Timestamp now, Tracked& out);
    void close(const OpenChange& change, bool superseded, Tracked& out);
    pipeline::Event event(pipeline::Event::Kind kind, pipeline::Severity severity, base::Timestamp at,
                          const EdgeTrack* edge) const;

    base::ZoneId m_id;
    const TrackerSettings& m_settings;
    std::vector<EdgeTrack> m_edges;
    std::deque<OpenChange> m_open; ///< oldest first
    std::optional<std::uint32_t> m_published;
    std::optional<base::Timestamp> m_publishedAt;
    std::optional<base::Timestamp> m_visibleEverywhereAt;
};

/// True when a server that answers `seen` has what `wanted` brought.
bool hasSerial(const std::optional<std::uint32_t>& seen, std::uint32_t wanted);
/// No answer at all, as opposed to an answer that is of no use: the server's trouble, not the zone's.
bool isUnreachable(base::ErrorCode code);

} // namespace zonescope::observe
