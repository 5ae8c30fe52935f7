// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/step_runner.h"

#include "model/base/clock.h"
#include "model/net/socket.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <utility>

namespace zonescope::servers {
namespace {

constexpr std::size_t aheadOfPeer = 256 * 1024;

base::SystemClock systemClock;

void makeCloseAReset(int socket)
{
    const linger now{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

} // namespace

ServedConnection::ServedConnection(net::EventLoop& loop, net::UniqueFd socket, Answerer answerer,
                                   std::function<void()> gone)
    : m_loop(loop)
    , m_socket(std::move(socket))
    , m_answerer(std::move(answerer))
    , m_gone(std::move(gone))
{
    if (!m_loop.add(m_socket.get(), EPOLLIN, [this](std::uint32_t events) { ready(events); }))
        leave();
}

ServedConnection::~ServedConnection()
{
    m_loop.cancel(m_timer);
    if (m_socket)
        m_loop.remove(m_socket.get());
}

bool ServedConnection::peerGone() const
{
    char octet = 0;
    return m_left || ::recv(m_socket.get(), &octet, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void ServedConnection::leave()
{
    if (std::exchange(m_left, true))
        return;
    m_loop.cancel(m_timer);
    m_loop.remove(m_socket.get());
    m_socket.reset();
    m_loop.after(base::Duration(0), m_gone);
}

void ServedConnection::ready(std::uint32_t events)
{
    if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0 && !read())
        return leave();
    work();
}

bool ServedConnection::read()
{
    for (;;) {
        const auto count = net::readSome(m_socket.get(), m_decoder.space(4096));
        if (!count || (*count && **count == 0))
            return false;
        if (!*count)
            return true;
        m_decoder.received(**count);
    }
}

/// Runs steps until one has to wait, the peer is slow, or there is no request left.
void ServedConnection::work()
{
    while (!m_left && m_timer == 0 && !m_stalled) {
        if (!flush())
            return leave();
        if (m_out.size() - m_sent > aheadOfPeer)
            break;
        if (m_steps.empty()) {
            const auto request = m_decoder.next();
            if (!request)
                break;
            Answer answer = m_answerer(*request);
            m_steps.assign(std::make_move_iterator(answer.steps.begin()),
                           std::make_move_iterator(answer.steps.end()));
            m_signer.reset();
            if (answer.signer)
                m_signer.emplace(std::move(*answer.signer));
        } else if (!runStep()) {
            break;
        }
    }
    if (!m_left && !flush())
        leave();
}

/// False: nothing more to do now.
bool ServedConnection::runStep()
{
    Step& step = m_steps.front();
    switch (step.kind) {
    case Step::Kind::Send:
        queue(step.bytes, step.sign);
        break;
    case Step::Kind::SendRaw:
        m_out += step.bytes;
        break;
    case Step::Kind::Drip:
        if (m_dripped < step.bytes.size()) {
            m_out += step.bytes[m_dripped++];
            pause(step.pause);
            return true;
        }
        m_dripped = 0;
        break;
    case Step::Kind::Wait:
        pause(step.pause);
        break;
    case Step::Kind::Stall:
        m_stalled = true;
        return false;
    case Step::Kind::Close:
    case Step::Kind::Reset:
        if (!m_out.empty())
            return false; // what was sent before comes first; the socket calls when it has room
        if (step.kind == Step::Kind::Reset)
            makeCloseAReset(m_socket.get());
        leave();
        return false;
    case Step::Kind::Generate:
        if (const auto message = step.generate(m_generated)) {
            ++m_generated;
            queue(*message, step.sign);
            return true;
        }
        m_generated = 0;
        break;
    }
    m_steps.pop_front();
    return true;
}

void ServedConnection::queue(const base::Bytes& message, bool sign)
{
    const base::Bytes whole = sign && m_signer ? m_signer->sign(message, systemClock.wall()) : message;
    if (!sign && m_signer)
        m_signer->feedUnsigned(
            base::viewOf(message)); // the next signature covers it (RFC 8945 section 5.3.1)
    m_out += static_cast<char>(whole.size() >> 8);
    m_out += static_cast<char>(whole.size() & 0xff);
    m_out += whole;
}

void ServedConnection::pause(base::Duration duration)
{
    m_timer = m_loop.after(duration, [this] {
        m_timer = 0;
        work();
    });
}

/// False: the peer is gone.
bool ServedConnection::flush()
{
    while (m_sent < m_out.size()) {
        const auto written = net::writeSome(m_socket.get(), base::viewOf(m_out).subspan(m_sent));
        if (!written)
            return false;
        if (*written == 0)
            break;
        m_sent += *written;
    }
    if (m_sent == m_out.size()) {
        m_out.clear();
        m_sent = 0;
    }
    m_loop.modify(m_socket.get(), m_out.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT);
    return true;
}

} // namespace zonescope::servers
