// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/strong_id.h"
#include "model/dns/record.h"
#include "model/zone/configuration.h"

#include <cstdint>
#include <optional>

namespace zonescope::schedule {

// When a zone is looked at again. Pure: times in, times out.

/// The timers of an SOA that matter here, seconds.
struct SoaTimers
{
    std::uint32_t refresh = 0;
    std::uint32_t retry = 0;
    std::uint32_t expire = 0;

    static SoaTimers of(const dns::Soa& soa) { return {soa.refresh, soa.retry, soa.expire}; }
    friend bool operator==(const SoaTimers&, const SoaTimers&) = default;
};

/// Spreads zones of equal timers: the same zone and seed give the same numbers in the same order.
struct Jitter
{
    std::uint32_t zone = 0;
    std::uint64_t seed = 0;
    std::uint64_t round = 0; ///< which check of this zone

    /// 0 <= share < 1.
    double share() const;
};

/// Refresh within the limits, and never so late that a healthy zone would expire first.
base::Duration refreshInterval(const SoaTimers& timers, const zone::TimerLimits& limits);
/// After a good check: up to a tenth early, never late.
base::Timestamp nextRefresh(base::Timestamp now, const SoaTimers& timers, const zone::TimerLimits& limits,
                            const Jitter& jitter);

/// After the `failures`-th failure in a row (1, 2, ...): retry, doubled each time up to the refresh interval
/// (RFC 1035 wants retry; growth keeps a dead primary from being hammered for a week). Without data there is
/// no SOA to ask: begins at minRetry, ends at ten minutes.
base::Duration retryInterval(const std::optional<SoaTimers>& timers, const zone::TimerLimits& limits,
                             std::uint32_t failures);
base::Timestamp nextRetry(base::Timestamp now, const std::optional<SoaTimers>& timers,
                          const zone::TimerLimits& limits, std::uint32_t failures, const Jitter& jitter);
/// As nextRetry(), when no primary failed but what it gave could not be kept here (a full disk): 5 s, doubled
/// each time up to five minutes, so that the zone is right soon after the disk is; never later than retry.
base::Timestamp nextRetryHere(base::Timestamp now, const std::optional<SoaTimers>& timers,
                              const zone::TimerLimits& limits, std::uint32_t failures, const Jitter& jitter);

/// Expiry after a transfer: the lesser of SOA EXPIRE and the EDNS EXPIRE option (RFC 7314 section 4.1).
base::Timestamp expiryAfterTransfer(base::Timestamp now, const SoaTimers& timers,
                                    std::optional<std::uint32_t> ednsExpire);
/// Expiry after a check that found our serial: with the option, the greater of what is left and the option;
/// without it, the whole of SOA EXPIRE. Never shortened (RFC 7314 section 4.2).
base::Timestamp expiryAfterCheck(base::Timestamp now, std::optional<base::Timestamp> current,
                                 const SoaTimers& timers, std::optional<std::uint32_t> ednsExpire);

/// A primary announced a serial that it does not serve: it may need a moment, or it is wrong for ever. Three
/// checks in a minute, then the normal refresh; further NOTIFYs with the same serial wait for the minute's
/// end, so nothing is lost and a wrong primary costs three checks a minute.
class AnnouncementWatch
{
public:
    static constexpr base::Duration window{60'000'000};
    static constexpr std::uint32_t checksAllowed = 3;

    /// A NOTIFY came with this serial. Gives the earliest time for its check.
    base::Timestamp announced(std::uint32_t serial, base::Timestamp now);
    /// A check began, whatever asked for it.
    void checked();
    /// A check ended and `seen` is the newest serial a primary serves. Gives when to look again, or nothing:
    /// it is served now, or the checks are used up.
    std::optional<base::Timestamp> notYetServed(std::optional<std::uint32_t> seen, base::Timestamp now);
    /// True once for each announcement whose checks are used up: an event is due.
    bool takeGivenUp();
    std::optional<std::uint32_t> serial() const { return m_serial; }

private:
    std::optional<std::uint32_t> m_serial;
    base::Timestamp m_windowStart;
    std::uint32_t m_checks = 0;
    bool m_givenUp = false;
    bool m_reported = false;
};

} // namespace zonescope::schedule
