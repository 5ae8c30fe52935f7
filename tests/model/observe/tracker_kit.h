// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/observe/change_tracker.h"

#include <algorithm>
#include <vector>

namespace zonescope::test {

using namespace std::chrono_literals;
using base::EdgeId;
using base::ErrorCode;
using base::ZoneId;
using observe::ChangeTracker;
using observe::ProbeResult;
using observe::Tracked;
using pipeline::Event;

inline constexpr ZoneId zone1{1};
inline constexpr EdgeId ams{11};
inline constexpr EdgeId fra{12};
inline constexpr EdgeId syd{13};
inline const base::Timestamp start = base::fromMicroseconds(1'790'000'000'000'000);

inline ProbeResult saw(EdgeId edge, std::uint32_t serial, base::Duration at, ZoneId zone = zone1)
{
    ProbeResult result;
    result.zone = zone;
    result.edge = edge;
    result.sentAt = start + at - 2ms;
    result.answeredAt = start + at;
    result.roundTrip = 2ms;
    result.serial = serial;
    return result;
}

inline ProbeResult failed(EdgeId edge, ErrorCode code, base::Duration at, ZoneId zone = zone1)
{
    ProbeResult result = saw(edge, 0, at, zone);
    result.serial.reset();
    result.error = base::Error{code, {}};
    return result;
}

inline std::vector<Event> ofKind(const Tracked& tracked, Event::Kind kind)
{
    std::vector<Event> found;
    std::copy_if(tracked.events.begin(), tracked.events.end(), std::back_inserter(found),
                 [&](const Event& event) { return event.kind == kind; });
    return found;
}

/// Zone 1 with three edges that all have serial 1, which is published.
inline ChangeTracker settled()
{
    ChangeTracker tracker;
    tracker.setZone(zone1, {ams, fra, syd});
    tracker.setHeld(zone1, 1, start - 60s);
    for (const EdgeId edge : {ams, fra, syd})
        tracker.add(saw(edge, 1, -10s));
    tracker.take();
    return tracker;
}

} // namespace zonescope::test
