// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/history_lane.h"

#include "model/base/log.h"
#include "model/base/varint.h"

#include <algorithm>
#include <string>
#include <utility>

namespace zonescope::store {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using base::Status;

constexpr auto groupDelay = 2s;        // the longest a row waits in memory only
constexpr auto moveDelay = 60s;        // and in the journal: a group in the tables dirties some 15 pages
constexpr std::size_t moveRows = 1024; // so many are not worth the detour
constexpr std::uint64_t journalLimit = std::uint64_t{1} << 20; // octets
constexpr auto aliveEvery = 10s; // a crash leaves a data gap that is at most this much too long
constexpr auto retryDelay = 1s;  // after a failed commit
/// Rows: then a group goes without waiting. More than 7,000 new zones leave at once: they are served first.
constexpr std::size_t hurryAt = 100'000;
constexpr std::size_t groupRows = 8192;   // at most in one transaction
constexpr std::size_t askEvery = 32;      // rows between two looks at who waits
constexpr std::size_t mostHeld = 200'000; // rows kept while the disk is full
constexpr auto shortestGap = 1s;          // of a data gap: a restart within it loses nothing worth stating
constexpr auto sleepJump = 60s;           // wall clock ahead of the monotonic one: the machine slept

} // namespace

HistoryLane::HistoryLane(Database& database, const base::Clock& clock, StoreHealth& health,
                         std::function<void()> wake, std::function<bool()> interrupted)
    : m_database(database)
    , m_clock(clock)
    , m_health(health)
    , m_wake(std::move(wake))
    , m_interrupted(std::move(interrupted))
    , m_pruner(database)
{
}

Status HistoryLane::open(const std::filesystem::path& journal)
{
    const base::Timestamp now = m_clock.wall();
    const auto highest = m_database.value(
        "SELECT max(coalesce((SELECT value FROM meta WHERE name='highest_id'), 0), "
        "coalesce((SELECT max(id) FROM attempt), 0), coalesce((SELECT max(id) FROM event), 0), "
        "coalesce((SELECT max(id) FROM change), 0))");
    const auto alive = m_database.value("SELECT value FROM meta WHERE name='alive_at'");
    if (!highest || !alive)
        return tl::unexpected<base::Error>(highest ? alive.error() : highest.error());
    m_highestId = static_cast<std::uint64_t>(*highest);
    m_groupWall = base::fromMicroseconds(*alive);
    if (const auto done = readJournal(journal); !done)
        return done;
    const base::Timestamp lastAlive = m_groupWall;
    m_salt = AppendJournal::freshSalt();
    Transaction transaction(m_database);
    Status done = transaction.begun();
    if (done)
        done = moveOfBefore(lastAlive);
    m_writer.emplace(m_database, now);
    if (done && lastAlive != base::Timestamp{} && now - lastAlive > shortestGap)
        done = m_writer->putGap({{lastAlive, now}});
    if (done)
        done = m_database.prepare("INSERT OR IGNORE INTO meta(name, value) VALUES('since', ?)").execute(now);
    if (done)
        done = m_writer->finish(now, m_salt);
    if (done)
        done = transaction.commit();
    if (done)
        m_journal.startAnew(m_salt);
    m_group.clear();
    m_aliveWall = m_groupWall = now;
    m_aliveSteady = m_clock.steady();
    m_prunedAt =
        m_aliveSteady - std::chrono::hours(1); // the first commit prunes: some run only for minutes a day
    const std::lock_guard lock(m_mutex);
    m_due = Steady::now() + aliveEvery;
    return done;
}

