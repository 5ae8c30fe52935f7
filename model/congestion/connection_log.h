// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/connection.h"
#include "model/pipeline/histogram.h"

#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace zonescope::congestion {

/// Where a minute's figures belong: the network of the peer (/24, /48) and the algorithm of our side.
struct MinuteKey
{
    std::int64_t minute = 0; ///< since 1970
    net::Prefix peer;
    std::string algorithm; ///< empty: unknown, it lived between two samples

    friend auto operator<=>(const MinuteKey&, const MinuteKey&) = default;
};
struct MinuteFigures
{
    std::uint64_t connections = 0;
    std::uint64_t bytesSent = 0;
    std::uint64_t bytesReceived = 0;
    std::uint64_t bytesRetransmitted = 0;
    pipeline::Histogram rtt; ///< smoothed, at the end of each connection
};

/// Makes the log of every connection that ended: close events joined by cookie with the samples before, which
/// alone know algorithm, user and age. Keeps no rows, only figures a minute. No I/O, one thread.
class ConnectionLog
{
public:
    /// The newest dump. Sockets that are missing in two dumps and never said goodbye are forgotten.
    void sample(std::span<const Connection> live, base::Timestamp at);
    void closed(const Connection& connection, base::Timestamp at);
    void lost(std::uint64_t events) { m_lost += events; }

    std::vector<ClosedConnection> take() { return std::exchange(m_rows, {}); } ///< ended since the last call
    const std::map<MinuteKey, MinuteFigures>& minutes() const { return m_minutes; }
    std::uint64_t total() const { return m_total; } ///< since the start
    std::uint64_t lostEvents() const { return m_lost; }
    std::size_t known() const { return m_known.size(); }

private:
    struct Known
    {
        base::Timestamp firstSeen;
        std::uint64_t sample = 0; ///< number of the last dump that showed it
        std::array<char, 16> algorithm{};
        std::uint32_t userId = 0;
        std::uint32_t inode = 0;
    };
    void count(const ClosedConnection& row);

    std::vector<ClosedConnection> m_rows;
    std::map<MinuteKey, MinuteFigures> m_minutes;
    std::unordered_map<std::uint64_t, Known> m_known; ///< by cookie
    std::uint64_t m_sample = 0;
    std::uint64_t m_total = 0;
    std::uint64_t m_lost = 0;
};

/// The network a peer's figures are kept under: /24 of IPv4, /48 of IPv6.
net::Prefix peerNetwork(const net::IpAddress& peer);

} // namespace zonescope::congestion
