// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"
#include "model/base/strong_id.h"
#include "model/net/endpoint.h"

#include <mutex>
#include <random>
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

    /// True once an hour for each primary: what is true of every query is news only now and then.
    bool sayThatProxyHasNoUdp(base::PrimaryId primary)
    {
        const std::lock_guard lock(m_mutex);
        base::Instant& until = m_saidNoUdp[primary];
        if (m_clock.steady() < until)
            return false;
        until = m_clock.steady() + std::chrono::hours(1);
        return true;
    }

    bool tlsWorks(const net::Endpoint& server) const
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_withoutTls.find(server);
        return found == m_withoutTls.end() || m_clock.steady() >= found->second;
    }
    /// A shorter time than for EDNS: until then the zones of this server travel in the clear.
    void tlsFails(const net::Endpoint& server)
    {
        const std::lock_guard lock(m_mutex);
        m_withoutTls[server] = m_clock.steady() + std::chrono::minutes(10);
    }

    /// Ours for this server alone (RFC 7873 section 4.1), followed by the server's when it gave one.
    base::Bytes cookieFor(const net::Endpoint& server)
    {
        const std::lock_guard lock(m_mutex);
        base::Bytes& cookie = m_cookies[server];
        if (cookie.empty()) {
            std::random_device device;
            for (int i = 0; i < 8; ++i)
                cookie.push_back(static_cast<char>(device()));
        }
        return cookie;
    }
    void learnCookie(const net::Endpoint& server, const base::Bytes& cookie)
    {
        const std::lock_guard lock(m_mutex);
        m_cookies[server] = cookie;
    }

private:
    const base::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::unordered_map<net::Endpoint, base::Instant> m_withoutEdns; ///< until when
    std::unordered_map<net::Endpoint, base::Instant> m_withoutTls;  ///< the same
    std::unordered_map<net::Endpoint, base::Bytes> m_cookies;
    std::unordered_map<base::PrimaryId, base::Instant> m_saidNoUdp;
};

} // namespace zonescope::transfer