/// The salt in the tables says which beginning of the journal they do not hold yet. A group: when it was
/// written, then rows.
Status HistoryLane::readJournal(const std::filesystem::path& file)
{
    const auto stored = m_database.value("SELECT value FROM meta WHERE name='journal_salt'");
    if (!stored)
        return tl::unexpected<base::Error>(stored.error());
    const auto salt = static_cast<std::uint64_t>(*stored);
    // Not synced, like the tables (synchronous NORMAL): a power cut may cost the end of history.
    auto journal = AppendJournal::open(file, false, [&](std::uint64_t itsSalt, base::ByteView group) {
        base::VarintReader reader(group);
        const auto at = base::fromMicroseconds(static_cast<std::int64_t>(reader.next()));
        auto items = unpackItems(reader.take(reader.remaining()));
        if (itsSalt != salt || reader.failed() || !items)
            return;
        m_groupWall = std::max(m_groupWall, at);
        for (Item& item : *items) {
            noteId(item);
            m_group.push_back(std::move(item));
        }
    });
    if (!journal)
        return tl::unexpected<base::Error>(journal.error());
    m_journal = std::move(*journal);
    return {};
}

/// What the run before left in the journal, written as that run would have.
Status HistoryLane::moveOfBefore(base::Timestamp lastAlive)
{
    if (m_group.empty())
        return {};
    m_writer.emplace(m_database, base::Timestamp{});
    Status done;
    for (auto item = m_group.begin(); done && item != m_group.end(); ++item)
        done = writeItem(*item);
    return done ? m_writer->finish(lastAlive, m_salt) : done;
}

void HistoryLane::close()
{
    if (!m_writer)
        return;
    Transaction transaction(m_database);
    // Nobody is left to be told; the gap is a little longer then.
    if (transaction.begun() && m_writer->finish(m_groupWall, m_journal.salt()))
        (void)transaction.commit();
}

void HistoryLane::noteId(const Item& item)
{
    const auto raise = [this](std::uint64_t id) {
        std::uint64_t known = m_highestId;
        while (known < id && !m_highestId.compare_exchange_weak(known, id))
            ;
    };
    if (const auto* attempt = std::get_if<pipeline::TransferAttempt>(&item))
        raise(attempt->id);
    else if (const auto* event = std::get_if<pipeline::Event>(&item))
        raise(std::max(event->id, event->change));
    else if (const auto* change = std::get_if<pipeline::Change>(&item))
        raise(change->id);
}

bool HistoryLane::roomFor(const Item& item)
{
    const auto* closed = std::get_if<ClosedConnections>(&item);
    const std::size_t rows = closed ? closed->rows.size() : 1;
    if (m_held < mostHeld && (!closed || m_heldConnections + rows <= mostHeld)) {
        if (closed)
            m_heldConnections += rows;
        return true;
    }
    if (m_dropped.fetch_add(rows) == 0)
        base::log(base::LogCategory::Store, base::LogLevel::Error,
                  "history cannot be written and its queue is full: new rows are dropped");
    return false;
}

void HistoryLane::push(Item item)
{
    noteId(item);
    const bool flush = std::holds_alternative<HistoryFlush>(item);
    if (!flush && !roomFor(item))
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push(std::move(item));
        ++m_held;
        const auto now = Steady::now();
        auto due = m_queue.size() >= hurryAt ? now : now + groupDelay;
        if (m_retryAt) // while writing fails rows do not hurry it
            due = std::max(due, *m_retryAt);
        if (flush)
            due = now;
        if (m_due && *m_due <= due)
            return; // the thread already knows
        m_due = due;
    }
    m_wake();
}

void HistoryLane::prune(base::Timestamp olderThan)
{
    {
        const std::lock_guard lock(m_mutex);
        m_pruneBefore = m_pruneBefore ? std::max(*m_pruneBefore, olderThan) : olderThan;
        m_due = Steady::now();
    }
    m_wake();
}

std::optional<CommitLane::TimePoint> HistoryLane::dueAt() const
{
    const std::lock_guard lock(m_mutex);
    return m_due;
}

bool HistoryLane::settled() const
{
    const std::lock_guard lock(m_mutex);
    return (m_group.empty() && m_backlog.empty() && m_queue.empty()) || m_failing;
}

