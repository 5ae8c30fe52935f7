// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/query_pipe.h"

#include <utility>
#include <vector>

namespace zonescope::transfer {
namespace {

std::uint16_t idOf(base::ByteView message)
{
    return message.size() < 2 ? std::uint16_t(0) : static_cast<std::uint16_t>(message[0] << 8U | message[1]);
}

} // namespace

QueryPipe::QueryPipe(net::EventLoop& loop, ConnectionKey key, std::function<void()> empty)
    : m_loop(loop)
    , m_key(std::move(key))
    , m_empty(std::move(empty))
    , m_wire(loop, *this, [] {})
{
    m_wire.useProxy(m_key.proxy);
    m_wire.useKey(m_key.keyName);
    m_wire.leaveRetriesToOwner();
}

QueryPipe::~QueryPipe()
{
    *m_self = nullptr;
}

void QueryPipe::admit(Guest& guest)
{
    m_seats.try_emplace(&guest);
}

void QueryPipe::connect(Guest& guest)
{
    m_seats[&guest].waiting = true;
    if (m_state == State::Closed)
        return open();
    if (m_state == State::Open)
        m_loop.post([self = m_self] {
            if (*self)
                (*self)->welcome();
        });
}

void QueryPipe::open()
{
    m_state = State::Opening;
    m_answered = false;
    if (m_key.tls.mode == zone::TlsMode::Off)
        m_wire.connectTcp(m_key.to, m_key.source);
    else
        m_wire.connectTls(m_key.to, m_key.source, m_key.tls);
}

void QueryPipe::connected()
{
    m_state = State::Open;
    sendWhatMaySend(); // what a connection that the server closed had left unanswered
    welcome();
}

/// Guests come and go while others are told.
template <class Tell>
void QueryPipe::tellAll(Tell tell)
{
    std::vector<Guest*> guests;
    for (const auto& [guest, seat] : m_seats)
        guests.push_back(guest);
    const auto self = m_self;
    for (Guest* guest : guests)
        if (*self && m_seats.contains(guest))
            tell(*guest, m_seats[guest]);
}

void QueryPipe::welcome()
{
    if (m_state != State::Open)
        return;
    tellAll([](Guest& guest, Seat& seat) {
        if (std::exchange(seat.waiting, false))
            guest.pipeConnected();
    });
}

void QueryPipe::connectFailed(const base::Error& error)
{
    m_state = State::Closed;
    tellAll([&error](Guest& guest, Seat& seat) {
        const bool asked = !std::exchange(seat.waiting, false);
        asked ? guest.pipeClosed(error) : guest.pipeConnectFailed(error);
    });
}

void QueryPipe::send(Guest& guest, base::ByteView message)
{
    Seat& seat = m_seats[&guest];
    seat.question = base::Bytes(base::textOf(message));
    seat.sent = false;
    if (m_state == State::Open)
        put(guest, seat);
}

void QueryPipe::put(Guest& guest, Seat& seat)
{
    const base::ByteView question = base::viewOf(seat.question);
    if (!m_asked.try_emplace(idOf(question), &guest).second)
        return; // another has the same id under way
    seat.sent = true;
    m_wire.sendTcp(question);
}

void QueryPipe::sendWhatMaySend()
{
    for (auto& [guest, seat] : m_seats)
        if (!seat.question.empty() && !seat.sent)
            put(*guest, seat);
}

void QueryPipe::message(base::ByteView message)
{
    const auto asked = m_asked.find(idOf(message));
    if (asked == m_asked.end())
        return; // nobody's
    Guest* const guest = asked->second;
    m_asked.erase(asked);
    m_answered = true;
    if (guest) {
        Seat& seat = m_seats[guest];
        seat.question.clear();
        seat.sent = false;
        const auto self = m_self;
        guest->pipeMessage(message);
        if (!*self)
            return;
    }
    if (m_state == State::Open)
        sendWhatMaySend();
}

/// A server may close after any answer (RFC 7766 section 6.2.4): what is left goes out over a new connection,
/// as long as each brings at least one answer.
void QueryPipe::closed(const std::optional<base::Error>& error, std::size_t)
{
    m_wire.closeTcp();
    m_state = State::Closed;
    m_asked.clear();
    for (auto& [guest, seat] : m_seats)
        seat.sent = false;
    if ((m_answered || std::exchange(m_usedBefore, false)) && !m_seats.empty())
        return open();
    tellAll([&error](Guest& guest, Seat& seat) {
        seat.question.clear();
        guest.pipeClosed(error);
    });
}

void QueryPipe::leave(Guest& guest, std::optional<base::Duration> idle)
{
    if (m_seats.erase(&guest) == 0)
        return;
    for (auto& [id, who] : m_asked)
        if (who == &guest)
            who = nullptr; // its late answer is nobody's
    if (idle)
        m_idle = idle;
    if (!m_seats.empty())
        return;
    if (m_state == State::Open && m_asked.empty() && m_answered)
        m_wire.releaseTcp(m_idle);
    else
        m_wire.closeTcp();
    m_state = State::Closed;
    m_empty();
}

void PipedWire::join(std::shared_ptr<QueryPipe> pipe)
{
    leave();
    pipe->admit(*this);
    m_pipe = std::move(pipe);
}

void PipedWire::leave(std::optional<base::Duration> idle)
{
    if (const auto pipe = std::exchange(m_pipe, nullptr))
        pipe->leave(*this, idle);
}

void PipedWire::connectTcp(const net::Endpoint& to, const std::optional<net::IpAddress>& source)
{
    m_pipe ? m_pipe->connect(*this) : m_own.connectTcp(to, source);
}

void PipedWire::connectTls(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                           const zone::TlsSettings& tls)
{
    m_pipe ? m_pipe->connect(*this) : m_own.connectTls(to, source, tls);
}

void PipedWire::sendTcp(base::ByteView message)
{
    m_pipe ? m_pipe->send(*this, message) : m_own.sendTcp(message);
}

void PipedWire::closeTcp()
{
    m_pipe ? leave() : m_own.closeTcp();
}

void PipedWire::releaseTcp(std::optional<base::Duration> idle)
{
    m_pipe ? leave(idle) : m_own.releaseTcp(idle);
}

void PipedWire::pipeConnected()
{
    m_events.connected();
    m_after();
}

void PipedWire::pipeConnectFailed(const base::Error& error)
{
    leave();
    m_events.connectFailed(error);
    m_after();
}

void PipedWire::pipeMessage(base::ByteView message)
{
    m_events.octets(message.size() + 2);
    m_events.message(message);
    m_after();
}

void PipedWire::pipeClosed(const std::optional<base::Error>& error)
{
    leave();
    m_events.closed(error, 0);
    m_after();
}

} // namespace zonescope::transfer
