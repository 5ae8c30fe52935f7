// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/strong_id.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>
#include <vector>

namespace zonescope::transfer {

/// Who may go now: so many for each primary, so many in all. First come, first served; a primary at its limit
/// holds up only its own waiters. Whoever waits holds nothing. Thread-safe.
class TransferPlaces
{
public:
    using Ticket = std::uint64_t; ///< 0: none
    using Granted = std::function<void()>;
    static constexpr std::size_t anyNumber = SIZE_MAX;
    /// BIND and Knot DNS let ten connections wait to be accepted. What comes beyond is dropped by their
    /// kernel, and ours repeats it after a second.
    static constexpr std::size_t mostNewConnections = 8;

    /// `mostNew`: how many at a primary may be new at a time, see answers().
    explicit TransferPlaces(std::size_t inAll, std::size_t mostNew = anyNumber)
        : m_inAll(inAll)
        , m_mostNew(mostNew)
    {
    }

    /// A ticket that holds a place at once (`granted` is true, the callback is dropped), or one that waits:
    /// then the callback comes once, on the thread of whoever made room, without any lock held.
    struct Answer
    {
        Ticket ticket = 0;
        bool granted = false;
    };
    /// `owner`: whose waiters may be handed what a place stands for, see lend().
    Answer ask(base::PrimaryId primary, std::size_t limit, Granted granted, const void* owner = nullptr);

    /// The place is no longer new: the primary has accepted the connection, since it answers on it.
    void answers(Ticket ticket);
    /// What was handed on had been closed, and the holder has connected anew: a primary that does that is
    /// handed nothing more that would not count as new.
    void connectsAnew(Ticket ticket);

    enum class Lent : std::uint8_t {
        No,      ///< give it back: somebody waits for it, or it may not be kept
        ToOwner, ///< the next who gets it is of the same owner
        Yes,     ///< kept until somebody asks for it: then `wanted` comes, once, as granted() does
    };
    /// The place is held by nobody's work any more. No `wanted`: only for somebody who waits now.
    Lent lend(Ticket ticket, const void* owner, Granted wanted);
    /// For work again. False: somebody asked for it meanwhile, release() it.
    bool takeBack(Ticket ticket);
    /// Gives the place back, or leaves the queue. A callback may be on its way at this moment.
    void release(Ticket ticket);
    void setLimitInAll(std::size_t inAll);

    std::size_t taken() const;
    std::size_t waiting() const;

private:
    struct Primary
    {
        std::size_t limit = 0; ///< of the newest who asked
        std::size_t taken = 0;
        std::size_t fresh = 0;  ///< of those, new ones
        std::size_t handed = 0; ///< connections whose next user is not told yet: a place that is not new
        bool closes = false;    ///< what was handed on
        std::deque<Ticket> queue;
        std::uint32_t overtaken = 0; ///< how often in a row somebody came before the front
    };
    struct Holder
    {
        base::PrimaryId primary;
        bool holds = false;
        bool fresh = false;
        Granted granted;
        const void* owner = nullptr;
        Granted wanted = nullptr; ///< of a place that is lent
    };

    bool bringForward(Primary& primary, base::PrimaryId id, const void* owner);
    bool hasRoom(const Primary& primary) const
    {
        return primary.taken < primary.limit &&
               (primary.fresh < m_mostNew || (primary.handed > 0 && !primary.closes));
    }
    Answer askLocked(base::PrimaryId primary, std::size_t limit, Granted granted, const void* owner);
    void refreshFront(base::PrimaryId id, Primary& primary);
    void take(Primary& primary, Holder& holder);
    void noLongerNew(Holder& holder);
    std::vector<Granted> grant();
    void releaseLocked(Ticket ticket);
    Granted recall(base::PrimaryId primary);

    mutable std::mutex m_mutex; // guards everything below
    std::size_t m_inAll;
    const std::size_t m_mostNew;
    std::size_t m_taken = 0;
    std::size_t m_lent = 0; ///< holders with `wanted`
    Ticket m_next = 1;
    std::map<base::PrimaryId, Primary> m_primaries;
    std::unordered_map<Ticket, Holder> m_holders;
    /// Oldest waiter of each primary that has room, oldest first.
    std::set<std::pair<Ticket, base::PrimaryId>> m_fronts;
};

} // namespace zonescope::transfer
