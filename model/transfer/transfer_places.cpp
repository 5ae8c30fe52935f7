// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/transfer_places.h"

#include <algorithm>
#include <utility>

namespace zonescope::transfer {

TransferPlaces::Answer TransferPlaces::ask(base::PrimaryId primary, std::size_t limit, Granted granted,
                                           const void* owner)
{
    Granted wanted;
    Answer answer;
    {
        const std::lock_guard lock(m_mutex);
        answer = askLocked(primary, limit, std::move(granted), owner);
        if (!answer.granted)
            wanted = recall(primary);
    }
    if (wanted)
        wanted();
    return answer;
}

TransferPlaces::Answer TransferPlaces::askLocked(base::PrimaryId primary, std::size_t limit, Granted granted,
                                                 const void* owner)
{
    Primary& at = m_primaries[primary];
    at.limit = std::max<std::size_t>(1, limit);
    const Ticket ticket = m_next++;
    if (at.queue.empty() && m_taken < m_inAll && hasRoom(at)) {
        take(at, m_holders.emplace(ticket, Holder{.primary = primary, .granted = {}, .owner = owner})
                     .first->second);
        return {ticket, true};
    }
    at.queue.push_back(ticket);
    m_holders.emplace(ticket, Holder{.primary = primary, .granted = std::move(granted), .owner = owner});
    refreshFront(primary, at);
    return {ticket, false};
}

void TransferPlaces::take(Primary& primary, Holder& holder)
{
    holder.holds = true;
    holder.fresh = primary.handed == 0 || primary.closes;
    primary.fresh += holder.fresh ? 1 : 0;
    primary.handed -= primary.handed > 0 ? 1 : 0;
    ++primary.taken;
    ++m_taken;
}

void TransferPlaces::noLongerNew(Holder& holder)
{
    if (std::exchange(holder.fresh, false))
        --m_primaries[holder.primary].fresh;
}

void TransferPlaces::answers(Ticket ticket)
{
    std::vector<Granted> lucky;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_holders.find(ticket);
        if (found == m_holders.end() || !found->second.fresh)
            return;
        noLongerNew(found->second);
        refreshFront(found->second.primary, m_primaries[found->second.primary]);
        lucky = grant();
    }
    for (const Granted& granted : lucky)
        granted();
}

void TransferPlaces::connectsAnew(Ticket ticket)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_holders.find(ticket);
    if (found == m_holders.end() || !found->second.holds)
        return;
    Primary& primary = m_primaries[found->second.primary];
    primary.closes = true;
    primary.fresh += found->second.fresh ? 0 : 1;
    found->second.fresh = true;
    refreshFront(found->second.primary, primary);
}

/// Of the primary first; of any when the limit in all is reached.
TransferPlaces::Granted TransferPlaces::recall(base::PrimaryId primary)
{
    if (m_lent == 0) // most of the time, with thousands who wait
        return nullptr;
    const bool full = m_taken >= m_inAll;
    for (const bool other : {false, true}) {
        if (other && !full)
            break;
        for (auto& [ticket, holder] : m_holders)
            if (holder.wanted && (holder.primary == primary) != other)
                return --m_lent, std::exchange(holder.wanted, nullptr);
    }
    return nullptr;
}

TransferPlaces::Lent TransferPlaces::lend(Ticket ticket, const void* owner, Granted wanted)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_holders.find(ticket);
    if (found == m_holders.end())
        return Lent::No;
    Primary& primary = m_primaries[found->second.primary];
    noLongerNew(found->second); // everything that was asked over it has been answered
    if (!primary.queue.empty()) {
        const bool theirs = bringForward(primary, found->second.primary, owner);
        // Else it may go to another primary's waiter, who waits because of the limit in all.
        const bool first =
            m_fronts.empty() || (m_fronts.size() == 1 && m_fronts.begin()->second == found->second.primary);
        if (!theirs || !first || m_taken > m_inAll)
            return Lent::No;
        ++primary.handed;
        return Lent::ToOwner;
    }
    if (!wanted || m_taken >= m_inAll)
        return Lent::No;
    m_lent += found->second.wanted ? 0 : 1;
    found->second.wanted = std::move(wanted);
    return Lent::Yes;
}

