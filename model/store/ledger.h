// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/commit_lane.h"
#include "model/store/ledger_rows.h"
#include "model/store/sqlite.h"
#include "model/store/store_health.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <unordered_set>
#include <vector>

namespace zonescope::store {

/// The work ledger over work.sqlite. Calls change rows in memory and mark them; a commit writes the marked
/// rows as they are then, so any number of requests for one zone costs one row, and a failed commit is
/// repeated by simply leaving the marks. enqueue() and complete() ask for a commit at once; claims and
/// timers ride along, or go by themselves a little later: losing one repeats a transfer, no more.
class Ledger final : public schedule::WorkLedger, public CommitLane
{
public:
    /// `wake`: called after a change that has to be committed soon.
    Ledger(Database& database, StoreHealth& health, std::function<void()> wake);

    /// Before the writer thread starts.
    base::Status open();

    base::Result<Loaded> load() override;
    void enqueue(base::ZoneId zone, schedule::Offset offset, pipeline::Triggers triggers,
                 Durable durable) override;
    void claim(base::ZoneId zone) override;
    void complete(base::ZoneId zone, Durable durable) override;
    void release(base::ZoneId zone) override;
    void saveTimers(const schedule::TimerRow& row) override;
    void forget(base::ZoneId zone) override;
    schedule::Offset watermark() const override { return m_watermark; }

    std::optional<TimePoint> dueAt() const override;
    void commit() override;
    bool settled() const override;

private:
    struct Group
    {
        std::vector<base::ZoneId> removed;
        std::vector<schedule::LedgerRow> rows;
        std::vector<schedule::TimerRow> timers;
        std::vector<Durable> waiting;
        schedule::Offset next = 1;

        bool empty() const { return removed.empty() && rows.empty() && timers.empty() && waiting.empty(); }
    };
    Group takeGroup();
    base::Status write(const Group& group);
    void settle(const Group& group, const base::Status& outcome);
    void mark(base::ZoneId zone); ///< precondition: m_mutex held
    void hurry();                 ///< precondition: m_mutex held
    void delay();                 ///< precondition: m_mutex held
    base::Status readRows();
    base::Status readTimers();

    Database& m_database;
    StoreHealth& m_health;
    std::function<void()> m_wake;
    Statement m_putRow, m_removeRow, m_putTimer, m_removeTimer, m_putNext; ///< writer thread only
    bool m_failing = false;                                                ///< writer thread only

    mutable std::mutex m_mutex; ///< guards all below
    LedgerRows m_rows;
    std::unordered_map<base::ZoneId, schedule::TimerRow> m_timers;
    std::unordered_set<base::ZoneId> m_marked;       ///< rows that differ from the disk
    std::unordered_set<base::ZoneId> m_markedTimers; ///< timers that differ from the disk
    std::unordered_set<base::ZoneId> m_removed;
    std::vector<Durable> m_waiting;
    std::optional<TimePoint> m_due;
    std::atomic<schedule::Offset> m_watermark{1};
};

} // namespace zonescope::store
