// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/soa_check.h"

#include <utility>

namespace zonescope::transfer {

SoaCheck::SoaCheck(Order order, const base::Clock& clock, Wire& wire)
    : m_order(std::move(order))
    , m_clock(clock)
    , m_wire(wire)
    , m_edns(m_order.edns)
{
}

void SoaCheck::start()
{
    m_startedAt = m_clock.wall();
    m_start = m_sentAt = m_clock.steady();
    if (m_order.tls.mode != zone::TlsMode::Off)
        return wantTcp();
    m_state = State::Udp;
    sendUdp();
}

void SoaCheck::sendUdp()
{
    ++m_tries;
    const Timings& t = m_order.timings;
    const base::Duration wait = m_tries == 1 ? t.soaFirst : m_tries == 2 ? t.soaSecond : t.soaLast;
    m_query = makeSoaQuery(m_order.apex, m_edns, m_order.key, m_clock.wall(), {false, m_order.cookie});
    m_sentAt = m_clock.steady();
    m_deadline = m_sentAt + wait;
    m_wire.sendUdp(m_order.server, m_order.source, base::viewOf(m_query.message));
}

void SoaCheck::nextTry()
{
    // An answer that was ours but not to be believed: nobody sent a better one, so that is the answer.
    if (m_doubtful)
        return finish(std::move(*m_doubtful));
    if (m_tries >= 3)
        return wantTcp();
    if (m_tries == 2)
        m_edns = false;
    sendUdp();
}

void SoaCheck::wantTcp()
{
    m_wire.closeUdp();
    m_deadline.reset();
    m_state = State::WantsTcp;
}

void SoaCheck::goOnWithTcp()
{
    m_state = State::Connecting;
    m_triedTcp = true;
    m_deadline = m_clock.steady() + m_order.connectTimeout;
    if (m_order.tls.mode != zone::TlsMode::Off)
        m_wire.connectTls(m_order.server, m_order.source, m_order.tls);
    else
        m_wire.connectTcp(m_order.server, m_order.source);
}

void SoaCheck::datagram(base::ByteView message)
{
    if (m_state != State::Udp)
        return;
    SoaReply reply;
    const SoaReading reading = readSoaAnswer(message, m_query, false, m_clock.wall(), reply);
    take(reading, std::move(reply));
}

void SoaCheck::take(SoaReading reading, SoaReply reply)
{
    switch (reading) {
    case SoaReading::NotOurs:
        return;
    case SoaReading::Doubtful:
        m_doubtful = std::move(reply);
        return;
    case SoaReading::UseTcp:
        return wantTcp();
    case SoaReading::BadCookie:
        return withCookie(reply);
    case SoaReading::WithoutEdns:
        return withoutEdns();
    case SoaReading::Answered:
        return finish(std::move(reply));
    }
}

void SoaCheck::withoutEdns()
{
    m_edns = false;
    m_ednsRefused = true;
    if (m_state != State::Tcp) {
        --m_tries; // a prompt answer is not a lost packet
        return sendUdp();
    }
    sendTcp();
}

void SoaCheck::sendTcp()
{
    m_query = makeSoaQuery(m_order.apex, m_edns, m_order.key, m_clock.wall(), {true, {}});
    m_sentAt = m_clock.steady();
    m_deadline = m_sentAt + m_order.connectTimeout;
    m_wire.sendTcp(base::viewOf(m_query.message));
}

/// RFC 7873 section 5.3: once more with the cookie that came along, then over TCP, where none is needed.
void SoaCheck::withCookie(const SoaReply& reply)
{
    if (m_cookieRetried || !reply.edns || reply.edns->cookie.empty())
        return wantTcp();
    m_cookieRetried = true;
    m_order.cookie = m_learnedCookie = reply.edns->cookie;
    --m_tries;
    sendUdp();
}

void SoaCheck::udpFailed(const base::Error& error)
{
    if (m_state != State::Udp)
        return;
    // "Port unreachable" from the host itself: more datagrams will not help, but TCP may listen.
    m_udpError = error;
    wantTcp();
}

void SoaCheck::connected()
{
    m_state = State::Tcp;
    m_overTcp = true;
    sendTcp();
}

void SoaCheck::connectFailed(const base::Error& error)
{
    if (m_order.tls.mode != zone::TlsMode::Off)
        return finish(base::Error{error.code, "TLS: " + error.detail});
    const std::string udp =
        m_udpError ? base::toString(*m_udpError) : "no answer to " + std::to_string(m_tries) + " queries";
    finish(base::Error{error.code, "UDP: " + udp + "; TCP: " + error.detail});
}

void SoaCheck::message(base::ByteView message)
{
    if (m_state != State::Tcp)
        return;
    SoaReply reply;
    const SoaReading reading = readSoaAnswer(message, m_query, true, m_clock.wall(), reply);
    take(reading, std::move(reply));
}

void SoaCheck::closed(const std::optional<base::Error>& error)
{
    if (m_state != State::Tcp)
        return;
    finish(error.value_or(
        base::Error{base::ErrorCode::ConnectionClosed, "closed without an answer to the SOA query"}));
}

void SoaCheck::timePassed()
{
    if (!m_deadline || m_clock.steady() < *m_deadline)
        return;
    if (m_state == State::Udp)
        return nextTry();
    if (m_state == State::Connecting)
        return connectFailed(m_wire.connectTimedOut());
    finish(base::Error{base::ErrorCode::TimedOut, "connected over TCP, but no answer to the SOA query"});
}

void SoaCheck::finish(SoaReply reply)
{
    m_latency = std::chrono::duration_cast<base::Duration>(m_clock.steady() - m_sentAt);
    m_ednsUseless =
        m_order.edns && !m_edns && (m_ednsRefused || !m_overTcp) && !reply.edns && reply.soa.has_value();
    if (!m_overTcp && reply.edns && !reply.edns->cookie.empty() && reply.soa)
        m_learnedCookie = reply.edns->cookie;
    m_connectionOpen = m_overTcp && m_order.keepOpen && !m_wire.shared() && reply.soa.has_value();
    m_wire.closeUdp();
    if (m_overTcp && reply.soa && !m_connectionOpen)
        m_wire.releaseTcp(idleTimeOf(reply.edns));
    else if (!m_connectionOpen)
        m_wire.closeTcp();
    m_reply = std::move(reply);
    m_deadline.reset();
    m_state = State::Done;
}

pipeline::Transport SoaCheck::transport() const
{
    if (m_order.tls.mode != zone::TlsMode::Off)
        return pipeline::Transport::Tls;
    if (m_order.plainInstead)
        return pipeline::Transport::TcpNotTls;
    return m_triedTcp ? pipeline::Transport::Tcp : pipeline::Transport::Udp;
}

pipeline::TransferAttempt SoaCheck::row() const
{
    pipeline::TransferAttempt row;
    row.transport = transport();
    if (m_reply.edns && m_reply.edns->nsid)
        row.nsid = nsidText(*m_reply.edns->nsid);
    row.apex = m_order.apex;
    row.address = m_order.server;
    row.keyName = m_order.key ? m_order.key->name.toDisplay() : std::string();
    row.startedAt = m_startedAt;
    row.duration = std::chrono::duration_cast<base::Duration>(m_sentAt - m_start) + m_latency;
    row.rcode = static_cast<std::uint16_t>(m_reply.rcode);
    if (m_reply.soa)
        row.toSerial = m_reply.soa->serial;
    if (m_reply.edns && !m_reply.edns->errors.empty()) {
        row.extendedError = m_reply.edns->errors.front().infoCode;
        row.extendedErrorText = m_reply.edns->errors.front().text;
    }
    row.error = m_reply.error;
    return row;
}

void SoaCheck::finish(base::Error error)
{
    SoaReply reply;
    reply.error = std::move(error);
    finish(std::move(reply));
}

} // namespace zonescope::transfer
