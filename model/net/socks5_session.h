// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/net/endpoint.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace zonescope::net {

/// A SOCKS5 server on the way to somebody, and who we are to it. An empty user: no login is offered.
struct SocksProxy
{
    Endpoint server{{}, 1080};
    std::string user;
    std::string password; ///< 1 to 255 octets with a user; never in an error's detail

    friend bool operator==(const SocksProxy&, const SocksProxy&) = default;
};

/// The client's part of SOCKS5 (RFC 1928) with user and password (RFC 1929) on one TCP connection to the
/// proxy. Octets in, octets out, no I/O. Errors are sorted by whose fault it is:
///   ProxyAuthFailed       the proxy wants a login, or refuses ours
///   ProxyRefused          it does not speak SOCKS5, its rules forbid it, or it failed itself
///   ProxyWithoutUdp       it does not know the command UDP ASSOCIATE, or forbids it
///   ConnectionRefused, HostUnreachable, TimedOut   the proxy works, the destination does not
class Socks5Session
{
public:
    enum class Command : std::uint8_t { Connect = 1, UdpAssociate = 3 };
    enum class State : std::uint8_t { Talking, Ready, Failed };

    /// `destination`: for Connect. A datagram association is asked for without saying from where we will
    /// send: behind a NAT we do not know it (RFC 1928 section 4 allows zeros).
    Socks5Session(Command command, const SocksProxy& proxy, const Endpoint& destination);

    State state() const { return m_state; }
    /// Octets for the proxy; tell with sent() how many went out.
    base::ByteView pending() const { return base::viewOf(m_out).subspan(m_sent); }
    void sent(std::size_t octets);
    /// How many octets to read at most: never one more than the answer that is waited for, so that nothing of
    /// what comes behind the last answer is swallowed. 0 when not Talking.
    std::size_t wanted() const;
    /// Octets of the proxy, at most wanted() (more are ignored).
    void feed(base::ByteView octets);
    /// The proxy closed the connection, or it broke.
    void closed(const std::optional<base::Error>& error);

    /// The request went out: what is waited for now is the destination, no longer the proxy alone.
    bool asked() const { return m_step == Step::Reply && m_sent == m_out.size(); }
    const base::Error& error() const { return m_error; } ///< Failed only
    /// Ready only. Connect: the address the proxy leaves from; all zeros when it does not say. UdpAssociate:
    /// where it takes our datagrams (all zeros: at its own address).
    const Endpoint& bound() const { return m_bound; }

private:
    enum class Step : std::uint8_t { Method, Login, Reply };

    void send(base::Bytes octets);
    void take();
    void takeMethod();
    void takeLogin();
    void takeReply();
    void fail(base::ErrorCode code, const std::string& what);

    Command m_command;
    SocksProxy m_proxy;
    Endpoint m_destination;
    State m_state = State::Talking;
    Step m_step = Step::Method;
    base::Bytes m_out;
    std::size_t m_sent = 0;
    base::Bytes m_in; ///< of the answer that is waited for
    base::Error m_error;
    Endpoint m_bound;
};

/// Moves the octets of a session over its connected non-blocking socket until it would block. True: ready;
/// false: call again when the socket is readable (or writable while pending() is not empty). Errors: as the
/// session's.
base::Result<bool> advance(Socks5Session& session, int socket);

/// A datagram as a proxy wants it (RFC 1928 section 7).
base::Bytes wrapDatagram(const Endpoint& to, base::ByteView payload);
struct UnwrappedDatagram
{
    Endpoint from;
    base::ByteView payload; ///< a view into what was given
};
/// Errors: MalformedMessage (too short, a fragment, a name instead of an address).
base::Result<UnwrappedDatagram> unwrapDatagram(base::ByteView datagram);

} // namespace zonescope::net
