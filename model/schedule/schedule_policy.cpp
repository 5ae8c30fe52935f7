// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schedule/schedule_policy.h"

#include "model/dns/serial.h"

#include <algorithm>
#include <array>

namespace zonescope::schedule {
namespace {

constexpr std::uint32_t longestRetryWithoutData = 600; // s: an operator who mends the primary soon sees it
// Seconds after the check that found the announcement not served. The first is short because load-balanced
// primaries announce a moment before all of them serve.
constexpr std::array<std::int64_t, AnnouncementWatch::checksAllowed - 1> lookAgain{2, 15};

base::Duration seconds(std::uint64_t s)
{
    return std::chrono::seconds(s);
}

base::Duration shortenedBy(base::Duration interval, double mostShare, const Jitter& jitter)
{
    const double less = static_cast<double>(interval.count()) * mostShare * jitter.share();
    return interval - base::Duration(static_cast<std::int64_t>(less));
}

} // namespace

double Jitter::share() const
{
    // splitmix64: two multiplications, passes the tests that matter here.
    std::uint64_t x = seed ^ (static_cast<std::uint64_t>(zone) * 0x9e3779b97f4a7c15ULL) ^ (round << 32);
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    x ^= x >> 31;
    return static_cast<double>(x >> 11) * 0x1.0p-53;
}

base::Duration refreshInterval(const SoaTimers& timers, const zone::TimerLimits& limits)
{
    const std::uint32_t wanted = std::clamp(timers.refresh, limits.minRefresh, limits.maxRefresh);
    // Half of EXPIRE leaves room for one failed check before the zone dies.
    const std::uint32_t beforeExpiry = std::max(timers.expire / 2, 1U);
    return seconds(std::min(wanted, beforeExpiry));
}

base::Timestamp nextRefresh(base::Timestamp now, const SoaTimers& timers, const zone::TimerLimits& limits,
                            const Jitter& jitter)
{
    return now + shortenedBy(refreshInterval(timers, limits), 0.1, jitter);
}

base::Duration retryInterval(const std::optional<SoaTimers>& timers, const zone::TimerLimits& limits,
                             std::uint32_t failures)
{
    const std::uint64_t first =
        timers ? std::clamp(timers->retry, limits.minRetry, limits.maxRetry) : std::max(limits.minRetry, 1U);
    const std::uint64_t longest =
        timers ? std::clamp<std::uint64_t>(timers->refresh, first, limits.maxRetry)
               : std::max<std::uint64_t>(first, std::min(limits.maxRetry, longestRetryWithoutData));
    const std::uint32_t doublings = std::min(failures > 0 ? failures - 1 : 0U, 20U);
    return seconds(std::min(first << doublings, std::max(longest, first)));
}

base::Timestamp nextRetry(base::Timestamp now, const std::optional<SoaTimers>& timers,
                          const zone::TimerLimits& limits, std::uint32_t failures, const Jitter& jitter)
{
    return now + shortenedBy(retryInterval(timers, limits, failures), 0.1, jitter);
}

base::Timestamp nextRetryHere(base::Timestamp now, const std::optional<SoaTimers>& timers,
                              const zone::TimerLimits& limits, std::uint32_t failures, const Jitter& jitter)
{
    const std::uint32_t doublings = std::min(failures > 0 ? failures - 1 : 0U, 6U);
    const base::Duration here = seconds(std::min<std::uint64_t>(5U << doublings, 300));
    return now + shortenedBy(std::min(here, retryInterval(timers, limits, failures)), 0.1, jitter);
}

base::Timestamp expiryAfterTransfer(base::Timestamp now, const SoaTimers& timers,
                                    std::optional<std::uint32_t> ednsExpire)
{
    return now + seconds(std::min(timers.expire, ednsExpire.value_or(timers.expire)));
}

base::Timestamp expiryAfterCheck(base::Timestamp now, std::optional<base::Timestamp> current,
                                 const SoaTimers& timers, std::optional<std::uint32_t> ednsExpire)
{
    const base::Timestamp offered =
        now + seconds(std::min(timers.expire, ednsExpire.value_or(timers.expire)));
    return current ? std::max(*current, offered) : offered;
}

base::Timestamp AnnouncementWatch::announced(std::uint32_t serial, base::Timestamp now)
{
    if (m_serial != serial || now >= m_windowStart + window) {
        m_serial = serial;
        m_windowStart = now;
        m_checks = 0;
        m_givenUp = m_reported = false;
        return now;
    }
    return m_checks < checksAllowed ? now : m_windowStart + window;
}

void AnnouncementWatch::checked()
{
    if (m_serial)
        ++m_checks;
}

std::optional<base::Timestamp> AnnouncementWatch::notYetServed(std::optional<std::uint32_t> seen,
                                                               base::Timestamp now)
{
    if (!m_serial)
        return std::nullopt;
    const bool served = seen && !dns::isNewer(*m_serial, *seen);
    if (served) {
        m_serial.reset();
        m_givenUp = m_reported = false;
        return std::nullopt;
    }
    if (m_checks == 0 || m_checks >= checksAllowed) {
        m_givenUp = m_checks >= checksAllowed;
        return std::nullopt;
    }
    return now + std::chrono::seconds(lookAgain[m_checks - 1]);
}

bool AnnouncementWatch::takeGivenUp()
{
    if (!m_givenUp || m_reported)
        return false;
    m_reported = true;
    return true;
}

} // namespace zonescope::schedule
