// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/connection_log.h"

#include <algorithm>
#include <bit>
#include <string>

namespace zonescope::congestion {
namespace {

/// The kernel numbers sockets one after the other.
std::size_t slotOf(std::uint64_t cookie)
{
    return (cookie * 0x9E3779B97F4A7C15ULL) >> 32U;
}

} // namespace

void ConnectionLog::sample(std::span<const Connection> live, base::Timestamp at)
{
    std::vector<Known> next;
    next.reserve(live.size() + live.size() / 8);
    std::size_t expected = 0; // the kernel walks its table in the same order each time
    for (const Connection& socket : live) {
        while (expected < m_known.size() && m_known[expected].cookie == 0)
            ++expected;
        const bool inOrder = expected < m_known.size() && m_known[expected].cookie == socket.cookie;
        const std::size_t before = inOrder ? expected : find(socket.cookie);
        Known known{socket.cookie, at,           socket.algorithmText, // of a live socket it may change
                    socket.userId, socket.inode, socket.local,         socket.remote, false, false};
        if (before < m_known.size()) {
            expected = before + 1;
            if (std::exchange(m_known[before].seen, true))
                continue; // a table that changes meanwhile shows some of them twice
            known.firstSeen = m_known[before].firstSeen;
        }
        next.push_back(known);
    }
    for (Known& known : m_known)
        if (!known.seen && !known.missed && known.cookie != 0) {
            known.missed = true;
            next.push_back(known);
        }
    m_known = std::move(next);
    m_slots.clear();
}

/// m_known.size(): it is not there.
std::size_t ConnectionLog::find(std::uint64_t cookie)
{
    if (m_slots.empty())
        fillSlots();
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t at = slotOf(cookie); m_slots[at & mask] != 0; ++at)
        if (m_known[m_slots[at & mask] - 1].cookie == cookie)
            return m_slots[at & mask] - 1;
    return m_known.size();
}

void ConnectionLog::fillSlots()
{
    m_slots.assign(std::bit_ceil(2 * m_known.size() + 16), 0);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t i = 0; i < m_known.size(); ++i) {
        std::size_t at = slotOf(m_known[i].cookie);
        while (m_slots[at & mask] != 0)
            ++at;
        m_slots[at & mask] = static_cast<std::uint32_t>(i + 1);
    }
}

std::size_t ConnectionLog::known() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(m_known, [](const Known& known) { return known.cookie != 0; }));
}

void ConnectionLog::closed(const Connection& connection, base::Timestamp at)
{
    const std::size_t index = find(connection.cookie);
    // A listener, a socket that was never connected - or one whose program threw the connection away
    // (SO_LINGER of 0): then the kernel has forgotten whose it was, but a sample may know.
    const bool abandoned = connection.remote.port == 0;
    if (abandoned && (index == m_known.size() || m_known[index].remote.port == 0))
        return;
    ClosedConnection row{connection, risingTime(at), std::nullopt};
    if (index < m_known.size()) {
        Known& known = m_known[index];
        if (abandoned) {
            row.connection.local = known.local;
            row.connection.remote = known.remote;
        }
        row.firstSeen = known.firstSeen;
        row.connection.algorithmText = known.algorithm;
        row.connection.userId = known.userId;
        row.connection.inode = known.inode;
        known.cookie = 0;
    }
    ++m_total;
    count(row);
    m_rows.push_back(row);
}

base::Timestamp ConnectionLog::risingTime(base::Timestamp at)
{
    constexpr base::Duration clockWasSet{1'000'000};
    if (at <= m_lastClosed && m_lastClosed - at < clockWasSet)
        at = m_lastClosed + base::Duration(1);
    m_lastClosed = at;
    return at;
}

std::vector<MinuteRow> ConnectionLog::takeMinutes()
{
    std::vector<MinuteRow> rows;
    rows.reserve(m_minutes.size());
    for (auto& [key, figures] : m_minutes)
        rows.push_back({key, std::move(figures)});
    m_minutes.clear();
    m_lastFigures = nullptr;
    return rows;
}

void ConnectionLog::count(const ClosedConnection& row)
{
    const auto minute =
        std::chrono::duration_cast<std::chrono::minutes>(row.closedAt.time_since_epoch()).count();
    const net::Prefix peer = peerNetwork(row.connection.remote.address);
    // They end in crowds of one network.
    if (m_lastFigures == nullptr || m_lastKey.minute != minute || m_lastKey.peer != peer ||
        m_lastKey.algorithm != row.connection.algorithm()) {
        m_lastKey = {minute, peer, std::string(row.connection.algorithm())};
        m_lastFigures = &m_minutes[m_lastKey];
    }
    m_lastFigures->add(row.connection.counters);
}

} // namespace zonescope::congestion
