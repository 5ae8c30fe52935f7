// SPDX-License-Identifier: GPL-3.0-or-later
// When the zones of a scheduler are looked at: its queues, and clocks that are set.
#include "model/schedule/scheduler.h"

namespace zonescope::schedule {
namespace {

constexpr base::Duration clockTolerance{2'000'000}; // NTP slews; a step is larger

} // namespace

/// Puts the zone where it belongs: ready, waiting, or nowhere while it is in hand or paused. An operator's
/// word counts more than a pause.
void Scheduler::arrange(base::ZoneId zone, Entry& entry, base::Timestamp now)
{
    disarm(zone, entry);
    const auto& scheduled = entry.slot.scheduled;
    const bool forced = scheduled && priorityOf(scheduled->work) == Priority::Forced;
    if (entry.slot.working || (entry.paused && !forced))
        return;
    if (scheduled && scheduled->notBefore <= now) {
        entry.ready = ReadyKey{priorityOf(scheduled->work), scheduled->work.requestedAt, zone};
        m_ready.insert(*entry.ready);
        return;
    }
    entry.wakeAt = scheduled ? std::min(scheduled->notBefore, entry.timer.nextCheck) : entry.timer.nextCheck;
    m_waiting.insert({*entry.wakeAt, zone});
}

void Scheduler::disarm(base::ZoneId zone, Entry& entry)
{
    if (entry.ready)
        m_ready.erase(*entry.ready);
    if (entry.wakeAt)
        m_waiting.erase({*entry.wakeAt, zone});
    entry.ready.reset();
    entry.wakeAt.reset();
}

void Scheduler::setExpiry(base::ZoneId zone, Entry& entry, std::optional<base::Timestamp> at)
{
    if (entry.expiryAt)
        m_expiries.erase({*entry.expiryAt, zone});
    entry.expiryAt = at;
    if (at)
        m_expiries.insert({*at, zone});
}

/// Timers that have run out become scheduled work.
void Scheduler::wakeDue(base::Timestamp now)
{
    while (!m_waiting.empty() && m_waiting.begin()->first <= now) {
        const base::ZoneId zone = m_waiting.begin()->second;
        Entry& entry = m_entries.at(zone);
        if (entry.timer.nextCheck <= now) {
            Work work;
            work.triggers = static_cast<pipeline::Triggers>(
                entry.timer.failures > 0 ? pipeline::Trigger::Retry : pipeline::Trigger::Refresh);
            work.requestedAt = entry.timer.nextCheck;
            merge(entry, work, now);
        }
        arrange(zone, entry, now);
    }
}

/// A wall clock set back (NTP after a flat battery, an operator) must not stop refreshes for as long: all
/// plans move with it. Set forward, or after a suspend, plans are simply due.
void Scheduler::noticeClock(base::Timestamp now)
{
    if (m_latest && now + clockTolerance < *m_latest) {
        moveAlong(now - *m_latest, now);
        return;
    }
    m_latest = m_latest ? std::max(*m_latest, now) : now;
}

/// What was written while the clock was wrong, or before a machine woke up in the past (no battery, no NTP
/// yet): nothing good happened in the future, and no plan of ours reaches further than its own interval.
void Scheduler::bringIntoNow(Entry& entry, base::Timestamp now)
{
    TimerRow& timer = entry.timer;
    if (timer.lastGood > now + clockTolerance) {
        const base::Duration shift = now - timer.lastGood;
        timer.lastGood = now;
        timer.nextCheck += shift;
        if (timer.expiresAt)
            *timer.expiresAt += shift;
    }
    constexpr std::uint32_t manyFailures = 32; // the longest interval
    base::Duration furthest = retryInterval(entry.soa, entry.limits, manyFailures);
    if (entry.soa) {
        furthest = std::max(furthest, refreshInterval(*entry.soa, entry.limits));
        if (timer.expiresAt)
            timer.expiresAt = std::min(*timer.expiresAt, expiryAfterTransfer(now, *entry.soa, std::nullopt));
    }
    timer.nextCheck = std::min(timer.nextCheck, now + furthest);
}

void Scheduler::clockSetForward(base::Duration by, base::Timestamp now)
{
    moveAlong(by, now);
    for (const auto& [zone, entry] : m_entries)
        m_ledger.saveTimers(entry.timer);
}

void Scheduler::moveAlong(base::Duration shift, base::Timestamp now)
{
    m_pacer.clockSetBack();
    for (auto& [zone, entry] : m_entries) {
        entry.timer.nextCheck += shift;
        entry.timer.lastGood += shift;
        if (entry.timer.expiresAt)
            *entry.timer.expiresAt += shift;
        if (entry.quietUntil)
            *entry.quietUntil += shift;
        if (entry.slot.scheduled) {
            entry.slot.scheduled->notBefore += shift;
            entry.slot.scheduled->work.requestedAt += shift;
        }
        if (entry.expiryAt)
            setExpiry(zone, entry, *entry.expiryAt + shift);
        arrange(zone, entry, now);
    }
    m_latest = now;
}
} // namespace zonescope::schedule
