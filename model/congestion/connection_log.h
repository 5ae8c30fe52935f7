// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/connection_history.h"

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace zonescope::congestion {

/// Makes the log of every connection that ended: close events joined by cookie with the samples before, which
/// alone know algorithm, user and age. Keeps no rows, only figures a minute until they are taken. No I/O, one
/// thread.
class ConnectionLog
{
public:
    /// The newest dump. Sockets that are missing in two dumps and never said goodbye are forgotten.
    void sample(std::span<const Connection> live, base::Timestamp at);
    /// Rows get times that rise, a microsecond apart when the clock does not tell them apart: the database
    /// keeps them under their time.
    void closed(const Connection& connection, base::Timestamp at);
    void lost(std::uint64_t events) { m_lost += events; }

    std::vector<ClosedConnection> take() { return std::exchange(m_rows, {}); } ///< ended since the last call
    /// What was counted since the last call; a minute may come in several parts, which merge.
    std::vector<MinuteRow> takeMinutes();
    const std::map<MinuteKey, MinuteFigures>& minutes() const { return m_minutes; } ///< not yet taken
    std::uint64_t total() const { return m_total; }                                 ///< since the start
    std::uint64_t lostEvents() const { return m_lost; }
    std::size_t known() const;
    std::size_t waiting() const { return m_rows.size(); } ///< for take()

private:
    struct Known
    {
        std::uint64_t cookie = 0; ///< 0: it ended
        base::Timestamp firstSeen;
        std::array<char, 16> algorithm{};
        std::uint32_t userId = 0;
        std::uint32_t inode = 0;
        net::Endpoint local, remote;
        bool missed = false; ///< by the newest dump
        bool seen = false;   ///< by the dump that is being read
    };
    base::Timestamp risingTime(base::Timestamp at);
    std::size_t find(std::uint64_t cookie);
    void fillSlots();
    void count(const ClosedConnection& row);

    std::vector<ClosedConnection> m_rows;
    std::map<MinuteKey, MinuteFigures> m_minutes;
    MinuteKey m_lastKey;
    MinuteFigures* m_lastFigures = nullptr; ///< under m_lastKey
    std::vector<Known> m_known;             ///< in the order of the dump, which hardly changes
    /// Where in m_known, counted from 1, by cookie; made when something is looked for out of order.
    std::vector<std::uint32_t> m_slots;
    base::Timestamp m_lastClosed{};
    std::uint64_t m_total = 0;
    std::uint64_t m_lost = 0;
};

} // namespace zonescope::congestion
