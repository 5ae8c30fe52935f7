// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/gate/gate_rails.h"

#include <algorithm>
#include <array>
#include <map>

namespace zonescope::cloud {
namespace {

struct RouteChange
{
    const PlannedChange* change;
    const Route* route;
    bool added;
};

std::vector<RouteChange> routeChanges(const ChangePlan& plan)
{
    std::vector<RouteChange> all;
    for (const PlannedChange& change : plan.changes) {
        for (const Part& part : change.part)
            for (const Route& route : part.routes)
                all.push_back({&change, &route, change.verb == ChangeVerb::AddPart});
        for (const Resource& made : change.made)
            for (const Route& route : made.routes)
                all.push_back({&change, &route, change.verb == ChangeVerb::AddResource});
    }
    return all;
}

/// Everything that is ours: what the networks say, or their subnets where networks have no space of their
/// own.
std::vector<net::Prefix> ownedSpace(const NetworkModel& model)
{
    std::vector<net::Prefix> owned;
    for (Index i = 0; i < model.snapshot().resources().size(); ++i)
        if (model.at(i).kind == Kind::Network)
            for (const net::Prefix& prefix : model.prefixesOfNetwork(i))
                if (std::ranges::find(owned, prefix) == owned.end())
                    owned.push_back(prefix);
    return owned;
}

/// One prefix of one network is no space to mix up.
constexpr std::size_t leastSpace = 2;

void checkWholeSpace(const std::vector<RouteChange>& changes, const std::vector<net::Prefix>& owned,
                     std::vector<RailFinding>& out)
{
    if (owned.size() < leastSpace)
        return;
    // All additions together and all removals together: the accident may be spread over several tables.
    for (const bool added : {true, false}) {
        std::vector<net::Prefix> prefixes;
        std::string where;
        for (const RouteChange& c : changes)
            if (c.added == added && c.route->destination && c.route->destination->length > 0) {
                prefixes.push_back(*c.route->destination);
                where = c.change->resource;
            }
        const bool whole = !prefixes.empty() && std::ranges::all_of(owned, [&](const net::Prefix& p) {
            return covered(p, prefixes);
        });
        if (whole)
            out.push_back({GuardRail::WholeSpace, where,
                           (added ? "adds routes to all " : "removes routes to all ") +
                               std::to_string(owned.size()) + " of our own prefixes"});
    }
}

bool isDown(const std::string& state)
{
    static constexpr std::array<std::string_view, 9> words{
        "down", "DOWN", "deleted", "deleting", "failed", "rejected", "detached", "inactive", "expired"};
    return std::ranges::find(words, state) != words.end();
}

/// Whether a next hop's address is on a wire that the table's own subnets have.
bool onLink(const NetworkModel& model, const std::string& text)
{
    const auto address = net::IpAddress::fromText(text);
    return address && !model.subnetsWith(*address).empty();
}

void checkTarget(const RouteChange& c, const NetworkModel& model, std::vector<RailFinding>& out)
{
    const Route& route = *c.route;
    if (!c.added || route.target.empty() || route.targetKind == TargetKind::Local ||
        route.targetKind == TargetKind::Drop)
        return;
    const std::string what = route.destination ? route.destination->toText() : route.destinationList;
    if (route.targetKind == TargetKind::Address) {
        if (!onLink(model, route.target))
            out.push_back({GuardRail::NextHopDown, route.target, what + ": in no subnet of this snapshot"});
        return;
    }
    // Azure names types of targets and Google's default gateway is no resource: nothing to look up.
    if (c.change->provider == Provider::Azure || route.target.ends_with("default-internet-gateway"))
        return;
    const Resource* target = model.snapshot().find(route.target);
    if (route.blackhole || !target)
        out.push_back({GuardRail::NextHopDown, route.target, what + ": the target is not there"});
    else if (isDown(target->state))
        out.push_back({GuardRail::NextHopDown, route.target, what + ": the target is " + target->state});
}

/// The space of the network that the table is in; where it is in none, everything that is ours.
std::vector<net::Prefix> spaceOf(const std::string& table, const NetworkModel& model,
                                 const std::vector<net::Prefix>& owned)
{
    const Index index = model.snapshot().indexOf(table);
    const Index network = index == Snapshot::none ? Snapshot::none : model.networkOf(index);
    return network == Snapshot::none ? owned : model.prefixesOfNetwork(network);
}

void checkPrefix(const RouteChange& c, const NetworkModel& model, const std::vector<net::Prefix>& owned,
                 const GateSettings& settings, std::vector<RailFinding>& out)
{
    if (!c.route->destination)
        return;
    const net::Prefix& prefix = *c.route->destination;
    const std::string text = prefix.toText();
    const auto holds = [&](const net::Prefix& wide) { return contains(wide, prefix); };
    const bool allowed = settings.allowed.empty() || std::ranges::any_of(settings.allowed, holds);
    if (c.added && !allowed)
        out.push_back({GuardRail::OutsideAllowList, c.change->resource, text});
    const bool wider = std::ranges::any_of(
        owned, [&](const net::Prefix& own) { return contains(prefix, own) && prefix.length < own.length; });
    if (prefix.length == 0 || wider)
        out.push_back({GuardRail::DefaultRoute, c.change->resource, (c.added ? "adds " : "removes ") + text});
    // A route to a part of another network is ordinary; one to a part of its own takes that part away.
    const std::vector<net::Prefix> own = spaceOf(c.change->resource, model, owned);
    const auto inside = std::ranges::find_if(
        own, [&](const net::Prefix& wide) { return holds(wide) && prefix.length > wide.length; });
    if (c.added && inside != own.end() && c.route->targetKind != TargetKind::Local)
        out.push_back({GuardRail::MoreSpecific, c.change->resource, text + " in " + inside->toText()});
}

void checkRules(const ChangePlan& plan, std::vector<RailFinding>& out)
{
    for (const PlannedChange& change : plan.changes)
        for (const Part& part : change.part)
            for (const Rule& rule : part.rules)
                if (change.verb == ChangeVerb::AddPart && rule.allow && rule.ingress &&
                    std::ranges::any_of(rule.remotes, [](const net::Prefix& p) { return p.length == 0; }))
                    out.push_back({GuardRail::OpensWorld, change.resource, part.identity});
}

} // namespace

bool covered(const net::Prefix& prefix, const std::vector<net::Prefix>& by)
{
    if (std::ranges::any_of(by, [&](const net::Prefix& wide) { return contains(wide, prefix); }))
        return true;
    // In pieces: both halves, as long as anything more specific is there at all.
    const bool pieces = std::ranges::any_of(
        by, [&](const net::Prefix& p) { return contains(prefix, p) && p.length > prefix.length; });
    const unsigned longest = prefix.address.family() == net::Family::V4 ? 32 : 128;
    if (!pieces || prefix.length >= longest)
        return false;
    const unsigned below = prefix.length + 1U;
    std::array<std::uint8_t, 16> octets = prefix.address.octets();
    octets[prefix.length / 8U] |= static_cast<std::uint8_t>(0x80U >> (prefix.length % 8U));
    const auto upper = net::IpAddress::fromOctets(prefix.address.family(), octets.data());
    return covered(networkOf(prefix.address, below), by) && covered(networkOf(upper, below), by);
}

std::vector<RailFinding> railsOf(const ChangePlan& plan, const NetworkModel& before,
                                 const GateSettings& settings)
{
    std::vector<RailFinding> out;
    const std::vector<RouteChange> routes = routeChanges(plan);
    const std::vector<net::Prefix> owned = ownedSpace(before);
    checkWholeSpace(routes, owned, out);
    for (const RouteChange& change : routes) {
        checkPrefix(change, before, owned, settings, out);
        checkTarget(change, before, out);
    }
    checkRules(plan, out);
    if (plan.changes.size() > settings.mostChanges)
        out.push_back({GuardRail::TooMany, {}, std::to_string(plan.changes.size()) + " changes"});
    return out;
}

} // namespace zonescope::cloud
