// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/socket_wire.h"

#include "model/net/socket.h"

#include <sys/epoll.h>

#include <array>
#include <utility>

namespace zonescope::transfer {
namespace {

/// A TLS connection costs a handshake; the server did not say how long it keeps it.
constexpr base::Duration unaskedTlsIdle{5'000'000};
constexpr base::Duration longestIdle{10'000'000};
/// The kernel caps it (net.core.rmem_max); a fast sender then seldom has to wait for us.
constexpr int receiveBuffer = 4 * 1024 * 1024;

} // namespace

SocketWire::SocketWire(net::EventLoop& loop, WireEvents& events, std::function<void()> after)
    : m_loop(loop)
    , m_events(events)
    , m_after(std::move(after))
{
}

SocketWire::~SocketWire()
{
    closeUdp();
    closeTcp();
    m_loop.cancel(m_failTimer);
}

void SocketWire::failLater(bool tcp, base::Error error)
{
    m_loop.cancel(m_failTimer);
    m_failTimer = m_loop.after(base::Duration(0), [this, tcp, error = std::move(error)] {
        if (tcp)
            m_events.connectFailed(error);
        else
            m_events.udpFailed(error);
        m_after();
    });
}

void SocketWire::sendUdp(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                         base::ByteView message)
{
    closeUdp();
    if (m_proxy)
        return sendThroughProxy(to, source, message);
    auto socket = net::connectUdp(to, source);
    if (!socket)
        return failLater(false, socket.error());
    m_udp = std::move(*socket);
    ++m_exchange;
    const auto sent = net::sendConnected(m_udp.get(), message);
    if (!sent)
        return failLater(false, sent.error());
    const auto added = m_loop.add(m_udp.get(), EPOLLIN, [this](std::uint32_t) { udpReady(); });
    if (!added)
        failLater(false, added.error());
}

void SocketWire::sendThroughProxy(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                                  base::ByteView message)
{
    // Each callback is the last thing its object does: closeUdp() inside it may destroy that object.
    auto exchange = net::Socks5Datagrams::send(m_loop, *m_proxy, source, to, message,
                                               {.received =
                                                    [this](base::ByteView payload) {
                                                        m_events.datagram(payload);
                                                        m_after();
                                                    },
                                                .failed =
                                                    [this](const base::Error& error) {
                                                        m_events.udpFailed(error);
                                                        m_after();
                                                    }});
    if (!exchange)
        return failLater(false, exchange.error());
    m_proxiedUdp = std::move(*exchange);
}

void SocketWire::closeUdp()
{
    m_proxiedUdp.reset();
    if (!m_udp)
        return;
    ++m_exchange;
    m_loop.remove(m_udp.get());
    m_udp.reset();
}

void SocketWire::udpReady()
{
    std::array<std::uint8_t, 65535>
        buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the kernel
    const std::uint64_t exchange = m_exchange;
    while (exchange == m_exchange) {
        const auto datagram = net::receiveDatagram(m_udp.get(), buffer);
        if (!datagram) {
            m_events.udpFailed(datagram.error());
            break;
        }
        if (!*datagram)
            break;
        m_events.datagram(base::ByteView(buffer.data(), (**datagram).size));
    }
    m_after();
}

void SocketWire::connectTcp(const net::Endpoint& to, const std::optional<net::IpAddress>& source)
{
    closeTcp();
    if (reuse({to, source, m_proxy, {}, m_keyName}))
        return;
    connectAnew(to, source);
}

void SocketWire::connectAnew(const net::Endpoint& to, const std::optional<net::IpAddress>& source)
{
    m_key = {to, source, m_proxy, {}, m_keyName};
    m_socks.reset();
    if (m_proxy)
        m_socks.emplace(net::Socks5Session::Command::Connect, *m_proxy, to);
    auto socket = net::startConnect(m_proxy ? m_proxy->server : to, source);
    if (!socket)
        return failLater(true, m_proxy ? net::proxyUnreachable(*m_proxy, socket.error()) : socket.error());
    m_tcp = std::move(*socket);
    ++m_connection;
    m_connecting = true;
    m_proxyReached = false;
    m_readSize = smallRead;
    net::setReceiveBuffer(m_tcp.get(), receiveBuffer);
    const auto added = m_loop.add(m_tcp.get(), EPOLLOUT, [this](std::uint32_t events) { tcpReady(events); });
    if (!added)
        failLater(true, added.error());
}

bool SocketWire::reuse(const ConnectionKey& key)
{
    std::optional<KeptConnection> offered = std::exchange(m_offered, std::nullopt);
    if (!offered || offered->key != key)
        return false;
    m_key = key;
    m_tcp = std::move(offered->socket);
    m_tls = std::move(offered->tls);
    m_late = offered->lastId;
    m_reused = true;
    m_usedBefore = std::move(offered->info);
    ++m_connection;
    m_readSize = smallRead;
    if (!m_loop.add(m_tcp.get(), EPOLLIN, [this](std::uint32_t events) { tcpReady(events); })) {
        closeTcp();
        return false;
    }
    m_loop.cancel(m_failTimer);
    m_failTimer = m_loop.after(base::Duration(0), [this, connection = m_connection] {
        if (connection != m_connection)
            return;
        announceConnected();
        m_after();
    });
    return true;
}

/// The server closed a used connection before it answered: nothing is wrong, the question goes out again.
bool SocketWire::connectAgain()
{
    if (!m_reused || m_heard || !m_asksAgain)
        return false;
    const ConnectionKey key = m_key;
    base::Bytes question = std::move(m_sent);
    closeTcp();
    if (key.tls.mode == zone::TlsMode::Off)
        connectAnew(key.to, key.source);
    else
        connectTlsAnew(key.to, key.source, key.tls);
    m_sent = std::move(question);
    m_sendAgain = !m_sent.empty(); // else it had not even been told that it is connected
    return true;
}

void SocketWire::releaseTcp(std::optional<base::Duration> idle)
{
    const bool fit = m_connected && m_decoder.pending() == 0 && m_encoder.empty() && m_sent.size() >= 2 &&
                     idle != base::Duration(0);
    if (!fit)
        return closeTcp();
    KeptConnection kept;
    kept.key = std::move(m_key);
    kept.idle = std::min(idle.value_or(m_tls ? unaskedTlsIdle : base::Duration(0)), longestIdle);
    kept.lastId = static_cast<std::uint16_t>(static_cast<std::uint8_t>(m_sent[0]) << 8U |
                                             static_cast<std::uint8_t>(m_sent[1]));
    m_loop.remove(m_tcp.get());
    kept.info = m_info ? m_info : tcpInfo();
    kept.socket = std::move(m_tcp);
    kept.tls = std::move(m_tls);
    ++m_connection;
    forgetConnection();
    m_released = std::move(kept);
}

void SocketWire::closeTcp()
{
    m_released.reset();
    if (m_tcp) {
        if (m_tls && m_connected) {
            m_tls->close();
            flush();
        }
        ++m_connection;
        m_loop.remove(m_tcp.get());
        m_tcp.reset();
    }
    forgetConnection();
}

void SocketWire::forgetConnection()
{
    m_tls.reset();
    m_connected = m_connecting = m_reused = m_heard = m_sendAgain = false;
    m_usedBefore.reset();
    m_info.reset();
    m_late.reset();
    m_sent.clear();
    m_decoder.reset();
    m_encoder = {};
}

void SocketWire::sendTcp(base::ByteView message)
{
    m_sent = base::Bytes(base::textOf(message));
    // One time in 65,536 the question before had our id: then what comes with it is ours.
    if (m_late && message.size() >= 2 && (message[0] << 8 | message[1]) == *m_late)
        m_late.reset();
    m_encoder.push(message);
    if (m_tls) {
        // A failure shows when reading: whatever is wrong, the server's word for it is better.
        const base::Status written = m_tls->write(m_encoder.pending());
        if (written)
            m_encoder.sent(m_encoder.pending().size());
    }
    flush();
}

void SocketWire::flush()
{
    const auto pending = [this] { return m_tls ? m_tls->toSend() : m_encoder.pending(); };
    while (!pending().empty()) {
        const auto written = net::writeSome(m_tcp.get(), pending());
        if (!written)
            break; // the read side tells what happened, after what the other side still had to say
        if (*written == 0)
            break;
        m_tls ? m_tls->sent(*written) : m_encoder.sent(*written);
    }
    m_loop.modify(m_tcp.get(), pending().empty() ? EPOLLIN : EPOLLIN | EPOLLOUT);
}

void SocketWire::tcpReady(std::uint32_t events)
{
    const std::uint64_t connection = m_connection;
    if (m_connecting) {
        connectReady();
    } else {
        if ((events & EPOLLOUT) != 0)
            flush();
        if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0 && connection == m_connection)
            m_tls ? readTls() : readTcp();
    }
    m_after();
}

