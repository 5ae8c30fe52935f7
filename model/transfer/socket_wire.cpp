// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/socket_wire.h"

#include "model/net/socket.h"

#include <sys/epoll.h>

#include <array>
#include <utility>

namespace zonescope::transfer {
namespace {

/// Octets read for one session before others on the thread get their turn: about 16,000 records, 0.5 ms of
/// work.
constexpr std::size_t fairShare = 512 * 1024;
/// Most answers are small, and room that is never filled costs time; a read that fills it asks for more next
/// time.
constexpr std::size_t smallRead = 16 * 1024;
constexpr std::size_t largeRead = 256 * 1024;
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

void SocketWire::closeUdp()
{
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
    auto socket = net::startConnect(to, source);
    if (!socket)
        return failLater(true, socket.error());
    m_tcp = std::move(*socket);
    ++m_connection;
    m_connecting = true;
    m_readSize = smallRead;
    net::setReceiveBuffer(m_tcp.get(), receiveBuffer);
    const auto added = m_loop.add(m_tcp.get(), EPOLLOUT, [this](std::uint32_t events) { tcpReady(events); });
    if (!added)
        failLater(true, added.error());
}

void SocketWire::closeTcp()
{
    if (!m_tcp)
        return;
    ++m_connection;
    m_loop.remove(m_tcp.get());
    m_tcp.reset();
    m_connecting = false;
    m_decoder.reset();
    m_encoder = {};
}

void SocketWire::sendTcp(base::ByteView message)
{
    m_encoder.push(message);
    flush();
}

void SocketWire::flush()
{
    while (!m_encoder.empty()) {
        const auto written = net::writeSome(m_tcp.get(), m_encoder.pending());
        if (!written)
            break; // the read side tells what happened, after what the other side still had to say
        if (*written == 0)
            break;
        m_encoder.sent(*written);
    }
    m_loop.modify(m_tcp.get(), m_encoder.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT);
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
            readTcp();
    }
    m_after();
}

void SocketWire::connectReady()
{
    m_connecting = false;
    if (const base::Status connected = net::finishConnect(m_tcp.get()); !connected) {
        closeTcp();
        return m_events.connectFailed(connected.error());
    }
    const std::uint64_t connection = m_connection;
    m_events.connected();
    if (connection == m_connection)
        flush();
}

void SocketWire::readTcp()
{
    const std::uint64_t connection = m_connection;
    std::size_t share = 0;
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
        m_decoder.received(**count);
        m_events.octets(**count);
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
        m_events.message(*message);
        if (connection != m_connection)
            return false;
    }
    return true;
}

void SocketWire::tcpEnded(const std::optional<base::Error>& error)
{
    // Still open when told, so that the owner can ask for TCP_INFO.
    const std::uint64_t connection = m_connection;
    m_events.closed(error, m_decoder.pending());
    if (connection == m_connection)
        closeTcp();
}

std::optional<net::TcpInfo> SocketWire::tcpInfo() const
{
    return m_tcp ? net::readTcpInfo(m_tcp.get()) : std::nullopt;
}

std::optional<net::IpAddress> SocketWire::localAddress() const
{
    const int socket = m_tcp ? m_tcp.get() : m_udp.get();
    if (socket < 0)
        return std::nullopt;
    const auto local = net::localEndpoint(socket);
    return local ? std::optional(local->address) : std::nullopt;
}

} // namespace zonescope::transfer
