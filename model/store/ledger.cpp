// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/ledger.h"

#include <algorithm>
#include <utility>

namespace zonescope::store {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

// Claims, timers, ends of work: nobody waits for them. Most ride along with the next request that is
// accepted.
constexpr auto lazyDelay = 2s;
constexpr auto retryDelay = 1s;                                  // after a failed commit
constexpr std::uint64_t journalLimit = std::uint64_t{256} << 10; // octets: some 5,000 requests

std::optional<schedule::Offset> low(const std::optional<std::pair<schedule::Offset, schedule::Offset>>& range)
{
    return range ? std::optional(range->first) : std::nullopt;
}

std::optional<schedule::Offset>
high(const std::optional<std::pair<schedule::Offset, schedule::Offset>>& range)
{
    return range ? std::optional(range->second) : std::nullopt;
}

std::optional<std::pair<schedule::Offset, schedule::Offset>> rangeAt(const Statement& row, int column)
{
    if (row.isNull(column) || row.isNull(column + 1))
        return std::nullopt;
    return std::pair(static_cast<schedule::Offset>(row.integer(column)),
                     static_cast<schedule::Offset>(row.integer(column + 1)));
}

} // namespace

Ledger::Ledger(Database& database, StoreHealth& health, std::function<void()> wake)
    : m_database(database)
    , m_health(health)
    , m_wake(std::move(wake))
    , m_putRow(database.prepare("INSERT OR REPLACE INTO ledger(zone, sched_lo, sched_hi, work_lo, work_hi, "
                                "done, sched_triggers, work_triggers) VALUES(?,?,?,?,?,?,?,?)"))
    , m_removeRow(database.prepare("DELETE FROM ledger WHERE zone=?"))
    , m_putTimer(database.prepare("INSERT OR REPLACE INTO timer(zone, next_check, last_good, expires_at, "
                                  "failures) VALUES(?,?,?,?,?)"))
    , m_removeTimer(database.prepare("DELETE FROM timer WHERE zone=?"))
    , m_putNext(database.prepare("INSERT OR REPLACE INTO meta(name, value) VALUES('next_offset', ?)"))
    , m_putSalt(database.prepare("INSERT OR REPLACE INTO meta(name, value) VALUES('ledger_salt', ?)"))
{
}

base::Status Ledger::open(const std::filesystem::path& journal)
{
    const std::lock_guard lock(m_mutex);
    const auto next = m_database.value("SELECT value FROM meta WHERE name='next_offset'");
    if (!next)
        return tl::unexpected<base::Error>(next.error());
    m_rows.reserve(static_cast<schedule::Offset>(std::max<std::int64_t>(*next, 1)));
    if (const auto done = readJournal(journal); !done)
        return done;
    m_rows.reserve(m_unsaved.next);
    if (const auto done = readRows(); !done)
        return done;
    if (const auto done = readTimers(); !done)
        return done;
    m_watermark = m_rows.watermark();
    return m_journal.good() ? base::Status() : save(m_unsaved);
}

/// The salt in the tables says which beginning of the journal follows them: what was moved into them since
/// must not come back.
base::Status Ledger::readJournal(const std::filesystem::path& file)
{
    const auto stored = m_database.value("SELECT value FROM meta WHERE name='ledger_salt'");
    if (!stored)
        return tl::unexpected<base::Error>(stored.error());
    const auto salt = static_cast<std::uint64_t>(*stored);
    base::Status whole;
    auto journal = AppendJournal::open(file, true, [&](std::uint64_t itsSalt, base::ByteView packed) {
        if (itsSalt != salt || !whole)
            return;
        if (const auto group = unpackLedgerGroup(packed))
            m_unsaved.add(*group);
        else
            whole = tl::unexpected<base::Error>(group.error());
    });
    if (!journal)
        return tl::unexpected<base::Error>(journal.error());
    if (!whole)
        return whole;
    m_journal = std::move(*journal);
    if (salt != 0 && m_journal.salt() != salt)
        m_journal.startAnew(salt); // nothing of this salt was ever written
    return {};
}

void Ledger::restore(const schedule::LedgerRow& row)
{
    if (m_rows.restore(row)) {
        mark(row.zone);
        delay();
    }
}

