// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/commit_lane.h"
#include "model/store/history_queue.h"
#include "model/store/history_writer.h"
#include "model/store/journal/append_journal.h"
#include "model/store/pruner.h"
#include "model/store/store_health.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace zonescope::store {

/// The queue of history rows and their commits to history.sqlite. Few rows go into a journal first, one page
/// where the tables and their indexes take fifteen, and move together: after a minute, when there are many,
/// and when somebody wants to read them. A failed group stays and is tried again; while writing fails the
/// queue holds a bounded number of rows, further ones are dropped and counted.
class HistoryLane final : public CommitLane
{
public:
    using Durable = std::function<void(base::Status)>;

    /// interrupted: true when somebody more urgent waits for the writer thread; a group then ends early.
    HistoryLane(Database& database, const base::Clock& clock, StoreHealth& health, std::function<void()> wake,
                std::function<bool()> interrupted);

    /// Before the writer thread starts: moves what the journal holds, records the data gap since the last
    /// sign of life.
    base::Status open(const std::filesystem::path& journal);
    /// After the writer thread has ended: the last sign of life.
    void close();

    using Item = HistoryItem;
    void push(Item item);
    void prune(base::Timestamp olderThan);
    void setHistoryDays(std::uint32_t days) { m_historyDays = days; }
    void setConnectionLimits(const congestion::LogLimits& limits) { m_connectionLimits = limits; }

    std::uint64_t firstFreeId() const { return m_highestId + 1; }
    std::uint64_t dropped() const { return m_dropped; }
    /// Rows wait in the journal: who wants to read them pushes a HistoryFlush and reads then.
    bool holdsBack() const { return m_inJournal != 0; }

    std::optional<TimePoint> dueAt() const override;
    void commit() override;
    void ending() override { m_ending = true; }
    bool settled() const override;

private:
    base::Status readJournal(const std::filesystem::path& file);
    base::Status moveOfBefore(base::Timestamp lastAlive);
    void take();
    bool takeQueue();
    bool mayWait() const;
    bool spool();
    void settleSpooled();
    base::Status writeGroup(std::size_t& written);
    base::Status writeItem(const Item& item);
    base::Status pruneSlice();
    base::Status pruneConnections();
    bool roomFor(const Item& item);
    base::Status noticeSleep();
    void everyHour();
    void settle(std::size_t written, const base::Status& outcome);
    void noteId(const Item& item);

    Database& m_database;
    const base::Clock& m_clock;
    StoreHealth& m_health;
    std::function<void()> m_wake;
    std::function<bool()> m_interrupted;

    // Writer thread only.
    std::optional<HistoryWriter> m_writer;
    Pruner m_pruner;
    HistoryQueue m_backlog;    ///< taken from the queue together
    std::vector<Item> m_group; ///< not committed yet; the first ones are in the journal
    AppendJournal m_journal;
    std::uint64_t m_salt = 0;          ///< of the journal that follows the group now written
    std::optional<TimePoint> m_moveAt; ///< the first row in the journal has waited long enough
    bool m_ending = false;
    bool m_failing = false;
    base::Timestamp m_aliveWall;
    base::Instant m_aliveSteady;
    base::Timestamp m_groupWall{}; ///< when the group now being written began
    base::Instant m_groupSteady{};
    base::Instant m_prunedAt;
    bool m_pruningConnections = true; ///< there may be more than the limits allow

    mutable std::mutex m_mutex; ///< guards m_queue, m_due, m_retryAt, m_pruneBefore
    HistoryQueue m_queue;
    std::optional<TimePoint> m_retryAt; ///< while writing fails
    std::optional<TimePoint> m_due;
    std::optional<base::Timestamp> m_pruneBefore;
    std::atomic<std::size_t> m_held{0};      ///< rows in m_queue, m_backlog and m_group
    std::atomic<std::size_t> m_inJournal{0}; ///< of m_group
    std::atomic<std::uint64_t> m_highestId{0};
    std::atomic<std::uint64_t> m_dropped{0};
    std::atomic<std::uint32_t> m_historyDays{0};
    std::atomic<congestion::LogLimits> m_connectionLimits{congestion::LogLimits{}};
    std::atomic<std::size_t> m_heldConnections{0}; ///< rows in Closed items
};

} // namespace zonescope::store
