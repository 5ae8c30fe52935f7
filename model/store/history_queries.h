// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/history_source.h"
#include "model/store/sqlite.h"
#include "model/store/store.h"
#include "model/store/words.h"

namespace zonescope::store {

/// Reads history over its own connection. Reader thread only.
class HistoryQueries final : public HistoryReader
{
public:
    explicit HistoryQueries(Database database);

    base::Result<std::vector<pipeline::Change>> changes(const pipeline::HistoryFilter& filter) override;
    base::Result<std::vector<pipeline::TransferAttempt>>
    attempts(const pipeline::HistoryFilter& filter) override;
    base::Result<std::vector<pipeline::Event>> events(const pipeline::HistoryFilter& filter) override;
    base::Result<std::vector<pipeline::HourlyLatency>> latency(const pipeline::HistoryFilter& filter,
                                                               bool byEdge) override;
    base::Result<std::vector<pipeline::SerialSpan>> serials(const pipeline::HistoryFilter& filter) override;
    base::Result<std::vector<pipeline::PathRecord>>
    paths(const net::Endpoint& target, const pipeline::Period& period, std::size_t limit) override;
    base::Result<std::vector<pipeline::PathRecord>> newestPaths() override;
    base::Result<std::vector<pipeline::DataGap>> gaps(const pipeline::Period& period) override;
    base::Result<std::vector<congestion::ClosedConnection>>
    connections(const congestion::ConnectionFilter& filter) override;
    base::Result<std::vector<congestion::MinuteRow>> minutes(const pipeline::Period& period,
                                                             const std::optional<net::Prefix>& peer) override;
    base::Result<std::vector<std::uint32_t>> keptVersions(base::ZoneId zone) override;
    base::Result<std::vector<zone::Changeset>> changesets(base::ZoneId zone, std::uint32_t fromSerial,
                                                          std::uint32_t toSerial) override;

private:
    Database m_database;
    Words m_words;
};

} // namespace zonescope::store
