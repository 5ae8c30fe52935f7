// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/path/path_round.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace zonescope::path {

/// Names a route: a hash of the addresses seen at each TTL. 0: none.
using RouteId = std::uint64_t;
/// "3f2a90c1": how it is shown.
std::string routeName(RouteId id);

struct Route;
/// "10.0.0.1;*;10.0.2.1,10.0.2.2": how history keeps the routers of a route.
std::string routeText(const Route& route);
/// The other way; what is no address is left out.
Route routeFromText(RouteId id, std::optional<std::uint8_t> length, std::string_view text);

/// The routers at each TTL, over all flows. Per flow would tell more, and would call it another route when a
/// router deals packets out one by one.
struct Route
{
    RouteId id = 0;
    std::optional<std::uint8_t> length;
    std::vector<std::set<net::IpAddress>> hops; ///< the index is TTL - 1; empty: never answered

    friend bool operator==(const Route&, const Route&) = default;
};
Route routeOf(const Round& round);

/// Remembers the routes to one target and tells one from another: silence is no difference, one new address
/// or another length is, once two rounds in a row agree about it.
class RouteBook
{
public:
    struct Change
    {
        Route before;
        Route after;
    };
    /// Something when the route is another one from this round on.
    std::optional<Change> add(const Round& round);
    /// The newest round told of another route; the next will decide.
    bool undecided() const { return m_candidate.has_value(); }
    /// The one in use; id 0 before the first round that was answered.
    const Route& current() const { return m_current; }
    /// Of an earlier run.
    void resume(Route route) { m_current = std::move(route); }

private:
    void adopt(const Route& seen);

    Route m_current;
    std::optional<Route> m_candidate;
    std::deque<Route> m_known; ///< earlier ones: a route that comes back keeps its name
};

} // namespace zonescope::path
