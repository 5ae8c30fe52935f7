// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/intent/part.h"

#include "model/cloud/rules.h"

#include <algorithm>
#include <array>
#include <map>

namespace zonescope::cloud {
namespace {

/// Numbers of the provider's own entries: AWS's last entry of a network ACL, Azure's default rules.
constexpr std::uint32_t awsLastEntry = 32767;
constexpr std::uint32_t firstAzureDefault = 65000;

std::string destinationOf(const Route& route)
{
    return route.destination ? route.destination->toText() : route.destinationList;
}

std::string targetOf(const Route& route)
{
    if (route.targetKind == TargetKind::Drop)
        return "drop";
    return route.target.empty() ? "nothing" : route.target;
}

bool writtenBySomebody(const Route& route)
{
    return route.origin == RouteOrigin::Static && route.targetKind != TargetKind::Endpoint;
}

void addRoutes(const Resource& resource, std::map<std::string, Part>& parts)
{
    for (const Route& route : resource.routes) {
        Part& part = parts["route " + destinationOf(route)];
        part.intended = (part.routes.empty() || part.intended) && writtenBySomebody(route);
        part.routes.push_back(route);
    }
    for (auto& [identity, part] : parts) {
        std::ranges::sort(part.routes, {}, targetOf);
        for (const Route& route : part.routes)
            part.value +=
                (part.value.empty() ? "" : ", ") + targetOf(route) + (route.blackhole ? " (blackhole)" : "");
    }
}

/// Order and names decide there; a rule may say something else under the same number or name.
bool numbered(const Resource& resource)
{
    return resource.kind == Kind::NetworkAcl || resource.provider == Provider::Azure;
}

void addNumbered(const Resource& resource, const Rule& rule, std::map<std::string, Part>& parts)
{
    const bool acl = resource.kind == Kind::NetworkAcl;
    Part part;
    part.identity =
        acl ? "rule " + std::to_string(rule.priority) + (rule.ingress ? " in" : " out") : "rule " + rule.id;
    Rule sorted = rule;
    std::ranges::sort(sorted.ports);
    std::ranges::sort(sorted.remoteGroups);
    std::ranges::sort(sorted.remotes, {}, [](const net::Prefix& p) { return p.toText(); });
    part.value = ruleSummary(sorted);
    if (!acl) {
        part.value = std::to_string(rule.priority) + " " + part.value;
        for (const net::Prefix& local : rule.locals)
            part.value += " at " + local.toText();
        for (const std::string& word : rule.onlyTo)
            part.value += " at " + word;
    }
    part.intended = rule.priority < (acl ? awsLastEntry : firstAzureDefault);
    part.rules = {std::move(sorted)};
    parts.try_emplace(part.identity, std::move(part));
}

void addOne(Rule rule, std::map<std::string, Part>& parts)
{
    Part part;
    part.identity = "rule " + ruleSummary(rule);
    if (rule.priority != 0)
        part.identity += " at " + std::to_string(rule.priority);
    for (const std::string& tag : rule.onlyTo)
        part.identity += " for " + tag;
    part.rules = {std::move(rule)};
    parts.try_emplace(part.identity, std::move(part));
}

void addUnordered(const Rule& rule, std::map<std::string, Part>& parts)
{
    for (const PortRange& range : rule.ports) {
        Rule one = rule;
        one.ports = {range};
        one.remotes.clear();
        one.remoteGroups.clear();
        for (const net::Prefix& remote : rule.remotes) {
            one.remotes = {remote};
            addOne(one, parts);
        }
        one.remotes.clear();
        for (const std::string& group : rule.remoteGroups) {
            one.remoteGroups = {group};
            addOne(one, parts);
        }
    }
}

} // namespace

std::vector<Part> partsOf(const Resource& resource)
{
    std::map<std::string, Part> parts;
    // Google's routes are resources already.
    if (resource.kind != Kind::Route)
        addRoutes(resource, parts);
    for (const Rule& rule : resource.rules)
        if (numbered(resource))
            addNumbered(resource, rule, parts);
        else
            addUnordered(rule, parts);
    std::vector<Part> sorted;
    sorted.reserve(parts.size());
    for (auto& [identity, part] : parts) {
        part.identity = identity;
        sorted.push_back(std::move(part));
    }
    return sorted;
}

bool isPartField(const Resource& resource, std::string_view path)
{
    struct Fields
    {
        std::string_view collection;
        std::string_view field;
    };
    static constexpr Fields fields[]{{"RouteTables", "Routes"},
                                     {"TransitGatewayRouteTables", "Routes"},
                                     {"SecurityGroups", "IpPermissions"},
                                     {"SecurityGroups", "IpPermissionsEgress"},
                                     {"NetworkAcls", "Entries"},
                                     {"routers", "routes"},
                                     {"subnets", "host_routes"},
                                     {"security_groups", "security_group_rules"},
                                     {"microsoft.network/routetables", "routes"},
                                     {"microsoft.network/networksecuritygroups", "securityRules"},
                                     {"microsoft.network/networksecuritygroups", "defaultSecurityRules"},
                                     {"compute#firewall", "allowed"},
                                     {"compute#firewall", "denied"},
                                     {"compute#firewall", "sourceRanges"},
                                     {"compute#firewall", "destinationRanges"}};
    if (path.starts_with("properties."))
        path.remove_prefix(std::string_view("properties.").size());
    const std::string_view first = path.substr(0, path.find_first_of(".["));
    return std::ranges::any_of(
        fields, [&](const Fields& f) { return f.collection == resource.collection && f.field == first; });
}

bool isPartCollection(Provider provider, std::string_view collection)
{
    return (provider == Provider::Aws && collection == "SecurityGroupRules") ||
           (provider == Provider::OpenStack && collection == "security_group_rules");
}

} // namespace zonescope::cloud
