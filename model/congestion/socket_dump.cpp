// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/socket_dump.h"

#include "model/congestion/socket_diagnosis.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace zonescope::congestion {
namespace {

base::Result<net::UniqueFd> openNetlink()
{
    net::UniqueFd fd(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (!fd)
        return base::fail(base::ErrorCode::SocketFailed,
                          std::string("netlink sock_diag: ") + std::strerror(errno));
    return fd;
}

struct Request
{
    nlmsghdr head{};
    inet_diag_req_v2 body{};
};

Request requestFor(int family)
{
    Request request;
    request.head.nlmsg_len = sizeof request;
    request.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.body.sdiag_family = static_cast<std::uint8_t>(family);
    request.body.sdiag_protocol = IPPROTO_TCP;
    request.body.idiag_ext = 1U << (INET_DIAG_INFO - 1) | 1U << (INET_DIAG_CONG - 1);
    request.body.idiag_states =
        ~(1U << static_cast<unsigned>(TcpState::Listen) | 1U << static_cast<unsigned>(TcpState::TimeWait));
    return request;
}

} // namespace

base::Result<SocketDump> SocketDump::open()
{
    return openNetlink().map([](net::UniqueFd fd) {
        const timeval patience{2, 0}; // a kernel that does not answer must not hold the thread for ever
        ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        return SocketDump(std::move(fd));
    });
}

base::Status SocketDump::read(std::vector<Connection>& into)
{
    into.clear();
    if (m_bothAtOnce) {
        if (readBoth(into))
            return {};
        m_bothAtOnce = false;
        into.clear();
    }
    return readFamily(AF_INET, into).and_then([&] { return readFamily(AF_INET6, into); });
}

base::Status SocketDump::readFamily(int family, std::vector<Connection>& into)
{
    const Request request = requestFor(family);
    if (::send(m_fd.get(), &request, sizeof request, 0) != sizeof request)
        return base::fail(base::ErrorCode::SocketFailed,
                          std::string("sock_diag request: ") + std::strerror(errno));
    return takeDump(into).map([](bool) {}); // a kernel without IPv6 has nothing to tell
}

/// The first form of the request (TCPDIAG_GETSOCK), which the kernel keeps, is for both families: its table
/// is walked once. A walk costs a fifth of a dump of 10,000 sockets, also when it finds nothing.
base::Status SocketDump::readBoth(std::vector<Connection>& into)
{
    struct
    {
        nlmsghdr head{};
        inet_diag_req body{};
    } request;
    const inet_diag_req_v2 wanted = requestFor(AF_INET).body;
    request.head.nlmsg_len = sizeof request;
    request.head.nlmsg_type = TCPDIAG_GETSOCK;
    request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.body.idiag_family = AF_INET; // of an exact question; a dump does not look at it
    request.body.idiag_ext = wanted.idiag_ext;
    request.body.idiag_states = wanted.idiag_states;
    if (::send(m_fd.get(), &request, sizeof request, 0) != sizeof request)
        return base::fail(base::ErrorCode::SocketFailed,
                          std::string("sock_diag request: ") + std::strerror(errno));
    return takeDump(into).and_then([](bool taken) -> base::Status {
        if (!taken)
            return base::fail(base::ErrorCode::SocketFailed, "sock_diag: not for both families");
        return {};
    });
}

base::Result<base::ByteView> SocketDump::receive()
{
    for (;;) {
        const ssize_t length = ::recv(m_fd.get(), m_buffer.data(), m_buffer.size(), 0);
        if (length >= 0)
            return base::ByteView(m_buffer.data(), static_cast<std::size_t>(length));
        if (errno != EINTR)
            return base::fail(base::ErrorCode::SocketFailed,
                              std::string("sock_diag answer: ") + std::strerror(errno));
    }
}

base::Result<bool> SocketDump::takeDump(std::vector<Connection>& into)
{
    for (;;) {
        const auto answer = receive();
        if (!answer)
            return tl::unexpected(answer.error());
        const auto batch = readDiagnosis(*answer, into);
        if (batch.error == ENOENT)
            return false;
        if (batch.error != 0)
            return base::fail(base::ErrorCode::SocketFailed,
                              std::string("sock_diag: ") + std::strerror(batch.error));
        if (batch.done)
            return true;
    }
}

base::Result<std::optional<Connection>> SocketDump::find(const net::Endpoint& local,
                                                         const net::Endpoint& remote, std::uint64_t cookie)
{
    const bool four = remote.address.family() == net::Family::V4;
    Request request = requestFor(four ? AF_INET : AF_INET6);
    request.head.nlmsg_flags = NLM_F_REQUEST;
    inet_diag_sockid& id = request.body.id;
    id.idiag_sport = htons(local.port);
    id.idiag_dport = htons(remote.port);
    const std::size_t octets = four ? 4 : 16;
    std::memcpy(id.idiag_src, local.address.octets().data(), octets);
    std::memcpy(id.idiag_dst, remote.address.octets().data(), octets);
    id.idiag_cookie[0] = cookie ? static_cast<std::uint32_t>(cookie) : INET_DIAG_NOCOOKIE;
    id.idiag_cookie[1] = cookie ? static_cast<std::uint32_t>(cookie >> 32U) : INET_DIAG_NOCOOKIE;
    if (::send(m_fd.get(), &request, sizeof request, 0) != sizeof request)
        return base::fail(base::ErrorCode::SocketFailed,
                          std::string("sock_diag request: ") + std::strerror(errno));
    for (;;) {
        const auto answer = receive();
        if (!answer)
            return tl::unexpected(answer.error());
        std::optional<Connection> found;
        const auto batch = readDiagnosis(*answer, [&](const Connection& socket) { found = socket; });
        // Another socket stands where it was (ESTALE), or none.
        if (batch.error == ENOENT || batch.error == ESTALE)
            return std::nullopt;
        if (batch.error != 0)
            return base::fail(base::ErrorCode::SocketFailed,
                              std::string("sock_diag: ") + std::strerror(batch.error));
        if (found)
            return found->state == TcpState::TimeWait ? std::nullopt : found;
    }
}

base::Result<CloseListener> CloseListener::open()
{
    auto fd = openNetlink();
    if (!fd)
        return tl::unexpected(fd.error());
    // An unbound socket has the port of the kernel itself, which never hears its own broadcasts.
    sockaddr_nl here{};
    here.nl_family = AF_NETLINK;
    if (::bind(fd->get(), reinterpret_cast<const sockaddr*>(&here), sizeof here) !=
        0) // NOLINT: as bind(2) wants it
        return base::fail(base::ErrorCode::SocketFailed,
                          std::string("netlink bind: ") + std::strerror(errno));
    const int room = 8 << 20; // the kernel gives an ordinary user what net.core.rmem_max allows
    if (::setsockopt(fd->get(), SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) != 0)
        ::setsockopt(fd->get(), SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    for (const int group : {SKNLGRP_INET_TCP_DESTROY, SKNLGRP_INET6_TCP_DESTROY})
        if (::setsockopt(fd->get(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) != 0)
            return base::fail(base::ErrorCode::SocketFailed,
                              std::string("close events of sock_diag: ") + std::strerror(errno));
    return CloseListener(std::move(*fd));
}

std::uint64_t CloseListener::drain(std::vector<Connection>& into)
{
    // One event a datagram, of some 400 octets: by the crowd a call for each would cost more than reading it.
    constexpr std::size_t atOnce = 64;
    const std::size_t room = m_buffer.size() / atOnce;
    std::array<iovec, atOnce> parts{};
    std::array<mmsghdr, atOnce> messages{};
    for (std::size_t i = 0; i < atOnce; ++i) {
        parts[i] = {m_buffer.data() + i * room, room};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    std::uint64_t dropped = 0;
    for (;;) {
        const int count = ::recvmmsg(m_fd.get(), messages.data(), atOnce, MSG_DONTWAIT, nullptr);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == ENOBUFS) {
            ++dropped;
            continue;
        }
        if (count <= 0)
            return dropped;
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
            readDiagnosis(base::ByteView(m_buffer.data() + i * room, messages[i].msg_len), into);
        if (static_cast<std::size_t>(count) < atOnce)
            return dropped;
    }
}

} // namespace zonescope::congestion
