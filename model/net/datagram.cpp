// SPDX-License-Identifier: GPL-3.0-or-later
// The datagram half of socket.h: control messages carry the local address and the kernel's receive time.
#include "model/net/socket.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace zonescope::net {
namespace {

using base::Result;

/// Room for a packet info of either family and a timestamp.
struct ControlBuffer
{
    alignas(cmsghdr) std::array<std::uint8_t, 256> octets{};
};

template <class Value>
Value controlValue(cmsghdr* control)
{
    Value value{};
    std::memcpy(&value, CMSG_DATA(control), sizeof value);
    return value;
}

void readControl(cmsghdr* control, Datagram& datagram)
{
    if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
        const auto info = controlValue<in_pktinfo>(control);
        std::array<std::uint8_t, 4> octets{};
        std::memcpy(octets.data(), &info.ipi_addr, octets.size());
        datagram.to = IpAddress::fromOctets(Family::V4, octets.data());
    } else if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
        const auto info = controlValue<in6_pktinfo>(control);
        datagram.to = IpAddress::fromOctets(Family::V6, info.ipi6_addr.s6_addr);
    } else if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_TIMESTAMPNS) {
        const auto time = controlValue<timespec>(control);
        datagram.kernelTime = base::fromMicroseconds(time.tv_sec * 1'000'000 + time.tv_nsec / 1000);
    }
}

template <class Value>
void putControl(msghdr& message, ControlBuffer& buffer, int level, int type, const Value& value)
{
    message.msg_control = buffer.octets.data();
    message.msg_controllen = CMSG_SPACE(sizeof value);
    cmsghdr* const control = CMSG_FIRSTHDR(&message);
    control->cmsg_level = level;
    control->cmsg_type = type;
    control->cmsg_len = CMSG_LEN(sizeof value);
    std::memcpy(CMSG_DATA(control), &value, sizeof value);
}

void putSource(msghdr& message, ControlBuffer& buffer, const IpAddress& from)
{
    if (from.family() == Family::V4) {
        in_pktinfo info{};
        std::memcpy(&info.ipi_spec_dst, from.octets().data(), 4);
        putControl(message, buffer, IPPROTO_IP, IP_PKTINFO, info);
    } else {
        in6_pktinfo info{};
        std::memcpy(&info.ipi6_addr, from.octets().data(), 16);
        putControl(message, buffer, IPPROTO_IPV6, IPV6_PKTINFO, info);
    }
}

Result<bool> sent(ssize_t result)
{
    if (result >= 0)
        return true;
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ENOBUFS)
        return false;
    return tl::unexpected(socketError(errno, "cannot send"));
}

} // namespace

Result<std::optional<Datagram>> receiveDatagram(int socket, std::span<std::uint8_t> buffer)
{
    sockaddr_storage from{};
    ControlBuffer control;
    iovec part{buffer.data(), buffer.size()};
    msghdr message{};
    message.msg_name = &from;
    message.msg_namelen = sizeof from;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.octets.data();
    message.msg_controllen = control.octets.size();
    const ssize_t count = ::recvmsg(socket, &message, 0);
    if (count < 0) {
        if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
            return std::optional<Datagram>();
        return tl::unexpected(socketError(errno, "cannot receive"));
    }
    Datagram datagram;
    datagram.from = Endpoint::fromSockaddr(from);
    datagram.size = static_cast<std::size_t>(count);
    datagram.cutOff = (message.msg_flags & MSG_TRUNC) != 0;
    for (cmsghdr* c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c))
        readControl(c, datagram);
    return std::optional<Datagram>(datagram);
}

Result<bool> sendDatagram(int socket, const Endpoint& to, base::ByteView bytes,
                          const std::optional<IpAddress>& from)
{
    sockaddr_storage peer{};
    ControlBuffer control;
    iovec part{const_cast<std::uint8_t*>(bytes.data()),
               bytes.size()}; // NOLINT(*-const-cast): iovec has no const form
    msghdr message{};
    message.msg_name = &peer;
    message.msg_namelen = to.toSockaddr(peer);
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (from && from->family() == to.address.family())
        putSource(message, control, *from);
    return sent(::sendmsg(socket, &message, MSG_NOSIGNAL));
}

Result<bool> sendConnected(int socket, base::ByteView bytes)
{
    return sent(::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

} // namespace zonescope::net