void HistoryLane::take()
{
    {
        const std::lock_guard lock(m_mutex);
        if (const auto limit = std::exchange(m_pruneBefore, std::nullopt))
            m_pruner.begin(*limit);
        m_due.reset(); // before the queue is taken: what comes behind it says again when it is due
    }
    while (m_group.size() < groupRows && (!m_backlog.empty() || takeQueue()))
        m_group.push_back(m_backlog.pop());
}

/// In place of a backlog that is used up. False: nothing waits.
bool HistoryLane::takeQueue()
{
    const std::lock_guard lock(m_mutex);
    std::swap(m_backlog, m_queue);
    return !m_backlog.empty();
}

/// Nobody waits for the tables, and there is little to write.
bool HistoryLane::mayWait() const
{
    const auto jump = (m_clock.wall() - m_aliveWall) -
                      std::chrono::duration_cast<base::Duration>(m_clock.steady() - m_aliveSteady);
    return m_journal.good() && !m_ending && !m_failing && !m_pruner.busy() && !m_pruningConnections &&
           m_group.size() < moveRows && m_heldConnections < moveRows && m_journal.size() < journalLimit &&
           (!m_moveAt || Steady::now() < *m_moveAt) && jump <= sleepJump &&
           std::ranges::none_of(m_group,
                                [](const Item& item) { return std::holds_alternative<HistoryFlush>(item); });
}

/// What came since the last time. False: the tables have to take it.
bool HistoryLane::spool()
{
    m_groupWall = m_clock.wall();
    m_groupSteady = m_clock.steady();
    base::Bytes group;
    base::appendVarint(group, static_cast<std::uint64_t>(base::toMicroseconds(m_groupWall)));
    for (std::size_t i = m_inJournal; i < m_group.size(); ++i)
        packItem(group, m_group[i]);
    return m_journal.append(base::viewOf(group)).has_value();
}

void HistoryLane::settleSpooled()
{
    m_aliveWall = m_groupWall;
    m_aliveSteady = m_groupSteady;
    if (!m_group.empty() && !m_moveAt)
        m_moveAt = Steady::now() + moveDelay;
    m_inJournal = m_group.size();
    const std::lock_guard lock(m_mutex);
    auto due = Steady::now() + aliveEvery;
    if (m_moveAt)
        due = std::min(due, *m_moveAt);
    m_due = m_due ? std::min(*m_due, due) : due;
}

Status HistoryLane::writeItem(const Item& item)
{
    if (const auto* difference = std::get_if<HistoryDifference>(&item))
        return m_writer->put(difference->zone, difference->change, difference->keep);
    if (const auto* forget = std::get_if<ForgetDifferences>(&item))
        return m_writer->forgetDifferences(forget->zone);
    if (const auto* attempt = std::get_if<pipeline::TransferAttempt>(&item))
        return m_writer->put(*attempt);
    if (const auto* event = std::get_if<pipeline::Event>(&item))
        return m_writer->put(*event);
    if (const auto* change = std::get_if<pipeline::Change>(&item))
        return m_writer->put(*change);
    if (const auto* span = std::get_if<pipeline::SerialSpan>(&item))
        return m_writer->put(*span);
    if (const auto* record = std::get_if<pipeline::PathRecord>(&item))
        return m_writer->put(*record);
    if (const auto* closed = std::get_if<ClosedConnections>(&item))
        return m_writer->connections().put(closed->rows);
    if (const auto* minutes = std::get_if<ConnectionMinutes>(&item))
        return m_writer->connections().put(minutes->rows);
    return {}; // a flush has no row
}

Status HistoryLane::noticeSleep()
{
    // Looked at once: a machine that sleeps during the commit must be noticed by the next one.
    m_groupWall = m_clock.wall();
    m_groupSteady = m_clock.steady();
    const auto jump = (m_groupWall - m_aliveWall) -
                      std::chrono::duration_cast<base::Duration>(m_groupSteady - m_aliveSteady);
    Status done;
    if (jump > sleepJump) {
        done = m_writer->putGap({{m_aliveWall, m_groupWall}});
        m_writer->interrupt(m_groupWall);
    }
    return done;
}

