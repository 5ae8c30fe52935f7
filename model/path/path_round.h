// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/error.h"
#include "model/net/endpoint.h"
#include "model/path/icmp_extensions.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::path {

/// With what a path is probed. Both go to the DNS port and need no privilege: ICMP errors come back through
/// the error queue of the socket (IP_RECVERR).
enum class Protocol : std::uint8_t {
    Udp, ///< a SOA query; a flow keeps its ports, so that equal-cost routers treat its probes alike
    Tcp, ///< a connection attempt; every probe is a flow of its own
};

struct Target
{
    net::Endpoint address;
    Protocol protocol = Protocol::Udp;
    std::optional<net::IpAddress> source{}; ///< the address from which transfers leave
    std::string question{};                 ///< name of a zone it serves; empty: the root

    friend auto operator<=>(const Target&, const Target&) = default;
};

/// What said that a probe had come to its end.
enum class Answer : std::uint8_t {
    None,         ///< nothing until the time was over
    TimeExceeded, ///< a router: not there yet
    Destination,  ///< the target itself, by whatever message
    Unreachable,  ///< a router that does not let it through, or knows no way
};

/// One probe and its fate.
struct Sample
{
    std::uint8_t flow = 0;
    std::uint8_t ttl = 0;
    Answer answer = Answer::None;
    net::IpAddress from; ///< when there is an answer
    base::Duration rtt{0};
    std::optional<std::uint8_t> returnTtl; ///< of the packet that carried the answer
    std::vector<MplsLabel> labels;
    std::uint8_t icmpCode = 0; ///< of Unreachable

    friend bool operator==(const Sample&, const Sample&) = default;
};

/// What one round of probes found. Immutable once finished.
struct Round
{
    base::Timestamp at{};
    std::vector<Sample> samples;        ///< ordered by flow, then TTL; none beyond the target but one a flow
    std::optional<std::uint8_t> length; ///< TTL that reaches the target (of the first flow that does)
    bool reached = false;
    bool blocked = false; ///< a router said unreachable
    std::string nsid;     ///< by which the target named itself (RFC 5001), printable
    base::Duration took{0};
    std::optional<base::Error> error; ///< nothing could be sent

    friend bool operator==(const Round&, const Round&) = default;
};

} // namespace zonescope::path
