// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/net/endpoint.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace zonescope::netlab {

/// One entry of a label stack as RFC 4950 quotes it.
struct Label
{
    std::uint32_t value = 0; ///< 20 bits
    std::uint8_t trafficClass = 0;
    std::uint8_t ttl = 1;
};

/// One router of the emulated path.
struct Hop
{
    std::vector<net::IpAddress> addresses;  ///< IPv4; several: equal-cost routers, chosen by the flow
    std::vector<net::IpAddress> addresses6; ///< the same for IPv6
    bool silent = false;                    ///< never says time exceeded
    double answersPerSecond = 0;            ///< 0: as many as wanted
    unsigned answerBurst = 6;
    std::vector<Label> labels;            ///< quoted with every answer
    std::optional<base::Duration> oneWay; ///< from the near end; nothing: its share of the whole delay
    std::uint8_t initialTtl = 255;        ///< of its answers
};

/// How TTL is treated at the ends of a label-switched path (RFC 3443).
enum class LspMode : std::uint8_t {
    Uniform,       ///< copied in and out: all routers answer, with labels
    Pipe,          ///< not copied in: its routers are not seen
    NotCopiedBack, ///< copied in, not copied out: as many routers after it are not seen
};
struct Lsp
{
    std::size_t first = 0; ///< index of the first label-switching router
    std::size_t count = 0;
    LspMode mode = LspMode::Uniform;
};

/// Gilbert and Elliott: in the good state packets are lost with `random`, in the bad one with `badLoss`.
struct Loss
{
    double random = 0;
    double enterBad = 0; ///< chance a packet; 0: there is no bad state
    double leaveBad = 1;
    double badLoss = 1;
};

struct Direction
{
    base::Duration delay{0};
    base::Duration jitter{0}; ///< up to this much more; never out of order
    Loss loss;
    std::uint64_t bitsPerSecond = 0; ///< of IP packets; 0: as fast as the machine
    std::size_t queueOctets = 0;     ///< drop-tail queue before the bottleneck; 0: endless
};

/// What lies between the near and the far end.
struct Plan
{
    std::vector<Hop> hops;
    Direction there;
    Direction back;
    std::optional<Lsp> lsp;
    std::size_t bottleneck = 0;    ///< loss, rate and jitter are on the link after this many routers
    std::size_t longWayFrom = 0;   ///< answers of routers from this index on ...
    unsigned longWayExtra = 0;     ///< ... come back over so many routers more
    std::size_t quotedOctets = 0;  ///< of the transport header and payload in ICMP; 0: all that fits
    std::uint64_t seed = 20261121; ///< the n-th packet of a direction always meets the same fate
};

/// n routers 10.60.<i>.1 and fd60::<i>:1, i from 1.
Plan chain(std::size_t routers, base::Duration oneWay = base::Duration{0});
/// A second router 10.60.<i>.<k> beside the one at that index.
void addAlternative(Plan& plan, std::size_t index);

} // namespace zonescope::netlab