/// The front of the queue becomes one of this owner, when one of the first few is: an open connection is
/// worth a little waiting of others. But only so often before those in front have their turn.
bool TransferPlaces::bringForward(Primary& primary, base::PrimaryId id, const void* owner)
{
    constexpr std::ptrdiff_t furthest = 16;
    constexpr std::uint32_t mostOften = 32;
    const std::ptrdiff_t reach = primary.overtaken < mostOften ? furthest : 1;
    const auto begin = primary.queue.begin();
    const auto end = begin + std::min(reach, std::ssize(primary.queue));
    const auto theirs =
        std::find_if(begin, end, [&](Ticket waiting) { return m_holders[waiting].owner == owner; });
    if (theirs == begin || theirs == end)
        primary.overtaken = 0;
    if (theirs == end)
        return false;
    if (theirs != begin) {
        ++primary.overtaken;
        m_fronts.erase({primary.queue.front(), id});
        std::rotate(begin, theirs, theirs + 1);
        refreshFront(id, primary);
    }
    return true;
}

bool TransferPlaces::takeBack(Ticket ticket)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_holders.find(ticket);
    if (found == m_holders.end() || !std::exchange(found->second.wanted, nullptr))
        return false;
    --m_lent;
    return true;
}

void TransferPlaces::release(Ticket ticket)
{
    std::vector<Granted> lucky;
    {
        const std::lock_guard lock(m_mutex);
        releaseLocked(ticket);
        lucky = grant();
    }
    for (const Granted& granted : lucky)
        granted();
}

void TransferPlaces::setLimitInAll(std::size_t inAll)
{
    std::vector<Granted> lucky;
    {
        const std::lock_guard lock(m_mutex);
        m_inAll = inAll;
        lucky = grant();
    }
    for (const Granted& granted : lucky)
        granted();
}

void TransferPlaces::releaseLocked(Ticket ticket)
{
    const auto found = m_holders.find(ticket);
    if (found == m_holders.end())
        return;
    const base::PrimaryId id = found->second.primary;
    const bool held = found->second.holds;
    noLongerNew(found->second);
    m_lent -= found->second.wanted ? 1 : 0;
    m_holders.erase(found);
    const auto entry = m_primaries.find(id);
    Primary& primary = entry->second;
    if (held) {
        --primary.taken;
        --m_taken;
    } else {
        m_fronts.erase({ticket, id});
        std::erase(primary.queue, ticket);
    }
    if (primary.queue.empty() && primary.taken == 0)
        m_primaries.erase(entry);
    else
        refreshFront(id, primary);
}

void TransferPlaces::refreshFront(base::PrimaryId id, Primary& primary)
{
    if (primary.queue.empty()) {
        primary.handed = 0; // whom it was meant for has left
        return;
    }
    if (hasRoom(primary))
        m_fronts.insert({primary.queue.front(), id});
    else
        m_fronts.erase({primary.queue.front(), id});
}

std::vector<TransferPlaces::Granted> TransferPlaces::grant()
{
    std::vector<Granted> lucky;
    while (m_taken < m_inAll && !m_fronts.empty()) {
        const auto [ticket, id] = *m_fronts.begin();
        m_fronts.erase(m_fronts.begin());
        Primary& primary = m_primaries[id];
        primary.queue.pop_front();
        Holder& holder = m_holders[ticket];
        take(primary, holder);
        refreshFront(id, primary);
        lucky.push_back(std::move(holder.granted));
    }
    return lucky;
}

std::size_t TransferPlaces::taken() const
{
    const std::lock_guard lock(m_mutex);
    return m_taken;
}

std::size_t TransferPlaces::waiting() const
{
    const std::lock_guard lock(m_mutex);
    return m_holders.size() - m_taken;
}

} // namespace zonescope::transfer
