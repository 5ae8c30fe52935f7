// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>

namespace zonescope::kit {

/// 0 <= value < bound, as 32 bits: std::mt19937 gives unsigned long.
inline std::uint32_t below(std::mt19937& random, std::uint32_t bound)
{
    return static_cast<std::uint32_t>(random() % bound);
}

} // namespace zonescope::kit
