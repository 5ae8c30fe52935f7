// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/net/endpoint.h"
#include "model/net/unique_fd.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace zonescope::net {

// Non-blocking, close-on-exec sockets for the protocol threads. IPv6 sockets are IPV6_V6ONLY, so a v4 and a
// v6 listener may share a port. Port 0 lets the kernel choose; localEndpoint() tells what it chose. Any
// thread.

/// Our code for an errno value; the detail is "<what>: <strerror>".
base::Error socketError(int errorNumber, std::string_view what);

/// A bound UDP socket for many peers (a listener). Errors: AddressInUse, PermissionDenied, HostUnreachable
/// (no such local address), SocketFailed.
/// `sharePort`: other sockets that say so too may have the same address (SO_REUSEPORT); the kernel deals out.
base::Result<UniqueFd> bindUdp(const Endpoint& local, bool sharePort = false);
/// A UDP socket that talks to one peer: other senders are dropped by the kernel, ICMP errors reach us.
base::Result<UniqueFd> connectUdp(const Endpoint& peer,
                                  const std::optional<IpAddress>& source = std::nullopt);

/// Listening TCP socket, SO_REUSEADDR. Errors as bindUdp().
base::Result<UniqueFd> listenTcp(const Endpoint& local, int backlog = 511, bool sharePort = false);
struct AcceptedConnection
{
    UniqueFd socket; ///< TCP_NODELAY already set
    Endpoint peer;
};
/// Nothing when no connection waits. Errors: SocketFailed (no descriptors left: stop accepting for a while).
base::Result<std::optional<AcceptedConnection>> acceptTcp(int listener);

/// Starts connecting; wait for EPOLLOUT, then call finishConnect(). `source`: the local address to leave
/// from. TCP_NODELAY is set.
base::Result<UniqueFd> startConnect(const Endpoint& peer,
                                    const std::optional<IpAddress>& source = std::nullopt);
/// Errors: ConnectionRefused, TimedOut, HostUnreachable, ...
base::Status finishConnect(int socket);

base::Result<Endpoint> localEndpoint(int socket);
base::Result<Endpoint> peerEndpoint(int socket);

/// Octets read, 0 at the end of the stream, nothing when it would block. Errors: ConnectionReset, ...
base::Result<std::optional<std::size_t>> readSome(int socket, std::span<std::uint8_t> buffer);
/// Octets written, 0 when it would block. Never raises SIGPIPE. Errors: ConnectionReset, ConnectionClosed,
/// ...
base::Result<std::size_t> writeSome(int socket, base::ByteView bytes);

struct Datagram
{
    Endpoint from;
    std::optional<IpAddress> to; ///< the local address it was sent to, on sockets of bindUdp()
    std::size_t size = 0;
    bool cutOff = false;                       ///< was larger than the buffer
    std::optional<base::Timestamp> kernelTime; ///< after enableReceiveTimestamps()
};
/// Nothing when none waits. ICMP errors of connected sockets come out as errors (ConnectionRefused).
base::Result<std::optional<Datagram>> receiveDatagram(int socket, std::span<std::uint8_t> buffer);
/// `from`: the address to leave from (an answer must come from the address that was asked). False when the
/// socket's buffer is full.
base::Result<bool> sendDatagram(int socket, const Endpoint& to, base::ByteView bytes,
                                const std::optional<IpAddress>& from = std::nullopt);
/// On a connected UDP socket.
base::Result<bool> sendConnected(int socket, base::ByteView bytes);

/// Acknowledge at once instead of waiting up to 40 ms; the kernel forgets it, so call after reads that
/// matter.
void setQuickAck(int socket);
/// SO_TIMESTAMPNS: receiveDatagram() then gives the kernel's receive time, which a busy process cannot delay.
bool enableReceiveTimestamps(int socket);
/// Asks for a receive buffer of this many octets (the kernel caps it).
void setReceiveBuffer(int socket, int octets);

} // namespace zonescope::net
