// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/change.h"
#include "model/pipeline/histogram.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace zonescope::pipeline {

/// Half-open period [from, to).
struct Period
{
    base::Timestamp from;
    base::Timestamp to;

    friend bool operator==(const Period&, const Period&) = default;
};

/// Which rows of history are wanted. Empty lists mean all.
struct HistoryFilter
{
    Period period;
    std::vector<base::ZoneId> zones;
    std::vector<base::EdgeId> edges;
    std::vector<base::PrimaryId> primaries;
    std::size_t limit = 10'000; ///< newest first when more would match
    std::uint64_t beforeId = 0; ///< page further back: only rows with a smaller id; 0: from the newest
};

/// Serial of one server over a stretch of time, for the timeline of a zone.
/// edge none and primary none: our own store.
struct SerialSpan
{
    base::ZoneId zone;
    base::EdgeId edge;
    base::PrimaryId primary;
    std::optional<std::uint32_t> serial;    ///< nothing: no answer in this span
    std::optional<base::ErrorCode> failure; ///< why, when there is no serial
    base::Timestamp from;                   ///< first observation
    base::Timestamp to;                     ///< last observation

    friend bool operator==(const SerialSpan&, const SerialSpan&) = default;
};

/// Latency roll-up of one hour: by (stage, zone) or (stage, edge), never by (zone, edge).
/// For Stage::Observe a value is an edge's delay from the start of the change.
struct HourlyLatency
{
    Stage stage = Stage::Notify;
    base::ZoneId zone; ///< none when rolled up by edge, or over all zones
    base::EdgeId edge;
    base::Timestamp hour;
    Histogram histogram;
};

/// A period in which Zonescope itself was not running: data gaps are stated, never bridged.
struct DataGap
{
    Period period;

    friend bool operator==(const DataGap&, const DataGap&) = default;
};

} // namespace zonescope::pipeline
