// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/json_path.h"
#include "model/cloud/mapping.h"
#include "model/cloud/rules.h"

namespace zonescope::cloud {
namespace {

std::uint32_t priorityOf(const Json& json)
{
    const std::string text = memberText(json, "priority");
    return text.empty() ? 1000 : static_cast<std::uint32_t>(std::strtoul(text.c_str(), nullptr, 10));
}

struct TargetField
{
    const char* field;
    TargetKind kind;
};
constexpr TargetField targetFields[]{
    {"nextHopGateway", TargetKind::InternetGateway},
    {"nextHopInstance", TargetKind::Instance},
    {"nextHopIlb", TargetKind::Other},
    {"nextHopVpnTunnel", TargetKind::VpnGateway},
    {"nextHopPeering", TargetKind::Peering},
    {"nextHopHub", TargetKind::Hub},
    {"nextHopIp", TargetKind::Address},
    {"nextHopNetwork", TargetKind::Local},
};

/// One of allowed[] or denied[].
Rule readRule(const Json& firewall, const Json& json, bool allow)
{
    Rule rule;
    rule.allow = allow;
    rule.ingress = memberText(firewall, "direction") != "EGRESS";
    rule.priority = priorityOf(firewall);
    const std::string protocol = memberText(json, "IPProtocol");
    rule.protocol = protocolFromText(protocol).value_or(anyProtocol);
    if (!protocolFromText(protocol))
        rule.remoteGroups.push_back("protocol " + protocol);
    if (const Json* ports = member(json, "ports"); ports && ports->IsArray() && !ports->Empty()) {
        rule.ports.clear();
        for (const Json& text : ports->GetArray())
            if (const auto range = portsFromText(scalarText(text)))
                rule.ports.push_back(*range);
    }
    static const JsonPath sources("sourceRanges[]");
    static const JsonPath destinations("destinationRanges[]");
    for (const std::string& text : (rule.ingress ? sources : destinations).texts(firewall))
        if (const auto prefix = prefixFromText(text))
            rule.remotes.push_back(*prefix);
    static const JsonPath groups("sourceTags[]|sourceServiceAccounts[]");
    for (std::string& text : groups.texts(firewall))
        rule.remoteGroups.push_back(std::move(text));
    // No source and no destination means anywhere.
    if (rule.remotes.empty() && rule.remoteGroups.empty())
        rule.remotes = {wholeInternet(net::Family::V4), wholeInternet(net::Family::V6)};
    static const JsonPath targets("targetTags[]|targetServiceAccounts[]");
    rule.onlyTo = targets.texts(firewall);
    rule.id = std::to_string(rule.priority) + " " + ruleSummary(rule);
    return rule;
}

} // namespace

std::vector<Route> readGoogleRoute(const Json& json)
{
    Route route;
    route.destination = prefixFromText(memberText(json, "destRange"));
    route.priority = priorityOf(json);
    for (const TargetField& field : targetFields) {
        const std::string target = memberText(json, field.field);
        if (target.empty())
            continue;
        route.target = foldedId(Provider::Google, target);
        route.targetKind = field.kind;
        break;
    }
    const std::string type = memberText(json, "routeType");
    route.origin = type == "BGP" || type == "TRANSIT"                          ? RouteOrigin::Propagated
                   : route.targetKind == TargetKind::Local || type == "SUBNET" ? RouteOrigin::System
                                                                               : RouteOrigin::Static;
    static const JsonPath warnings("warnings[].code");
    for (const std::string& code : warnings.texts(json))
        route.blackhole = route.blackhole || code.starts_with("NEXT_HOP_");
    static const JsonPath tags("tags[]");
    route.onlyTo = tags.texts(json);
    return {route};
}

std::vector<Rule> readGoogleFirewall(const Json& firewall)
{
    std::vector<Rule> rules;
    if (memberText(firewall, "disabled") == "true")
        return rules;
    static const JsonPath allowed("allowed[]");
    static const JsonPath denied("denied[]");
    for (const Json* json : allowed.find(firewall))
        rules.push_back(readRule(firewall, *json, true));
    for (const Json* json : denied.find(firewall))
        rules.push_back(readRule(firewall, *json, false));
    return rules;
}

} // namespace zonescope::cloud
