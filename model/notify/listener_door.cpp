// SPDX-License-Identifier: GPL-3.0-or-later
// How messages come in: sockets, and who speaks for whom.
#include "model/net/proxy_protocol.h"
#include "model/net/socket.h"
#include "model/notify/listener_state.h"

#include <sys/epoll.h>

#include <algorithm>

namespace zonescope::notify {

base::Status NotifyListener::State::bind(const net::Endpoint& endpoint)
{
    auto datagrams = net::takeInherited(limits.inherited, endpoint, false);
    auto stream = net::takeInherited(limits.inherited, endpoint, true);
    // With port 0 the kernel picks a UDP port that TCP may have in use: try a few.
    for (int attempt = 0; !datagrams || !stream; ++attempt) {
        net::Endpoint local = endpoint;
        if (!datagrams) {
            auto made = net::bindUdp(endpoint);
            if (!made)
                return tl::unexpected(made.error());
            datagrams = std::move(*made);
            if (const auto chosen = net::localEndpoint(datagrams->get()); chosen)
                local = *chosen;
        }
        if (stream)
            break;
        auto made = net::listenTcp(local);
        if (made) {
            stream = std::move(*made);
        } else if (endpoint.port == 0 && attempt < 16 && made.error().code == base::ErrorCode::AddressInUse) {
            datagrams.reset();
        } else {
            return tl::unexpected(made.error());
        }
    }
    if (auto heard = hear(std::move(*datagrams), false); !heard)
        return heard;
    return hear(std::move(*stream), true);
}

/// Begins to read from a bound socket.
base::Status NotifyListener::State::hear(net::UniqueFd socket, bool stream)
{
    const int fd = socket.get();
    const auto local = net::localEndpoint(fd);
    if (!local)
        return tl::unexpected(local.error());
    if (!stream) {
        net::enableReceiveTimestamps(fd);
        net::setReceiveBuffer(fd, 1 << 20); // 10,000 zones announced at once
    }
    const auto added = loop.add(
        fd, EPOLLIN, [this, fd, stream](auto) { stream ? acceptConnections(fd) : readDatagrams(fd); });
    if (!added)
        return added;
    (stream ? tcp : udp).push_back(std::move(socket));
    if (std::ranges::find(bound, *local) == bound.end())
        bound.push_back(*local);
    return {};
}

/// What was handed to us and is in no configured address is heard as well.
base::Status NotifyListener::State::hearInherited()
{
    for (net::InheritedSocket& inherited : limits.inherited)
        if (auto heard = hear(std::move(inherited.socket), inherited.stream); !heard)
            return heard;
    limits.inherited.clear();
    return {};
}

bool NotifyListener::State::isProxy(const net::IpAddress& address) const
{
    return std::ranges::any_of(limits.proxiesFrom, [&](const net::Prefix& p) { return p.contains(address); });
}

/// The DNS message in a datagram, and who sent it.
base::Result<base::ByteView> NotifyListener::State::unwrap(base::ByteView octets, Held& where) const
{
    constexpr auto transport = net::ProxyTransport::Datagram;
    if (!isProxy(where.peer.address)) {
        if (net::proxySignature(octets, transport) == net::ProxySignature::None)
            return octets;
        return base::fail(base::ErrorCode::ProxyHeaderRefused,
                          where.peer.address.toText() + " is no listed load balancer");
    }
    const auto header = net::readProxyHeader(octets, transport);
    if (!header)
        return tl::unexpected(header.error());
    where.client = (**header).client.value_or(where.peer);
    return octets.subspan((**header).size);
}

/// The first octets of a connection, which may come one by one.
base::Status NotifyListener::State::begin(TcpConnection& connection, base::ByteView octets) const
{
    constexpr auto transport = net::ProxyTransport::Stream;
    connection.head += base::textOf(octets);
    const base::ByteView head = base::viewOf(connection.head);
    std::size_t headerSize = 0;
    if (isProxy(connection.peer.address)) {
        const auto header = net::readProxyHeader(head, transport);
        if (!header)
            return tl::unexpected(header.error());
        if (!*header)
            return {};
        connection.client = (**header).client.value_or(connection.peer);
        headerSize = (**header).size;
    } else {
        const net::ProxySignature signature = net::proxySignature(head, transport);
        if (signature == net::ProxySignature::Unfinished)
            return {};
        if (signature != net::ProxySignature::None)
            return base::fail(base::ErrorCode::ProxyHeaderRefused,
                              connection.peer.address.toText() + " is no listed load balancer");
    }
    connection.begun = true;
    connection.in.feed(head.subspan(headerSize));
    connection.head = {};
    return {};
}

void NotifyListener::State::refuseHeader(const net::Endpoint& peer, const base::Error& error)
{
    NotifyDecision decision;
    decision.refusal = error;
    callbacks.refused(decision, {peer, std::nullopt});
}

} // namespace zonescope::notify
