// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/net/endpoint.h"

#include <array>
#include <cstdint>
#include <vector>

namespace zonescope::publish {

/// How many answers a network may draw from us over UDP.
struct RateSettings
{
    std::uint32_t perSecond = 1000; ///< answers of up to 512 octets; larger ones count more. 0: no limit
    std::uint32_t slip = 2;         ///< every n-th answer too many goes out truncated; 0: none
    bool loopbackToo = false;       ///< 127.0.0.0/8 and ::1 are nobody's victim

    friend bool operator==(const RateSettings&, const RateSettings&) = default;
};

/// Response rate limiting: whoever forges the address of a victim gets no more out of us than the victim's
/// own network might have asked for. One bucket for each IPv4 /24 and IPv6 /56, in a table of fixed size. One
/// thread.
class RateLimit
{
public:
    enum class Verdict : std::uint8_t { Answer, Truncate, Drop };

    explicit RateLimit(const RateSettings& settings);

    /// `octets`: size of the answer that would go out.
    Verdict take(const net::IpAddress& client, std::size_t octets, base::Instant now);
    std::uint64_t dropped() const { return m_dropped; }
    std::uint64_t truncated() const { return m_truncated; }

private:
    struct Bucket
    {
        std::uint64_t network = 0; ///< keyed hash; 0: free
        base::Instant filledAt;
        double left = 0;
        std::uint32_t slipped = 0;
    };
    static constexpr std::size_t ways = 4;
    static constexpr std::size_t sets = 1U << 13; // 32,768 networks, 1.3 MB

    Bucket& bucketOf(const net::IpAddress& client, base::Instant now);

    const RateSettings m_settings;
    std::array<std::uint64_t, 2> m_key; ///< of this process: nobody can choose networks that collide
    std::vector<Bucket> m_buckets;
    std::uint64_t m_dropped = 0;
    std::uint64_t m_truncated = 0;
};

} // namespace zonescope::publish
