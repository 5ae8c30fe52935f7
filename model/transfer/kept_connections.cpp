// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/kept_connections.h"

#include <sys/epoll.h>

#include <algorithm>
#include <utility>

namespace zonescope::transfer {

KeptConnections::~KeptConnections()
{
    *m_self = nullptr;
    while (!m_entries.empty())
        close(m_entries.begin());
}

void KeptConnections::keep(base::PrimaryId primary, KeptConnection connection, TransferPlaces::Ticket ticket,
                           const void* owner)
{
    const std::uint64_t number = m_next++;
    const auto post = [this, number, self = m_self](auto what) {
        m_loop.post([number, self, what] {
            if (*self)
                what(**self, number);
        });
    };
    const bool parked = connection.idle > base::Duration(0);
    const auto wanted =
        m_places.lend(ticket, owner,
                      parked ? TransferPlaces::Granted([post] {
                          post([](KeptConnections& kept, std::uint64_t which) { kept.drop(which); });
                      })
                             : nullptr);
    if (wanted == TransferPlaces::Lent::No) {
        connection.tls.reset();
        connection.socket.reset(); // before the place is free: never more open than allowed
        m_places.release(ticket);
        return;
    }
    Entry entry{primary, std::move(connection), ticket, 0, number};
    const bool handedOver = wanted == TransferPlaces::Lent::ToOwner;
    if (handedOver)
        entry.ticket = 0;
    else
        entry.timer = m_loop.after(entry.connection.idle, [this, number] { drop(number); });
    const int socket = entry.connection.socket.get();
    m_entries.push_back(std::move(entry));
    if (!handedOver) {
        // Whatever comes now, data or the end, was not asked for.
        if (!m_loop.add(socket, EPOLLIN, [this, number](std::uint32_t) { drop(number); }))
            drop(number);
        return;
    }
    // In a moment its next user watches it, and asks again should it have ended meanwhile.
    m_places.release(ticket); // posts the grant to our loop; if nobody comes for the connection then, it goes
    post([](KeptConnections& kept, std::uint64_t which) { kept.drop(which); });
}

std::optional<KeptConnections::Taken> KeptConnections::take(base::PrimaryId primary, bool granted)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) {
        return e.primary == primary && (e.ticket == 0) == granted;
    });
    if (found == m_entries.end())
        return std::nullopt;
    // Somebody else may have asked for the place in this moment: then it is theirs.
    if (found->ticket != 0 && !m_places.takeBack(found->ticket)) {
        close(found);
        return std::nullopt;
    }
    unwatch(*found);
    Taken taken{std::move(found->connection), found->ticket};
    m_entries.erase(found);
    return taken;
}

void KeptConnections::unwatch(Entry& entry)
{
    m_loop.remove(entry.connection.socket.get());
    m_loop.cancel(entry.timer);
}

void KeptConnections::close(Entries::iterator entry)
{
    unwatch(*entry);
    const TransferPlaces::Ticket ticket = entry->ticket;
    m_entries.erase(entry);
    if (ticket != 0)
        m_places.release(ticket);
}

void KeptConnections::drop(std::uint64_t number)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [number](const Entry& e) { return e.number == number; });
    if (found != m_entries.end())
        close(found);
}

} // namespace zonescope::transfer
