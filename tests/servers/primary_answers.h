// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/key_ring.h"
#include "tests/servers/primary_zone.h"
#include "tests/servers/scripted_primary.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace zonescope::servers {

/// How a primary behaves beyond its zones; what the setters of ScriptedPrimary set.
struct Manners
{
    std::size_t recordsPerMessage = 0; ///< 0: as many as fit
    std::chrono::microseconds answerDelay{0};
    std::size_t maxConnections = 0;
    bool edns = true;
    std::optional<std::uint32_t> ednsExpire;
    bool silent = false;
    bool refused = false;
    std::uint32_t notifiesToDrop = 0;
    std::chrono::microseconds notifyDelay{0};
};

struct HostedZone
{
    PrimaryZone content;
    std::optional<dns::Name> requiredKey;
    Script script;
    std::vector<ScriptedPrimary::Secondary> secondaries;
};

/// Reads one request. Nothing: not a request that could be answered at all. `verdict` gets what TSIG said.
std::optional<Request> readRequest(base::ByteView message, const dns::KeyRing& keys,
                                   dns::RequestVerdict& verdict);

/// The proper answer to a request, script and delay left out. `zone`: the one named by the question, if it is
/// here.
std::vector<Step> properAnswer(const Request& request, const dns::RequestVerdict& verdict,
                               const HostedZone* zone, const Manners& manners, const dns::KeyRing& keys,
                               ScriptedPrimary::Counters& counters);

} // namespace zonescope::servers
