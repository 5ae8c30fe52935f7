// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/commit_lane.h"
#include "model/store/journal/append_journal.h"
#include "model/store/ledger_codec.h"
#include "model/store/ledger_rows.h"
#include "model/store/sqlite.h"
#include "model/store/store_health.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <unordered_set>
#include <vector>

namespace zonescope::store {

/// The work ledger over work.sqlite and the journal in front of it. Calls change rows in memory and mark
/// them; a commit writes the marked rows as they are then, so any number of requests for one zone costs one
/// row, and a failed commit is repeated by simply leaving the marks. enqueue() and complete() ask for a
/// commit at once; claims and timers ride along, or go by themselves a little later: losing one repeats a
/// transfer, no more. A commit is one group in the journal: a page, where SQLite's log takes five. The tables
/// follow when the journal is full, when it failed, and at the end.
class Ledger final : public schedule::WorkLedger, public CommitLane
{
public:
    /// `wake`: called after a change that has to be committed soon.
    Ledger(Database& database, StoreHealth& health, std::function<void()> wake);

    /// Before the writer thread starts. What the journal holds goes into the tables.
    base::Status open(const std::filesystem::path& journal);
    /// After the writer thread has ended.
    void close();

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
        LedgerGroup changes;
        std::vector<Durable> waiting;
    };
    Group takeGroup();
    base::Status write(const LedgerGroup& group);
    base::Status save(const LedgerChanges& changes);
    base::Status saveRows(const LedgerChanges& changes);
    void settle(const Group& group, const base::Status& outcome);
    void mark(base::ZoneId zone); ///< precondition: m_mutex held
    void hurry();                 ///< precondition: m_mutex held
    bool delay();                 ///< the same; true: the thread has to know
    base::Status readJournal(const std::filesystem::path& file);
    base::Status readRows();
    base::Status readTimers();
    void restore(const schedule::LedgerRow& row);

    Database& m_database;
    StoreHealth& m_health;
    std::function<void()> m_wake;
    // Writer thread only.
    Statement m_putRow, m_removeRow, m_putTimer, m_removeTimer, m_putNext, m_putSalt;
    AppendJournal m_journal;
    LedgerChanges m_unsaved; ///< in the journal, not yet in the tables
    bool m_failing = false;

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
