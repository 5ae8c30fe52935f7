// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/prefix_map.h"
#include "model/cloud/snapshot.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace zonescope::cloud {

using Index = std::uint32_t; ///< of a resource in the snapshot

/// One route that fits an address, and where it comes from.
struct RouteMatch
{
    Route route;
    Index table = Snapshot::none; ///< none: the provider's own rule, written nowhere
};

/// Routes that fit, the winning one first. `unknown` says what could not be judged.
struct RouteAnswer
{
    std::vector<RouteMatch> matches;
    std::string unknown;
};

/// A snapshot made ready for questions: who owns an address, what a subnet's routes are, which filters stand
/// before an interface. Immutable; any thread. Building costs one pass over the resources.
class NetworkModel
{
public:
    explicit NetworkModel(SnapshotPtr snapshot);

    const Snapshot& snapshot() const { return *m_snapshot; }
    const Resource& at(Index index) const { return m_snapshot->at(index); }

    /// Interfaces, public addresses, load balancers and gateways with that address; interfaces first.
    std::vector<Index> ownersOf(const net::IpAddress& address) const;
    Index interfaceWith(const net::IpAddress& address) const; ///< none when several or nobody has it
    std::vector<Index> subnetsWith(const net::IpAddress& address) const; ///< longest prefix only
    /// The target of the first relation of that kind to a resource of that kind; none.
    Index related(Index from, RelationKind relation, Kind kind) const;
    std::vector<Index> allRelated(Index from, RelationKind relation, Kind kind) const;
    std::vector<Index> incoming(Index to, RelationKind relation, Kind kind) const;

    Index subnetOf(Index resource) const;  ///< of an interface, instance, NAT gateway; itself for a subnet
    Index networkOf(Index resource) const; ///< through the subnet where needed
    Index routeTableOf(Index subnet) const;
    Index aclOf(Index subnet) const;
    /// The list of network ACLs of the subnet's region was not read, or not to its end: that none is known of
    /// says nothing.
    bool aclsUnread(Index subnet) const;
    std::vector<Index>
    filtersOf(Index interface) const; ///< its own; Azure's of the subnet are filtersOf(subnet)
    std::vector<std::string> tagsOf(Index interface) const; ///< Google: network tags of its instance
    bool hasPublicAddress(Index interface) const;
    const std::vector<net::Prefix>& prefixesOfNetwork(Index network) const;
    const std::vector<Index>& subnetsOfNetwork(Index network) const;
    std::vector<Index> peeringsOf(Index network) const;
    Index otherEnd(Index peering, Index network) const; ///< none when we do not have that network
    /// The resource of a prefix list; what it holds.
    const std::vector<net::Prefix>* prefixList(std::string_view id) const;

    /// Which routes of the subnet fit that address, by the provider's own rules: the longest prefix, and what
    /// decides among equals.
    RouteAnswer routesFor(Index subnet, const net::IpAddress& destination,
                          const std::vector<std::string>& tags) const;

private:
    RouteAnswer googleRoutes(Index subnet, const net::IpAddress& to,
                             const std::vector<std::string>& tags) const;
    RouteAnswer azureRoutes(Index subnet, const net::IpAddress& to) const;
    RouteAnswer openStackRoutes(Index subnet, const net::IpAddress& to) const;
    RouteAnswer awsRoutes(Index subnet, const net::IpAddress& to) const;
    void addMatches(Index table, const net::IpAddress& to, RouteAnswer& answer) const;
    void index(Index at);

    SnapshotPtr m_snapshot;
    std::unordered_map<net::IpAddress, std::vector<Index>> m_owners;
    PrefixMap<Index> m_subnets;
    std::unordered_map<Index, std::vector<Index>> m_networkSubnets;
    std::unordered_map<Index, std::vector<net::Prefix>> m_networkPrefixes;
    std::unordered_map<Index, std::vector<Index>> m_googleRoutes; ///< by network
    std::unordered_map<Index, Index> m_mainTables;                ///< by network
};

using NetworkModelPtr = std::shared_ptr<const NetworkModel>;

} // namespace zonescope::cloud
