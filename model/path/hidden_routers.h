// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/path/path_round.h"

#include <cstdint>
#include <vector>

namespace zonescope::path {

/// One hop as the verdict on label-switched paths wants it.
struct HopEvidence
{
    std::uint8_t ttl = 0;
    bool answers = false;
    std::optional<int> returnLength; ///< see return_path.h
    bool labelled = false;
    bool privateAddress = false;
    std::optional<base::Duration> rtt; ///< the best
};

enum class TunnelKind : std::uint8_t {
    Uniform,       ///< labels are shown and nothing is missing
    Pipe,          ///< its routers are not seen: TTL is not copied in (RFC 3443 section 3)
    NotCopiedBack, ///< TTL goes in and does not come out: as many routers after the exit are not seen
    Unclear,       ///< routers are missing, and labels do not say why
};
struct TunnelVerdict
{
    TunnelKind kind = TunnelKind::Uniform;
    std::uint8_t afterTtl = 0;  ///< the last hop before what is hidden; Uniform: its first labelled hop
    std::uint8_t beforeTtl = 0; ///< the first after it; Uniform: its last labelled hop
    int routers = 0;            ///< hidden; Uniform: labelled
    bool rttLeaps = false;      ///< the round trip grows there more than anywhere else: more certain

    friend bool operator==(const TunnelVerdict&, const TunnelVerdict&) = default;
};

/// Label-switched paths that show in the answers of one path. Evidence is how much longer the way back
/// becomes from one hop to the next (FRPLA, Vanaubel et al. 2019), and only where that stays on all later
/// hops; a way back that is longer for another reason looks the same, so it is a finding, never a certainty.
std::vector<TunnelVerdict> findTunnels(const std::vector<HopEvidence>& hops);

/// 10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7: routers inside a provider's network.
bool isPrivate(const net::IpAddress& address);

} // namespace zonescope::path
