// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/cloud/filter_policy.h"
#include "model/cloud/network_model.h"

#include <string>
#include <vector>

namespace zonescope::cloud {

/// One end of a question: an interface of ours, an address in a subnet of ours, or somebody outside.
struct End
{
    net::Prefix prefix; ///< /0: the whole internet
    Index interface = Snapshot::none;
    Index subnet = Snapshot::none;
    bool outside() const { return subnet == Snapshot::none; }
};

/// "internet", an address, or the id or name of an interface, instance or subnet (of a subnet its first free
/// address is meant). Errors: NotFound, InvalidValue (what is ambiguous, with the candidates).
base::Result<End> endFromText(const NetworkModel& model, const std::string& text);

struct Question
{
    End from;
    End to;
    int protocol = 6;
    PortSet ports = PortSet({PortRange{443, 443}});
};

/// Sentences are made of these in the window, with `resource` and `detail` filled in.
enum class StepCode : std::uint8_t {
    RouteLocal,
    RouteInternet,
    RouteNat,
    RoutePeering,
    RouteHub,
    RouteRouter,
    ArrivesAt,
    FilterAllows,
    FilterRefuses,
    AclAllows,
    AclRefuses,
    NoRoute,
    Blackhole,
    Dropped,
    NoPublicAddress,
    PeeringNotActive,
    WrongNetwork,   ///< the route leads to a network that does not have the address
    NotFromOutside, ///< nothing behind a NAT or an egress-only gateway is reached from outside
    NoReturnRoute,
    UnknownTarget, ///< not modelled: what is behind a VPN, a virtual appliance, a private link
    UnknownRoutes, ///< a route table or list of prefixes was not read
    UnknownFilter,
    OutsideToOutside,
};

struct Step
{
    StepCode code;
    std::string resource; ///< native id of what decided
    std::string detail;   ///< rule, prefix or ports
    friend bool operator==(const Step&, const Step&) = default;
};

enum class Verdict : std::uint8_t { Reachable, Partly, NotReachable, Unknown };

struct ReachabilityAnswer
{
    Verdict verdict = Verdict::Unknown;
    PortSet allowed;            ///< of the ports that were asked for
    std::vector<Step> forward;  ///< hop by hop, as far as it leads
    std::vector<Step> back;     ///< the answer's way
    std::vector<Step> reasons;  ///< every reason why not, the first that a packet meets first
    std::vector<Step> unknowns; ///< what could not be judged; then the verdict is never "reachable"
};

/// From a snapshot alone, without asking anybody. Pure; any thread; microseconds.
ReachabilityAnswer reach(const NetworkModel& model, const Question& question);

} // namespace zonescope::cloud
