// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/path/hop_statistics.h"
#include "model/path/route_book.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace zonescope::path {

/// Something about the way to a target became another, and stayed so for two rounds or more.
struct PathChange
{
    enum class Kind : std::uint8_t { Route, RttClass, Nsid } kind = Kind::Route;
    base::Timestamp at{};
    std::string before; ///< route name, round trip in microseconds, or NSID
    std::string after;
    std::optional<std::uint8_t> firstTtl; ///< Route: the first hop that differs
    std::vector<net::IpAddress> wasThere; ///< Route: at that hop
    std::vector<net::IpAddress> isThere;

    friend bool operator==(const PathChange&, const PathChange&) = default;
};

/// One round as the timeline shows it.
struct TimelinePoint
{
    base::Timestamp at{};
    RouteId route = 0;
    std::uint32_t sent = 0; ///< probes that should have reached the target
    std::uint32_t received = 0;
    std::optional<base::Duration> best;
    std::optional<base::Duration> worst;
    std::uint8_t length = 0; ///< 0: not reached

    friend bool operator==(const TimelinePoint&, const TimelinePoint&) = default;
};
TimelinePoint pointOf(const Round& round, RouteId route);

/// What is known of the path to one target. Immutable, shared between threads.
struct PathView
{
    Target target;
    base::Timestamp at{};    ///< of the newest round
    base::Timestamp since{}; ///< of the oldest in the figures
    std::uint64_t rounds = 0;
    std::vector<Hop> hops;
    std::vector<TunnelVerdict> tunnels;
    Route route;
    std::string nsid;
    bool reached = false;
    bool blocked = false;
    std::vector<TimelinePoint> timeline; ///< oldest first, bounded
    std::vector<PathChange> changes;     ///< oldest first, bounded
    std::optional<base::Error> error;    ///< of the newest round
};

/// Watches one target over its rounds; no I/O. The figures begin anew with every route.
class TargetWatch
{
public:
    explicit TargetWatch(Target target) { m_target = std::move(target); }

    /// What changed with this round.
    std::vector<PathChange> add(const Round& round);
    std::shared_ptr<const PathView> view() const;
    /// Something looks changed and wants another round soon.
    bool undecided() const { return m_routes.undecided() || m_unusual > 0 || !m_nsidCandidate.empty(); }
    const Route& route() const { return m_routes.current(); }
    const std::string& nsid() const { return m_nsid; }
    std::optional<base::Duration> usualRtt() const { return m_usualRtt; }
    /// What an earlier run of the program knew: changes are told across restarts.
    void resume(Route route, std::string nsid, std::optional<base::Duration> usualRtt);

private:
    void followRoute(const Round& round, std::vector<PathChange>& changes);
    void followRtt(const Round& round, std::vector<PathChange>& changes);
    void followNsid(const Round& round, std::vector<PathChange>& changes);

    Target m_target;
    HopLadder m_ladder;
    RouteBook m_routes;
    base::Timestamp m_since{};
    base::Timestamp m_at{};
    std::string m_nsid;
    std::string m_nsidCandidate;
    std::optional<base::Duration> m_usualRtt;
    std::deque<base::Duration> m_recent;
    int m_unusual = 0; ///< rounds in a row
    bool m_reached = false;
    bool m_blocked = false;
    std::optional<base::Error> m_error;
    std::deque<TimelinePoint> m_timeline;
    std::deque<PathChange> m_changes;
};

} // namespace zonescope::path
