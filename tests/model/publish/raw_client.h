// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/socket.h"
#include "model/net/tcp_framing.h"

#include <poll.h>

#include <optional>
#include <string_view>

namespace zonescope::test {

/// A client that writes what it likes and reads when it likes.
class RawClient
{
public:
    explicit RawClient(const net::Endpoint& server)
    {
        auto socket = net::startConnect(server);
        if (socket)
            m_socket = std::move(*socket);
        pollfd ready{m_socket.get(), POLLOUT, 0};
        poll(&ready, 1, 30'000);
    }
    void send(std::string_view octets)
    {
        while (!octets.empty()) {
            const auto sent = net::writeSome(m_socket.get(), base::viewOf(octets));
            if (!sent)
                return;
            octets.remove_prefix(*sent);
            if (*sent == 0) {
                pollfd ready{m_socket.get(), POLLOUT, 0};
                poll(&ready, 1, 30'000);
            }
        }
    }
    /// Nothing: closed by the server, or nothing came in time.
    std::optional<base::Bytes> receive(int milliseconds = 30'000)
    {
        for (;;) {
            if (const auto message = m_in.next())
                return base::Bytes(base::textOf(*message));
            pollfd ready{m_socket.get(), POLLIN, 0};
            if (poll(&ready, 1, milliseconds) <= 0)
                return std::nullopt;
            const auto got = net::readSome(m_socket.get(), m_in.space());
            if (!got || (*got && **got == 0)) {
                m_closed = true;
                return std::nullopt;
            }
            m_in.received(got->value_or(0));
        }
    }
    bool closedByServer()
    {
        while (receive(0))
            ;
        return m_closed;
    }

private:
    net::UniqueFd m_socket;
    net::FrameDecoder m_in;
    bool m_closed = false;
};

inline base::Bytes framed(const base::Bytes& message)
{
    net::FrameEncoder out;
    out.push(base::viewOf(message));
    return base::Bytes(base::textOf(out.pending()));
}

} // namespace zonescope::test
