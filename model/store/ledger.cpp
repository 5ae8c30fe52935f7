// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/ledger.h"

#include <algorithm>
#include <utility>

namespace zonescope::store {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto lazyDelay = 50ms; // claims, timers, ends of work: nobody waits for them, one commit has all
constexpr auto retryDelay = 1s;  // after a failed commit

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
{
}

base::Status Ledger::open()
{
    const std::lock_guard lock(m_mutex);
    const auto next = m_database.value("SELECT value FROM meta WHERE name='next_offset'");
    if (!next)
        return tl::unexpected<base::Error>(next.error());
    m_rows.reserve(static_cast<schedule::Offset>(std::max<std::int64_t>(*next, 1)));
    if (const auto done = readRows(); !done)
        return done;
    if (const auto done = readTimers(); !done)
        return done;
    m_watermark = m_rows.watermark();
    return {};
}

base::Status Ledger::readRows()
{
    Statement rows = m_database.prepare("SELECT zone, sched_lo, sched_hi, work_lo, work_hi, done, "
                                        "sched_triggers, work_triggers FROM ledger");
    for (;;) {
        const auto more = rows.next();
        if (!more)
            return tl::unexpected<base::Error>(more.error());
        if (!*more)
            return {};
        schedule::LedgerRow row;
        row.zone = rows.id<base::ZoneId>(0);
        row.scheduled = rangeAt(rows, 1);
        row.working = rangeAt(rows, 3);
        row.done = static_cast<schedule::Offset>(rows.integer(5));
        row.scheduledTriggers = static_cast<pipeline::Triggers>(rows.integer(6));
        row.workingTriggers = static_cast<pipeline::Triggers>(rows.integer(7));
        if (m_rows.restore(row)) {
            mark(row.zone);
            delay();
        }
    }
}

base::Status Ledger::readTimers()
{
    Statement rows =
        m_database.prepare("SELECT zone, next_check, last_good, expires_at, failures FROM timer");
    for (;;) {
        const auto more = rows.next();
        if (!more)
            return tl::unexpected<base::Error>(more.error());
        if (!*more)
            return {};
        schedule::TimerRow row;
        row.zone = rows.id<base::ZoneId>(0);
        row.nextCheck = rows.time(1);
        row.lastGood = rows.time(2);
        if (!rows.isNull(3))
            row.expiresAt = rows.time(3);
        row.failures = static_cast<std::uint32_t>(rows.integer(4));
        m_timers.emplace(row.zone, row);
    }
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

void Ledger::delay()
{
    if (!m_due)
        m_due = Steady::now() + lazyDelay;
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
        delay();
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
        } else { // a crash before it repeats work that changes nothing
            delay();
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
        delay();
    }
    m_wake();
}

void Ledger::saveTimers(const schedule::TimerRow& row)
{
    {
        const std::lock_guard lock(m_mutex);
        m_timers.insert_or_assign(row.zone, row);
        m_markedTimers.insert(row.zone);
        delay();
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
        delay();
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
    group.removed.assign(m_removed.begin(), m_removed.end());
    for (const base::ZoneId zone : m_marked)
        if (const schedule::LedgerRow* row = m_rows.find(zone))
            group.rows.push_back(*row);
    for (const base::ZoneId zone : m_markedTimers)
        if (const auto found = m_timers.find(zone); found != m_timers.end())
            group.timers.push_back(found->second);
    // Neighbouring zones lie on the same page.
    std::ranges::sort(group.rows, {}, &schedule::LedgerRow::zone);
    std::ranges::sort(group.timers, {}, &schedule::TimerRow::zone);
    group.waiting = std::exchange(m_waiting, {});
    group.next = m_rows.next();
    m_marked.clear();
    m_markedTimers.clear();
    m_removed.clear();
    m_due.reset();
    return group;
}

base::Status Ledger::write(const Group& group)
{
    Transaction transaction(m_database);
    base::Status done = transaction.begun();
    for (auto zone = group.removed.begin(); done && zone != group.removed.end(); ++zone) {
        done = m_removeRow.execute(*zone);
        if (done)
            done = m_removeTimer.execute(*zone);
    }
    // Only a row that goes could take the highest offset with it.
    if (done && !group.removed.empty())
        done = m_putNext.execute(group.next);
    for (auto row = group.rows.begin(); done && row != group.rows.end(); ++row)
        done = m_putRow.execute(row->zone, low(row->scheduled), high(row->scheduled), low(row->working),
                                high(row->working), row->done, row->scheduledTriggers, row->workingTriggers);
    for (auto row = group.timers.begin(); done && row != group.timers.end(); ++row)
        done = m_putTimer.execute(row->zone, row->nextCheck, row->lastGood, row->expiresAt, row->failures);
    return done ? transaction.commit() : done;
}

void Ledger::settle(const Group& group, const base::Status& outcome)
{
    const std::lock_guard lock(m_mutex);
    if (outcome) {
        for (const schedule::LedgerRow& row : group.rows)
            m_rows.committed(row);
        m_watermark = m_rows.watermark();
        return;
    }
    m_removed.insert(group.removed.begin(), group.removed.end());
    for (const schedule::LedgerRow& row : group.rows)
        m_marked.insert(row.zone);
    for (const schedule::TimerRow& row : group.timers)
        m_markedTimers.insert(row.zone);
    if (!m_due)
        m_due = Steady::now() + retryDelay;
}

void Ledger::commit()
{
    const Group group = takeGroup();
    if (group.empty())
        return;
    const bool writes = !group.removed.empty() || !group.rows.empty() || !group.timers.empty();
    // Completing work that was not in hand: nothing to write, all before it is on disk.
    const base::Status outcome = writes ? write(group) : base::Status();
    m_failing = !outcome;
    settle(group, outcome);
    for (const Durable& durable : group.waiting)
        durable(outcome);
    if (writes)
        m_health.report(StoreHealth::Part::Ledger, outcome);
}

} // namespace zonescope::store
