// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/gate/google_route.h"

#include "model/cloud/json.h"
#include "model/cloud/mapping.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

constexpr std::string_view api = "https://www.googleapis.com/compute/v1/";
constexpr std::string_view internet = "/global/gateways/default-internet-gateway";
constexpr int usualPriority = 1000;     ///< what Google gives a route of which nothing is said
constexpr std::size_t longestName = 52; ///< 63, and a route that stands in has ten octets more

struct Hop
{
    const char* field;
    std::string value;
};

std::string urlOf(std::string_view id)
{
    return std::string(api) + std::string(id);
}

/// By id, or by a name that only one has.
const Resource* hopResource(const std::string& target, const Snapshot& snapshot)
{
    if (const Resource* found = snapshot.find(foldedId(Provider::Google, target)))
        return found;
    const Resource* named = nullptr;
    for (const Resource& r : snapshot.resources())
        if (r.provider == Provider::Google && r.name == target &&
            (r.kind == Kind::VpnTunnel || r.kind == Kind::Instance || r.kind == Kind::LoadBalancer)) {
            if (named)
                return nullptr;
            named = &r;
        }
    return named;
}

base::Result<Hop> hopOf(const std::string& target, const Resource& network, const Snapshot& snapshot)
{
    if (net::IpAddress::fromText(target))
        return Hop{"nextHopIp", target};
    if (internet.ends_with("/" + target) || target.ends_with(internet))
        return Hop{"nextHopGateway", urlOf("projects/" + network.account + std::string(internet))};
    struct Field
    {
        std::string_view part;
        const char* name;
    };
    if (const Resource* hop = hopResource(target, snapshot))
        for (const Field& field :
             {Field{"/vpnTunnels/", "nextHopVpnTunnel"}, Field{"/instances/", "nextHopInstance"},
              Field{"/forwardingRules/", "nextHopIlb"}})
            if (hop->id.find(field.part) != std::string::npos)
                return Hop{field.name, urlOf(hop->id)};
    return base::fail(ErrorCode::InvalidValue,
                      target +
                          " is no next hop of Google's that this snapshot has; take an address, the name "
                          "or id of a VPN tunnel, instance or forwarding rule, or "
                          "default-internet-gateway");
}

/// "zonescope-core-10-60-0-0-16": a label of RFC 1035 that no route has yet.
std::string freshName(const Resource& network, const net::Prefix& destination, const Snapshot& snapshot,
                      const ChangePlan& plan)
{
    std::string name = "zonescope-" + network.name + "-" + destination.toText();
    for (char& c : name)
        c = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
    const std::string root = "projects/" + network.account + "/global/routes/";
    for (int number = 1;; ++number) {
        const std::string end = number == 1 ? std::string() : "-" + std::to_string(number);
        std::string made = name.substr(0, longestName - end.size()) + end;
        const std::string id = root + made;
        const bool planned =
            std::ranges::any_of(plan.changes, [&](const PlannedChange& c) { return c.resource == id; });
        if (!planned && !snapshot.find(id))
            return made;
    }
}

void set(rapidjson::Document& tree, const char* field, const std::string& value)
{
    tree.RemoveMember(field);
    tree.AddMember(rapidjson::StringRef(field), Json(value.c_str(), tree.GetAllocator()),
                   tree.GetAllocator());
}

std::string newRoute(const std::string& name, const Resource& network, const net::Prefix& destination,
                     const Hop& hop)
{
    rapidjson::Document tree(rapidjson::kObjectType);
    set(tree, "kind", "compute#route");
    set(tree, "name", name);
    set(tree, "network", urlOf(network.id));
    set(tree, "destRange", destination.toText());
    set(tree, hop.field, hop.value);
    set(tree, "selfLink", urlOf("projects/" + network.account + "/global/routes/" + name));
    tree.AddMember("priority", usualPriority, tree.GetAllocator());
    sortMembers(tree);
    return jsonText(tree);
}

