// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"

#include <linux/netlink.h>

#include <cstdint>
#include <cstring>

namespace zonescope::congestion {

/// Netlink is in the host's order and aligned to four octets only: everything is copied out; what is not
/// there is 0.
template <class T>
T copiedOut(base::ByteView bytes, std::size_t offset)
{
    T value{};
    if (offset <= bytes.size() && sizeof value <= bytes.size() - offset)
        std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

constexpr std::size_t netlinkAligned(std::size_t length)
{
    return (length + 3) & ~std::size_t{3};
}

/// Calls take(type, value) for every attribute behind a message's fixed part; stops at one that claims more
/// than there is. False: one did.
template <class Take>
bool forEachAttribute(base::ByteView attributes, Take take)
{
    for (std::size_t at = 0; at + sizeof(nlattr) <= attributes.size();) {
        const auto head = copiedOut<nlattr>(attributes, at);
        if (head.nla_len < sizeof head || head.nla_len > attributes.size() - at)
            return false;
        take(static_cast<std::uint16_t>(head.nla_type & NLA_TYPE_MASK),
             attributes.subspan(at + sizeof head, head.nla_len - sizeof head));
        at += netlinkAligned(head.nla_len);
    }
    return true;
}

} // namespace zonescope::congestion
