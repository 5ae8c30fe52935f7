// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/connection_log.h"

#include <algorithm>
#include <string>

namespace zonescope::congestion {

void ConnectionLog::sample(std::span<const Connection> live, base::Timestamp at)
{
    ++m_sample;
    for (const Connection& socket : live) {
        auto [known, isNew] = m_known.try_emplace(socket.cookie);
        if (isNew)
            known->second.firstSeen = at;
        known->second.sample = m_sample;
        known->second.algorithm = socket.algorithmText; // of a live socket it may be changed at any time
        known->second.userId = socket.userId;
        known->second.inode = socket.inode;
    }
    std::erase_if(m_known, [&](const auto& entry) { return entry.second.sample + 2 <= m_sample; });
}

void ConnectionLog::closed(const Connection& connection, base::Timestamp at)
{
    if (connection.remote.port == 0)
        return; // a listener went, or a socket that was never connected
    ClosedConnection row{connection, risingTime(at), std::nullopt};
    if (const auto known = m_known.find(connection.cookie); known != m_known.end()) {
        row.firstSeen = known->second.firstSeen;
        row.connection.algorithmText = known->second.algorithm;
        row.connection.userId = known->second.userId;
        row.connection.inode = known->second.inode;
        m_known.erase(known);
    }
    ++m_total;
    count(row);
    m_rows.push_back(std::move(row));
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
    return rows;
}

void ConnectionLog::count(const ClosedConnection& row)
{
    const MinuteKey key{
        std::chrono::duration_cast<std::chrono::minutes>(row.closedAt.time_since_epoch()).count(),
        peerNetwork(row.connection.remote.address), std::string(row.connection.algorithm())};
    m_minutes[key].add(row.connection.counters);
}

} // namespace zonescope::congestion
