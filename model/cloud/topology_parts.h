// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/network_model.h"

#include <vector>

namespace zonescope::cloud {

// What the topology takes a resource for. Pure; any thread.

/// Drawn beside the networks it joins: a transit gateway, a virtual hub, OpenStack's router.
bool isHub(const Resource& resource);
/// Drawn inside its network, at the edge to what is outside.
bool isGateway(Kind kind);
/// Subnets that use a route table. Azure's table names them, AWS's as well; Azure's subnet may say it alone.
std::vector<Index> subnetsOf(const NetworkModel& model, Index table);

} // namespace zonescope::cloud
