// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/inherited_socket.h"

#include "model/net/socket.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <string>

namespace zonescope::net {
namespace {

int option(int socket, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    return ::getsockopt(socket, SOL_SOCKET, name, &value, &length) == 0 ? value : -1;
}

} // namespace

base::Result<InheritedSocket> adoptSocket(UniqueFd descriptor)
{
    const int fd = descriptor.get();
    const auto refuse = [fd](const char* what) {
        return base::fail(base::ErrorCode::InvalidValue, "descriptor " + std::to_string(fd) + " " + what);
    };
    const int domain = option(fd, SO_DOMAIN);
    const int type = option(fd, SO_TYPE);
    if ((domain != AF_INET && domain != AF_INET6) || (type != SOCK_STREAM && type != SOCK_DGRAM))
        return refuse("is no socket of TCP or UDP");
    const bool stream = type == SOCK_STREAM;
    if (stream && option(fd, SO_ACCEPTCONN) != 1)
        return refuse("is a connection, no listening socket");
    const auto local = localEndpoint(fd);
    if (!local)
        return refuse("has no address");
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0 || ::fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
        return refuse("cannot be made ours");
    const int on = 1;
    if (!stream && domain == AF_INET)
        ::setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
    if (!stream && domain == AF_INET6)
        ::setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
    return InheritedSocket{std::move(descriptor), *local, stream};
}

std::optional<UniqueFd> takeInherited(std::vector<InheritedSocket>& sockets, const Endpoint& local,
                                      bool stream)
{
    const auto found = std::ranges::find_if(
        sockets, [&](const InheritedSocket& s) { return s.stream == stream && s.local == local; });
    if (found == sockets.end())
        return std::nullopt;
    UniqueFd taken = std::move(found->socket);
    sockets.erase(found);
    return taken;
}

} // namespace zonescope::net
