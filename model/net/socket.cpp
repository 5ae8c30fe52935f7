// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace zonescope::net {
namespace {

using base::ErrorCode;
using base::Result;

bool wouldBlock(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

tl::unexpected<base::Error> failed(std::string_view what)
{
    return tl::unexpected(socketError(errno, what));
}

void setOption(int socket, int level, int name, int value)
{
    // Only for options that make things better and never wrong: a kernel that refuses is no reason to stop.
    ::setsockopt(socket, level, name, &value, sizeof value);
}

/// The address type of sockaddr functions; one place for the cast that the sockets API demands.
sockaddr* generic(sockaddr_storage& storage)
{
    return reinterpret_cast<sockaddr*>(&storage); // NOLINT(*-reinterpret-cast): sockets API
}

Result<UniqueFd> open(Family family, int type)
{
    UniqueFd fd(::socket(family == Family::V4 ? AF_INET : AF_INET6, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd)
        return failed("cannot open a socket");
    if (family == Family::V6)
        setOption(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, 1);
    return fd;
}

base::Status bindTo(int socket, const Endpoint& local, std::string_view what)
{
    sockaddr_storage storage{};
    const socklen_t length = local.toSockaddr(storage);
    if (::bind(socket, generic(storage), length) != 0)
        return failed(what);
    return {};
}

/// Opens, leaves from `source` if given, begins connecting.
Result<UniqueFd> openTowards(const Endpoint& peer, int type, const std::optional<IpAddress>& source)
{
    if (source && source->family() != peer.address.family())
        return base::fail(ErrorCode::InvalidAddress, "source address " + source->toText() +
                                                         " is of another family than " + peer.toText());
    auto fd = open(peer.address.family(), type);
    if (!fd)
        return fd;
    if (type == SOCK_STREAM)
        setOption(fd->get(), IPPROTO_TCP, TCP_NODELAY, 1);
    if (source) {
        // The port is chosen at connect(), so that one source address is not limited to 28,000 connections in
        // all.
        if (type == SOCK_STREAM)
            setOption(fd->get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
        // Ours is missing: nothing is said about the peer.
        if (auto bound = bindTo(fd->get(), {*source, 0}, "cannot send from " + source->toText()); !bound)
            return tl::unexpected(bound.error());
    }
    sockaddr_storage storage{};
    const socklen_t length = peer.toSockaddr(storage);
    if (::connect(fd->get(), generic(storage), length) != 0 && errno != EINPROGRESS && errno != EINTR)
        return failed("cannot connect to " + peer.toText());
    return fd;
}

Result<Endpoint> endpointOf(int socket, int (*ask)(int, sockaddr*, socklen_t*), std::string_view what)
{
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    if (ask(socket, generic(storage), &length) != 0)
        return failed(what);
    return Endpoint::fromSockaddr(storage);
}

ErrorCode codeOf(int error)
{
    switch (error) {
    case ETIMEDOUT:
        return ErrorCode::TimedOut;
    case ECONNREFUSED:
        return ErrorCode::ConnectionRefused;
    case EPIPE:
    case ENOTCONN:
        return ErrorCode::ConnectionClosed;
    case ECONNRESET:
    case ECONNABORTED:
        return ErrorCode::ConnectionReset;
    case EHOSTUNREACH:
    case ENETUNREACH:
    case EHOSTDOWN:
    case ENETDOWN:
    case EADDRNOTAVAIL:
        return ErrorCode::HostUnreachable;
    case EADDRINUSE:
        return ErrorCode::AddressInUse;
    case EACCES:
    case EPERM:
        return ErrorCode::PermissionDenied;
    default:
        return ErrorCode::SocketFailed;
    }
}

} // namespace

base::Error socketError(int errorNumber, std::string_view what)
{
    // generic_category().message() is thread-safe, strerror() is not.
    return {codeOf(errorNumber), std::string(what) + ": " + std::generic_category().message(errorNumber)};
}

Result<UniqueFd> bindUdp(const Endpoint& local, bool sharePort)
{
    auto fd = open(local.address.family(), SOCK_DGRAM);
    if (!fd)
        return fd;
    if (sharePort)
        setOption(fd->get(), SOL_SOCKET, SO_REUSEPORT, 1);
    // The address a datagram was sent to: an answer from another one is dropped by the asker.
    if (local.address.family() == Family::V4)
        setOption(fd->get(), IPPROTO_IP, IP_PKTINFO, 1);
    else
        setOption(fd->get(), IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
    if (auto bound = bindTo(fd->get(), local, "cannot listen on " + local.toText()); !bound)
        return tl::unexpected(bound.error());
    return fd;
}

Result<UniqueFd> connectUdp(const Endpoint& peer, const std::optional<IpAddress>& source)
{
    return openTowards(peer, SOCK_DGRAM, source);
}

Result<UniqueFd> listenTcp(const Endpoint& local, int backlog, bool sharePort)
{
    auto fd = open(local.address.family(), SOCK_STREAM);
    if (!fd)
        return fd;
    // Without it a restart must wait a minute for the old connections' TIME_WAIT.
    setOption(fd->get(), SOL_SOCKET, SO_REUSEADDR, 1);
    if (sharePort)
        setOption(fd->get(), SOL_SOCKET, SO_REUSEPORT, 1);
    if (auto bound = bindTo(fd->get(), local, "cannot listen on " + local.toText()); !bound)
        return tl::unexpected(bound.error());
    if (::listen(fd->get(), backlog) != 0)
        return failed("cannot listen on " + local.toText());
    return fd;
}

Result<std::optional<AcceptedConnection>> acceptTcp(int listener)
{
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    UniqueFd fd(::accept4(listener, generic(storage), &length, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!fd) {
        // accept(2): errors of the connection itself are told here; the next connection may be fine.
        if (wouldBlock(errno) || errno == ECONNABORTED || errno == EPROTO)
            return std::optional<AcceptedConnection>();
        return failed("cannot accept a connection");
    }
    setOption(fd.get(), IPPROTO_TCP, TCP_NODELAY, 1);
    return std::optional<AcceptedConnection>(
        AcceptedConnection{std::move(fd), Endpoint::fromSockaddr(storage)});
}

Result<UniqueFd> startConnect(const Endpoint& peer, const std::optional<IpAddress>& source)
{
    return openTowards(peer, SOCK_STREAM, source);
}

base::Status finishConnect(int socket)
{
    int error = 0;
    socklen_t length = sizeof error;
    if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) != 0)
        error = errno;
    if (error != 0)
        return tl::unexpected(socketError(error, "cannot connect"));
    return {};
}

Result<Endpoint> localEndpoint(int socket)
{
    return endpointOf(socket, ::getsockname, "cannot read the local address");
}

Result<Endpoint> peerEndpoint(int socket)
{
    return endpointOf(socket, ::getpeername, "cannot read the peer's address");
}

Result<std::optional<std::size_t>> readSome(int socket, std::span<std::uint8_t> buffer)
{
    const ssize_t count = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (count >= 0)
        return std::optional<std::size_t>(static_cast<std::size_t>(count));
    if (wouldBlock(errno))
        return std::optional<std::size_t>();
    return failed("cannot read");
}

Result<std::size_t> writeSome(int socket, base::ByteView bytes)
{
    const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0)
        return static_cast<std::size_t>(count);
    if (wouldBlock(errno))
        return std::size_t{0};
    return failed("cannot write");
}

void setQuickAck(int socket)
{
    setOption(socket, IPPROTO_TCP, TCP_QUICKACK, 1);
}

bool enableReceiveTimestamps(int socket)
{
    const int on = 1;
    return ::setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) == 0;
}

void setReceiveBuffer(int socket, int octets)
{
    // A service with the right to do so is not held to the system's limit, which 250 datagrams exhaust.
    if (::setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, &octets, sizeof octets) != 0)
        setOption(socket, SOL_SOCKET, SO_RCVBUF, octets);
}

} // namespace zonescope::net
