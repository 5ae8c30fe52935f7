// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/host_probe.h"

#include "model/congestion/route_reader.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace zonescope::congestion {
namespace {

auto failed(const char* what)
{
    return base::fail(base::ErrorCode::SocketFailed,
                      std::string("rtnetlink ") + what + ": " + std::strerror(errno));
}

base::Result<net::UniqueFd> openSocket(std::uint32_t groups)
{
    net::UniqueFd fd(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_ROUTE));
    if (!fd)
        return failed("socket");
    const timeval patience{2, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_nl here{};
    here.nl_family = AF_NETLINK;
    here.nl_groups = groups;
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&here), sizeof here) !=
        0) // NOLINT: as bind(2) wants
        return failed("bind");
    return fd;
}

std::string readAll(const char* file)
{
    std::string text;
    const net::UniqueFd fd(::open(file, O_RDONLY | O_CLOEXEC));
    std::array<char, 8192> part; // NOLINT: filled by read
    while (fd) {
        const ssize_t count = ::read(fd.get(), part.data(), part.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        text.append(part.data(), static_cast<std::size_t>(count));
    }
    return text;
}

} // namespace

base::Result<HostProbe> HostProbe::open()
{
    auto asking = openSocket(0);
    if (!asking)
        return tl::unexpected<base::Error>(asking.error());
    auto notices = openSocket(RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE);
    if (!notices)
        return tl::unexpected<base::Error>(notices.error());
    return HostProbe(std::move(*asking), std::move(*notices));
}

base::Status HostProbe::ask(std::uint16_t type, RouteNews& into)
{
    struct
    {
        nlmsghdr head{};
        // Long enough for ifinfomsg and tcmsg, whose first octet is the family: AF_UNSPEC asks for all.
        std::array<std::uint8_t, sizeof(tcmsg)> body{};
    } request;
    request.head.nlmsg_type = type;
    request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.head.nlmsg_len =
        static_cast<std::uint32_t>(NLMSG_LENGTH(type == RTM_GETLINK ? sizeof(ifinfomsg) : sizeof(tcmsg)));
    if (::send(m_asking.get(), &request, request.head.nlmsg_len, 0) !=
        static_cast<ssize_t>(request.head.nlmsg_len))
        return failed("request");
    into.done = false;
    while (!into.done) {
        const ssize_t length = ::recv(m_asking.get(), m_buffer.data(), m_buffer.size(), 0);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return failed("answer");
        readRouteNews({m_buffer.data(), static_cast<std::size_t>(length)}, into);
        if (into.error != 0) {
            errno = into.error;
            return failed("answer");
        }
    }
    return {};
}

base::Status HostProbe::sample(HostSample& into)
{
    // /proc/net is that of the process's first thread, which may be in another network namespace.
    readProcNet(readAll("/proc/thread-self/net/netstat"), into.counters);
    readProcNet(readAll("/proc/thread-self/net/snmp"), into.counters);
    RouteNews news;
    auto done = ask(RTM_GETLINK, news);
    if (done)
        done = ask(RTM_GETQDISC, news);
    into.links.clear();
    for (auto& [index, link] : news.links)
        into.links.push_back(std::move(link));
    return done;
}

std::vector<RouteChange> HostProbe::takeRoutes(base::Timestamp at)
{
    RouteNews news;
    for (;;) {
        const ssize_t length = ::recv(m_notices.get(), m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (length < 0 && (errno == EINTR || errno == ENOBUFS))
            continue;
        if (length <= 0)
            break;
        readRouteNews({m_buffer.data(), static_cast<std::size_t>(length)}, news);
    }
    for (RouteChange& change : news.routes)
        change.at = at;
    return std::move(news.routes);
}

} // namespace zonescope::congestion