/// Everything else about it stays: its name, priority and tags.
std::string ledElsewhere(const Resource& route, const Hop& hop)
{
    auto tree = parseJson(route.raw);
    if (!tree || !tree->IsObject())
        return {};
    for (auto m = tree->MemberBegin(); m != tree->MemberEnd();)
        m = textView(m->name).starts_with("nextHop") || textView(m->name) == "warnings" ? tree->EraseMember(m)
                                                                                        : m + 1;
    set(*tree, hop.field, hop.value);
    sortMembers(*tree);
    return jsonText(*tree);
}

base::Status addWhole(const std::string& raw, ChangeVerb verb, ChangePlan& plan)
{
    const std::vector<Resource> whole = wholeFromRaw(Provider::Google, Kind::Route, raw);
    if (whole.empty())
        return base::fail(ErrorCode::InvalidValue, "this route cannot be read");
    Resource table = whole.front();
    table.kind = Kind::RouteTable; // with one route in it
    plan.changes.push_back({verb,
                            Provider::Google,
                            Kind::Route,
                            table.account,
                            table.region,
                            table.id,
                            partsOf(table),
                            whole,
                            {}});
    return {};
}

std::vector<const Resource*> routesTo(const net::Prefix& destination, const Resource& network,
                                      const Snapshot& snapshot)
{
    std::vector<const Resource*> found;
    const Relation inside{RelationKind::ContainedIn, network.id};
    for (const Resource& r : snapshot.resources())
        if (r.provider == Provider::Google && r.kind == Kind::Route && !r.routes.empty() &&
            r.routes.front().destination == destination &&
            std::ranges::find(r.relations, inside) != r.relations.end())
            found.push_back(&r);
    return found;
}

/// As it is typed for a next hop: the whole id, its last part, or an address.
bool leadsTo(const Resource& route, const std::string& target)
{
    const std::string& now = route.routes.front().target;
    return now == foldedId(Provider::Google, target) || now.ends_with("/" + target);
}

} // namespace

base::Status addGoogleRoute(const RouteAction& action, const Resource& network,
                            const net::Prefix& destination, const Snapshot& snapshot, ChangePlan& plan)
{
    const std::string where = action.destination + " of " + network.id;
    std::vector<const Resource*> there = routesTo(destination, network, snapshot);
    if (std::ranges::any_of(
            there, [](const Resource* r) { return r->routes.front().origin != RouteOrigin::Static; }))
        return base::fail(ErrorCode::Unsupported,
                          "the route to " + where + " is the provider's own and cannot be changed");
    if (action.withdraw && there.empty())
        return base::fail(ErrorCode::NotFound, network.id + " has no route to " + action.destination);
    if (action.withdraw && !action.target.empty()) {
        const std::string other = there.front()->routes.front().target;
        std::erase_if(there, [&](const Resource* r) { return !leadsTo(*r, action.target); });
        if (there.empty())
            return base::fail(ErrorCode::Superseded,
                              "the route to " + where + " goes to " + other + ", not to " + action.target);
    }
    if (!action.withdraw &&
        std::ranges::any_of(there, [&](const Resource* r) { return leadsTo(*r, action.target); }))
        return base::fail(ErrorCode::Duplicate, "the route to " + where + " is there already");
    if (there.size() > 1) {
        std::string names;
        for (const Resource* r : there)
            names += (names.empty() ? "" : ", ") + r->name;
        return base::fail(ErrorCode::InvalidValue, "several routes lead to " + where + ": " + names +
                                                       "; which of them is meant only their targets can say");
    }
    if (!there.empty())
        if (const auto removed = addWhole(there.front()->raw, ChangeVerb::RemovePart, plan); !removed)
            return removed;
    if (action.withdraw)
        return {};
    const auto hop = hopOf(action.target, network, snapshot);
    if (!hop)
        return tl::unexpected(hop.error());
    const std::string raw =
        there.empty() ? newRoute(freshName(network, destination, snapshot, plan), network, destination, *hop)
                      : ledElsewhere(*there.front(), *hop);
    return addWhole(raw, ChangeVerb::AddPart, plan);
}

} // namespace zonescope::cloud
