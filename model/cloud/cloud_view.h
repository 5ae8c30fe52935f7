// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/checks.h"
#include "model/cloud/dns_join.h"
#include "model/cloud/network_model.h"
#include "model/cloud/search_index.h"
#include "model/cloud/topology.h"

#include <memory>
#include <string>
#include <vector>

namespace zonescope::cloud {

/// A snapshot with everything that is worked out from it, ready to be looked at: made in a worker, shown by
/// the window.
struct CloudView
{
    SnapshotPtr snapshot;
    NetworkModelPtr model;
    std::shared_ptr<const SearchIndex> search;
    std::vector<Finding> findings;
    std::vector<DnsJoinRow> dns;
    TopologyPtr topology;
};
using CloudViewPtr = std::shared_ptr<const CloudView>;

CloudViewPtr makeView(SnapshotPtr snapshot, const std::vector<HeldZone>& held,
                      const std::vector<SnapshotPtr>& earlier);

/// A command line that prints this resource at the provider, with its region and account; empty when there is
/// none.
std::string commandFor(const Resource& resource);

} // namespace zonescope::cloud
