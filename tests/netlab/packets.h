// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/net/endpoint.h"
#include "tests/netlab/plan.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace zonescope::netlab {

/// What the emulator needs to know of an IP packet.
struct PacketHead
{
    net::IpAddress from;
    net::IpAddress to;
    std::uint8_t ttl = 0;
    std::uint8_t protocol = 0;
    std::size_t headerLength = 0;
    std::size_t length = 0; ///< of the packet; what follows in the frame is padding
    std::uint64_t flow = 0; ///< hash of addresses, protocol and ports: the same for all packets of a flow
    std::uint16_t fromPort = 0;
};

/// Nothing for what is no whole unicast IP packet.
std::optional<PacketHead> readHead(base::ByteView packet);
void setTtl(std::span<std::uint8_t> packet, std::uint8_t ttl);
/// ICMP time exceeded (RFC 792, RFC 4443) with the label stack in an extension (RFC 4884, RFC 4950).
std::vector<std::uint8_t> timeExceeded(base::ByteView packet, const PacketHead& head,
                                       const net::IpAddress& router, std::uint8_t ttl,
                                       const std::vector<Label>& labels, std::size_t quotedOctets);

} // namespace zonescope::netlab
