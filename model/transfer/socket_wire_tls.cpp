// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the wire that has a TlsStream between the socket and the messages.
#include "model/net/socket.h"
#include "model/transfer/socket_wire.h"

#include <utility>

namespace zonescope::transfer {

void SocketWire::connectTls(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                            const zone::TlsSettings& tls)
{
    closeTcp();
    if (reuse({to, source, m_proxy, tls, m_keyName}))
        return;
    connectTlsAnew(to, source, tls);
}

void SocketWire::connectTlsAnew(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                                const zone::TlsSettings& tls)
{
    auto stream = TlsStream::start(tls);
    if (!stream)
        return failLater(true, stream.error());
    connectAnew(to, source);
    m_key.tls = tls;
    m_tls = std::move(*stream);
}

void SocketWire::readTls()
{
    const std::uint64_t connection = m_connection;
    m_cipher.resize(largeRead);
    noteArrival();
    for (std::size_t share = 0; share < fairShare;) {
        const auto count = net::readSome(m_tcp.get(), m_cipher);
        if (!count || (*count && **count == 0))
            return m_connected ? tcpEnded(count ? silentRefusal() : std::optional(explained(count.error())))
                               : tlsFailed({base::ErrorCode::TlsHandshake,
                                            "the connection was closed during the TLS handshake"});
        if (!*count)
            break;
        share += **count;
        m_arrival.octets = **count;
        tlsOctets(base::ByteView(m_cipher.data(), **count));
        if (connection != m_connection)
            return;
        m_arrival.unreadFor = base::Duration(0);
    }
    net::setQuickAck(m_tcp.get());
}

void SocketWire::tlsOctets(base::ByteView octets)
{
    const std::uint64_t connection = m_connection;
    const base::Status taken = m_tls->received(octets);
    flush();
    if (!taken)
        return tlsFailed(taken.error());
    if (!m_tls->established())
        return;
    if (!m_connected)
        announceConnected();
    if (connection == m_connection && decryptAll() && m_tls->closedByPeer())
        tcpEnded(silentRefusal());
}

/// False: the connection was closed or replaced meanwhile.
bool SocketWire::decryptAll()
{
    const std::uint64_t connection = m_connection;
    for (bool any = false;; any = true) {
        const auto count = m_tls->read(m_decoder.space(smallRead));
        if (!count) {
            tcpEnded(count.error());
            return false;
        }
        if (*count == 0) {
            if (!any)
                m_events.octets(0);
            return connection == m_connection;
        }
        m_heard = true;
        m_decoder.received(*count);
        m_events.octets(*count);
        if (connection != m_connection || !deliver())
            return false;
    }
}

/// BIND hangs up on a certificate that it does not like, or misses, without an alert.
std::optional<base::Error> SocketWire::silentRefusal() const
{
    if (!m_tls || m_heard || !m_tls->wantedOurCertificate())
        return std::nullopt;
    return base::Error{base::ErrorCode::TlsClientRefused,
                       "the server asked for a certificate of ours and hung up"};
}

/// Hanging up while our question lies unread resets the connection, and may overtake the alert that says why.
base::Error SocketWire::explained(const base::Error& error) const
{
    return error.code == base::ErrorCode::ConnectionReset ? silentRefusal().value_or(error) : error;
}

void SocketWire::tlsFailed(const base::Error& error)
{
    if (m_connected)
        return tcpEnded(error);
    const base::Error why = error; // closing may end what it lives in
    closeTcp();
    m_events.connectFailed(why);
}

} // namespace zonescope::transfer
