// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/connection_history.h"
#include "model/store/sqlite.h"
#include "model/store/words.h"

#include <span>

namespace zonescope::store {

/// Writes the log of ended connections into the transaction that is open: rows under their time, figures of
/// minutes merged with those that are there, and removes what is too old or too much. Writer thread only.
class ConnectionRows
{
public:
    ConnectionRows(Database& database, Words& words);

    base::Status put(std::span<const congestion::ClosedConnection> rows);
    base::Status put(std::span<const congestion::MinuteRow> minutes);
    /// Removes at most some thousand rows that are over the limits. Gives whether there are more.
    base::Result<bool> prune(const congestion::LogLimits& limits, base::Timestamp now);
    void rolledBack();

    /// What a row takes on disk, indices and all; tst_connection_rows measures it over 100,000 rows of both
    /// families.
    static constexpr std::uint64_t rowOctets = 112;

private:
    base::Status put(const congestion::ClosedConnection& row);
    base::Result<std::int64_t> freeId(std::int64_t wanted);
    base::Status changeCount(std::int64_t by);
    base::Result<std::optional<std::int64_t>> algorithmWord(std::string_view name);

    Database& m_database;
    Words& m_words;
    Statement m_insert, m_exists, m_count, m_readMinute, m_putMinute, m_prune;
    std::int64_t m_lastId = 0;
};

/// Reader thread. Errors: StoreCorrupt, StoreFailed.
base::Result<std::vector<congestion::ClosedConnection>>
readConnections(const Database& database, Words& words, const congestion::ConnectionFilter& filter);
/// Minutes of a period, oldest first; of one network, when given.
base::Result<std::vector<congestion::MinuteRow>> readMinutes(const Database& database, Words& words,
                                                             const pipeline::Period& period,
                                                             const std::optional<net::Prefix>& peer);

} // namespace zonescope::store
