// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace zonescope::path {

/// With which TTL a packet that arrives with `ttl` was sent: systems begin with 64, 128 or 255.
constexpr int initialTtl(std::uint8_t ttl)
{
    return ttl <= 64 ? 64 : (ttl <= 128 ? 128 : 255);
}
/// How long the way back was, counted as the way there: 1 from the first router.
constexpr int returnLength(std::uint8_t ttl)
{
    return initialTtl(ttl) - ttl + 1;
}

} // namespace zonescope::path
