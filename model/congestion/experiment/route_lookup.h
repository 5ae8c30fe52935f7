// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/net/endpoint.h"

#include <cstdint>
#include <optional>
#include <string>

namespace zonescope::congestion {

/// The kernel's choice for one destination.
struct Route
{
    net::IpAddress destination;
    std::string device;
    std::optional<net::IpAddress> gateway;
    std::optional<net::IpAddress> source;

    /// The same number while nothing of it changes; never 0.
    std::uint64_t id() const;
};

/// RTM_GETROUTE, unprivileged. Nothing: no route, or no netlink here. Any thread, some 20 us.
std::optional<Route> lookUpRoute(const net::IpAddress& destination);

/// The answer's attributes; the device as its index. Pure: never reads outside `message`.
struct RouteAnswer
{
    Route route;
    unsigned device = 0;
};
std::optional<RouteAnswer> readRouteAnswer(base::ByteView message, const net::IpAddress& destination);

/// What an administrator has to type so that a daemon of somebody else uses that algorithm towards the
/// destination, and what undoes it. Shown, never run.
std::string routeCommand(const Route& route, const std::string& algorithm);
std::string undoRouteCommand(const Route& route);

} // namespace zonescope::congestion
