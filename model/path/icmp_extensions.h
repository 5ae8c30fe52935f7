// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"

#include <compare>
#include <cstdint>
#include <vector>

namespace zonescope::path {

/// One entry of an MPLS label stack as a router received it (RFC 3032 section 2.1).
struct MplsLabel
{
    std::uint32_t value = 0; ///< 20 bits
    std::uint8_t trafficClass = 0;
    std::uint8_t ttl = 0;
    bool bottom = false;

    friend auto operator<=>(const MplsLabel&, const MplsLabel&) = default;
};

struct IcmpExtensions
{
    bool valid = false;            ///< version 2 and, where there is one, the right checksum
    std::vector<MplsLabel> labels; ///< class 1, type 1 (RFC 4950), top of the stack first; at most 16
    std::uint32_t otherObjects = 0;
};

/// Reads the extension structure of an ICMP message (RFC 4884 section 7), from its header on. Anything may be
/// in there: what is cut short or does not add up is left out.
IcmpExtensions readExtensions(base::ByteView structure);

} // namespace zonescope::path
