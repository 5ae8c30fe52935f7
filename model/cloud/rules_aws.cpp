// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/json_path.h"
#include "model/cloud/rules.h"

namespace zonescope::cloud {
namespace {

struct TargetField
{
    const char* field;
    TargetKind kind;
};
constexpr TargetField targetFields[]{
    {"NatGatewayId", TargetKind::Nat},
    {"VpcPeeringConnectionId", TargetKind::Peering},
    {"TransitGatewayId", TargetKind::Hub},
    {"CoreNetworkArn", TargetKind::Hub},
    {"EgressOnlyInternetGatewayId", TargetKind::EgressOnlyGateway},
    {"NetworkInterfaceId", TargetKind::Interface}, // before InstanceId: with an instance both are given
    {"InstanceId", TargetKind::Instance},
    {"LocalGatewayId", TargetKind::Other},
    {"CarrierGatewayId", TargetKind::Other},
    {"GatewayId", TargetKind::Other}, // igw-, vgw-, vpce- or "local": by its prefix
};

TargetKind gatewayKind(std::string_view id)
{
    if (id == "local")
        return TargetKind::Local;
    if (id.starts_with("igw-"))
        return TargetKind::InternetGateway;
    if (id.starts_with("vgw-"))
        return TargetKind::VpnGateway;
    if (id.starts_with("vpce-"))
        return TargetKind::Endpoint;
    if (id.starts_with("eigw-"))
        return TargetKind::EgressOnlyGateway;
    return TargetKind::Other;
}

RouteOrigin originOf(std::string_view origin)
{
    if (origin == "EnableVgwRoutePropagation" || origin == "propagated")
        return RouteOrigin::Propagated;
    return origin == "CreateRouteTable" ? RouteOrigin::System : RouteOrigin::Static;
}

Route readRoute(const Json& json)
{
    Route route;
    for (const char* field : {"DestinationCidrBlock", "DestinationIpv6CidrBlock"})
        if (const std::string text = memberText(json, field); !text.empty())
            route.destination = prefixFromText(text);
    if (!route.destination)
        route.destinationList = memberText(json, "DestinationPrefixListId");
    for (const TargetField& field : targetFields) {
        route.target = memberText(json, field.field);
        if (route.target.empty())
            continue;
        route.targetKind = field.kind == TargetKind::Other ? gatewayKind(route.target) : field.kind;
        break;
    }
    route.origin = originOf(memberText(json, "Origin"));
    route.blackhole = memberText(json, "State") == "blackhole";
    return route;
}

/// One entry of IpPermissions: all its remotes share protocol and ports.
Rule readPermission(const Json& json, bool ingress)
{
    Rule rule;
    rule.ingress = ingress;
    const std::string protocol = memberText(json, "IpProtocol");
    const auto number = protocolFromText(protocol);
    rule.protocol = number.value_or(anyProtocol);
    if (!number)
        rule.remoteGroups.push_back("protocol " + protocol);
    const std::string first = memberText(json, "FromPort");
    const std::string last = memberText(json, "ToPort");
    const bool ported = rule.protocol == 6 || rule.protocol == 17;
    if (ported && !first.empty() && first != "-1")
        rule.ports = {portsFromText(first + "-" + last).value_or(PortRange{})};
    static const JsonPath cidrs("IpRanges[].CidrIp|Ipv6Ranges[].CidrIpv6");
    for (const std::string& text : cidrs.texts(json))
        if (const auto prefix = prefixFromText(text))
            rule.remotes.push_back(*prefix);
    static const JsonPath groups("UserIdGroupPairs[].GroupId|PrefixListIds[].PrefixListId");
    for (std::string& text : groups.texts(json))
        rule.remoteGroups.push_back(std::move(text));
    rule.id = ruleSummary(rule);
    return rule;
}

Rule readEntry(const Json& json)
{
    Rule rule;
    const std::string number = memberText(json, "RuleNumber");
    rule.priority = static_cast<std::uint32_t>(std::strtoul(number.c_str(), nullptr, 10));
    rule.ingress = memberText(json, "Egress") != "true";
    rule.allow = memberText(json, "RuleAction") == "allow";
    rule.protocol = protocolFromText(memberText(json, "Protocol")).value_or(anyProtocol);
    for (const char* field : {"CidrBlock", "Ipv6CidrBlock"})
        if (const auto prefix = prefixFromText(memberText(json, field)))
            rule.remotes.push_back(*prefix);
    if (const Json* range = member(json, "PortRange"))
        rule.ports = {
            portsFromText(memberText(*range, "From") + "-" + memberText(*range, "To")).value_or(PortRange{})};
    rule.id = number + " " + ruleSummary(rule);
    return rule;
}

} // namespace

std::vector<Route> readAwsRoutes(const Json& routeTable)
{
    static const JsonPath path("Routes[]");
    std::vector<Route> routes;
    for (const Json* json : path.find(routeTable))
        routes.push_back(readRoute(*json));
    return routes;
}

std::vector<Route> readAwsHubRoutes(const Json& routeTable)
{
    static const JsonPath path("Routes[]");
    static const JsonPath attachment("TransitGatewayAttachments[].TransitGatewayAttachmentId");
    std::vector<Route> routes;
    for (const Json* json : path.find(routeTable)) {
        Route route;
        route.destination = prefixFromText(memberText(*json, "DestinationCidrBlock"));
        route.destinationList = route.destination ? "" : memberText(*json, "PrefixListId");
        route.target = attachment.text(*json);
        route.targetKind = TargetKind::Hub;
        route.origin = originOf(memberText(*json, "Type"));
        route.blackhole = memberText(*json, "State") == "blackhole";
        if (route.blackhole && route.target.empty())
            route.targetKind = TargetKind::Drop;
        routes.push_back(std::move(route));
    }
    return routes;
}

std::vector<Rule> readAwsSecurityGroup(const Json& group)
{
    static const JsonPath in("IpPermissions[]");
    static const JsonPath out("IpPermissionsEgress[]");
    std::vector<Rule> rules;
    for (const Json* json : in.find(group))
        rules.push_back(readPermission(*json, true));
    for (const Json* json : out.find(group))
        rules.push_back(readPermission(*json, false));
    return rules;
}

std::vector<Rule> readAwsNetworkAcl(const Json& acl)
{
    static const JsonPath path("Entries[]");
    std::vector<Rule> rules;
    for (const Json* json : path.find(acl))
        rules.push_back(readEntry(*json));
    return rules;
}

} // namespace zonescope::cloud
