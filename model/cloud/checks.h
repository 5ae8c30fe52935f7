// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/cloud/network_model.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::cloud {

enum class Severity : std::uint8_t { Information, Warning, Error };

/// What is looked for. The sentences, the evidence's wording and the suggestions are the window's.
enum class CheckId : std::uint8_t {
    OverlapConnected,   ///< two networks that are peered or on one hub share addresses
    OverlapUnconnected, ///< they could never be connected
    RouteBlackhole,     ///< the provider says that the target is gone
    RouteTargetMissing, ///< the target is nothing that the snapshot has, though its kind was read
    NoReturnRoute,      ///< one side of a peering routes to the other, which does not answer
    PeeringNotActive,
    OpenToWorld,        ///< a rule admits everybody, and a public path leads there
    OpenButUnreachable, ///< a rule admits everybody, but nothing public is behind it
    DuplicateRule,      ///< another rule of the same filter admits as much or more
    UnusedFilter,
    UnattachedAddress,
    UnattachedGateway,
    NatWithoutRoute,
    UnusedRouteTable,
    TunnelDown,
    SingleTunnel, ///< one of the two tunnels of a VPN connection is down
    SubnetNearlyFull,
    RouteLimit, ///< near the provider's number of routes a table
    RuleLimit,
};
inline constexpr std::size_t checkCount = static_cast<std::size_t>(CheckId::RuleLimit) + 1;
std::string_view checkWord(CheckId check); ///< "route-blackhole": suppressions and exports
std::optional<CheckId> checkFromWord(std::string_view word);

struct Finding
{
    CheckId check = CheckId::RouteBlackhole;
    Severity severity = Severity::Warning;
    std::vector<std::string> resources; ///< native ids, the one to act on first
    std::string evidence;               ///< what the snapshot says: a prefix, a rule, a figure
    friend bool operator==(const Finding&, const Finding&) = default;
};

/// All checks over one snapshot, errors first. Pure; seconds at most for 100,000 resources.
std::vector<Finding> checkAll(const NetworkModel& model);

// One group each; checkAll() calls them.
void checkOverlaps(const NetworkModel& model, std::vector<Finding>& out);
void checkRoutes(const NetworkModel& model, std::vector<Finding>& out);
void checkFilters(const NetworkModel& model, std::vector<Finding>& out);
void checkUnused(const NetworkModel& model, std::vector<Finding>& out);
void checkTunnels(const NetworkModel& model, std::vector<Finding>& out);
void checkCapacity(const NetworkModel& model, std::vector<Finding>& out);

/// Somebody knows about it: not shown until the day it ends.
struct Suppression
{
    CheckId check = CheckId::RouteBlackhole;
    std::string resource; ///< native id; empty: all of that check
    std::string reason;
    base::Timestamp until{};
    friend bool operator==(const Suppression&, const Suppression&) = default;
};
/// Null when none holds at that time.
const Suppression* suppressionOf(const Finding& finding, const std::vector<Suppression>& all,
                                 base::Timestamp now);

} // namespace zonescope::cloud
