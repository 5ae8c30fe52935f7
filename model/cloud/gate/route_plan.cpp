// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/gate/route_plan.h"

#include "model/cloud/gate/google_route.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

bool holdsRoutes(const Resource& resource)
{
    return resource.kind == Kind::RouteTable || isGoogleNetwork(resource) ||
           (resource.kind == Kind::Subnet && resource.provider == Provider::OpenStack); // host routes
}

TargetKind targetKindOf(const Snapshot& snapshot, const std::string& target)
{
    using enum TargetKind;
    if (net::IpAddress::fromText(target))
        return Address;
    const Resource* resource = snapshot.find(target);
    switch (resource ? resource->kind : Kind::Other) {
    case Kind::InternetGateway:
        return target.starts_with("eigw-") ? EgressOnlyGateway : InternetGateway;
    case Kind::NatGateway:
        return Nat;
    case Kind::Peering:
        return Peering;
    case Kind::Hub:
        return Hub;
    case Kind::VpnGateway:
        return VpnGateway;
    case Kind::Endpoint:
        return Endpoint;
    case Kind::Interface:
        return Interface;
    case Kind::Instance:
        return Instance;
    default:
        return Other;
    }
}

/// Providers clear host bits without a word; who typed 10.1.2.3/8 hardly meant all of 10.0.0.0/8.
base::Result<net::Prefix> exactPrefix(const std::string& text)
{
    const auto prefix = prefixFromText(text);
    const auto address = net::IpAddress::fromText(text.substr(0, text.find('/')));
    if (!prefix || !address || text.find('/') == std::string::npos)
        return base::fail(ErrorCode::InvalidPrefix, text + " is no prefix; write 10.0.0.0/16");
    if (prefix->address != *address)
        return base::fail(ErrorCode::InvalidPrefix,
                          text + " has host bits; did you mean " + prefix->toText() + "?");
    return *prefix;
}

base::Status checkTarget(const RouteAction& action, const net::Prefix& destination)
{
    if (action.target.empty())
        return base::fail(ErrorCode::InvalidValue, "the route to " + action.destination +
                                                       " needs a target: the id of a gateway, or the address "
                                                       "of the next hop");
    const auto hop = net::IpAddress::fromText(action.target);
    if (hop && hop->family() != destination.address.family())
        return base::fail(ErrorCode::InvalidValue,
                          action.destination + " and its next hop " + action.target +
                              " are of two families; one of IPv4 or IPv6 is needed for both");
    return {};
}

base::Status addAction(const RouteAction& action, const Snapshot& snapshot, ChangePlan& plan)
{
    const auto table = tableOf(action.resource, snapshot);
    if (!table)
        return tl::unexpected(table.error());
    const auto destination = exactPrefix(action.destination);
    if (!destination)
        return tl::unexpected(destination.error());
    if (isGoogleNetwork(**table)) {
        const auto good = action.withdraw ? base::Status() : checkTarget(action, *destination);
        return good.and_then([&] { return addGoogleRoute(action, **table, *destination, snapshot, plan); });
    }
    const std::string where = action.destination + " of " + (*table)->id;
    const std::vector<Part> parts = partsOf(**table);
    const auto there = std::ranges::find(parts, "route " + destination->toText(), &Part::identity);
    if (there == parts.end() && action.withdraw)
        return base::fail(ErrorCode::NotFound, (*table)->id + " has no route to " + action.destination);
    if (there != parts.end()) {
        if (!there->intended)
            return base::fail(ErrorCode::Unsupported,
                              "the route to " + where + " is the provider's own and cannot be changed");
        const bool other = std::ranges::none_of(
            there->routes, [&](const Route& route) { return route.target == action.target; });
        if (action.withdraw && !action.target.empty() && other)
            return base::fail(ErrorCode::Superseded, "the route to " + where + " goes to " + there->value +
                                                         ", not to " + action.target);
        PlannedChange removed = routeChange(**table, ChangeVerb::RemovePart, {});
        removed.part = {*there};
        plan.changes.push_back(std::move(removed));
    }
    if (action.withdraw)
        return {};
    if (const auto good = checkTarget(action, *destination); !good)
        return good;
    Route route;
    route.destination = *destination;
    route.target = action.target;
    route.targetKind = targetKindOf(snapshot, action.target);
    PlannedChange added = routeChange(**table, ChangeVerb::AddPart, route);
    if (there != parts.end() && plan.changes.back().part == added.part)
        return base::fail(ErrorCode::Duplicate, "the route to " + where + " is there already");
    plan.changes.push_back(std::move(added));
    return {};
}

} // namespace

base::Result<const Resource*> tableOf(const std::string& idOrName, const Snapshot& snapshot)
{
    if (const Resource* found = snapshot.find(idOrName); found && holdsRoutes(*found))
        return found;
    std::vector<const Resource*> named;
    for (const Resource& resource : snapshot.resources())
        if (holdsRoutes(resource) && !idOrName.empty() && resource.name == idOrName)
            named.push_back(&resource);
    if (named.size() == 1)
        return named.front();
    if (named.empty())
        return base::fail(ErrorCode::NotFound,
                          idOrName + " is no route table, router or network of Google's of this snapshot");
    std::string ids;
    for (const Resource* resource : named)
        ids += (ids.empty() ? "" : ", ") + resource->id;
    return base::fail(ErrorCode::InvalidValue, "several are called " + idOrName + "; take an id of " + ids);
}

base::Result<ChangePlan> planOfRoutes(const std::vector<RouteAction>& actions, const Snapshot& snapshot)
{
    ChangePlan plan;
    for (std::size_t i = 0; i < actions.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k)
            if (actions[k].resource == actions[i].resource &&
                prefixFromText(actions[k].destination) == prefixFromText(actions[i].destination))
                return base::fail(ErrorCode::Duplicate, actions[i].destination + " is named twice");
        if (const auto good = addAction(actions[i], snapshot, plan); !good)
            return tl::unexpected(good.error());
    }
    return plan;
}

std::vector<std::string> destinationsFromText(std::string_view text)
{
    constexpr std::string_view gaps = ", ;\t\r\n";
    std::vector<std::string> all;
    for (std::size_t at = 0; (at = text.find_first_not_of(gaps, at)) != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(gaps, at), text.size());
        all.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return all;
}

} // namespace zonescope::cloud
