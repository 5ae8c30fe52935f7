// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/net/endpoint.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace zonescope::notify {

/// How many messages of one source are obeyed: a bucket that fills at a rate. Only what the access lists
/// admit is counted, so strangers can neither use up anybody's quota nor fill the memory of it. Pure; one
/// thread.
class SourceQuota
{
public:
    struct Settings
    {
        std::uint32_t perSecond = 5'000; ///< 0: no limit
        std::uint32_t burst = 60'000;    ///< a primary announces all its zones after a restart
        std::size_t sources = 4'096;     ///< remembered; beyond, the fullest bucket is forgotten
    };

    explicit SourceQuota(const Settings& settings)
        : m_settings(settings)
    {
    }

    bool take(const net::IpAddress& source, base::Instant now)
    {
        if (m_settings.perSecond == 0)
            return true;
        auto found = m_buckets.find(source);
        if (found == m_buckets.end()) {
            if (m_buckets.size() >= m_settings.sources)
                forgetFullest(now);
            found = m_buckets.emplace(source, Bucket{static_cast<double>(m_settings.burst), now}).first;
        }
        Bucket& bucket = found->second;
        bucket.tokens = levelOf(bucket, now);
        bucket.at = now;
        if (bucket.tokens < 1)
            return false;
        bucket.tokens -= 1;
        return true;
    }
    std::size_t sources() const { return m_buckets.size(); }

private:
    struct Bucket
    {
        double tokens = 0;
        base::Instant at;
    };

    double levelOf(const Bucket& bucket, base::Instant now) const
    {
        const double passed = std::max(0.0, std::chrono::duration<double>(now - bucket.at).count());
        return std::min<double>(m_settings.burst, bucket.tokens + passed * m_settings.perSecond);
    }
    void forgetFullest(base::Instant now)
    {
        m_buckets.erase(std::ranges::max_element(m_buckets, {}, [&](const auto& entry) {
            return levelOf(entry.second, now); // who has used least of it loses least
        }));
    }

    Settings m_settings;
    std::unordered_map<net::IpAddress, Bucket> m_buckets;
};

} // namespace zonescope::notify