base::Status Ledger::readRows()
{
    for (const auto& [zone, row] : m_unsaved.rows)
        if (row)
            restore(*row);
    Statement rows = m_database.prepare("SELECT zone, sched_lo, sched_hi, work_lo, work_hi, done, "
                                        "sched_triggers, work_triggers FROM ledger");
    return forEachRow(rows, [&]() -> base::Status {
        schedule::LedgerRow row;
        row.zone = rows.id<base::ZoneId>(0);
        row.scheduled = rangeAt(rows, 1);
        row.working = rangeAt(rows, 3);
        row.done = static_cast<schedule::Offset>(rows.integer(5));
        row.scheduledTriggers = static_cast<pipeline::Triggers>(rows.integer(6));
        row.workingTriggers = static_cast<pipeline::Triggers>(rows.integer(7));
        if (!m_unsaved.rows.contains(row.zone))
            restore(row);
        return {};
    });
}

base::Status Ledger::readTimers()
{
    for (const auto& [zone, timer] : m_unsaved.timers)
        if (timer)
            m_timers.emplace(zone, *timer);
    Statement rows =
        m_database.prepare("SELECT zone, next_check, last_good, expires_at, failures FROM timer");
    return forEachRow(rows, [&]() -> base::Status {
        schedule::TimerRow row;
        row.zone = rows.id<base::ZoneId>(0);
        row.nextCheck = rows.time(1);
        row.lastGood = rows.time(2);
        if (!rows.isNull(3))
            row.expiresAt = rows.time(3);
        row.failures = static_cast<std::uint32_t>(rows.integer(4));
        if (!m_unsaved.timers.contains(row.zone))
            m_timers.emplace(row.zone, row);
        return {};
    });
}

void Ledger::close()
{
    if (!m_unsaved.empty())
        (void)save(m_unsaved); // else the next start does it
}

base::Result<schedule::WorkLedger::Loaded> Ledger::load()
{
    const std::lock_guard lock(m_mutex);
    Loaded loaded;
    loaded.rows = m_rows.all();
    for (const auto& [zone, row] : m_timers)
        loaded.timers.push_back(row);
    std::ranges::sort(loaded.timers, {}, &schedule::TimerRow::zone);
    loaded.nextOffset = m_rows.next();
    return loaded;
}

void Ledger::mark(base::ZoneId zone)
{
    m_marked.insert(zone);
    m_watermark = m_rows.watermark();
}

void Ledger::hurry()
{
    m_due = Steady::now();
}

bool Ledger::delay()
{
    if (m_due)
        return false;
    m_due = Steady::now() + lazyDelay;
    return true;
}

void Ledger::enqueue(base::ZoneId zone, schedule::Offset offset, pipeline::Triggers triggers, Durable durable)
{
    {
        const std::lock_guard lock(m_mutex);
        m_rows.enqueue(zone, offset, triggers);
        mark(zone);
        if (durable)
            m_waiting.push_back(std::move(durable));
        hurry();
    }
    m_wake();
}

void Ledger::claim(base::ZoneId zone)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_rows.claim(zone))
            return;
        mark(zone);
        if (!delay())
            return; // the thread knows already
    }
    m_wake();
}

void Ledger::complete(base::ZoneId zone, Durable durable)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_rows.complete(zone))
            mark(zone);
        if (durable) {
            m_waiting.push_back(std::move(durable));
            hurry();
        } else if (!delay()) { // a crash before it repeats work that changes nothing
            return;
        }
    }
    m_wake();
}

void Ledger::release(base::ZoneId zone)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_rows.release(zone))
            return;
        mark(zone);
        if (!delay())
            return;
    }
    m_wake();
}

void Ledger::saveTimers(const schedule::TimerRow& row)
{
    {
        const std::lock_guard lock(m_mutex);
        m_timers.insert_or_assign(row.zone, row);
        m_markedTimers.insert(row.zone);
        if (!delay())
            return;
    }
    m_wake();
}

void Ledger::forget(base::ZoneId zone)
{
    {
        const std::lock_guard lock(m_mutex);
        m_rows.forget(zone);
        m_timers.erase(zone);
        m_marked.erase(zone);
        m_markedTimers.erase(zone);
        m_removed.insert(zone);
        m_watermark = m_rows.watermark();
        if (!delay())
            return;
    }
    m_wake();
}

std::optional<CommitLane::TimePoint> Ledger::dueAt() const
{
    const std::lock_guard lock(m_mutex);
    return m_due;
}

