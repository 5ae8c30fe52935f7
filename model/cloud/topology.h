// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/checks.h"
#include "model/cloud/network_model.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace zonescope::cloud {

/// What a box of the picture stands for. Boxes lie inside each other: account, region, network, subnet;
/// gateways inside their network, hubs (transit gateways, routers) beneath the networks of their region,
/// peers and the internet beside everything.
enum class BoxKind : std::uint8_t { Account, Region, Network, Subnet, Gateway, Hub, Peer, Internet };

/// What is laid over it; bits.
enum TopologyMark : std::uint8_t {
    MarkDrift = 1,
    MarkBlackhole = 2,
    MarkTunnelDown = 4,
    MarkExposed = 8,
    MarkStale = 16,
};
inline constexpr int topologyMarks = 5;

struct TopologyBox
{
    BoxKind kind = BoxKind::Network;
    Provider provider = Provider::Aws;
    Index resource = Snapshot::none; ///< none: known by name only
    std::uint32_t parent = Snapshot::none;
    std::string label;
    std::string note; ///< prefix, region or address
    float x = 0, y = 0, width = 0, height = 0;
    std::uint8_t marks = 0;             ///< its own
    std::uint8_t marksBelow = 0;        ///< of what lies in it
    std::uint32_t hosts = 0;            ///< interfaces in it; they are never drawn one by one
    std::uint32_t used = 0, usable = 0; ///< addresses of a subnet; 0 of 0: not known
};

enum class LinkKind : std::uint8_t { Peering, Hub, Tunnel, Internet };

/// Everything of one kind between two boxes is one link with a count.
struct TopologyLink
{
    std::uint32_t from = 0, to = 0; ///< boxes, from < to
    LinkKind kind = LinkKind::Peering;
    std::uint32_t count = 0;
    std::uint8_t marks = 0;
    Index resource = Snapshot::none; ///< the first of them
};

/// A snapshot as boxes and links, laid out. Immutable; any thread.
struct Topology
{
    std::vector<TopologyBox> boxes; ///< outer ones before those that lie in them
    std::vector<TopologyLink> links;
    std::vector<std::uint32_t> boxOfResource; ///< by resource: the box it is or lies in; none
    float width = 0, height = 0;

    static constexpr std::uint32_t none = Snapshot::none;
    std::uint32_t boxOf(Index resource) const
    {
        return resource < boxOfResource.size() ? boxOfResource[resource] : none;
    }
    /// The innermost box at a place; none.
    std::uint32_t boxAt(float x, float y) const;
};
using TopologyPtr = std::shared_ptr<const Topology>;

/// Pure; a tenth of a second for 100,000 resources, so for a worker thread.
TopologyPtr makeTopology(const NetworkModel& model, const std::vector<Finding>& findings);
/// The same picture with drift laid over: ids of resources that differ from what is wanted.
TopologyPtr withDrift(const Topology& topology, const Snapshot& snapshot,
                      const std::vector<std::string>& drifted);

/// Places boxes: each inside its parent, none over another of the same parent. Sizes of leaves are given by
/// their kind. Pure.
void layOut(Topology& topology);

} // namespace zonescope::cloud
