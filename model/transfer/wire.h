// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"
#include "model/base/error.h"
#include "model/dns/name.h"
#include "model/net/endpoint.h"
#include "model/net/socks5_session.h"
#include "model/net/tcp_info.h"
#include "model/zone/configuration.h"

#include <cstddef>
#include <optional>

namespace zonescope::transfer {

/// What a session asks of whoever moves its octets: at most one UDP exchange and one TCP connection at a
/// time. Calls return at once; what comes of them arrives as WireEvents, never from inside a call.
class Wire
{
public:
    virtual ~Wire() = default;
    /// From the next call on everything goes through this proxy; nothing: directly. A proxy without UDP is
    /// told by udpFailed() with ProxyWithoutUdp: TCP may still work.
    virtual void useProxy(const std::optional<net::SocksProxy>&) {}
    /// The key that signs what is asked from now on: a connection that was used with another is not used
    /// again.
    virtual void useKey(const std::optional<dns::Name>&) {}
    /// The connection is one of several sessions: for a short question, not for a transfer.
    virtual bool shared() const { return false; }
    /// What a connection that does not come about in time waits for: the proxy, or the server.
    virtual base::Error connectTimedOut() const { return {base::ErrorCode::TimedOut, "no connection"}; }
    /// From a fresh socket each time: answers to an earlier query no longer arrive.
    virtual void sendUdp(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                         base::ByteView message) = 0;
    virtual void closeUdp() = 0;
    virtual void connectTcp(const net::Endpoint& to, const std::optional<net::IpAddress>& source) = 0;
    /// A connection over which everything goes through TLS (RFC 9103); connected() comes when the server has
    /// proved what the settings ask for.
    virtual void connectTls(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                            const zone::TlsSettings& tls) = 0;
    /// One message; the wire adds the length. Only after connected().
    virtual void sendTcp(base::ByteView message) = 0;
    virtual void closeTcp() = 0;
    /// As closeTcp(), by one who has read all that it asked for: the connection is fit for another query.
    /// `idle`: how long the server keeps it (RFC 7828), when it said so.
    virtual void releaseTcp(std::optional<base::Duration> idle) = 0;
    /// Of the open connection; nothing when there is none.
    virtual std::optional<net::TcpInfo> tcpInfo() const = 0;
    /// The same of an open connection when its user before was done with it; nothing: it has been ours only.
    virtual std::optional<net::TcpInfo> usedBefore() const { return std::nullopt; }
    /// What came with the last octets(), as it came: with TLS around it.
    struct Arrival
    {
        std::size_t octets = 0;      ///< 0: not known
        base::Duration unreadFor{0}; ///< it had lain there so long, at least; 0: not worth asking
    };
    virtual Arrival lastArrival() const { return {}; }
    /// How long this thread has slept in all for want of anything to do; nothing: not known.
    virtual std::optional<base::Duration> rested() const { return std::nullopt; }
    /// The address the server sees; nothing when a proxy does not tell.
    virtual std::optional<net::IpAddress> localAddress() const = 0;
};

/// What happened on the wire. No event comes after the close call that belongs to it.
class WireEvents
{
public:
    virtual ~WireEvents() = default;
    virtual void datagram(base::ByteView message) = 0;
    virtual void udpFailed(const base::Error& error) = 0; ///< could not be sent, or ICMP said no
    virtual void connected() = 0;
    virtual void connectFailed(const base::Error& error) = 0;
    /// Came over TCP; before the messages they complete. 0: a part of a TLS record that is not whole yet.
    virtual void octets(std::size_t count) = 0;
    virtual void message(base::ByteView message) = 0;
    /// The other side closed (nothing) or the connection failed. `pending`: octets of a message that had
    /// begun.
    virtual void closed(const std::optional<base::Error>& error, std::size_t pending) = 0;
};

} // namespace zonescope::transfer
