// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/net/endpoint.h"

#include <mutex>
#include <unordered_map>

namespace zonescope::transfer {

/// Servers that choke on EDNS, remembered for an hour so that each of their zones does not find out again.
/// Thread-safe.
class ServerNotes
{
public:
    explicit ServerNotes(const base::Clock& clock)
        : m_clock(clock)
    {
    }

    bool ednsWorks(const net::Endpoint& server) const
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_withoutEdns.find(server);
        return found == m_withoutEdns.end() || m_clock.steady() >= found->second;
    }
    void ednsFails(const net::Endpoint& server)
    {
        const std::lock_guard lock(m_mutex);
        m_withoutEdns[server] = m_clock.steady() + std::chrono::hours(1);
    }

private:
    const base::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::unordered_map<net::Endpoint, base::Instant> m_withoutEdns; ///< until when
};

} // namespace zonescope::transfer
