// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/tcp_info.h"

#include <algorithm>

namespace zonescope::net {

/// Microseconds, 0: unknown. The smaller of what both directions measured: what a receiver measures grows
/// with every pause of a sender that has nothing to send.
inline std::uint32_t roundTripUs(const TcpInfo& info)
{
    return info.rttUs == 0 || info.receiveRttUs == 0 ? std::max(info.rttUs, info.receiveRttUs)
                                                     : std::min(info.rttUs, info.receiveRttUs);
}

} // namespace zonescope::net
