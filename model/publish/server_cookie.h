// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"
#include "model/net/endpoint.h"

#include <array>
#include <cstdint>

namespace zonescope::publish {

/// SipHash-2-4 with 8 octets out (Aumasson and Bernstein 2012).
std::uint64_t sipHash(const std::array<std::uint64_t, 2>& key, base::ByteView message);

/// DNS cookies of a server (RFC 7873) in the form that servers of all makers share (RFC 9018 section 4):
/// version 1, the time, SipHash-2-4 over client cookie, version, time and client address. Immutable.
class ServerCookies
{
public:
    static constexpr std::size_t clientSize = 8;
    static constexpr std::size_t wholeSize = 24; ///< client and server cookie
    using Whole = std::array<std::uint8_t, wholeSize>;

    /// A secret of its own, from the system's source of randomness.
    static ServerCookies random();
    explicit ServerCookies(const std::array<std::uint8_t, 16>& secret);

    /// True for lengths that RFC 7873 section 4 allows: a client cookie alone, or with a server cookie.
    static bool wellFormed(base::ByteView option);
    /// True when the option ends in a server cookie of ours for this client, not older than an hour and not
    /// from more than five minutes ahead (RFC 9018 section 4.3).
    bool valid(base::ByteView option, const net::IpAddress& client, base::Timestamp now) const;
    /// What goes into the answer. Precondition: wellFormed(option).
    Whole answer(base::ByteView option, const net::IpAddress& client, base::Timestamp now) const;

private:
    Whole make(base::ByteView clientCookie, const net::IpAddress& client, std::uint32_t seconds) const;

    std::array<std::uint64_t, 2> m_key;
};

} // namespace zonescope::publish
