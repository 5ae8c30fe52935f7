// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/json.h"
#include "model/cloud/resource.h"

#include <vector>

namespace zonescope::cloud {

/// Routes and filter rules as the providers write them, into one form. Never fail: what cannot be understood
/// becomes a rule that names the unknown remote, so that reachability answers "unknown" and not "no".
std::vector<Route> readAwsRoutes(const Json& routeTable);
std::vector<Route>
readAwsHubRoutes(const Json& routeTable); ///< SearchTransitGatewayRoutes' Routes, put inside
std::vector<Rule> readAwsSecurityGroup(const Json& group);
std::vector<Rule> readAwsNetworkAcl(const Json& acl);

std::vector<Route> readGoogleRoute(const Json& route);
std::vector<Rule> readGoogleFirewall(const Json& firewall);

std::vector<Route> readAzureRoutes(const Json& routeTable);
std::vector<Rule> readAzureSecurityGroup(const Json& group);

std::vector<Route> readOpenStackRoutes(const Json& router);
std::vector<Route> readOpenStackHostRoutes(const Json& subnet);
std::vector<Rule> readOpenStackSecurityGroup(const Json& group);

/// "tcp", "6", "all", "-1", "Any", "*": IANA number or anyProtocol; nothing for a word nobody knows.
std::optional<int> protocolFromText(std::string_view text);
/// "22", "80-443", "*", "any"; nothing when it is no port.
std::optional<PortRange> portsFromText(std::string_view text);
/// "tcp 22,443": a name for a rule that has none.
std::string ruleSummary(const Rule& rule);

} // namespace zonescope::cloud
