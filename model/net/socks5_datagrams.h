// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/event_loop.h"
#include "model/net/socks5_session.h"

#include <functional>
#include <memory>
#include <optional>

namespace zonescope::net {

/// One datagram to one destination through a SOCKS5 proxy, and what comes back from there (RFC 1928 UDP
/// ASSOCIATE). The association lives as long as the object. On the loop's thread; a callback may destroy it.
class Socks5Datagrams
{
public:
    struct Callbacks
    {
        std::function<void(base::ByteView payload)> received; ///< from the destination; others are dropped
        std::function<void(const base::Error&)> failed; ///< as Socks5Session, or ProxyUnreachable; the last
    };
    /// `source`: our address towards the proxy. Errors: ProxyUnreachable.
    static base::Result<std::unique_ptr<Socks5Datagrams>> send(EventLoop& loop, const SocksProxy& proxy,
                                                               const std::optional<IpAddress>& source,
                                                               const Endpoint& to, base::ByteView payload,
                                                               Callbacks callbacks);
    ~Socks5Datagrams();
    Socks5Datagrams(const Socks5Datagrams&) = delete;

private:
    Socks5Datagrams(EventLoop& loop, const SocksProxy& proxy, const Endpoint& to);

    void controlReady();
    base::Status negotiate();
    base::Status openRelay();
    void datagramReady();

    EventLoop& m_loop;
    SocksProxy m_proxy;
    std::optional<IpAddress> m_source;
    Endpoint m_to;
    base::Bytes m_datagram; ///< with its header
    Callbacks m_callbacks;
    Socks5Session m_session;
    bool m_connected = false;
    UniqueFd m_control;
    UniqueFd m_relay;
};

/// The proxy itself did not take our connection.
base::Error proxyUnreachable(const SocksProxy& proxy, const base::Error& error);

} // namespace zonescope::net
