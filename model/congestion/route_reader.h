// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/congestion/host_counters.h"

#include <map>
#include <vector>

namespace zonescope::congestion {

/// What datagrams of an rtnetlink socket said, gathered over a dump or a stretch of notifications.
struct RouteNews
{
    std::map<std::int32_t, LinkCounters> links; ///< by index
    std::vector<RouteChange> routes;            ///< `at` unset
    bool done = false;                          ///< NLMSG_DONE
    int error = 0;                              ///< errno of NLMSG_ERROR
    std::size_t malformed = 0;
};

/// Walks one datagram (rtnetlink(7)): links with their 64-bit counters, root queueing disciplines with drops
/// and backlog, unicast routes of the main table that came or went. Anything else is passed over. Pure: never
/// reads outside `datagram`.
void readRouteNews(base::ByteView datagram, RouteNews& into);

} // namespace zonescope::congestion
