// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/commit_lane.h"
#include "model/store/history_writer.h"
#include "model/store/pruner.h"
#include "model/store/store_health.h"

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <variant>

namespace zonescope::store {

/// The queue of history rows and their commits to history.sqlite. A failed group stays and is tried again;
/// while writing fails the queue holds a bounded number of rows, further ones are dropped and counted.
class HistoryLane final : public CommitLane
{
public:
    using Durable = std::function<void(base::Status)>;

    /// interrupted: true when somebody more urgent waits for the writer thread; a group then ends early.
    HistoryLane(Database& database, const base::Clock& clock, StoreHealth& health, std::function<void()> wake,
                std::function<bool()> interrupted);

    /// Before the writer thread starts: records the data gap since the last sign of life.
    base::Status open();
    /// After the writer thread has ended: the last sign of life.
    void close();

    struct Difference
    {
        base::ZoneId zone;
        zone::Changeset change;
        std::uint32_t keep;
    };
    struct ForgetDifferences
    {
        base::ZoneId zone;
    };
    struct Flush
    {
        Durable durable;
    };
    using Item = std::variant<pipeline::TransferAttempt, pipeline::Event, pipeline::Change,
                              pipeline::SerialSpan, Difference, ForgetDifferences, Flush>;
    void push(Item item);
    void prune(base::Timestamp olderThan);
    void setHistoryDays(std::uint32_t days) { m_historyDays = days; }

    std::uint64_t firstFreeId() const { return m_highestId + 1; }
    std::uint64_t dropped() const { return m_dropped; }

    std::optional<TimePoint> dueAt() const override;
    void commit() override;
    bool settled() const override;

private:
    void take();
    base::Status writeGroup(std::size_t& written);
    base::Status writeItem(const Item& item);
    base::Status pruneSlice();
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
    std::deque<Item> m_group; ///< taken from the queue, not committed yet
    bool m_failing = false;
    base::Timestamp m_aliveWall;
    base::Instant m_aliveSteady;
    base::Timestamp m_groupWall{}; ///< when the group now being written began
    base::Instant m_groupSteady{};
    base::Instant m_prunedAt;

    mutable std::mutex m_mutex; ///< guards m_queue, m_due, m_retryAt, m_pruneBefore
    std::deque<Item> m_queue;
    std::optional<TimePoint> m_retryAt; ///< while writing fails
    std::optional<TimePoint> m_due;
    std::optional<base::Timestamp> m_pruneBefore;
    std::atomic<std::size_t> m_held{0}; ///< rows in m_queue and m_group
    std::atomic<std::uint64_t> m_highestId{0};
    std::atomic<std::uint64_t> m_dropped{0};
    std::atomic<std::uint32_t> m_historyDays{0};
};

} // namespace zonescope::store
