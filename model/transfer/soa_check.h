// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/change.h"
#include "model/transfer/soa_answer.h"
#include "model/transfer/timings.h"
#include "model/transfer/wire.h"

#include <optional>

namespace zonescope::transfer {

/// Asks one address for one zone's SOA: UDP, again, again without EDNS (a middle box may drop it), then TCP;
/// TCP at once on TC. Without EDNS at once on FORMERR or NOTIMP. A machine without I/O: the owner passes
/// events and time on.
class SoaCheck final
{
public:
    struct Order
    {
        dns::Name apex;
        net::Endpoint server;
        std::optional<net::IpAddress> source;
        std::optional<dns::TsigKey> key;
        bool edns = true;          ///< false: this server is known to choke on it
        zone::TlsSettings tls;     ///< not Off: over TLS and nothing else
        bool plainInstead = false; ///< TLS was wished for and failed
        bool keepOpen = false;     ///< after an SOA over TCP or TLS: the connection is for the transfer
        base::Bytes cookie;        ///< for UDP (RFC 7873); empty: none
        base::Duration connectTimeout{5'000'000};
        Timings timings;
    };
    enum class State : std::uint8_t { Idle, Udp, WantsTcp, Connecting, Tcp, Done };

    SoaCheck(Order order, const base::Clock& clock, Wire& wire);

    void start();
    /// WantsTcp: the owner has a place for a connection and lets it go on.
    void goOnWithTcp();

    void datagram(base::ByteView message);
    void udpFailed(const base::Error& error);
    void connected();
    void connectFailed(const base::Error& error);
    void message(base::ByteView message);
    void closed(const std::optional<base::Error>& error);
    void timePassed();

    State state() const { return m_state; }
    bool done() const { return m_state == State::Done; }
    std::optional<base::Instant> deadline() const { return m_deadline; }
    /// Done only. Either an SOA or an error.
    const SoaReply& reply() const { return m_reply; }
    base::Duration latency() const { return m_latency; } ///< from the query that was answered
    /// It answered without EDNS and not, or with an error, with it: remember that.
    bool ednsUseless() const { return m_ednsUseless; }
    bool overTcp() const { return m_overTcp; }
    /// There never was a connection over TCP or TLS.
    bool neverConnected() const { return !m_overTcp; }
    bool connectionOpen() const { return m_connectionOpen; }
    pipeline::Transport transport() const;
    /// The server's cookie behind ours, when it gave one.
    const base::Bytes& learnedCookie() const { return m_learnedCookie; }
    /// The history row of a check that failed, all but zone, primary and triggers. Done only.
    pipeline::TransferAttempt row() const;

private:
    void sendUdp();
    void nextTry();
    void wantTcp();
    void withoutEdns();
    void withCookie(const SoaReply& reply);
    void sendTcp();
    void take(SoaReading reading, SoaReply reply);
    void finish(SoaReply reply);
    void finish(base::Error error);

    Order m_order;
    const base::Clock& m_clock;
    Wire& m_wire;
    State m_state = State::Idle;
    Query m_query;
    SoaReply m_reply;
    std::optional<SoaReply> m_doubtful; ///< the best of what was not good enough
    std::optional<base::Error> m_udpError;
    int m_tries = 0;
    bool m_edns = true;
    bool m_ednsRefused = false;
    bool m_ednsUseless = false;
    bool m_overTcp = false;
    bool m_triedTcp = false;
    bool m_connectionOpen = false;
    bool m_cookieRetried = false;
    base::Bytes m_learnedCookie;
    base::Timestamp m_startedAt;
    base::Instant m_start;
    base::Instant m_sentAt;
    base::Duration m_latency{0};
    std::optional<base::Instant> m_deadline;
};

} // namespace zonescope::transfer
