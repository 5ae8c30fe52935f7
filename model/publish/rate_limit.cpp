// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/rate_limit.h"

#include "model/publish/server_cookie.h"

#include <algorithm>
#include <random>

namespace zonescope::publish {
namespace {

constexpr std::size_t octetsOfOne = 512;

} // namespace

RateLimit::RateLimit(const RateSettings& settings)
    : m_settings(settings)
{
    std::random_device random;
    for (std::uint64_t& half : m_key)
        half = std::uint64_t{random()} << 32 | random();
    if (settings.perSecond > 0)
        m_buckets.resize(sets * ways);
}

RateLimit::Verdict RateLimit::take(const net::IpAddress& client, std::size_t octets, base::Instant now)
{
    if (m_settings.perSecond == 0 || (!m_settings.loopbackToo && client.isLoopback()))
        return Verdict::Answer;
    Bucket& bucket = bucketOf(client, now);
    const double full = m_settings.perSecond; // a second's worth may come at once
    const double seconds = std::chrono::duration<double>(now - bucket.filledAt).count();
    bucket.left = std::min(full, bucket.left + std::max(0.0, seconds) * full);
    bucket.filledAt = now;
    const auto price = static_cast<double>(1 + octets / octetsOfOne);
    if (bucket.left >= price) {
        bucket.left -= price;
        return Verdict::Answer;
    }
    if (m_settings.slip > 0 && ++bucket.slipped % m_settings.slip == 0) {
        ++m_truncated;
        return Verdict::Truncate;
    }
    ++m_dropped;
    return Verdict::Drop;
}

RateLimit::Bucket& RateLimit::bucketOf(const net::IpAddress& client, base::Instant now)
{
    // The part of an address that one owner has: a /24, or a /56 as providers hand it out.
    const std::size_t prefix = client.family() == net::Family::V4 ? 3 : 7;
    std::array<std::uint8_t, 8> network{};
    std::copy_n(client.octets().begin(), prefix, network.begin());
    network[7] = static_cast<std::uint8_t>(prefix);
    const std::uint64_t hash = std::max<std::uint64_t>(1, sipHash(m_key, network));
    const auto first = m_buckets.begin() + static_cast<std::ptrdiff_t>(hash % sets * ways);
    const auto found =
        std::find_if(first, first + ways, [&](const Bucket& each) { return each.network == hash; });
    if (found != first + ways)
        return *found;
    // The one that was quiet the longest goes: it is full again, so nothing is forgotten that matters.
    Bucket& oldest = *std::min_element(
        first, first + ways, [](const Bucket& a, const Bucket& b) { return a.filledAt < b.filledAt; });
    oldest = {hash, now, static_cast<double>(m_settings.perSecond), 0};
    return oldest;
}

} // namespace zonescope::publish