void SocketWire::connectReady()
{
    const base::Result<bool> ready =
        m_socks ? throughProxy() : net::finishConnect(m_tcp.get()).map([] { return true; });
    if (!ready) {
        closeTcp();
        return m_events.connectFailed(ready.error());
    }
    if (!*ready)
        return;
    m_connecting = false;
    if (m_tls)
        return flush(); // the handshake's first message
    announceConnected();
}

/// True: the proxy has connected us. What follows on the connection is the server's.
base::Result<bool> SocketWire::throughProxy()
{
    if (!m_proxyReached) {
        if (const auto connected = net::finishConnect(m_tcp.get()); !connected)
            return tl::unexpected(net::proxyUnreachable(*m_proxy, connected.error()));
        m_proxyReached = true;
    }
    auto ready = net::advance(*m_socks, m_tcp.get());
    if (ready && !*ready)
        m_loop.modify(m_tcp.get(), m_socks->pending().empty() ? EPOLLIN : EPOLLIN | EPOLLOUT);
    return ready;
}

base::Error SocketWire::connectTimedOut() const
{
    if (!m_socks)
        return Wire::connectTimedOut();
    const std::string proxy = "proxy " + m_proxy->server.toText();
    if (!m_proxyReached || !m_socks->asked())
        return {base::ErrorCode::ProxyUnreachable, proxy + ": no answer"};
    return {base::ErrorCode::TimedOut, proxy + " answers, but could not connect in time"};
}

