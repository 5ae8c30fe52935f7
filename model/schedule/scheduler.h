// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schedule/check_pacer.h"
#include "model/schedule/schedule_policy.h"
#include "model/schedule/work_ledger.h"
#include "model/schedule/zone_slot.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace zonescope::schedule {

/// Decides which zone is looked at when. Owned by the engine thread; no I/O, time is passed in, a call costs
/// microseconds with 58,000 zones. Forced work goes before notified, notified before added, added before due;
/// what is added is limited by how much of it is in hand, what is due also by rate, so that a start with
/// 10,000 zones is no storm and delays no NOTIFY.
class Scheduler
{
public:
    struct Settings
    {
        std::uint32_t checksPerSecond = 500;   ///< due zones started a second
        std::uint32_t workingPacedMost = 2000; ///< due zones in hand: dead primaries hold theirs long
        /// Added ones: nobody serves them yet, so no rate holds them up. More than go into one commit, so
        /// that transfers go on meanwhile.
        std::uint32_t workingAddedMost = 1024;
        std::uint64_t seed = 0; ///< of the jitter
    };
    /// `ledger` outlives the scheduler; load() was called by whoever calls restore().
    Scheduler(WorkLedger& ledger, Settings settings);

    /// Start-up, before add(). Work that was in hand or waiting is waiting again.
    void restore(const WorkLedger::Loaded& loaded);
    void setSettings(Settings settings);

    /// A configured zone. `held`: timers of the version we have; nothing: it is fetched as soon as pacing
    /// allows.
    void add(base::ZoneId zone, const zone::TimerLimits& limits, bool paused,
             const std::optional<SoaTimers>& held, base::Timestamp now);
    void update(base::ZoneId zone, const zone::TimerLimits& limits, bool paused, base::Timestamp now);
    /// Something changed that may mend what failed: look soon, paced like any check.
    void checkSoon(base::ZoneId zone, base::Timestamp now);
    /// Forgets all about it, also on disk. What is in hand is the caller's to cancel.
    void remove(base::ZoneId zone);

    /// Why a zone shall be looked at.
    struct Request
    {
        pipeline::Trigger trigger = pipeline::Trigger::Notify;
        std::vector<base::PrimaryId> notifiers;
        std::optional<std::uint32_t> announced;
        base::PrimaryId primary;
        std::optional<net::Endpoint> address;
    };
    enum class Accepted : std::uint8_t { Scheduled, Merged, UnknownZone };
    /// Accepts work; `durable` is called (on the store thread) when it will survive a crash. Work may be
    /// taken before that: a crash then loses only what was not acknowledged.
    Accepted enqueue(base::ZoneId zone, const Request& request, base::Timestamp now,
                     WorkLedger::Durable durable);

    struct Taken
    {
        base::ZoneId zone;
        Working working;
    };
    /// All work that may begin now, most urgent first; it is in hand until finished() or release().
    std::vector<Taken> take(base::Timestamp now);

    /// How a piece of work ended.
    struct Finish
    {
        /// FailedHere: no primary did; what one gave could not be kept.
        enum class Outcome : std::uint8_t { Unchanged, NewVersion, Failed, FailedHere, Cancelled };

        Outcome outcome = Outcome::Failed;
        std::optional<SoaTimers> soa;            ///< of the version held now
        std::optional<std::uint32_t> seenSerial; ///< newest a primary served
        std::optional<std::uint32_t> ednsExpire; ///< of the primary that answered
    };
    struct Planned
    {
        bool announcementGivenUp = false; ///< announced serial is not served; `announced` tells which
        std::optional<std::uint32_t> announced;
    };
    Planned finished(base::ZoneId zone, const Finish& finish, base::Timestamp now);
    /// Shutdown: what is in hand becomes scheduled again, in memory and on disk.
    void release(base::ZoneId zone);

    /// The wall clock was set forwards by this much, and `now` is the new time: no time passed, so what is
    /// planned moves along, here and on disk. Set backwards shows by itself.
    void clockSetForward(base::Duration by, base::Timestamp now);