bool Ledger::settled() const
{
    const std::lock_guard lock(m_mutex);
    const bool nothing = m_marked.empty() && m_markedTimers.empty() && m_removed.empty() && m_waiting.empty();
    // A disk that is full stays full: those who wait have been told.
    return nothing || (m_failing && m_waiting.empty());
}

Ledger::Group Ledger::takeGroup()
{
    const std::lock_guard lock(m_mutex);
    Group group;
    LedgerGroup& changes = group.changes;
    changes.removed.assign(m_removed.begin(), m_removed.end());
    for (const base::ZoneId zone : m_marked)
        if (const schedule::LedgerRow* row = m_rows.find(zone))
            changes.rows.push_back(*row);
    for (const base::ZoneId zone : m_markedTimers)
        if (const auto found = m_timers.find(zone); found != m_timers.end())
            changes.timers.push_back(found->second);
    // Only a row that goes could take the highest offset with it.
    if (!changes.removed.empty())
        changes.next = m_rows.next();
    group.waiting = std::exchange(m_waiting, {});
    m_marked.clear();
    m_markedTimers.clear();
    m_removed.clear();
    m_due.reset();
    return group;
}

base::Status Ledger::write(const LedgerGroup& group)
{
    if (m_journal.good() && m_journal.size() < journalLimit)
        if (m_journal.append(base::viewOf(packLedgerGroup(group)))) {
            m_unsaved.add(group);
            return {};
        }
    // It is full, or it failed: then nobody knows what it holds, and the tables take all.
    LedgerChanges all = m_unsaved;
    all.add(group);
    return save(all);
}

/// Into the tables, in one transaction with the salt of the journal that follows.
base::Status Ledger::save(const LedgerChanges& changes)
{
    const std::uint64_t salt = AppendJournal::freshSalt();
    Transaction transaction(m_database);
    base::Status done = transaction.begun();
    if (done)
        done = saveRows(changes);
    if (done)
        done = m_putSalt.execute(salt);
    if (done)
        done = transaction.commit();
    if (!done)
        return done;
    m_journal.startAnew(salt);
    m_unsaved = {};
    return {};
}

base::Status Ledger::saveRows(const LedgerChanges& changes)
{
    base::Status done;
    for (auto entry = changes.rows.begin(); done && entry != changes.rows.end(); ++entry) {
        const auto& row = entry->second;
        done = row ? m_putRow.execute(row->zone, low(row->scheduled), high(row->scheduled), low(row->working),
                                      high(row->working), row->done, row->scheduledTriggers,
                                      row->workingTriggers)
                   : m_removeRow.execute(entry->first);
    }
    for (auto entry = changes.timers.begin(); done && entry != changes.timers.end(); ++entry) {
        const auto& row = entry->second;
        done =
            row ? m_putTimer.execute(row->zone, row->nextCheck, row->lastGood, row->expiresAt, row->failures)
                : m_removeTimer.execute(entry->first);
    }
    if (done && changes.next != 0)
        done = m_putNext.execute(changes.next);
    return done;
}

void Ledger::settle(const Group& group, const base::Status& outcome)
{
    const std::lock_guard lock(m_mutex);
    if (outcome) {
        for (const schedule::LedgerRow& row : group.changes.rows)
            m_rows.committed(row);
        m_watermark = m_rows.watermark();
        return;
    }
    m_removed.insert(group.changes.removed.begin(), group.changes.removed.end());
    for (const schedule::LedgerRow& row : group.changes.rows)
        m_marked.insert(row.zone);
    for (const schedule::TimerRow& row : group.changes.timers)
        m_markedTimers.insert(row.zone);
    if (!m_due)
        m_due = Steady::now() + retryDelay;
}

void Ledger::commit()
{
    const Group group = takeGroup();
    if (group.changes.empty() && group.waiting.empty())
        return;
    const bool writes = !group.changes.empty();
    // Completing work that was not in hand: nothing to write, all before it is on disk.
    const base::Status outcome = writes ? write(group.changes) : base::Status();
    m_failing = !outcome;
    settle(group, outcome);
    for (const Durable& durable : group.waiting)
        durable(outcome);
    if (writes)
        m_health.report(StoreHealth::Part::Ledger, outcome);
}

} // namespace zonescope::store
