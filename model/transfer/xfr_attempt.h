// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/timings.h"
#include "model/transfer/transfer_job.h"
#include "model/transfer/wire.h"
#include "model/transfer/xfr_reader.h"

#include <memory>
#include <optional>

namespace zonescope::transfer {

/// One AXFR or IXFR over one connection, with every limit on it. A machine without I/O: the owner passes
/// events and time on.
class XfrAttempt final
{
public:
    struct Order
    {
        dns::Name apex;
        net::Endpoint server;
        std::optional<net::IpAddress> source;
        std::optional<dns::TsigKey> key;
        bool incremental = false; ///< IXFR; needs held
        zone::ZoneVersionPtr held;
        bool acceptOlder = false;
        bool acceptEqual = false;
        bool edns = true;
        zone::TransferLimits limits;
        Timings timings;
        zone::PartSink parts;        ///< as in TransferJob
        zone::TlsSettings tls;       ///< not Off: over TLS and nothing else
        bool plainInstead = false;   ///< TLS was wished for and failed
        bool connectionOpen = false; ///< the SOA check left it so
        bool moreToCome = false;     ///< other jobs follow: the connection may wait a moment for one
        bool udp = false;            ///< IXFR: ask over UDP first (RFC 1995 section 2)
        bool everyMessageSigned = false;
        std::string nsid; ///< of the node that answered the SOA check
    };
    enum class State : std::uint8_t { Udp, WantsTcp, Connecting, Receiving, Done };

    XfrAttempt(Order order, const base::Clock& clock, Wire& wire);

    void start();
    /// WantsTcp: the owner has a place for a connection and lets it go on.
    void goOnWithTcp();
    void datagram(base::ByteView message);
    void udpFailed();
    void connected();
    void connectFailed(const base::Error& error);
    void octets(std::size_t count);
    void message(base::ByteView message);
    void closed(const std::optional<base::Error>& error, std::size_t pending);
    void timePassed();

    State state() const { return m_state; }
    bool done() const { return m_state == State::Done; }
    std::optional<base::Instant> deadline() const;

    /// Done only.
    base::Result<XfrProduct>& product() { return m_product; }
    /// There never was a connection: another query to this address will not fare better.
    bool neverConnected() const { return m_reader == nullptr; }
    /// The history row, all but zone, primary and triggers.
    pipeline::TransferAttempt row() const;
    /// From the query to the first octet of the answer.
    base::Duration latency() const;
    /// Of the answer. Done and connected only.
    const std::optional<dns::Edns>& edns() const { return m_reader->edns(); }
    std::uint64_t records() const { return m_reader ? m_reader->records() : 0; }
    std::uint64_t octetsReceived() const { return m_octets; }
    std::uint32_t messages() const { return m_reader ? m_reader->messages() : 0; }
    pipeline::TransferKind kind() const;
    pipeline::Transport transport() const;

private:
    XfrReader::Order readerOrder(bool udp) const;
    void sendUdp();
    void wantTcp();
    std::optional<Oddity> readDatagram(base::ByteView message, bool truncated,
                                       base::Result<XfrProduct>& product);
    void connect();
    std::optional<base::Duration> idleTime() const;
    void finish(base::Result<XfrProduct> product);
    void fail(base::Error error) { finish(tl::unexpected<base::Error>(std::move(error))); }
    std::string stalledText() const;
    std::uint32_t rateWindow() const; ///< seconds
    void connectTimedOut();
    void noteWait(base::Instant now, std::size_t count);
    base::Duration oursOf(base::Duration wait, base::Duration unreadFor);
    void subtractBefore();
    base::Duration sinceStart(base::Instant at) const
    {
        return std::chrono::duration_cast<base::Duration>(at - m_start);
    }
    void checkRate(base::Instant now);
    base::Duration seconds(std::uint32_t count) const { return m_order.timings.second * count; }

    Order m_order;
    const base::Clock& m_clock;
    Wire& m_wire;
    State m_state = State::Connecting;
    bool m_onOpenConnection = false; ///< whose other side may have gone meanwhile
    bool m_overUdp = false;
    std::optional<Query> m_udpQuery;
    base::Instant m_udpDeadline;
    std::unique_ptr<XfrReader> m_reader; ///< once connected
    base::Result<XfrProduct> m_product;
    base::Timestamp m_startedAt;
    base::Instant m_start;
    base::Instant m_end;
    std::optional<net::TcpInfo> m_tcpInfo;
    std::optional<net::TcpInfo> m_tcpBefore; ///< a connection that is used again has counted before
    pipeline::TransferFlow m_flow;
    base::Duration m_pendingPause{0};             ///< not yet known whether the line or the sender made it
    base::Duration m_workedBefore{0};             ///< m_flow.working at the last octet
    std::optional<base::Duration> m_restedBefore; ///< the thread, at the last octet
    std::uint64_t m_octets = 0;
    base::Instant m_askedAt;
    base::Instant m_firstOctet;
    base::Instant m_lastOctet;
    base::Instant m_windowStart; ///< of the rate measurement
    std::uint64_t m_windowOctets = 0;
    std::optional<base::Instant> m_graceEnd; ///< for what may follow a single newer SOA
};

} // namespace zonescope::transfer
