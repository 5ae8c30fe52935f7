// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/gate/change_plan.h"
#include "model/cloud/network_model.h"

#include <string>
#include <vector>

namespace zonescope::cloud {

enum class GuardRail : std::uint8_t {
    WholeSpace,       ///< the routes together are everything that is ours: a mix-up of the direction
    OutsideAllowList, ///< a prefix that nobody allowed
    NextHopDown,      ///< the target is not there, not attached or down
    ManagementCut,    ///< we would no longer reach something that is managed from here
    DefaultRoute,     ///< the default route, or one that is wider than a network of ours
    MoreSpecific,     ///< takes a part of one of our own networks away from it
    ReturnPathLost,
    OpensWorld, ///< a rule that lets everybody in
    TooMany,
};
inline constexpr std::size_t guardRailCount = static_cast<std::size_t>(GuardRail::TooMany) + 1;
std::string_view guardRailWord(GuardRail rail);
/// Refuses; the others want a confirmation.
bool isCritical(GuardRail rail);

struct RailFinding
{
    GuardRail rail = GuardRail::WholeSpace;
    std::string object;   ///< native id of the table, filter or target
    std::string evidence; ///< prefixes, a rule, a figure
    friend bool operator==(const RailFinding&, const RailFinding&) = default;
};

enum class FlowKind : std::uint8_t { Gained, Lost, Moved };
std::string_view flowKindWord(FlowKind kind);

/// From one end to another, what would be otherwise.
struct FlowChange
{
    FlowKind kind = FlowKind::Moved;
    std::string from; ///< native id, "internet"
    std::string to;   ///< native id, "internet", or a prefix whose next hop changes
    std::string what; ///< "tcp 22-443"; of a moved one before and after: "igw-1 -> pcx-2"
    friend bool operator==(const FlowChange&, const FlowChange&) = default;
};

enum class GateVerdict : std::uint8_t { Pass, Confirm, Refuse };
std::string_view gateVerdictWord(GateVerdict verdict);

struct GateSettings
{
    std::vector<net::Prefix> allowed;    ///< what routes may be about; empty: anything
    std::vector<net::Prefix> management; ///< where we sit
    std::size_t mostChanges = 20;
    std::size_t mostEnds = 48; ///< on either side of the questions that are asked
};

struct GateResult
{
    GateVerdict verdict = GateVerdict::Pass;
    std::vector<RailFinding> rails; ///< critical ones first
    std::vector<FlowChange> flows;
    std::size_t subnets = 0; ///< blast radius
    std::size_t interfaces = 0;
    std::size_t names = 0; ///< in the DNS, of these interfaces
    std::size_t asked = 0; ///< questions about flows
    bool cut = false;      ///< there were more ends than are asked about
    std::vector<std::string> notModelled;
};

/// Tries the plan on a copy of the snapshot. Pure; any thread.
GateResult checkPlan(const ChangePlan& plan, const SnapshotPtr& before, const GateSettings& settings = {});
/// Where the settings of a check came from, for those who read what came of it.
struct UsedSettings
{
    GateSettings settings;
    std::string from; ///< "built in", or a data folder
};
/// The same questions with what was read afterwards instead of what is foretold.
GateResult checkOutcome(const ChangePlan& plan, const SnapshotPtr& before, const SnapshotPtr& after,
                        const GateSettings& settings = {});
/// One JSON object, for scripts.
std::string gateJson(const GateResult& result, const ChangePlan& plan, const UsedSettings* used = nullptr);

} // namespace zonescope::cloud
