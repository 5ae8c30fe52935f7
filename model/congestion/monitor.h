// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/error.h"
#include "model/base/result.h"
#include "model/congestion/connection.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace zonescope::congestion {

using ClosedChunk = std::shared_ptr<const std::vector<ClosedConnection>>;

/// What the host's TCP connections look like at one moment. Immutable, shared between threads.
struct Snapshot
{
    base::Timestamp at{};
    std::shared_ptr<const std::vector<Connection>> live;
    std::vector<ClosedChunk> closed; ///< oldest first; within the limits on rows and age
    std::uint64_t closedTotal = 0;   ///< since the start
    std::uint64_t lostEvents = 0;    ///< how often the kernel had to drop close events
    base::Duration dumpTook{0};
    std::optional<base::Error> dumpError;  ///< the live table is old then
    std::optional<base::Error> closeError; ///< there is no log of short connections then
};

/// Watches the host's connections in a thread of its own: close events as they come, a dump every interval.
/// All calls are thread-safe.
class Monitor
{
public:
    struct Options
    {
        std::shared_ptr<const base::Clock> clock; ///< nothing: SystemClock
        base::Duration interval{1'000'000};
        std::size_t keptRows = 200'000;
        base::Duration keptFor = std::chrono::hours(24);
        std::function<void()> news; ///< called on the monitor's thread after every snapshot
    };

    /// Never fails: where the kernel refuses, the snapshot says so.
    static std::unique_ptr<Monitor> start(Options options);
    virtual ~Monitor() = default; ///< joins its thread
    virtual std::shared_ptr<const Snapshot> snapshot() const = 0;
    /// While nobody looks the dumps stop; the log of what closes goes on, with one dump in ten seconds for
    /// the join.
    virtual void setWatched(bool watched) = 0;
};

} // namespace zonescope::congestion
