// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/network_model.h"

#include "model/cloud/json_path.h"
#include "model/cloud/mapping.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

const std::vector<Index> noIndexes;
const std::vector<net::Prefix> noPrefixes;

bool ownsAddresses(Kind kind)
{
    switch (kind) {
    case Kind::Interface:
    case Kind::Instance:
    case Kind::PublicAddress:
    case Kind::NatGateway:
    case Kind::LoadBalancer:
    case Kind::VpnGateway:
    case Kind::RouteTable: // a router of OpenStack
    case Kind::InternetGateway:
        return true;
    default:
        return false;
    }
}

bool isMain(const Resource& table)
{
    const auto raw = parseJson(table.raw);
    static const JsonPath path("Associations[].Main");
    return raw && std::ranges::count(path.texts(*raw), std::string("true")) > 0;
}

} // namespace

NetworkModel::NetworkModel(SnapshotPtr snapshot)
    : m_snapshot(std::move(snapshot))
{
    for (Index i = 0; i < m_snapshot->resources().size(); ++i)
        index(i);
    for (auto& [address, owners] : m_owners)
        std::ranges::stable_sort(owners, {}, [this](Index i) { return at(i).kind != Kind::Interface; });
}

void NetworkModel::index(Index i)
{
    const Resource& r = at(i);
    if (ownsAddresses(r.kind))
        for (const net::IpAddress& address : r.addresses)
            m_owners[address].push_back(i);
    if (r.kind == Kind::Subnet) {
        for (const net::Prefix& prefix : r.prefixes)
            m_subnets.add(prefix, i);
        if (const Index network = networkOf(i); network != Snapshot::none) {
            m_networkSubnets[network].push_back(i);
            auto& prefixes = m_networkPrefixes[network];
            if (at(network).prefixes.empty()) // Google's and OpenStack's have none of their own
                prefixes.insert(prefixes.end(), r.prefixes.begin(), r.prefixes.end());
        }
    }
    if (r.kind == Kind::Network)
        m_networkPrefixes[i].insert(m_networkPrefixes[i].end(), r.prefixes.begin(), r.prefixes.end());
    if (r.kind == Kind::Route)
        m_googleRoutes[networkOf(i)].push_back(i);
    if (r.kind == Kind::RouteTable && r.provider == Provider::Aws && isMain(r))
        m_mainTables[networkOf(i)] = i;
}

std::vector<Index> NetworkModel::ownersOf(const net::IpAddress& address) const
{
    const auto found = m_owners.find(address);
    return found == m_owners.end() ? noIndexes : found->second;
}

Index NetworkModel::interfaceWith(const net::IpAddress& address) const
{
    Index found = Snapshot::none;
    const auto owners = m_owners.find(address);
    if (owners == m_owners.end())
        return found;
    for (const Index owner : owners->second) {
        if (at(owner).kind != Kind::Interface)
            continue;
        if (found != Snapshot::none)
            return Snapshot::none; // the same private address in two networks: which one is meant?
        found = owner;
    }
    return found;
}

std::vector<Index> NetworkModel::subnetsWith(const net::IpAddress& address) const
{
    std::vector<Index> found;
    unsigned longest = 0;
    m_subnets.match(address, [&](Index subnet, unsigned length) {
        if (!found.empty() && length < longest)
            return false;
        longest = length;
        found.push_back(subnet);
        return true;
    });
    return found;
}

std::vector<Index> NetworkModel::allRelated(Index from, RelationKind relation, Kind kind) const
{
    std::vector<Index> found;
    for (const Relation& r : at(from).relations) {
        const Index target = r.kind == relation ? m_snapshot->indexOf(r.target) : Snapshot::none;
        if (target != Snapshot::none && at(target).kind == kind)
            found.push_back(target);
    }
    return found;
}

Index NetworkModel::related(Index from, RelationKind relation, Kind kind) const
{
    const auto found = allRelated(from, relation, kind);
    return found.empty() ? Snapshot::none : found.front();
}

std::vector<Index> NetworkModel::incoming(Index to, RelationKind relation, Kind kind) const
{
    std::vector<Index> found;
    for (const Incoming& incoming : m_snapshot->incoming(to))
        if (incoming.kind == relation && at(incoming.from).kind == kind)
            found.push_back(incoming.from);
    return found;
}

Index NetworkModel::subnetOf(Index resource) const
{
    if (at(resource).kind == Kind::Subnet)
        return resource;
    return related(resource, RelationKind::ContainedIn, Kind::Subnet);
}

