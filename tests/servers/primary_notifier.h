// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/record.h"
#include "model/dns/tsig.h"
#include "model/net/event_loop.h"
#include "model/transfer/socket_wire.h"

#include <functional>
#include <optional>

namespace zonescope::servers {

/// One NOTIFY (RFC 1996) until it is answered: five tries a second apart over UDP, one over TCP. Lives on the
/// loop's thread.
class NotifyExchange final : public transfer::WireEvents
{
public:
    struct Order
    {
        net::Endpoint to;
        net::IpAddress from; ///< secondaries know their primary by its address
        dns::Name apex;
        std::optional<dns::Record> soa;
        std::optional<dns::TsigKey> key;
        bool tcp = false;
    };
    /// `done(answered)` is called once, never from inside another call; it may destroy the object.
    NotifyExchange(net::EventLoop& loop, Order order, std::function<void(bool answered)> done);
    ~NotifyExchange() override;

    void start();

    void datagram(base::ByteView message) override { answered(message); }
    void udpFailed(const base::Error&) override {}
    void connected() override;
    void connectFailed(const base::Error&) override { finish(false); }
    void octets(std::size_t) override {}
    void message(base::ByteView message) override { answered(message); }
    void closed(const std::optional<base::Error>&, std::size_t) override { finish(false); }

private:
    base::Bytes makeMessage() const;
    void tryOnce();
    void answered(base::ByteView message);
    void finish(bool answered);

    net::EventLoop& m_loop;
    Order m_order;
    std::function<void(bool answered)> m_done;
    transfer::SocketWire m_wire;
    std::uint16_t m_id;
    int m_tries = 0;
    bool m_finished = false;
    net::EventLoop::TimerId m_timer = 0;
};

} // namespace zonescope::servers
