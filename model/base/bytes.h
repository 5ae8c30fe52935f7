// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace zonescope::base {

using ByteView = std::span<const std::uint8_t>;
/// Owned octets. std::string because it has the small-buffer optimisation that short rdata profits from.
using Bytes = std::string;

inline ByteView viewOf(std::string_view s)
{
    return {reinterpret_cast<const std::uint8_t*>(s.data()), s.size()}; // NOLINT: octets either way
}
inline std::string_view textOf(ByteView v)
{
    return {reinterpret_cast<const char*>(v.data()), v.size()}; // NOLINT: octets either way
}

} // namespace zonescope::base
