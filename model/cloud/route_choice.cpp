// SPDX-License-Identifier: GPL-3.0-or-later
// Which route wins: the longest prefix everywhere, and each provider's own rule among equals.
#include "model/cloud/network_model.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

int lengthOf(const RouteMatch& match)
{
    return match.route.destination ? match.route.destination->length : -1;
}

void longestFirst(RouteAnswer& answer, const auto& rank)
{
    std::ranges::stable_sort(answer.matches, [&](const RouteMatch& a, const RouteMatch& b) {
        return lengthOf(a) != lengthOf(b) ? lengthOf(a) > lengthOf(b) : rank(a) < rank(b);
    });
}

RouteMatch implied(const net::Prefix& destination, TargetKind kind, std::string target)
{
    RouteMatch match;
    match.route.destination = destination;
    match.route.targetKind = kind;
    match.route.target = std::move(target);
    match.route.origin = RouteOrigin::System;
    return match;
}

std::optional<net::Prefix> covering(const std::vector<net::Prefix>& prefixes, const net::IpAddress& address)
{
    std::optional<net::Prefix> longest;
    for (const net::Prefix& prefix : prefixes)
        if (prefix.contains(address) && (!longest || prefix.length > longest->length))
            longest = prefix;
    return longest;
}

} // namespace

RouteAnswer NetworkModel::routesFor(Index subnet, const net::IpAddress& destination,
                                    const std::vector<std::string>& tags) const
{
    switch (at(subnet).provider) {
    case Provider::Google:
        return googleRoutes(subnet, destination, tags);
    case Provider::Azure:
        return azureRoutes(subnet, destination);
    case Provider::OpenStack:
        return openStackRoutes(subnet, destination);
    case Provider::Aws:
        break;
    }
    return awsRoutes(subnet, destination);
}

void NetworkModel::addMatches(Index table, const net::IpAddress& to, RouteAnswer& answer) const
{
    for (const Route& route : at(table).routes) {
        if (route.destination) {
            if (route.destination->contains(to))
                answer.matches.push_back({route, table});
            continue;
        }
        const std::vector<net::Prefix>* list = prefixList(route.destinationList);
        if (!list) {
            answer.unknown = route.destinationList;
            continue;
        }
        if (const auto prefix = covering(*list, to)) {
            answer.matches.push_back({route, table});
            answer.matches.back().route.destination = prefix;
        }
    }
}

/// Static before propagated among equals; the local route cannot be overlaid by an equal one that is
/// propagated.
RouteAnswer NetworkModel::awsRoutes(Index subnet, const net::IpAddress& to) const
{
    RouteAnswer answer;
    const Index table = routeTableOf(subnet);
    if (table == Snapshot::none) {
        answer.unknown = "route table";
        return answer;
    }
    addMatches(table, to, answer);
    longestFirst(answer, [](const RouteMatch& m) {
        return m.route.targetKind == TargetKind::Local     ? 0
               : m.route.origin == RouteOrigin::Propagated ? 2
                                                           : 1;
    });
    return answer;
}

/// Routes to subnets always win; then the longest prefix, then the lowest priority. Routes with tags hold
/// only for instances that have one of them.
RouteAnswer NetworkModel::googleRoutes(Index subnet, const net::IpAddress& to,
                                       const std::vector<std::string>& tags) const
{
    RouteAnswer answer;
    const Index network = networkOf(subnet);
    if (network == Snapshot::none) {
        answer.unknown = "network";
        return answer;
    }
    std::vector<RouteMatch> toSubnets;
    if (const auto own = covering(prefixesOfNetwork(network), to))
        toSubnets.push_back(implied(*own, TargetKind::Local, at(network).id));
    for (const Index peering : peeringsOf(network)) {
        const Index other = otherEnd(peering, network);
        if (other != Snapshot::none && at(peering).state == "ACTIVE")
            if (const auto theirs = covering(prefixesOfNetwork(other), to))
                toSubnets.push_back(implied(*theirs, TargetKind::Peering, at(peering).id));
    }
    if (const auto found = m_googleRoutes.find(network); found != m_googleRoutes.end())
        for (const Index route : found->second)
            addMatches(route, to, answer);
    std::erase_if(answer.matches, [&](const RouteMatch& m) {
        const auto& only = m.route.onlyTo;
        return m.route.targetKind == TargetKind::Local ||
               (!only.empty() && std::ranges::find_first_of(only, tags) == only.end());
    });
    longestFirst(answer, [](const RouteMatch& m) { return m.route.priority; });
    answer.matches.insert(answer.matches.begin(), toSubnets.begin(), toSubnets.end());
    return answer;
}

/// Own routes before those learned by BGP before the system's.
RouteAnswer NetworkModel::azureRoutes(Index subnet, const net::IpAddress& to) const
{
    RouteAnswer answer;
    const Index network = networkOf(subnet);
    if (network == Snapshot::none) {
        answer.unknown = "virtual network";
        return answer;
    }
    if (const Index table = routeTableOf(subnet); table != Snapshot::none)
        addMatches(table, to, answer);
    if (const auto own = covering(prefixesOfNetwork(network), to))
        answer.matches.push_back(implied(*own, TargetKind::Local, at(network).id));
    for (const Index peering : peeringsOf(network)) {
        if (networkOf(peering) != network || at(peering).state != "Connected")
            continue;
        if (const auto theirs = covering(at(peering).prefixes, to))
            answer.matches.push_back(implied(*theirs, TargetKind::Peering, at(peering).id));
    }
    answer.matches.push_back(implied(wholeInternet(to.family()), TargetKind::InternetGateway, "Internet"));
    longestFirst(answer, [](const RouteMatch& m) {
        return m.route.origin == RouteOrigin::Static ? 0 : m.route.origin == RouteOrigin::Propagated ? 1 : 2;
    });
    return answer;
}

/// The host's own routes (from DHCP) first, then the routers that have a leg in the subnet.
RouteAnswer NetworkModel::openStackRoutes(Index subnet, const net::IpAddress& to) const
{
    RouteAnswer answer;
    const Index network = networkOf(subnet);
    if (const auto own = covering(at(subnet).prefixes, to))
        answer.matches.push_back(
            implied(*own, TargetKind::Local, network == Snapshot::none ? "" : at(network).id));
    addMatches(subnet, to, answer);
    for (const Index port : incoming(subnet, RelationKind::ContainedIn, Kind::Interface)) {
        const Index router = related(port, RelationKind::AttachedTo, Kind::RouteTable);
        if (router == Snapshot::none)
            continue;
        addMatches(router, to, answer);
        for (const Index leg : incoming(router, RelationKind::AttachedTo, Kind::Interface))
            if (const Index there = subnetOf(leg); there != Snapshot::none && there != subnet)
                if (const auto prefix = covering(at(there).prefixes, to))
                    answer.matches.push_back(implied(*prefix, TargetKind::Peering, at(router).id));
        const Index outside = related(router, RelationKind::AttachedTo, Kind::Network);
        if (outside != Snapshot::none || !at(router).addresses.empty())
            answer.matches.push_back(
                implied(wholeInternet(to.family()), TargetKind::InternetGateway, at(router).id));
    }
    longestFirst(answer, [](const RouteMatch& m) { return m.route.origin == RouteOrigin::System ? 0 : 1; });
    return answer;
}

} // namespace zonescope::cloud
