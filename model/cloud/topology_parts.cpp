// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/topology_parts.h"

#include "model/cloud/topology.h"

#include <algorithm>

namespace zonescope::cloud {

bool isHub(const Resource& r)
{
    return r.kind == Kind::Hub || (r.kind == Kind::RouteTable && r.provider == Provider::OpenStack);
}

bool isGateway(Kind kind)
{
    return kind == Kind::InternetGateway || kind == Kind::NatGateway || kind == Kind::VpnGateway ||
           kind == Kind::BgpRouter || kind == Kind::Endpoint || kind == Kind::LoadBalancer;
}

std::vector<Index> subnetsOf(const NetworkModel& model, Index table)
{
    std::vector<Index> subnets = model.allRelated(table, RelationKind::AssociatedWith, Kind::Subnet);
    for (const Index subnet : model.incoming(table, RelationKind::AssociatedWith, Kind::Subnet))
        if (std::ranges::find(subnets, subnet) == subnets.end())
            subnets.push_back(subnet);
    return subnets;
}

TopologyPtr withDrift(const Topology& topology, const Snapshot& snapshot,
                      const std::vector<std::string>& drifted)
{
    auto changed = std::make_shared<Topology>(topology);
    constexpr auto rest = static_cast<std::uint8_t>(~MarkDrift);
    for (TopologyBox& box : changed->boxes) {
        box.marks &= rest;
        box.marksBelow &= rest;
    }
    for (const std::string& id : drifted) {
        const std::uint32_t box = changed->boxOf(snapshot.indexOf(id));
        if (box == Topology::none)
            continue;
        changed->boxes[box].marks |= MarkDrift;
        for (std::uint32_t up = changed->boxes[box].parent; up != Topology::none;
             up = changed->boxes[up].parent)
            changed->boxes[up].marksBelow |= MarkDrift;
    }
    return changed;
}

} // namespace zonescope::cloud
