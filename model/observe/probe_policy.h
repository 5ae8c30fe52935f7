// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/observe/politeness.h"
#include "model/observe/prober.h"

#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace zonescope::observe {

struct ProbeTimings
{
    base::Duration shortest{50'000};       ///< between two questions right after a change
    std::int64_t ageDivisor = 8;           ///< later: the age of the change divided by this
    base::Duration quiet{60'000'000};      ///< when nothing is expected
    base::Duration confirm{1'000'000};     ///< after a failure, doubled with each further one
    base::Duration firstWithin{1'000'000}; ///< a new target is asked within this time
    base::Duration deadPause{1'000'000};   ///< between questions to a server that answers nobody
    std::uint32_t deadAfter = 3;           ///< questions without an answer, in a row
};

/// Decides when which edge is asked for which zone. Every interval is drawn between half and one and a half
/// of its nominal length, so that measured delays show no bands at multiples of it. No input or output, no
/// clock of its own. One thread.
class ProbePolicy
{
public:
    using Ticket = std::uint64_t; ///< of one (zone, edge); never used again

    explicit ProbePolicy(std::uint64_t seed, ProbeTimings timings = {});

    void setTargets(const std::vector<ProbeTarget>& targets, base::Instant now);
    void expect(base::ZoneId zone, std::uint32_t serial, base::Instant now);
    void probeNow(const std::vector<base::ZoneId>& zones, base::Instant now);

    /// Takes what may be asked now, at most so many; when there is more, nextDue() is not later than `now`.
    /// Each ticket counts as under way until answered() or unanswered().
    std::vector<Ticket> due(base::Instant now, std::size_t limit = SIZE_MAX);
    /// When due() has something again; nothing: not before something else happens.
    std::optional<base::Instant> nextDue() const;

    const ProbeTarget* target(Ticket ticket) const; ///< null when it was removed meanwhile
    /// Any answer came, with a serial or not.
    void answered(Ticket ticket, std::optional<std::uint32_t> serial, base::Instant now);
    /// No answer: timed out, refused by the kernel.
    void unanswered(Ticket ticket, base::Instant now);
    /// One more question went to this server than due() gave: the same again over TCP or without EDNS.
    void askedAgain(const net::Endpoint& server, base::Instant now);
    bool uses(const net::Endpoint& server) const { return m_servers.contains(server); }

private:
    using Queue = std::set<std::pair<base::Instant, Ticket>>;
    using Key = std::pair<base::ZoneId, base::EdgeId>;
    struct KeyHash
    {
        std::size_t operator()(const Key& key) const
        {
            return key.first.value * 0x9e3779b97f4a7c15U ^ key.second.value;
        }
    };

    struct Entry
    {
        ProbeTarget target;
        base::Instant due;
        bool urgent = false;
        bool underWay = false;
        std::optional<std::uint32_t> serial;
        std::optional<std::uint32_t> expected;
        base::Instant expectedSince;
        std::uint32_t failures = 0;
    };
    struct Server
    {
        Politeness politeness;
        Queue urgent;
        Queue quiet;
        std::uint32_t urgentInRow = 0;
        std::uint32_t unansweredInRow = 0;
        std::size_t targets = 0;
        std::optional<base::Instant> wake; ///< its place in m_wakes
    };

    void add(const ProbeTarget& target, base::Instant now);
    void remove(Ticket ticket);
    void enqueue(Ticket ticket, Entry& entry, base::Instant due, bool urgent);
    void dequeue(Ticket ticket, Entry& entry);
    std::optional<Ticket> pick(Server& server, base::Instant now);
    void updateWake(const net::Endpoint& endpoint, Server& server);
    void schedule(Ticket ticket, Entry& entry, base::Instant now);
    base::Duration drawn(base::Duration nominal);

    ProbeTimings m_timings;
    std::mt19937_64 m_random;
    Ticket m_nextTicket = 1;
    std::unordered_map<Ticket, Entry> m_entries;
    std::unordered_map<Key, Ticket, KeyHash> m_tickets;
    std::unordered_map<base::ZoneId, std::vector<Ticket>> m_ofZone;
    std::unordered_map<net::Endpoint, Server> m_servers;
    std::set<std::pair<base::Instant, net::Endpoint>> m_wakes;
};

} // namespace zonescope::observe
