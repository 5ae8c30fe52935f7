// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/event_loop.h"
#include "model/net/tcp_framing.h"
#include "model/transfer/wire.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace zonescope::transfer {

/// A Wire of real sockets on an event loop. Events go to one listener; a call that fails at once is told like
/// one that fails later, never from inside the call. Lives on the loop's thread.
class SocketWire final : public Wire
{
public:
    /// `after` is called once whenever events were delivered: the owner looks at deadlines and whether it is
    /// done there, and must not destroy the wire from inside.
    SocketWire(net::EventLoop& loop, WireEvents& events, std::function<void()> after);
    ~SocketWire() override;
    SocketWire(const SocketWire&) = delete;

    void sendUdp(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                 base::ByteView message) override;
    void closeUdp() override;
    void connectTcp(const net::Endpoint& to, const std::optional<net::IpAddress>& source) override;
    void sendTcp(base::ByteView message) override;
    void closeTcp() override;
    std::optional<net::TcpInfo> tcpInfo() const override;
    std::optional<net::IpAddress> localAddress() const override;

private:
    void udpReady();
    void tcpReady(std::uint32_t events);
    void connectReady();
    void readTcp();
    bool deliver();
    void flush();
    void tcpEnded(const std::optional<base::Error>& error);
    void failLater(bool tcp, base::Error error);

    net::EventLoop& m_loop;
    WireEvents& m_events;
    std::function<void()> m_after;
    net::UniqueFd m_udp;
    net::UniqueFd m_tcp;
    bool m_connecting = false;
    std::uint64_t m_connection =
        0;                        ///< counts; a change during an event means that the old connection is gone
    std::uint64_t m_exchange = 0; ///< the same for UDP
    net::EventLoop::TimerId m_failTimer = 0;
    std::size_t m_readSize = 0;
    net::FrameDecoder m_decoder;
    net::FrameEncoder m_encoder;
};

} // namespace zonescope::transfer
