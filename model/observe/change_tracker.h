// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/observe/prober.h"
#include "model/pipeline/change.h"
#include "model/pipeline/history.h"
#include "model/zone/status.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace zonescope::observe {

/// When an edge counts as late, failing, recovered. Hysteresis: one lost packet is not an alert.
struct TrackerSettings
{
    base::Duration edgeLateAfter{5'000'000};   ///< from publishing the serial
    std::uint32_t failuresUntilFailing = 3;    ///< probes in a row
    std::uint32_t answersUntilRecovered = 2;   ///< probes in a row
    std::size_t openChangesPerZone = 16;       ///< more are closed, the oldest first
    base::Duration giveUpAfter{3'600'000'000}; ///< a change that waits longer for an edge is closed
};

/// One edge's arrival at one change, as soon as it is known.
struct ArrivalAt
{
    std::uint64_t change = 0;
    base::ZoneId zone;
    pipeline::EdgeArrival arrival;

    friend bool operator==(const ArrivalAt&, const ArrivalAt&) = default;
};

/// A change that is not followed any longer. `edges` has one entry for each edge the zone had when the change
/// began, in that order; those that never came carry why. `superseded`: a newer change took over.
struct FollowedChange
{
    std::uint64_t change = 0;
    base::ZoneId zone;
    bool superseded = false;
    std::vector<pipeline::EdgeArrival> edges;

    friend bool operator==(const FollowedChange&, const FollowedChange&) = default;
};

/// The edges' part of a zone::ZoneStatus.
struct EdgesOfZone
{
    std::vector<zone::EdgeSerial> edges; ///< in the order of setZone()
    std::uint32_t edgesCurrent = 0;      ///< at the published serial or newer
    std::uint32_t edgesLate = 0;         ///< behind for longer than edgeLateAfter
    std::uint32_t edgesFailing = 0;
    std::optional<base::Timestamp> visibleEverywhereAt; ///< when the last edge got the published serial
    std::optional<base::Timestamp> behindSince;         ///< since when some edge lacks the published serial
};

/// What came out since take() was called last.
struct Tracked
{
    std::vector<ArrivalAt> arrivals;
    std::vector<FollowedChange> finished;
    std::vector<pipeline::Event> events;     ///< id 0: the caller numbers them
    std::vector<pipeline::SerialSpan> spans; ///< for Store::append, which extends equal ones
    std::vector<base::ZoneId> touched;       ///< zones whose status changed, each once

    bool empty() const
    {
        return arrivals.empty() && finished.empty() && events.empty() && spans.empty() && touched.empty();
    }
};

/// Makes arrivals, verdicts and serial timelines from probe results. No input or output, no clock of its own:
/// every call says when. The engine thread owns it.
class ChangeTracker
{
public:
    explicit ChangeTracker(TrackerSettings settings = {});
    ~ChangeTracker();
    ChangeTracker(ChangeTracker&&) noexcept;
    ChangeTracker& operator=(ChangeTracker&&) noexcept;

    /// A zone with its edges; again when its edges change. Edges that stay keep what is known of them.
    void setZone(base::ZoneId zone, const std::vector<base::EdgeId>& edges);
    void removeZone(base::ZoneId zone);
    /// The serial we hold at start-up: edges are compared with it, no change is followed.
    void setHeld(base::ZoneId zone, std::uint32_t serial, base::Timestamp at);

    /// A change began: NOTIFY received, or the check that found it. An edge that already has the serial
    /// arrives at once. `serial` may be a hint: published() says what it became.
    void changeStarted(std::uint64_t change, base::ZoneId zone, std::uint32_t serial,
                       base::Timestamp startedAt);
    /// The change is served by us. From here lateness counts. Unknown changes begin here with startedAt = at.
    void published(std::uint64_t change, base::ZoneId zone, std::uint32_t serial, base::Timestamp at);
    /// The change came to nothing (transfer failed): it is forgotten without a trace.
    void abandon(std::uint64_t change, base::ZoneId zone);

    void add(const ProbeResult& result);
    void add(const std::vector<ProbeResult>& results)
    {
        for (const ProbeResult& result : results)
            add(result);
    }
    /// Time passed: lateness and giving up. Call when nextTick() is reached; calling more often does no harm.
    void tick(base::Timestamp now);
    /// When tick() has something to do; nothing while no edge is behind.
    std::optional<base::Timestamp> nextTick() const;

    EdgesOfZone edges(base::ZoneId zone) const;
    /// True while some edge lacks the published serial.
    bool waiting(base::ZoneId zone) const;
    Tracked take();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace zonescope::observe
