// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/served_connection.h"

#include "model/net/socket.h"

#include <sys/epoll.h>

#include <chrono>

namespace zonescope::publish {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t enoughToSend = 65536; // more is made only when this has gone
constexpr int roundsAtATime = 4; // a quarter of a megabyte; then others get their turn and epoll calls again
constexpr base::Duration idleLimit = 10s; // RFC 7766 section 6.2.3: a few seconds
constexpr base::Duration writeLimit = 30s;

} // namespace

ServedConnection::ServedConnection(net::UniqueFd socket, net::Endpoint peer, const base::Clock& clock,
                                   TransferObserver* observer)
    : m_socket(std::move(socket))
    , m_peer(peer)
    , m_clock(clock)
    , m_observer(observer)
    , m_progress(clock.steady())
{
}

ServedConnection::~ServedConnection()
{
    if (m_observed)
        m_observer->transferBroken(fd(), m_peer);
}

/// When its last octet has gone into the socket.
void ServedConnection::transferEnded()
{
    m_transferMade = false;
    if (m_observed)
        m_observer->transferWritten(fd(), m_peer, *m_observed);
    m_observed.reset();
}

bool ServedConnection::proceed(const Answer& answer)
{
    m_blocked = false;
    m_readable = true;
    m_more = false;
    for (int round = 0; round < roundsAtATime; ++round) {
        if (!makeMore(answer) || !flush())
            return false;
        if (m_blocked)
            return true;
        if (!m_starved)
            continue;
        if (m_ended)
            return false;
        if (!m_readable)
            return true;
        if (!read())
            return false;
    }
    m_more = true;
    return true;
}

/// Turns waiting queries, or the transfer that is running, into octets to send.
bool ServedConnection::makeMore(const Answer& answer)
{
    m_starved = false;
    while (m_out.pending().size() < enoughToSend) {
        if (m_transfer) {
            if (const auto message = m_transfer->next(m_clock.wall())) {
                if (!m_out.push(base::viewOf(*message)))
                    return false;
                if (m_observed)
                    *m_observed += message->size();
                continue;
            }
            if (m_transfer->failed())
                return false;
            m_transfer.reset();
            m_transferMade = true;
            ++m_answers;
        }
        const auto query = m_in.next();
        if (!query) {
            m_starved = true;
            return true;
        }
        m_progress = m_clock.steady();
        Reply reply = answer(*query, m_peer.address);
        if (reply.silent())
            return false; // no DNS client: nothing it sends next can be trusted to be framed
        if (reply.transfer) {
            m_transfer = std::move(reply.transfer);
            if (m_observer && !m_observed) {
                m_observed = 0;
                m_observer->transferBegan(fd(), m_peer);
            }
        } else if (m_out.push(base::viewOf(reply.message)))
            ++m_answers;
        else
            return false;
    }
    return true;
}

bool ServedConnection::flush()
{
    while (!m_out.empty()) {
        const auto sent = net::writeSome(fd(), m_out.pending());
        if (!sent)
            return false;
        if (*sent == 0) {
            m_blocked = true;
            return true;
        }
        m_out.sent(*sent);
        m_progress = m_clock.steady();
    }
    if (m_transferMade)
        transferEnded();
    return true;
}

bool ServedConnection::read()
{
    const auto got = net::readSome(fd(), m_in.space());
    if (!got)
        return false;
    if (!*got)
        m_readable = false;
    else if (**got == 0)
        m_ended = true;
    else
        m_in.received(**got);
    return true;
}

std::uint32_t ServedConnection::wanted() const
{
    return idle() && !m_more ? EPOLLIN : EPOLLOUT;
}

bool ServedConnection::timedOut() const
{
    return m_clock.steady() - m_progress > (idle() ? idleLimit : writeLimit);
}

} // namespace zonescope::publish
