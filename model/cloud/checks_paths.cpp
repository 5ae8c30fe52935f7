// SPDX-License-Identifier: GPL-3.0-or-later
// Findings about routes, and about rules that admit everybody.
#include "model/cloud/checks.h"
#include "model/cloud/reachability.h"
#include "model/cloud/rules.h"

#include <algorithm>
#include <map>
#include <set>

namespace zonescope::cloud {
namespace {

std::optional<Kind> kindOfTarget(TargetKind target)
{
    switch (target) {
    case TargetKind::InternetGateway:
    case TargetKind::EgressOnlyGateway:
        return Kind::InternetGateway;
    case TargetKind::Nat:
        return Kind::NatGateway;
    case TargetKind::Peering:
        return Kind::Peering;
    case TargetKind::Hub:
        return Kind::Hub;
    case TargetKind::VpnGateway:
        return Kind::VpnGateway;
    case TargetKind::Interface:
        return Kind::Interface;
    default:
        return std::nullopt;
    }
}

/// Kinds of which the snapshot has at least one from that provider: only then is a missing one missing.
std::set<std::pair<Provider, Kind>> kindsRead(const Snapshot& snapshot)
{
    std::set<std::pair<Provider, Kind>> kinds;
    for (const Resource& r : snapshot.resources())
        kinds.insert({r.provider, r.kind});
    return kinds;
}

std::string evidenceOf(const Route& route)
{
    return (route.destination ? route.destination->toText() : route.destinationList) + " > " + route.target;
}

/// AWS: both sides of a peering are routes that somebody wrote.
void checkReturnRoutes(const NetworkModel& model, Index peering, std::vector<Finding>& out)
{
    const auto ends = model.allRelated(peering, RelationKind::PeersWith, Kind::Network);
    if (ends.size() != 2 || model.at(peering).provider != Provider::Aws)
        return;
    const auto routed = [&](Index network) {
        const auto tables = model.incoming(network, RelationKind::ContainedIn, Kind::RouteTable);
        return std::ranges::any_of(tables, [&](Index table) {
            return std::ranges::any_of(model.at(table).routes, [&](const Route& route) {
                return route.target == model.at(peering).id;
            });
        });
    };
    const bool first = routed(ends[0]);
    const bool second = routed(ends[1]);
    if (first != second)
        out.push_back({CheckId::NoReturnRoute,
                       Severity::Warning,
                       {model.at(first ? ends[1] : ends[0]).id, model.at(peering).id},
                       model.at(peering).id});
}

bool admitsEverybody(const Rule& rule)
{
    return rule.ingress && rule.allow &&
           std::ranges::any_of(rule.remotes, [](const net::Prefix& p) { return p.length == 0; });
}

std::vector<Index> interfacesBehind(const NetworkModel& model, Index filter)
{
    if (model.at(filter).provider == Provider::Google) {
        std::vector<Index> interfaces;
        const Index network = model.networkOf(filter);
        if (network != Snapshot::none)
            for (const Index subnet : model.subnetsOfNetwork(network))
                std::ranges::move(model.incoming(subnet, RelationKind::ContainedIn, Kind::Interface),
                                  std::back_inserter(interfaces));
        return interfaces;
    }
    auto interfaces = model.incoming(filter, RelationKind::AssociatedWith, Kind::Interface);
    for (const Index subnet : model.incoming(filter, RelationKind::AssociatedWith, Kind::Subnet))
        std::ranges::move(model.incoming(subnet, RelationKind::ContainedIn, Kind::Interface),
                          std::back_inserter(interfaces));
    return interfaces;
}

/// The first interface that a stranger really reaches through that rule.
Index exposedBy(const NetworkModel& model, Index filter, const Rule& rule)
{
    const auto internet = endFromText(model, "internet");
    for (const Index interface : interfacesBehind(model, filter)) {
        if (!model.hasPublicAddress(interface))
            continue;
        const auto to = endFromText(model, model.at(interface).id);
        if (!to || !internet)
            continue;
        const auto answer = reach(model, {*internet, *to, rule.protocol, PortSet(rule.ports)});
        if (answer.verdict == Verdict::Reachable || answer.verdict == Verdict::Partly)
            return interface;
    }
    return Snapshot::none;
}

/// Ports that are meant for everybody.
bool isPublicService(const Rule& rule)
{
    static const PortSet services({PortRange{80, 80}, PortRange{443, 443}, PortRange{53, 53}});
    return (rule.protocol == 6 || rule.protocol == 17) && PortSet(rule.ports).without(services).empty();
}

void checkRule(const NetworkModel& model, Index filter, const Rule& rule, std::vector<Finding>& out)
{
    if (!admitsEverybody(rule) || isPublicService(rule) || rule.protocol == 1 || rule.protocol == 58)
        return;
    const Index exposed = exposedBy(model, filter, rule);
    if (exposed != Snapshot::none)
        out.push_back({CheckId::OpenToWorld,
                       Severity::Error,
                       {model.at(filter).id, model.at(exposed).id},
                       ruleSummary(rule)});
    else
        out.push_back(
            {CheckId::OpenButUnreachable, Severity::Information, {model.at(filter).id}, ruleSummary(rule)});
}

bool admitsAsMuch(const Rule& wide, const Rule& narrow)
{
    if (wide.ingress != narrow.ingress || wide.allow != narrow.allow || !wide.remoteGroups.empty() ||
        !narrow.remoteGroups.empty() || wide.onlyTo != narrow.onlyTo || wide.locals != narrow.locals ||
        (wide.protocol != anyProtocol && wide.protocol != narrow.protocol) || narrow.remotes.empty())
        return false;
    return PortSet(narrow.ports).without(PortSet(wide.ports)).empty() &&
           std::ranges::all_of(narrow.remotes, [&](const net::Prefix& inner) {
               return std::ranges::any_of(wide.remotes,
                                          [&](const net::Prefix& outer) { return contains(outer, inner); });
           });
}

/// In lists by priority a rule is covered only by one that is looked at before.
void checkDuplicates(const Resource& filter, std::vector<Finding>& out)
{
    const auto& rules = filter.rules;
    if (rules.size() > 500)
        return; // pairs; such a list has other troubles, which RuleLimit tells
    for (std::size_t i = 0; i < rules.size(); ++i)
        for (std::size_t j = 0; j < rules.size(); ++j) {
            const bool before = rules[j].priority < rules[i].priority ||
                                (rules[j].priority == rules[i].priority && j < i) ||
                                (rules[j].priority == rules[i].priority && !admitsAsMuch(rules[i], rules[j]));
            if (i == j || !before || !admitsAsMuch(rules[j], rules[i]))
                continue;
            out.push_back({CheckId::DuplicateRule,
                           Severity::Information,
                           {filter.id},
                           rules[i].id + " < " + rules[j].id});
            break;
        }
}

} // namespace

void checkRoutes(const NetworkModel& model, std::vector<Finding>& out)
{
    const Snapshot& snapshot = model.snapshot();
    const auto read = kindsRead(snapshot);
    for (Index i = 0; i < snapshot.resources().size(); ++i) {
        const Resource& r = snapshot.at(i);
        for (const Route& route : r.routes) {
            if (route.blackhole && route.targetKind != TargetKind::Drop) {
                out.push_back({CheckId::RouteBlackhole, Severity::Error, {r.id}, evidenceOf(route)});
                continue;
            }
            const auto kind = kindOfTarget(route.targetKind);
            const bool named = r.provider == Provider::Aws || r.provider == Provider::Google;
            const bool gateway = route.target.ends_with("default-internet-gateway");
            if (named && kind && !gateway && r.kind != Kind::HubRouteTable &&
                read.contains({r.provider, *kind}) && !snapshot.find(route.target))
                out.push_back({CheckId::RouteTargetMissing, Severity::Error, {r.id}, evidenceOf(route)});
        }
        if (r.kind != Kind::Peering)
            continue;
        const bool active = r.state == "active" || r.state == "ACTIVE" || r.state == "Connected";
        if (active)
            checkReturnRoutes(model, i, out);
        else if (r.state != "deleted" && r.state != "rejected" && r.state != "expired")
            out.push_back({CheckId::PeeringNotActive, Severity::Warning, {r.id}, r.state});
    }
}

void checkFilters(const NetworkModel& model, std::vector<Finding>& out)
{
    for (Index i = 0; i < model.snapshot().resources().size(); ++i) {
        const Resource& r = model.at(i);
        if (r.kind != Kind::Filter)
            continue;
        for (const Rule& rule : r.rules)
            checkRule(model, i, rule, out);
        checkDuplicates(r, out);
    }
}

void checkUnused(const NetworkModel& model, std::vector<Finding>& out)
{
    std::set<std::string_view> targets;
    const auto& all = model.snapshot().resources();
    std::set<std::pair<Provider, Kind>> read = kindsRead(model.snapshot());
    for (const Resource& r : all)
        for (const Route& route : r.routes)
            targets.insert(route.target);
    const auto tell = [&](CheckId check, const Resource& r) {
        out.push_back({check, Severity::Information, {r.id}, r.name.empty() ? r.id : r.name});
    };
    for (Index i = 0; i < all.size(); ++i) {
        const Resource& r = all[i];
        const bool attached = std::ranges::any_of(
            r.relations, [](const Relation& relation) { return relation.kind == RelationKind::AttachedTo; });
        const bool pointedAt = !model.snapshot().incoming(i).empty();
        const bool interfacesRead = read.contains({r.provider, Kind::Interface});
        switch (r.kind) {
        case Kind::PublicAddress:
            if (!attached && !pointedAt && r.state != "IN_USE")
                tell(CheckId::UnattachedAddress, r);
            break;
        case Kind::InternetGateway:
        case Kind::VpnGateway:
            if (r.provider == Provider::Aws && !attached && r.state != "deleted")
                tell(CheckId::UnattachedGateway, r);
            break;
        case Kind::NatGateway:
            if (r.provider == Provider::Aws && r.state == "available" && !targets.contains(r.id))
                tell(CheckId::NatWithoutRoute, r);
            break;
        case Kind::RouteTable:
            if (r.provider == Provider::Aws &&
                std::ranges::count(r.relations, RelationKind::AssociatedWith, &Relation::kind) == 0 &&
                r.raw.find("\"Main\":true") == std::string::npos)
                tell(CheckId::UnusedRouteTable, r);
            break;
        case Kind::Filter:
            if ((r.provider == Provider::Aws || r.provider == Provider::OpenStack) && interfacesRead &&
                !pointedAt && r.name != "default")
                tell(CheckId::UnusedFilter, r);
            break;
        default:
            break;
        }
    }
}

} // namespace zonescope::cloud
