// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/json_path.h"
#include "model/cloud/mapping.h"
#include "model/cloud/rules.h"

namespace zonescope::cloud {
namespace {

struct HopType
{
    std::string_view word;
    TargetKind kind;
};
constexpr HopType hopTypes[]{{"VnetLocal", TargetKind::Local},
                             {"VirtualNetworkGateway", TargetKind::VpnGateway},
                             {"Internet", TargetKind::InternetGateway},
                             {"VirtualAppliance", TargetKind::Address},
                             {"None", TargetKind::Drop}};

/// Prefixes, "*" for everything, and words (VirtualNetwork, Internet, Storage.WestEurope) as groups.
void addRemotes(const std::vector<std::string>& texts, std::vector<net::Prefix>& prefixes,
                std::vector<std::string>& groups)
{
    for (const std::string& text : texts) {
        if (text == "*" || text == "Any" || text == "0.0.0.0/0") {
            prefixes.push_back(wholeInternet(net::Family::V4));
            prefixes.push_back(wholeInternet(net::Family::V6));
        } else if (const auto prefix = prefixFromText(text)) {
            prefixes.push_back(*prefix);
        } else {
            groups.push_back(text);
        }
    }
}

Rule readRule(const Json& json)
{
    static const JsonPath access("access"), direction("direction"), priority("priority"),
        protocol("protocol"), name("name"), ports("destinationPortRange|destinationPortRanges[]"),
        source("sourceAddressPrefix|sourceAddressPrefixes[]|sourceApplicationSecurityGroups[].id"),
        destination("destinationAddressPrefix|destinationAddressPrefixes[]|"
                    "destinationApplicationSecurityGroups[].id");
    Rule rule;
    rule.ingress = direction.text(json) != "Outbound";
    rule.allow = access.text(json) == "Allow";
    rule.priority = static_cast<std::uint32_t>(std::strtoul(priority.text(json).c_str(), nullptr, 10));
    rule.protocol = protocolFromText(protocol.text(json)).value_or(anyProtocol);
    std::vector<PortRange> ranges;
    for (const std::string& text : ports.texts(json))
        if (const auto range = portsFromText(text))
            ranges.push_back(*range);
    if (!ranges.empty())
        rule.ports = std::move(ranges);
    addRemotes((rule.ingress ? source : destination).texts(json), rule.remotes, rule.remoteGroups);
    std::vector<std::string> words;
    addRemotes((rule.ingress ? destination : source).texts(json), rule.locals, words);
    // On our own side VirtualNetwork and * both hold for everything behind the group; other words narrow it.
    for (const std::string& word : words)
        if (word != "VirtualNetwork")
            rule.onlyTo.push_back(word);
    if (!words.empty() && rule.onlyTo.empty())
        rule.locals.clear();
    rule.id = name.text(json);
    return rule;
}

} // namespace

std::vector<Route> readAzureRoutes(const Json& routeTable)
{
    static const JsonPath path("routes[]"), prefix("addressPrefix"), type("nextHopType"),
        hop("nextHopIpAddress");
    std::vector<Route> routes;
    for (const Json* json : path.find(routeTable)) {
        Route route;
        const std::string text = prefix.text(*json);
        route.destination = prefixFromText(text);
        if (!route.destination)
            route.destinationList = text;
        const std::string word = type.text(*json);
        for (const HopType& known : hopTypes)
            if (known.word == word)
                route.targetKind = known.kind;
        route.target = hop.text(*json);
        if (route.target.empty())
            route.target = word;
        routes.push_back(std::move(route));
    }
    return routes;
}

std::vector<Rule> readAzureSecurityGroup(const Json& group)
{
    static const JsonPath path("securityRules[]|defaultSecurityRules[]");
    std::vector<Rule> rules;
    for (const Json* json : path.find(group))
        rules.push_back(readRule(*json));
    return rules;
}

} // namespace zonescope::cloud
