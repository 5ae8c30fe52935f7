// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/json_path.h"
#include "model/cloud/rules.h"

namespace zonescope::cloud {
namespace {

std::vector<Route> readRoutes(const Json& object, const JsonPath& path)
{
    std::vector<Route> routes;
    for (const Json* json : path.find(object)) {
        Route route;
        route.destination = prefixFromText(memberText(*json, "destination"));
        route.targetKind = TargetKind::Address;
        route.target = memberText(*json, "nexthop");
        routes.push_back(std::move(route));
    }
    return routes;
}

} // namespace

std::vector<Route> readOpenStackRoutes(const Json& router)
{
    static const JsonPath path("routes[]");
    return readRoutes(router, path);
}

std::vector<Route> readOpenStackHostRoutes(const Json& subnet)
{
    static const JsonPath path("host_routes[]");
    return readRoutes(subnet, path);
}

std::vector<Rule> readOpenStackSecurityGroup(const Json& group)
{
    static const JsonPath path("security_group_rules[]");
    std::vector<Rule> rules;
    for (const Json* json : path.find(group)) {
        Rule rule;
        rule.id = memberText(*json, "id");
        rule.ingress = memberText(*json, "direction") == "ingress";
        const std::string protocol = memberText(*json, "protocol");
        rule.protocol = protocol.empty() ? anyProtocol : protocolFromText(protocol).value_or(anyProtocol);
        const std::string first = memberText(*json, "port_range_min");
        const bool ported = rule.protocol == 6 || rule.protocol == 17;
        if (ported && !first.empty())
            rule.ports = {
                portsFromText(first + "-" + memberText(*json, "port_range_max")).value_or(PortRange{})};
        const std::string prefix = memberText(*json, "remote_ip_prefix");
        for (const char* field : {"remote_group_id", "remote_address_group_id"})
            if (std::string id = memberText(*json, field); !id.empty())
                rule.remoteGroups.push_back(std::move(id));
        if (const auto remote = prefixFromText(prefix))
            rule.remotes.push_back(*remote);
        else if (rule.remoteGroups.empty()) // no remote at all: everybody of that family
            rule.remotes.push_back(
                wholeInternet(memberText(*json, "ethertype") == "IPv6" ? net::Family::V6 : net::Family::V4));
        rules.push_back(std::move(rule));
    }
    return rules;
}

} // namespace zonescope::cloud
