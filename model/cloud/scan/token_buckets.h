// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

#include <map>
#include <mutex>
#include <string>

namespace zonescope::cloud {

/// What a provider says it allows: so many calls at once, then so many a second. 0: it does not say.
struct CallRate
{
    double burst = 0;
    double perSecond = 0;
};

/// Spaces out our calls, one bucket per name (account, region and operation). When the provider still
/// refuses, its bucket slows to nine tenths of what was let through in the last second, at most twice a
/// second, and then grows again by a tenth a second: a sawtooth close below what the provider gives, without
/// knowing it. Pure: time comes as a parameter. Thread-safe.
class TokenBuckets
{
public:
    /// Takes a token; how long to wait before the call is made, 0 mostly.
    base::Duration take(const std::string& name, const CallRate& rate, base::Instant now);
    void succeeded(const std::string& name, base::Instant now);
    void throttled(const std::string& name, base::Instant now);
    /// Calls a second of that bucket now; 0: not limited.
    double rateOf(const std::string& name) const;

private:
    struct Bucket
    {
        double burst = 0;
        double perSecond = 0; ///< 0: not limited
        double left = 0;
        base::Instant at{};         ///< when `left` was counted
        base::Instant slowedAt{};   ///< when it was last made slower
        base::Instant windowFrom{}; ///< successes are counted since
        double inWindow = 0;        ///< calls that succeeded in the window that runs
        double lastWindow = 0;      ///< calls a second in the one before
    };
    static void turnWindow(Bucket& bucket, base::Instant now);

    mutable std::mutex m_mutex;
    std::map<std::string, Bucket> m_buckets; ///< guarded by m_mutex
};

} // namespace zonescope::cloud