Status HistoryLane::writeGroup(std::size_t& written)
{
    m_salt = AppendJournal::freshSalt();
    Transaction transaction(m_database);
    Status done = transaction.begun();
    if (done)
        done = noticeSleep();
    for (written = 0; done && written < m_group.size(); ++written) {
        if (written % askEvery == askEvery - 1 && m_interrupted())
            break;
        done = writeItem(m_group[written]);
    }
    if (done)
        done = m_writer->finish(m_clock.wall(), m_salt);
    if (done)
        done = transaction.commit();
    if (done)
        m_journal.startAnew(m_salt);
    return done;
}

Status HistoryLane::pruneSlice()
{
    Transaction transaction(m_database);
    Status done = transaction.begun();
    if (done)
        done = m_pruner.slice();
    return done ? transaction.commit() : done;
}

Status HistoryLane::pruneConnections()
{
    Transaction transaction(m_database);
    if (!transaction.begun())
        return transaction.begun();
    const auto more = m_writer->connections().prune(m_connectionLimits, m_clock.wall());
    if (!more)
        return tl::unexpected<base::Error>(more.error());
    m_pruningConnections = *more;
    return transaction.commit();
}

void HistoryLane::everyHour()
{
    const base::Instant now = m_clock.steady();
    if (m_historyDays == 0 || now - m_prunedAt < std::chrono::hours(1))
        return;
    m_prunedAt = now;
    m_pruningConnections = true;
    m_pruner.begin(m_clock.wall() - std::chrono::days(m_historyDays));
}

void HistoryLane::settle(std::size_t written, const Status& outcome)
{
    std::vector<Durable> waiting;
    // A flush is answered after the commit of all before it, or with the first failure; rows stay until they
    // are on disk.
    std::vector<Item> kept;
    std::size_t position = 0;
    for (Item& item : m_group) {
        const bool tried = outcome ? position < written : true;
        ++position;
        if (auto* flush = std::get_if<HistoryFlush>(&item); flush != nullptr && tried)
            waiting.push_back(std::move(flush->durable));
        else if (!outcome || !tried)
            kept.push_back(std::move(item));
        else if (const auto* closed = std::get_if<ClosedConnections>(&item))
            m_heldConnections -= closed->rows.size();
    }
    m_held -= m_group.size() - kept.size();
    m_group = std::move(kept);
    if (!outcome) // those behind many rows must not wait for a disk that stays full
        m_held -= m_backlog.takeFlushes(waiting);
    {
        const std::lock_guard lock(m_mutex);
        if (!outcome)
            m_held -= m_queue.takeFlushes(waiting);
        const auto now = Steady::now();
        const bool more = !m_group.empty() || !m_backlog.empty() || !m_queue.empty() || m_pruner.busy() ||
                          m_pruningConnections;
        m_retryAt = m_failing ? std::optional(now + retryDelay) : std::nullopt;
        const auto due = m_retryAt ? *m_retryAt : more ? now : now + aliveEvery;
        m_due = m_due ? std::min(*m_due, due) : due;
    }
    for (const Durable& durable : waiting)
        if (durable)
            durable(outcome);
}

void HistoryLane::commit()
{
    take();
    everyHour();
    if (mayWait() && spool())
        return settleSpooled();
    std::size_t written = 0;
    const Status outcome = writeGroup(written);
    Status pruned;
    if (outcome) {
        m_aliveWall = m_groupWall;
        m_aliveSteady = m_groupSteady;
        m_moveAt.reset();
        m_inJournal = 0;
        if (m_pruner.busy() && !m_interrupted())
            pruned = pruneSlice();
        if (pruned && m_pruningConnections && !m_interrupted())
            pruned = pruneConnections();
    } else {
        m_writer->rolledBack();
    }
    m_failing = !outcome || !pruned;
    settle(written, outcome);
    m_health.report(StoreHealth::Part::History, outcome ? pruned : outcome);
}

} // namespace zonescope::store
