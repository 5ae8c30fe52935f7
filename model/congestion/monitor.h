// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/error.h"
#include "model/base/result.h"
#include "model/congestion/connection_history.h"
#include "model/congestion/drop_policy.h"
#include "model/congestion/watch_list.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace zonescope::congestion {

using ClosedChunk = std::shared_ptr<const std::vector<ClosedConnection>>;

/// What the host as a whole counted over the last ten minutes.
struct HostHistory
{
    std::vector<std::shared_ptr<const HostSample>> samples; ///< oldest first, at most 600
    std::vector<RouteChange> routes;                        ///< oldest first, at most 200
    std::optional<base::Error> error;                       ///< links and queues are not known then
};

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
    std::shared_ptr<const HostHistory> host;
    std::string kernel; ///< "6.1.0-28-amd64": what captions of figures name
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
        std::size_t keptRows = 20'000; ///< of ended connections in the snapshot; the database has all of them
        base::Duration keptFor = std::chrono::hours(1);
        // Called on the monitor's thread; the last ones from the destructor.
        std::function<void()> news{}; ///< after every snapshot
        std::function<void(ClosedChunk)> closed{};
        std::function<void(std::vector<MinuteRow>)> minutes{}; ///< at most every minute, and at the end
        std::function<void(const DropAlert&)> dropped{};
    };

    /// Never fails: where the kernel refuses, the snapshot says so.
    static std::unique_ptr<Monitor> start(Options options);
    virtual ~Monitor() = default; ///< joins its thread
    virtual std::shared_ptr<const Snapshot> snapshot() const = 0;
    /// While nobody looks the dumps stop; the log of what closes goes on, with one dump in ten seconds for
    /// the join.
    virtual void setWatched(bool watched) = 0;
    /// Connections to look at ten times a second; replaces those before.
    virtual void watch(std::vector<Connection> connections) = 0;
    virtual std::shared_ptr<const WatchSeries> watched(std::uint64_t cookie) const = 0;
    /// The counters of the other end of one of our connections, when it lives on this host as well: open now,
    /// or closed a moment ago.
    virtual std::optional<TcpCounters> otherEnd(const net::Endpoint& ours, const net::Endpoint& theirs) = 0;
};

} // namespace zonescope::congestion
