// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/scan/token_buckets.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

constexpr base::Duration window{1'000'000};
constexpr base::Duration betweenSlowing{500'000};
constexpr double slowest = 0.5;
constexpr double shortest = 0.25; ///< s; a shorter time says nothing of a rate
// Tried in simulated time against servers that allow 5, 20 and 200 a second (tst_token_buckets): slower
// growth leaves a third of what is allowed unused, quicker growth is refused twice as often.
constexpr double growth = 0.1;     ///< of the rate, a second
constexpr double freeGrowth = 0.5; ///< when nothing was refused for a whole window

double secondsOf(base::Instant from, base::Instant to)
{
    return std::max(0.0, std::chrono::duration<double>(to - from).count());
}

} // namespace

void TokenBuckets::turnWindow(Bucket& bucket, base::Instant now)
{
    if (now - bucket.windowFrom < window)
        return;
    bucket.lastWindow = bucket.inWindow / secondsOf(bucket.windowFrom, now);
    bucket.inWindow = 0;
    bucket.windowFrom = now;
}

base::Duration TokenBuckets::take(const std::string& name, const CallRate& rate, base::Instant now)
{
    const std::scoped_lock lock(m_mutex);
    const auto [found, isNew] =
        m_buckets.try_emplace(name, Bucket{rate.burst, rate.perSecond, rate.burst, now, {}, now, 0, 0});
    Bucket& bucket = found->second;
    if (bucket.perSecond <= 0)
        return base::Duration{0};
    bucket.left =
        std::min(std::max(1.0, bucket.burst), bucket.left + secondsOf(bucket.at, now) * bucket.perSecond);
    bucket.at = now;
    bucket.left -= 1; // below zero: the calls that already wait
    return base::Duration(
        bucket.left >= 0 ? 0 : static_cast<std::int64_t>(-bucket.left / bucket.perSecond * 1e6));
}

void TokenBuckets::succeeded(const std::string& name, base::Instant now)
{
    const std::scoped_lock lock(m_mutex);
    Bucket& bucket = m_buckets[name];
    turnWindow(bucket, now);
    bucket.inWindow += 1;
    if (bucket.slowedAt != base::Instant{} && bucket.perSecond > 0)
        bucket.perSecond *=
            1 + (now - bucket.slowedAt > window ? freeGrowth : growth) / std::max(1.0, bucket.perSecond);
}

void TokenBuckets::throttled(const std::string& name, base::Instant now)
{
    const std::scoped_lock lock(m_mutex);
    Bucket& bucket = m_buckets[name];
    turnWindow(bucket, now);
    if (bucket.slowedAt != base::Instant{} && now - bucket.slowedAt < betweenSlowing)
        return;
    // The first second holds the provider's burst, so it says less than the rate that was set.
    const double passed =
        std::max(bucket.lastWindow, bucket.inWindow / std::max(shortest, secondsOf(bucket.windowFrom, now)));
    const double from = bucket.perSecond > 0 ? std::min(bucket.perSecond, std::max(passed, slowest)) : passed;
    bucket.perSecond = std::max(slowest, 0.9 * from);
    bucket.burst = 1;
    bucket.left = std::min(bucket.left, 0.0);
    bucket.at = now;
    bucket.slowedAt = now;
}

double TokenBuckets::rateOf(const std::string& name) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_buckets.find(name);
    return found == m_buckets.end() ? 0 : found->second.perSecond;
}

} // namespace zonescope::cloud