Index NetworkModel::networkOf(Index resource) const
{
    if (at(resource).kind == Kind::Network)
        return resource;
    if (const Index direct = related(resource, RelationKind::ContainedIn, Kind::Network);
        direct != Snapshot::none)
        return direct;
    if (at(resource).kind == Kind::Subnet)
        return Snapshot::none;
    const Index subnet = subnetOf(resource);
    return subnet == Snapshot::none ? Snapshot::none : networkOf(subnet);
}

Index NetworkModel::routeTableOf(Index subnet) const
{
    if (at(subnet).provider == Provider::Azure)
        return related(subnet, RelationKind::AssociatedWith, Kind::RouteTable);
    const auto tables = incoming(subnet, RelationKind::AssociatedWith, Kind::RouteTable);
    if (!tables.empty())
        return tables.front();
    const auto main = m_mainTables.find(networkOf(subnet));
    return main == m_mainTables.end() ? Snapshot::none : main->second;
}

Index NetworkModel::aclOf(Index subnet) const
{
    const auto acls = incoming(subnet, RelationKind::AssociatedWith, Kind::NetworkAcl);
    return acls.empty() ? Snapshot::none : acls.front();
}

bool NetworkModel::aclsUnread(Index subnet) const
{
    const Resource& where = at(subnet);
    return std::ranges::any_of(m_snapshot->scopes(), [&](const Scope& scope) {
        return scope.state != ScopeState::Ok && scope.provider == where.provider &&
               (scope.account.empty() || scope.account == where.account) &&
               (scope.region.empty() || scope.region == where.region) &&
               (scope.what == "NetworkAcls" || mappingFor(scope.provider, scope.what) == nullptr);
    });
}

std::vector<Index> NetworkModel::filtersOf(Index interface) const
{
    std::vector<Index> filters = allRelated(interface, RelationKind::AssociatedWith, Kind::Filter);
    for (const Index filter : incoming(interface, RelationKind::AssociatedWith, Kind::Filter))
        if (std::ranges::find(filters, filter) == filters.end())
            filters.push_back(filter);
    return filters;
}

std::vector<std::string> NetworkModel::tagsOf(Index interface) const
{
    std::vector<std::string> tags;
    const Index instance = related(interface, RelationKind::ContainedIn, Kind::Instance);
    if (instance != Snapshot::none)
        for (const Tag& tag : at(instance).tags)
            if (tag.value.empty())
                tags.push_back(tag.key);
    return tags;
}

bool NetworkModel::hasPublicAddress(Index interface) const
{
    if (std::ranges::any_of(at(interface).addresses, [](const net::IpAddress& a) { return !isPrivate(a); }))
        return true;
    return !incoming(interface, RelationKind::AttachedTo, Kind::PublicAddress).empty() ||
           related(interface, RelationKind::AssociatedWith, Kind::PublicAddress) != Snapshot::none;
}

const std::vector<net::Prefix>& NetworkModel::prefixesOfNetwork(Index network) const
{
    const auto found = m_networkPrefixes.find(network);
    return found == m_networkPrefixes.end() ? noPrefixes : found->second;
}

const std::vector<Index>& NetworkModel::subnetsOfNetwork(Index network) const
{
    const auto found = m_networkSubnets.find(network);
    return found == m_networkSubnets.end() ? noIndexes : found->second;
}

std::vector<Index> NetworkModel::peeringsOf(Index network) const
{
    std::vector<Index> peerings = incoming(network, RelationKind::PeersWith, Kind::Peering);
    for (const Index own : incoming(network, RelationKind::ContainedIn, Kind::Peering))
        if (std::ranges::find(peerings, own) == peerings.end())
            peerings.push_back(own);
    return peerings;
}

Index NetworkModel::otherEnd(Index peering, Index network) const
{
    for (const Index end : allRelated(peering, RelationKind::PeersWith, Kind::Network))
        if (end != network)
            return end;
    const Index owner = related(peering, RelationKind::ContainedIn, Kind::Network);
    return owner != network ? owner : Snapshot::none;
}

const std::vector<net::Prefix>* NetworkModel::prefixList(std::string_view id) const
{
    const Resource* list = m_snapshot->find(id);
    return list && list->kind == Kind::PrefixList && !list->prefixes.empty() ? &list->prefixes : nullptr;
}

} // namespace zonescope::cloud
