// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/event_loop.h"
#include "model/net/socks5_datagrams.h"
#include "model/net/tcp_framing.h"
#include "model/transfer/kept_connections.h"
#include "model/transfer/tls_stream.h"
#include "model/transfer/wire.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

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

    void useProxy(const std::optional<net::SocksProxy>& proxy) override { m_proxy = proxy; }
    void useKey(const std::optional<dns::Name>& key) override { m_keyName = key; }
    /// By an owner who sends more than one question at a time and sees to it itself that all of them are
    /// asked again when a used connection is closed: that is told like any other end.
    void leaveRetriesToOwner() { m_asksAgain = false; }
    base::Error connectTimedOut() const override;
    void sendUdp(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                 base::ByteView message) override;
    void closeUdp() override;
    void connectTcp(const net::Endpoint& to, const std::optional<net::IpAddress>& source) override;
    void connectTls(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                    const zone::TlsSettings& tls) override;
    void sendTcp(base::ByteView message) override;
    void closeTcp() override;
    void releaseTcp(std::optional<base::Duration> idle) override;
    std::optional<net::TcpInfo> tcpInfo() const override;
    std::optional<net::TcpInfo> usedBefore() const override { return m_usedBefore; }
    Arrival lastArrival() const override { return m_arrival; }
    std::optional<base::Duration> rested() const override { return m_loop.rested(); }
    std::optional<net::IpAddress> localAddress() const override;

    /// An octet of DNS came over the present connection.
    bool heard() const { return m_heard; }
    bool connecting() const { return m_connecting; }
    /// A connection to use when the next one asked for is the same; else it is closed then.
    void offer(KeptConnection connection) { m_offered = std::move(connection); }
    /// What releaseTcp() left: for the next who offers it. Who does not ask loses it with the next
    /// connection.
    std::optional<KeptConnection> takeReleased() { return std::exchange(m_released, std::nullopt); }

private:
    /// Octets read for one session before others on the thread get their turn: about 16,000 records, 0.5 ms
    /// of work.
    static constexpr std::size_t fairShare = 512 * 1024;
    /// Most answers are small, and room that is never filled costs time; a read that fills it asks for more
    /// next time.
    static constexpr std::size_t smallRead = 16 * 1024;
    static constexpr std::size_t largeRead = 256 * 1024;

    bool reuse(const ConnectionKey& key);
    void connectAnew(const net::Endpoint& to, const std::optional<net::IpAddress>& source);
    void connectTlsAnew(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                        const zone::TlsSettings& tls);
    void forgetConnection();
    bool connectAgain();
    void sendThroughProxy(const net::Endpoint& to, const std::optional<net::IpAddress>& source,
                          base::ByteView message);
    base::Result<bool> throughProxy();
    void udpReady();
    void tcpReady(std::uint32_t events);
    void connectReady();
    void announceConnected();
    void noteArrival();
    void readTcp();
    void readTls();
    void tlsOctets(base::ByteView octets);
    bool decryptAll();
    std::optional<base::Error> silentRefusal() const;
    base::Error explained(const base::Error& error) const;
    void tlsFailed(const base::Error& error);
    bool deliver();
    void flush();
    void tcpEnded(const std::optional<base::Error>& error);
    void failLater(bool tcp, base::Error error);

    net::EventLoop& m_loop;
    WireEvents& m_events;
    std::function<void()> m_after;
    std::optional<net::SocksProxy> m_proxy;
    std::optional<dns::Name> m_keyName;
    bool m_asksAgain = true;
    std::optional<net::Socks5Session> m_socks;          ///< of the connection, when it goes through m_proxy
    std::unique_ptr<net::Socks5Datagrams> m_proxiedUdp; ///< in place of m_udp
    net::UniqueFd m_udp;
    net::UniqueFd m_tcp;
    bool m_connecting = false;
    bool m_proxyReached = false; ///< connected to the proxy, which connects us further
    bool m_connected = false;    ///< told so; with TLS only after its handshake
    bool m_heard = false;        ///< an octet of DNS came
    ConnectionKey m_key;         ///< of m_tcp
    std::optional<KeptConnection> m_offered;
    std::optional<KeptConnection> m_released;
    bool m_reused = false;                      ///< had been used before
    std::optional<net::TcpInfo> m_usedBefore;   ///< what its counters were then
    mutable std::optional<net::TcpInfo> m_info; ///< since the last octets
    bool m_sendAgain = false;                   ///< m_sent, as soon as connected
    std::optional<std::uint16_t> m_late;        ///< id of the query before, whose late messages are nobody's
    base::Bytes m_sent; ///< the last message: to be sent again when a used connection is closed
    std::unique_ptr<TlsStream> m_tls;
    std::vector<std::uint8_t> m_cipher; ///< what the network gives before it is decrypted
    std::uint64_t m_connection =
        0;                        ///< counts; a change during an event means that the old connection is gone
    std::uint64_t m_exchange = 0; ///< the same for UDP
    net::EventLoop::TimerId m_failTimer = 0;
    std::size_t m_readSize = 0;
    base::Instant m_lastRead{};
    Arrival m_arrival;
    net::FrameDecoder m_decoder;
    net::FrameEncoder m_encoder;
};

} // namespace zonescope::transfer
