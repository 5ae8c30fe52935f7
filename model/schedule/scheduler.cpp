// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schedule/scheduler.h"

#include "model/dns/serial.h"

namespace zonescope::schedule {
namespace {

using pipeline::Trigger;
using pipeline::Triggers;

constexpr base::Duration quietTime{1'000'000}; // of NOTIFYs that say nothing new

Triggers bit(Trigger trigger)
{
    return static_cast<Triggers>(trigger);
}

void addOnce(std::vector<base::PrimaryId>& list, base::PrimaryId id)
{
    if (std::ranges::find(list, id) == list.end())
        list.push_back(id);
}

std::optional<std::pair<Offset, Offset>> joined(const std::optional<std::pair<Offset, Offset>>& a,
                                                const std::optional<std::pair<Offset, Offset>>& b)
{
    if (!a || !b)
        return a ? a : b;
    return std::pair(std::min(a->first, b->first), std::max(a->second, b->second));
}

} // namespace

Scheduler::Scheduler(WorkLedger& ledger, Settings settings)
    : m_ledger(ledger)
{
    setSettings(settings);
}

void Scheduler::restore(const WorkLedger::Loaded& loaded)
{
    m_nextOffset = std::max(m_nextOffset, loaded.nextOffset);
    for (const LedgerRow& row : loaded.rows)
        m_restoredRows.insert_or_assign(row.zone, row);
    for (const TimerRow& row : loaded.timers)
        m_restoredTimers.insert_or_assign(row.zone, row);
}

void Scheduler::setSettings(Settings settings)
{
    m_settings = settings;
    m_pacer.setRate(settings.checksPerSecond);
}

void Scheduler::add(base::ZoneId zone, const zone::TimerLimits& limits, bool paused,
                    const std::optional<SoaTimers>& held, base::Timestamp now)
{
    noticeClock(now);
    Entry& entry = m_entries[zone];
    entry.limits = limits;
    entry.paused = paused;
    entry.soa = held;
    if (auto timer = m_restoredTimers.extract(zone); !timer.empty()) {
        entry.timer = timer.mapped();
        bringIntoNow(entry, now);
        if (!held)
            entry.timer.expiresAt.reset(); // our copy is gone: there is nothing to expire
        if (!held && entry.timer.failures == 0)
            entry.timer.nextCheck = now;
    } else {
        entry.timer.zone = zone;
        entry.timer.nextCheck = now;
        entry.timer.lastGood = now;
        if (held)
            entry.timer.expiresAt = expiryAfterTransfer(now, *held, std::nullopt);
    }
    Work work;
    work.requestedAt = now;
    if (auto row = m_restoredRows.extract(zone); !row.empty() && row.mapped().scheduled) {
        work.triggers = row.mapped().scheduledTriggers | bit(Trigger::Recovered);
        work.offsets = row.mapped().scheduled;
        merge(entry, work, now);
    } else if (!held && entry.timer.nextCheck <= now) {
        work.triggers = bit(Trigger::Added);
        merge(entry, work, now);
    }
    setExpiry(zone, entry, entry.timer.expiresAt);
    arrange(zone, entry, now);
}

void Scheduler::update(base::ZoneId zone, const zone::TimerLimits& limits, bool paused, base::Timestamp now)
{
    noticeClock(now);
    Entry* entry = find(zone);
    if (entry == nullptr)
        return;
    const bool resumed = entry->paused && !paused;
    const bool bounds = !(entry->limits == limits);
    entry->limits = limits;
    entry->paused = paused;
    // New bounds, or a pause in which anything may have happened: look once, then plan by the new bounds.
    if (resumed || bounds)
        entry->timer.nextCheck = std::min(entry->timer.nextCheck, now);
    arrange(zone, *entry, now);
}

void Scheduler::checkSoon(base::ZoneId zone, base::Timestamp now)
{
    noticeClock(now);
    Entry* entry = find(zone);
    if (entry == nullptr)
        return;
    entry->timer.nextCheck = std::min(entry->timer.nextCheck, now);
    arrange(zone, *entry, now);
}

void Scheduler::remove(base::ZoneId zone)
{
    const auto found = m_entries.find(zone);
    if (found == m_entries.end())
        return;
    Entry& entry = found->second;
    disarm(zone, entry);
    setExpiry(zone, entry, std::nullopt);
    m_working -= entry.slot.working ? 1 : 0;
    uncount(entry);
    m_scheduled -= entry.slot.scheduled ? 1 : 0;
    m_entries.erase(found);
    m_ledger.forget(zone);
}

Scheduler::Accepted Scheduler::enqueue(base::ZoneId zone, const Request& request, base::Timestamp now,
                                       WorkLedger::Durable durable)
{
    noticeClock(now);
    Entry* entry = find(zone);
    if (entry == nullptr)
        return Accepted::UnknownZone;
    const Offset offset = m_nextOffset++;
    Work work;
    work.triggers = bit(request.trigger);
    work.offsets = std::pair(offset, offset);
    work.notifiers = request.notifiers;
    work.announced = request.announced;
    work.primary = request.primary;
    work.address = request.address;
    work.requestedAt = now;
    base::Timestamp notBefore = now;
    if (request.trigger == Trigger::Notify) {
        if (request.announced)
            notBefore = entry->watch.announced(*request.announced, now);
        notBefore = std::max(notBefore, quietFor(*entry, request.announced, now));
    }
    m_ledger.enqueue(zone, offset, work.triggers, std::move(durable));
    const bool merged = entry->slot.scheduled.has_value();
    merge(*entry, work, notBefore);
    arrange(zone, *entry, now);
    return merged ? Accepted::Merged : Accepted::Scheduled;
}

/// The one place where requests become one.
void Scheduler::merge(Entry& entry, const Work& more, base::Timestamp notBefore)
{
    if (!entry.slot.scheduled) {
        entry.slot.scheduled = Scheduled{more, notBefore};
        ++m_scheduled;
        return;
    }
    Scheduled& waiting = *entry.slot.scheduled;
    Work& work = waiting.work;
    // A timer that falls due while something waits asks for nothing new: only requests are counted.
    if (more.offsets && work.offsets) {
        ++work.merged;
        ++entry.merged;
    }
    work.triggers |= more.triggers;
    work.offsets = joined(work.offsets, more.offsets);
    for (const base::PrimaryId id : more.notifiers)
        addOnce(work.notifiers, id);
    if (more.announced && (!work.announced || dns::isNewer(*more.announced, *work.announced)))
        work.announced = more.announced;
    if (more.primary) {
        work.primary = more.primary;
        work.address = more.address;
    }
    work.requestedAt = std::min(work.requestedAt, more.requestedAt);
    waiting.notBefore = std::min(waiting.notBefore, notBefore);
}

std::vector<Scheduler::Taken> Scheduler::take(base::Timestamp now)
{
    noticeClock(now);
    wakeDue(now);
    m_pacer.refill(now);
    std::vector<Taken> taken;
    for (auto next = firstToStart(); next != m_ready.end(); next = firstToStart()) {
        if (next->priority == Priority::Due && !m_pacer.take())
            break; // the queue is ordered: behind it there are only others that are due
        const base::ZoneId zone = next->zone;
        taken.push_back(takeOne(zone, m_entries.at(zone), now));
    }
    return taken;
}

bool Scheduler::mayStart(Priority priority) const
{
    if (priority == Priority::Added)
        return m_addedInHand < m_settings.workingAddedMost;
    return priority != Priority::Due || m_dueInHand < m_settings.workingPacedMost;
}

/// The most urgent that no limit holds up: many added zones whose primary is dead must not stop refreshes.
std::set<Scheduler::ReadyKey>::const_iterator Scheduler::firstToStart() const
{
    auto first = m_ready.begin();
    if (first != m_ready.end() && first->priority == Priority::Added && !mayStart(Priority::Added))
        first = m_ready.lower_bound(ReadyKey{Priority::Due, base::Timestamp::min(), {}});
    return first != m_ready.end() && mayStart(first->priority) ? first : m_ready.end();
}

void Scheduler::uncount(Entry& entry)
{
    if (!entry.countedAs)
        return;
    --(*entry.countedAs == Priority::Added ? m_addedInHand : m_dueInHand);
    entry.countedAs.reset();
}

/// When a NOTIFY may be looked at that announces nothing newer than what a primary served a moment ago. One
/// without a serial counts as such only after a check that found nothing.
base::Timestamp Scheduler::quietFor(const Entry& entry, const std::optional<std::uint32_t>& announced,
                                    base::Timestamp now)
{
    if (!entry.quietUntil || *entry.quietUntil <= now)
        return now;
    const bool nothingNew =
        announced ? entry.seen && !dns::isNewer(*announced, *entry.seen) : entry.quietWithoutSerial;
    return nothingNew ? *entry.quietUntil : now;
}

/// What was announced while the work ran and is answered by it can wait as well.
void Scheduler::calmDown(Entry& entry, const Finish& finish, base::Timestamp now)
{
    if (finish.outcome != Finish::Outcome::Unchanged && finish.outcome != Finish::Outcome::NewVersion)
        return;
    if (finish.seenSerial)
        entry.seen = finish.seenSerial;
    entry.quietUntil = now + quietTime;
    entry.quietWithoutSerial = finish.outcome == Finish::Outcome::Unchanged;
    if (auto& scheduled = entry.slot.scheduled; scheduled && scheduled->work.triggers == bit(Trigger::Notify))
        scheduled->notBefore =
            std::max(scheduled->notBefore, quietFor(entry, scheduled->work.announced, now));
}

Scheduler::Taken Scheduler::takeOne(base::ZoneId zone, Entry& entry, base::Timestamp now)
{
    if (entry.ready->priority >= Priority::Added) {
        entry.countedAs = entry.ready->priority;
        ++(*entry.countedAs == Priority::Added ? m_addedInHand : m_dueInHand);
    }
    entry.slot.working = Working{std::move(entry.slot.scheduled->work), now};
    entry.slot.scheduled.reset();
    --m_scheduled;
    ++m_working;
    entry.watch.checked();
    if (entry.slot.working->work.offsets)
        m_ledger.claim(zone);
    arrange(zone, entry, now);
    return {zone, *entry.slot.working};
}

Scheduler::Planned Scheduler::finished(base::ZoneId zone, const Finish& finish, base::Timestamp now)
{
    noticeClock(now);
    Planned planned;
    Entry* entry = find(zone);
    if (entry == nullptr || !entry->slot.working)
        return planned;
    const bool durable = entry->slot.working->work.offsets.has_value();
    const bool notified = entry->slot.working->work.has(Trigger::Notify);
    entry->slot.working.reset();
    --m_working;
    uncount(*entry);
    planAfter(zone, *entry, finish, now);
    followAnnouncement(*entry, finish, now);
    if (notified)
        calmDown(*entry, finish, now);
    // First the timers, then the work is forgotten: a crash between them repeats it, never loses it.
    m_ledger.saveTimers(entry->timer);
    if (durable)
        m_ledger.complete(zone, {}); // the store tells about its errors by itself
    if (entry->watch.takeGivenUp()) {
        planned.announcementGivenUp = true;
        planned.announced = entry->watch.serial();
    }
    arrange(zone, *entry, now);
    return planned;
}

void Scheduler::planAfter(base::ZoneId zone, Entry& entry, const Finish& finish, base::Timestamp now)
{
    using Outcome = Finish::Outcome;
    TimerRow& timer = entry.timer;
    if (finish.soa)
        entry.soa = finish.soa;
    const bool good = finish.outcome == Outcome::Unchanged || finish.outcome == Outcome::NewVersion;
    if (good && entry.soa) {
        timer.failures = 0;
        timer.lastGood = now;
        timer.nextCheck = nextRefresh(now, *entry.soa, entry.limits, jitter(zone, entry));
        timer.expiresAt = finish.outcome == Outcome::NewVersion
                              ? expiryAfterTransfer(now, *entry.soa, finish.ednsExpire)
                              : expiryAfterCheck(now, timer.expiresAt, *entry.soa, finish.ednsExpire);
        setExpiry(zone, entry, timer.expiresAt);
    } else if (finish.outcome == Outcome::Cancelled) {
        // Nobody failed. What was planned stays; when that is past, the operator gets one retry interval.
        if (timer.nextCheck <= now)
            timer.nextCheck = nextRetry(now, entry.soa, entry.limits, 1, jitter(zone, entry));
    } else {
        ++timer.failures;
        const auto retry = finish.outcome == Outcome::FailedHere ? nextRetryHere : nextRetry;
        timer.nextCheck = retry(now, entry.soa, entry.limits, timer.failures, jitter(zone, entry));
    }
}

/// The primary may need a moment to serve what it announced.
void Scheduler::followAnnouncement(Entry& entry, const Finish& finish, base::Timestamp now)
{
    if (finish.outcome != Finish::Outcome::Unchanged && finish.outcome != Finish::Outcome::NewVersion)
        return; // the retry timer looks again
    if (const auto again = entry.watch.notYetServed(finish.seenSerial, now))
        entry.timer.nextCheck = std::min(entry.timer.nextCheck, *again);
}

void Scheduler::release(base::ZoneId zone)
{
    Entry* entry = find(zone);
    if (entry == nullptr || !entry->slot.working)
        return;
    Work work = std::move(entry->slot.working->work);
    entry->slot.working.reset();
    --m_working;
    uncount(*entry);
    if (work.offsets)
        m_ledger.release(zone);
    const base::Timestamp now = m_latest.value_or(work.requestedAt);
    merge(*entry, work, now);
    arrange(zone, *entry, now);
}

std::vector<base::ZoneId> Scheduler::takeExpired(base::Timestamp now)
{
    noticeClock(now);
    std::vector<base::ZoneId> expired;
    while (!m_expiries.empty() && m_expiries.begin()->first <= now) {
        const base::ZoneId zone = m_expiries.begin()->second;
        expired.push_back(zone);
        setExpiry(zone, m_entries.at(zone), std::nullopt);
    }
    return expired;
}

std::optional<base::Timestamp> Scheduler::nextWake(base::Timestamp now) const
{
    std::optional<base::Timestamp> wake;
    const auto sooner = [&](base::Timestamp t) { wake = wake ? std::min(*wake, t) : t; };
    if (!m_waiting.empty())
        sooner(m_waiting.begin()->first);
    if (!m_expiries.empty())
        sooner(m_expiries.begin()->first);
    if (const auto first = firstToStart(); first != m_ready.end())
        sooner(first->priority == Priority::Due ? m_pacer.nextAt(now) : now);
    return wake;
}

const ZoneSlot* Scheduler::slot(base::ZoneId zone) const
{
    const auto found = m_entries.find(zone);
    return found == m_entries.end() ? nullptr : &found->second.slot;
}

const TimerRow* Scheduler::timers(base::ZoneId zone) const
{
    const auto found = m_entries.find(zone);
    return found == m_entries.end() ? nullptr : &found->second.timer;
}

std::uint64_t Scheduler::mergedTriggers(base::ZoneId zone) const
{
    const auto found = m_entries.find(zone);
    return found == m_entries.end() ? 0 : found->second.merged;
}

Scheduler::Priority Scheduler::priorityOf(const Work& work)
{
    if (work.has(Trigger::Forced) || work.has(Trigger::ForcedFull))
        return Priority::Forced;
    if (work.has(Trigger::Notify))
        return Priority::Notified;
    return work.has(Trigger::Added) ? Priority::Added : Priority::Due;
}

Scheduler::Entry* Scheduler::find(base::ZoneId zone)
{
    const auto found = m_entries.find(zone);
    return found == m_entries.end() ? nullptr : &found->second;
}

Jitter Scheduler::jitter(base::ZoneId zone, Entry& entry)
{
    return {.zone = zone.value, .seed = m_settings.seed, .round = entry.round++};
}

} // namespace zonescope::schedule