void SocketWire::announceConnected()
{
    m_connected = true;
    m_heard = false;
    m_lastRead = m_loop.clock().steady();
    if (std::exchange(m_sendAgain, false)) {
        const base::Bytes question = m_sent;
        return sendTcp(base::viewOf(question));
    }
    const std::uint64_t connection = m_connection;
    m_events.connected();
    if (connection == m_connection)
        flush();
}

/// Before reading: reading opens the window, and what then comes hides how long the rest had been there.
void SocketWire::noteArrival()
{
    constexpr base::Duration worthAsking{10'000};
    const base::Instant now = m_loop.clock().steady();
    m_arrival = {};
    if (now - std::exchange(m_lastRead, now) < worthAsking)
        return;
    if (const auto info = net::readTcpInfo(m_tcp.get()))
        m_arrival.unreadFor = std::chrono::milliseconds(info->lastDataReceivedMs);
}

void SocketWire::readTcp()
{
    const std::uint64_t connection = m_connection;
    std::size_t share = 0;
    noteArrival();
    while (share < fairShare) {
        const auto count = net::readSome(m_tcp.get(), m_decoder.space(m_readSize));
        if (!count)
            return tcpEnded(count.error());
        if (!*count)
            break;
        if (**count == 0)
            return tcpEnded(std::nullopt);
        share += **count;
        if (**count >= m_readSize)
            m_readSize = largeRead;
        m_heard = true;
        m_info.reset();
        m_decoder.received(**count);
        m_arrival.octets = **count;
        m_events.octets(**count);
        m_arrival.unreadFor = base::Duration(0);
        if (connection != m_connection || !deliver())
            return;
    }
    // Else some senders (NSD) wait 40 ms for the acknowledgement of each segment.
    net::setQuickAck(m_tcp.get());
}

/// False: the connection was closed or replaced meanwhile.
bool SocketWire::deliver()
{
    const std::uint64_t connection = m_connection;
    while (const auto message = m_decoder.next()) {
        if (m_late && message->size() >= 2 && (*message)[0] == *m_late >> 8U &&
            (*message)[1] == (*m_late & 0xffU))
            continue;
        m_events.message(*message);
        if (connection != m_connection)
            return false;
    }
    return true;
}

void SocketWire::tcpEnded(const std::optional<base::Error>& error)
{
    if (connectAgain())
        return;
    // Still open when told, so that the owner can ask for TCP_INFO.
    const std::uint64_t connection = m_connection;
    m_events.closed(error, m_decoder.pending());
    if (connection == m_connection)
        closeTcp();
}

std::optional<net::TcpInfo> SocketWire::tcpInfo() const
{
    m_info = m_tcp ? net::readTcpInfo(m_tcp.get()) : std::nullopt;
    return m_info;
}

std::optional<net::IpAddress> SocketWire::localAddress() const
{
    if (m_proxy) {
        const bool known = m_socks && m_socks->state() == net::Socks5Session::State::Ready &&
                           !m_socks->bound().address.isUnspecified();
        return known ? std::optional(m_socks->bound().address) : std::nullopt;
    }
    const int socket = m_tcp ? m_tcp.get() : m_udp.get();
    if (socket < 0)
        return std::nullopt;
    const auto local = net::localEndpoint(socket);
    return local ? std::optional(local->address) : std::nullopt;
}

} // namespace zonescope::transfer
