// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace zonescope::dns {

/// RFC 1982 section 3.2. Undefined when the two are exactly 2^31 apart: said, never guessed.
enum class SerialOrder : std::uint8_t { Equal, Older, Newer, Undefined };

/// How `a` stands to `b`: Newer means a > b.
constexpr SerialOrder compareSerials(std::uint32_t a, std::uint32_t b)
{
    const std::uint32_t distance = a - b;
    if (distance == 0)
        return SerialOrder::Equal;
    if (distance == 0x80000000U)
        return SerialOrder::Undefined;
    return distance < 0x80000000U ? SerialOrder::Newer : SerialOrder::Older;
}
constexpr bool isNewer(std::uint32_t a, std::uint32_t b)
{
    return compareSerials(a, b) == SerialOrder::Newer;
}

} // namespace zonescope::dns
