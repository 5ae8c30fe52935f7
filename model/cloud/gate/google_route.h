// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/gate/route_plan.h"

namespace zonescope::cloud {

/// Google has no tables: each route is a resource of its own and names its network. Adds what puts one into
/// `network`, withdraws it or leads it elsewhere. Errors: NotFound, Duplicate, Superseded, Unsupported
/// (Google's own), InvalidValue (no such next hop; several routes lead there).
base::Status addGoogleRoute(const RouteAction& action, const Resource& network,
                            const net::Prefix& destination, const Snapshot& snapshot, ChangePlan& plan);

/// A network that routes name; those of other providers have tables.
inline bool isGoogleNetwork(const Resource& resource)
{
    return resource.provider == Provider::Google && resource.kind == Kind::Network;
}

} // namespace zonescope::cloud
