// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef> // first: moc 6.4 cannot parse <compare> before the library's configuration macros

#include <compare>
#include <cstdint>
#include <functional>

namespace zonescope::base {

/// A number that cannot be mixed up with another kind of number. 0 means "none".
template <class Tag>
struct StrongId
{
    std::uint32_t value = 0;

    explicit operator bool() const { return value != 0; }
    friend auto operator<=>(const StrongId&, const StrongId&) = default;
};

using ZoneId = StrongId<struct ZoneTag>;
using PrimaryId = StrongId<struct PrimaryTag>;
using EdgeId = StrongId<struct EdgeTag>;
using KeyId = StrongId<struct KeyTag>;
using AclId = StrongId<struct AclTag>;
using ProxyId = StrongId<struct ProxyTag>;

} // namespace zonescope::base

template <class Tag>
struct std::hash<zonescope::base::StrongId<Tag>>
{
    std::size_t operator()(zonescope::base::StrongId<Tag> id) const noexcept { return id.value; }
};
