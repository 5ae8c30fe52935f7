// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/net/endpoint.h"

#include <cstdint>
#include <optional>
#include <string>

namespace zonescope::pipeline {

/// One round of probes to a server as history keeps it: a row of the path's timeline.
struct PathRecord
{
    base::Timestamp at;
    net::Endpoint target;
    bool tcp = false;           ///< probed with connection attempts, else with UDP
    std::uint64_t route = 0;    ///< name of the route: a change of it is a change of the way
    std::uint8_t length = 0;    ///< TTL that reaches the target; 0: not reached
    std::uint32_t sent = 0;     ///< probes that should have reached the target
    std::uint32_t received = 0; ///< of them answered
    std::optional<base::Duration> best;
    std::optional<base::Duration> worst;
    std::optional<base::Duration> usual; ///< the round trip against which later ones are compared
    std::string nsid;
    std::string hops; ///< "10.0.0.1;*;10.0.2.1,10.0.2.2": the routers of each TTL

    friend bool operator==(const PathRecord&, const PathRecord&) = default;
};

} // namespace zonescope::pipeline
