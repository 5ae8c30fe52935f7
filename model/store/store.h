// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/congestion/connection_history.h"
#include "model/dns/key_ring.h"
#include "model/pipeline/history.h"
#include "model/pipeline/path_record.h"
#include "model/schedule/work_ledger.h"
#include "model/zone/configuration.h"
#include "model/zone/zone_version.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace zonescope::store {

/// Reads history. Lives on the store's reader thread (its own connection, WAL: readers never wait for the
/// writer). Errors: StoreCorrupt, StoreFailed.
class HistoryReader
{
public:
    virtual ~HistoryReader() = default;
    virtual base::Result<std::vector<pipeline::Change>> changes(const pipeline::HistoryFilter& filter) = 0;
    virtual base::Result<std::vector<pipeline::TransferAttempt>>
    attempts(const pipeline::HistoryFilter& filter) = 0;
    virtual base::Result<std::vector<pipeline::Event>> events(const pipeline::HistoryFilter& filter) = 0;
    /// Roll-ups: one row per (stage, zone, hour), or per (stage, edge, hour) when byEdge.
    virtual base::Result<std::vector<pipeline::HourlyLatency>> latency(const pipeline::HistoryFilter& filter,
                                                                       bool byEdge) = 0;
    virtual base::Result<std::vector<pipeline::SerialSpan>>
    serials(const pipeline::HistoryFilter& filter) = 0;
    /// Rounds of probes to one server, oldest first; the newest `limit` of the period.
    virtual base::Result<std::vector<pipeline::PathRecord>>
    paths(const net::Endpoint& target, const pipeline::Period& period, std::size_t limit) = 0;
    /// The newest of each server.
    virtual base::Result<std::vector<pipeline::PathRecord>> newestPaths() = 0;
    virtual base::Result<std::vector<pipeline::DataGap>> gaps(const pipeline::Period& period) = 0;
    /// Newest first.
    virtual base::Result<std::vector<congestion::ClosedConnection>>
    connections(const congestion::ConnectionFilter& filter) = 0;
    /// Oldest first; of one network when given.
    virtual base::Result<std::vector<congestion::MinuteRow>>
    minutes(const pipeline::Period& period, const std::optional<net::Prefix>& peer) = 0;
    /// Serials of versions whose differences are kept, newest first.
    virtual base::Result<std::vector<std::uint32_t>> keptVersions(base::ZoneId zone) = 0;
    /// The kept differences that lead from one serial to the other, oldest first. Errors: NotFound.
    virtual base::Result<std::vector<zone::Changeset>> changesets(base::ZoneId zone, std::uint32_t fromSerial,
                                                                  std::uint32_t toSerial) = 0;
};

/// The database and the secret file: one writer thread with group commit, one reader thread. Thread-safe.
/// SQLite in WAL mode: history.sqlite (synchronous NORMAL) and work.sqlite (configuration, ledger, timers:
/// FULL).
class Store
{
public:
    /// `at` says how far back the last shutdown is: a data gap is recorded. A damaged history is set aside
    /// and begun anew: what happened may be lost, what is to be done may not. On a full disk it opens when
    /// there was room at the start before; writing then fails as it does later. Errors: StoreOpen,
    /// StoreCorrupt (the configuration or the work), StoreReadOnly, StoreFull.
    static base::Result<std::unique_ptr<Store>> open(const std::filesystem::path& folder,
                                                     const base::Clock& clock);
    virtual ~Store() = default; ///< commits what is queued, joins the threads

    using Durable = std::function<void(base::Status)>; ///< called on the writer thread after the commit

    /// Why the history of before was set aside, and where it is now; nothing: it was not.
    virtual std::optional<base::Error> historyDamage() const = 0;

    // What users manage. Start-up only: blocks.
    virtual base::Result<zone::Configuration> loadConfiguration() = 0;
    virtual base::Result<dns::KeyRing> loadSecrets(const zone::Configuration& configuration) = 0;
    /// Saves the whole difference to the stored one in one transaction; secrets go to the owner-only file
    /// first.
    virtual void saveConfiguration(zone::ConfigurationPtr configuration,
                                   std::map<base::KeyId, base::Bytes> newSecrets, Durable durable) = 0;

    virtual schedule::WorkLedger& ledger() = 0;

    // History: queued, committed in groups (at the latest 2 s later), never blocks the caller.
    /// Ids for rows written from now on: greater than any stored one.
    virtual std::uint64_t firstFreeId() const = 0;
    virtual void append(pipeline::TransferAttempt attempt) = 0;
    virtual void append(pipeline::Event event) = 0;
    virtual void put(pipeline::Change change) = 0; ///< insert or replace by id; roll-ups count each sample
                                                   ///< once, when it is complete
    virtual void append(pipeline::SerialSpan span) = 0; ///< extends the newest span of the same server when
                                                        ///< serial and failure are equal
    virtual void append(pipeline::PathRecord record) = 0;
    /// Connections that ended, in one group.
    virtual void append(std::shared_ptr<const std::vector<congestion::ClosedConnection>> rows) = 0;
    /// Merged with what the same minutes already have.
    virtual void append(std::vector<congestion::MinuteRow> minutes) = 0;
    virtual void keepDifference(base::ZoneId zone,
                                zone::Changeset change) = 0; ///< keeps the newest `keptVersions` of a zone
    virtual void flush(Durable durable) = 0;                 ///< called when all queued before is durable
    /// Rows that found the queue full while writing failed, since the start.
    virtual std::uint64_t droppedRows() const = 0;

    /// Runs `work` on the reader thread.
    virtual void read(std::function<void(HistoryReader&)> work) = 0;
    /// Removes rows older than the limit; also runs by itself once an hour.
    virtual void prune(base::Timestamp olderThan) = 0;
    /// Called on the writer thread when writing starts to fail and when it works again (nothing).
    virtual void setErrorListener(std::function<void(std::optional<base::Error>)> listener) = 0;
};

} // namespace zonescope::store
