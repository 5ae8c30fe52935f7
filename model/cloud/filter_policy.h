// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/network_model.h"
#include "model/cloud/port_set.h"

#include <optional>
#include <string>
#include <vector>

namespace zonescope::cloud {

/// Who is on the other side of a filter: an address, a network or everybody, and, when we know it, the
/// interface.
struct Peer
{
    net::Prefix prefix;
    Index interface = Snapshot::none;
};

/// What a set of filters says about some ports. What is in neither set is refused.
struct FilterVerdict
{
    PortSet allowed;
    PortSet unknown;               ///< a rule that we cannot judge would decide
    Index filter = Snapshot::none; ///< the one that decided, if one did
    std::string rule;              ///< id of the rule that let the first ports through, or refused them
    std::string unknownWhat;       ///< "service tag Storage"
};

/// Everything that stands before an interface on its own side, by the provider's rules: allow-only and
/// stateful for AWS and OpenStack, by priority for Azure (at the subnet and at the interface) and Google.
/// Pure.
FilterVerdict filtersOfInterface(const NetworkModel& model, Index interface, bool ingress, int protocol,
                                 const PortSet& asked, const Peer& peer);
/// The stateless list of an AWS subnet; everything when the subnet has none that we know.
FilterVerdict networkAclOf(const NetworkModel& model, Index subnet, bool ingress, int protocol,
                           const PortSet& asked, const Peer& peer);

} // namespace zonescope::cloud