    /// Zones whose time is up; each is given once until it is good again.
    std::vector<base::ZoneId> takeExpired(base::Timestamp now);
    /// When to call take() and takeExpired() next; nothing: when something happens.
    std::optional<base::Timestamp> nextWake(base::Timestamp now) const;

    const ZoneSlot* slot(base::ZoneId zone) const;
    const TimerRow* timers(base::ZoneId zone) const;
    std::uint64_t mergedTriggers(base::ZoneId zone) const;
    std::size_t workingCount() const { return m_working; }
    std::size_t scheduledCount() const { return m_scheduled; }

private:
    enum class Priority : std::uint8_t { Forced, Notified, Added, Due };
    /// Place in the queue: within a priority the one that waits longest.
    struct ReadyKey
    {
        Priority priority = Priority::Due;
        base::Timestamp since;
        base::ZoneId zone;
        friend auto operator<=>(const ReadyKey&, const ReadyKey&) = default;
    };
    struct Entry
    {
        ZoneSlot slot;
        zone::TimerLimits limits;
        std::optional<SoaTimers> soa;
        TimerRow timer;
        AnnouncementWatch watch;
        bool paused = false;
        std::optional<Priority> countedAs; ///< its work in hand counts against a limit of these
        // NOTIFYs that say nothing new wait until then: 1,000 in a second cost two SOA queries.
        std::optional<base::Timestamp> quietUntil;
        bool quietWithoutSerial = false;
        std::optional<std::uint32_t> seen; ///< newest serial a primary served
        std::uint64_t round = 0;
        std::uint64_t merged = 0;
        std::optional<ReadyKey> ready;
        std::optional<base::Timestamp> wakeAt;
        std::optional<base::Timestamp> expiryAt;
    };

    static Priority priorityOf(const Work& work);
    bool mayStart(Priority priority) const;
    std::set<ReadyKey>::const_iterator firstToStart() const;
    void uncount(Entry& entry);
    static base::Timestamp quietFor(const Entry& entry, const std::optional<std::uint32_t>& announced,
                                    base::Timestamp now);
    void calmDown(Entry& entry, const Finish& finish, base::Timestamp now);
    Entry* find(base::ZoneId zone);
    void merge(Entry& entry, const Work& more, base::Timestamp notBefore);
    void arrange(base::ZoneId zone, Entry& entry, base::Timestamp now);
    void disarm(base::ZoneId zone, Entry& entry);
    void setExpiry(base::ZoneId zone, Entry& entry, std::optional<base::Timestamp> at);
    void wakeDue(base::Timestamp now);
    Taken takeOne(base::ZoneId zone, Entry& entry, base::Timestamp now);
    void planAfter(base::ZoneId zone, Entry& entry, const Finish& finish, base::Timestamp now);
    void followAnnouncement(Entry& entry, const Finish& finish, base::Timestamp now);
    void noticeClock(base::Timestamp now);
    static void bringIntoNow(Entry& entry, base::Timestamp now);
    void moveAlong(base::Duration shift, base::Timestamp now);
    Jitter jitter(base::ZoneId zone, Entry& entry);

    WorkLedger& m_ledger;
    Settings m_settings;
    Offset m_nextOffset = 1;
    std::unordered_map<base::ZoneId, Entry> m_entries;
    std::unordered_map<base::ZoneId, LedgerRow> m_restoredRows; ///< until add() claims them
    std::unordered_map<base::ZoneId, TimerRow> m_restoredTimers;
    std::set<ReadyKey> m_ready;
    std::set<std::pair<base::Timestamp, base::ZoneId>> m_waiting;
    std::set<std::pair<base::Timestamp, base::ZoneId>> m_expiries;
    std::size_t m_working = 0;
    std::size_t m_addedInHand = 0;
    std::size_t m_dueInHand = 0;
    std::size_t m_scheduled = 0;
    CheckPacer m_pacer;
    std::optional<base::Timestamp> m_latest; ///< newest time seen
};

} // namespace zonescope::schedule
