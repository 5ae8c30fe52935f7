// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/connection_log.h"

#include <algorithm>

namespace zonescope::congestion {

net::Prefix peerNetwork(const net::IpAddress& peer)
{
    const std::size_t kept = peer.family() == net::Family::V4 ? 3 : 6;
    auto octets = peer.octets();
    std::fill(octets.begin() + static_cast<std::ptrdiff_t>(kept), octets.end(), std::uint8_t{0});
    return {net::IpAddress::fromOctets(peer.family(), octets.data()), static_cast<std::uint8_t>(kept * 8)};
}

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
    ClosedConnection row{connection, at, std::nullopt};
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

void ConnectionLog::count(const ClosedConnection& row)
{
    const TcpCounters& c = row.connection.counters;
    const MinuteKey key{
        std::chrono::duration_cast<std::chrono::minutes>(row.closedAt.time_since_epoch()).count(),
        peerNetwork(row.connection.remote.address), std::string(row.connection.algorithm())};
    MinuteFigures& figures = m_minutes[key];
    ++figures.connections;
    figures.bytesSent += c.bytesSent;
    figures.bytesReceived += c.bytesReceived;
    figures.bytesRetransmitted += c.bytesRetransmitted;
    if (c.rttUs != 0)
        figures.rtt.add(base::Duration(c.rttUs));
}

} // namespace zonescope::congestion
