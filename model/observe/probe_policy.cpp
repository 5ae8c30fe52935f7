// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/observe/probe_policy.h"

#include "model/dns/serial.h"

#include <algorithm>

namespace zonescope::observe {
namespace {

constexpr std::uint32_t urgentShare = 8; // of so many questions at least one is a quiet one, or those starve
constexpr std::uint32_t mostDoublings = 16;

bool has(const std::optional<std::uint32_t>& seen, std::uint32_t wanted)
{
    return seen && (*seen == wanted || dns::isNewer(*seen, wanted));
}

} // namespace

ProbePolicy::ProbePolicy(std::uint64_t seed, ProbeTimings timings)
    : m_timings(timings)
    , m_random(seed)
{
}

void ProbePolicy::setTargets(const std::vector<ProbeTarget>& targets, base::Instant now)
{
    std::unordered_map<Key, Ticket, KeyHash> gone = m_tickets;
    std::vector<const ProbeTarget*> fresh;
    for (const ProbeTarget& target : targets) {
        const auto known = gone.find({target.zone, target.edge});
        if (known == gone.end()) {
            fresh.push_back(&target);
            continue;
        }
        Entry& entry = m_entries.at(known->second);
        if (entry.target.endpoint == target.endpoint && entry.target.apex == target.apex) {
            entry.target = target;
            m_servers.at(target.endpoint).politeness.setRate(target.maxQueriesPerSecond);
            gone.erase(known);
        } else {
            fresh.push_back(&target); // moved: what we knew is of another server
        }
    }
    for (const auto& [key, ticket] : gone)
        remove(ticket);
    for (const ProbeTarget* target : fresh)
        add(*target, now);
}

void ProbePolicy::add(const ProbeTarget& target, base::Instant now)
{
    if (m_tickets.contains({target.zone, target.edge}))
        return; // listed twice
    const Ticket ticket = m_nextTicket++;
    m_tickets.emplace(Key{target.zone, target.edge}, ticket);
    m_ofZone[target.zone].push_back(ticket);
    Server& server = m_servers[target.endpoint];
    ++server.targets;
    server.politeness.setRate(target.maxQueriesPerSecond);
    Entry& entry = m_entries[ticket];
    entry.target = target;
    std::uniform_int_distribution<std::int64_t> within(0, m_timings.firstWithin.count());
    enqueue(ticket, entry, now + base::Duration(within(m_random)), false);
}

void ProbePolicy::remove(Ticket ticket)
{
    const auto found = m_entries.find(ticket);
    Entry& entry = found->second;
    dequeue(ticket, entry);
    m_tickets.erase({entry.target.zone, entry.target.edge});
    if (const auto zone = m_ofZone.find(entry.target.zone); zone != m_ofZone.end()) {
        std::erase(zone->second, ticket);
        if (zone->second.empty())
            m_ofZone.erase(zone);
    }
    const auto server = m_servers.find(entry.target.endpoint);
    if (--server->second.targets == 0) {
        if (server->second.wake)
            m_wakes.erase({*server->second.wake, server->first});
        m_servers.erase(server);
    }
    m_entries.erase(found);
}

void ProbePolicy::enqueue(Ticket ticket, Entry& entry, base::Instant due, bool urgent)
{
    dequeue(ticket, entry);
    entry.due = due;
    entry.urgent = urgent;
    Server& server = m_servers.at(entry.target.endpoint);
    (urgent ? server.urgent : server.quiet).emplace(due, ticket);
    updateWake(entry.target.endpoint, server);
}

void ProbePolicy::dequeue(Ticket ticket, Entry& entry)
{
    Server& server = m_servers.at(entry.target.endpoint);
    (entry.urgent ? server.urgent : server.quiet).erase({entry.due, ticket});
    updateWake(entry.target.endpoint, server);
}

void ProbePolicy::updateWake(const net::Endpoint& endpoint, Server& server)
{
    std::optional<base::Instant> wake;
    for (const Queue* queue : {&server.urgent, &server.quiet})
        if (!queue->empty())
            wake = wake ? std::min(*wake, queue->begin()->first) : queue->begin()->first;
    if (wake)
        wake = std::max(*wake, server.politeness.nextAllowed());
    if (wake == server.wake)
        return;
    if (server.wake)
        m_wakes.erase({*server.wake, endpoint});
    server.wake = wake;
    if (wake)
        m_wakes.emplace(*wake, endpoint);
}

void ProbePolicy::expect(base::ZoneId zone, std::uint32_t serial, base::Instant now)
{
    const auto tickets = m_ofZone.find(zone);
    if (tickets == m_ofZone.end())
        return;
    std::uniform_int_distribution<std::int64_t> within(0, m_timings.shortest.count());
    for (const Ticket ticket : tickets->second) {
        Entry& entry = m_entries.at(ticket);
        if (has(entry.serial, serial))
            continue;
        entry.expected = serial;
        entry.expectedSince = now;
        const base::Instant due = now + base::Duration(within(m_random));
        if (!entry.underWay && !(entry.urgent && entry.due < due))
            enqueue(ticket, entry, due, true);
    }
}

void ProbePolicy::probeNow(const std::vector<base::ZoneId>& zones, base::Instant now)
{
    const auto ask = [&](Ticket ticket) {
        Entry& entry = m_entries.at(ticket);
        if (!entry.underWay && entry.due > now)
            enqueue(ticket, entry, now, true);
    };
    if (zones.empty())
        for (const auto& [key, ticket] : m_tickets)
            ask(ticket);
    for (const base::ZoneId zone : zones)
        if (const auto tickets = m_ofZone.find(zone); tickets != m_ofZone.end())
            for (const Ticket ticket : tickets->second)
                ask(ticket);
}

std::vector<ProbePolicy::Ticket> ProbePolicy::due(base::Instant now, std::size_t limit)
{
    std::vector<Ticket> all;
    while (all.size() < limit && !m_wakes.empty() && m_wakes.begin()->first <= now) {
        const net::Endpoint endpoint = m_wakes.begin()->second;
        Server& server = m_servers.at(endpoint);
        while (all.size() < limit && server.politeness.allowed(now)) {
            const auto ticket = pick(server, now);
            if (!ticket)
                break;
            server.politeness.take(now);
            if (server.unansweredInRow >=
                m_timings.deadAfter) // one question at a time, until one is answered
                server.politeness.pauseUntil(now + m_timings.deadPause);
            m_entries.at(*ticket).underWay = true;
            all.push_back(*ticket);
        }
        updateWake(endpoint, server);
    }
    return all;
}

std::optional<ProbePolicy::Ticket> ProbePolicy::pick(Server& server, base::Instant now)
{
    const bool urgent = !server.urgent.empty() && server.urgent.begin()->first <= now;
    const bool quiet = !server.quiet.empty() && server.quiet.begin()->first <= now;
    if (!urgent && !quiet)
        return std::nullopt;
    const bool takeUrgent = urgent && (!quiet || server.urgentInRow < urgentShare - 1);
    server.urgentInRow = takeUrgent ? server.urgentInRow + 1 : 0;
    Queue& queue = takeUrgent ? server.urgent : server.quiet;
    const Ticket ticket = queue.begin()->second;
    queue.erase(queue.begin());
    return ticket;
}

std::optional<base::Instant> ProbePolicy::nextDue() const
{
    return m_wakes.empty() ? std::nullopt : std::optional(m_wakes.begin()->first);
}

const ProbeTarget* ProbePolicy::target(Ticket ticket) const
{
    const auto found = m_entries.find(ticket);
    return found == m_entries.end() ? nullptr : &found->second.target;
}

void ProbePolicy::answered(Ticket ticket, std::optional<std::uint32_t> serial, base::Instant now)
{
    const auto found = m_entries.find(ticket);
    if (found == m_entries.end())
        return;
    Entry& entry = found->second;
    m_servers.at(entry.target.endpoint).unansweredInRow = 0;
    entry.failures = serial ? 0 : std::min(entry.failures + 1, mostDoublings);
    if (serial)
        entry.serial = serial;
    schedule(ticket, entry, now);
}

void ProbePolicy::unanswered(Ticket ticket, base::Instant now)
{
    const auto found = m_entries.find(ticket);
    if (found == m_entries.end())
        return;
    Entry& entry = found->second;
    Server& server = m_servers.at(entry.target.endpoint);
    ++server.unansweredInRow;
    entry.failures = std::min(entry.failures + 1, mostDoublings);
    schedule(ticket, entry, now);
}

void ProbePolicy::askedAgain(const net::Endpoint& server, base::Instant now)
{
    if (const auto found = m_servers.find(server); found != m_servers.end()) {
        found->second.politeness.take(now);
        updateWake(server, found->second);
    }
}

void ProbePolicy::schedule(Ticket ticket, Entry& entry, base::Instant now)
{
    entry.underWay = false;
    if (entry.expected && has(entry.serial, *entry.expected))
        entry.expected.reset();
    base::Duration pause = m_timings.quiet;
    if (entry.expected) {
        // In proportion to the age: the error of a measured delay is a fixed share of it.
        const auto age = std::chrono::duration_cast<base::Duration>(now - entry.expectedSince);
        pause = std::clamp(age / m_timings.ageDivisor, m_timings.shortest, m_timings.quiet);
    }
    if (entry.failures > 0) {
        const base::Duration confirm = m_timings.confirm * (std::int64_t{1} << (entry.failures - 1));
        pause = entry.expected ? std::max(pause, std::min(confirm, m_timings.confirm * 4))
                               : std::min(pause, confirm);
    }
    enqueue(ticket, entry, now + drawn(pause), entry.expected.has_value());
}

base::Duration ProbePolicy::drawn(base::Duration nominal)
{
    std::uniform_int_distribution<std::int64_t> length(nominal.count() / 2, nominal.count() * 3 / 2);
    return base::Duration(length(m_random));
}

} // namespace zonescope::observe
