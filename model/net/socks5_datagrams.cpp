// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/socks5_datagrams.h"

#include "model/net/socket.h"

#include <sys/epoll.h>

#include <array>
#include <utility>

namespace zonescope::net {

base::Error proxyUnreachable(const SocksProxy& proxy, const base::Error& error)
{
    return {base::ErrorCode::ProxyUnreachable, "proxy " + proxy.server.toText() + ": " + error.detail};
}

Socks5Datagrams::Socks5Datagrams(EventLoop& loop, const SocksProxy& proxy, const Endpoint& to)
    : m_loop(loop)
    , m_proxy(proxy)
    , m_to(to)
    , m_session(Socks5Session::Command::UdpAssociate, proxy, to)
{
}

Socks5Datagrams::~Socks5Datagrams()
{
    if (m_control)
        m_loop.remove(m_control.get());
    if (m_relay)
        m_loop.remove(m_relay.get());
}

base::Result<std::unique_ptr<Socks5Datagrams>>
Socks5Datagrams::send(EventLoop& loop, const SocksProxy& proxy, const std::optional<IpAddress>& source,
                      const Endpoint& to, base::ByteView payload, Callbacks callbacks)
{
    std::unique_ptr<Socks5Datagrams> exchange(new Socks5Datagrams(loop, proxy, to));
    exchange->m_source = source;
    exchange->m_datagram = wrapDatagram(to, payload);
    exchange->m_callbacks = std::move(callbacks);
    auto control = startConnect(proxy.server, source);
    if (!control)
        return tl::unexpected(proxyUnreachable(proxy, control.error()));
    const int fd = control->get();
    if (auto added = loop.add(fd, EPOLLOUT, [raw = exchange.get()](auto) { raw->controlReady(); }); !added)
        return tl::unexpected(added.error());
    exchange->m_control = std::move(*control);
    return exchange;
}

void Socks5Datagrams::controlReady()
{
    const base::Status done = negotiate();
    if (done)
        return;
    const auto failed = std::exchange(m_callbacks.failed, {});
    if (failed)
        failed(done.error()); // may destroy us
}

base::Status Socks5Datagrams::negotiate()
{
    if (!m_connected) {
        if (const auto connected = finishConnect(m_control.get()); !connected) {
            m_loop.modify(m_control.get(), 0);
            return tl::unexpected(proxyUnreachable(m_proxy, connected.error()));
        }
        m_connected = true;
    }
    if (m_relay) { // it has nothing more to say: the proxy ended the association
        m_loop.modify(m_control.get(), 0);
        return base::fail(base::ErrorCode::ProxyRefused,
                          "proxy " + m_proxy.server.toText() + ": it ended the datagram association");
    }
    const auto ready = advance(m_session, m_control.get());
    if (!ready) {
        m_loop.modify(m_control.get(), 0);
        return tl::unexpected(ready.error());
    }
    if (*ready)
        return openRelay();
    m_loop.modify(m_control.get(), m_session.pending().empty() ? EPOLLIN : EPOLLIN | EPOLLOUT);
    return {};
}

base::Status Socks5Datagrams::openRelay()
{
    Endpoint relay = m_session.bound();
    if (relay.address.isUnspecified())
        relay.address = m_proxy.server.address; // "wherever you reached me"
    // The proxy takes datagrams only from the address that holds the association.
    const bool sameFamily = m_source && m_source->family() == relay.address.family();
    auto socket = connectUdp(relay, sameFamily ? m_source : std::nullopt);
    if (!socket)
        return tl::unexpected(proxyUnreachable(m_proxy, socket.error()));
    m_relay = std::move(*socket);
    m_loop.modify(m_control.get(), EPOLLIN);
    if (auto added = m_loop.add(m_relay.get(), EPOLLIN, [this](auto) { datagramReady(); }); !added)
        return added;
    if (const auto sent = sendConnected(m_relay.get(), base::viewOf(m_datagram)); !sent)
        return tl::unexpected(proxyUnreachable(m_proxy, sent.error()));
    return {};
}

void Socks5Datagrams::datagramReady()
{
    std::array<std::uint8_t, 65535>
        buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the kernel
    const auto datagram = receiveDatagram(m_relay.get(), buffer);
    if (!datagram) {
        if (const auto failed = std::exchange(m_callbacks.failed, {}))
            failed(proxyUnreachable(m_proxy, datagram.error()));
        return;
    }
    if (!*datagram)
        return;
    const auto unwrapped = unwrapDatagram(base::ByteView(buffer.data(), (**datagram).size));
    // One at a time: the callback may destroy us; the loop calls again when more wait.
    if (!unwrapped || unwrapped->from != m_to)
        return;
    const auto received = m_callbacks.received;
    received(unwrapped->payload);
}

} // namespace zonescope::net
