// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/error_queue.h"

#include <linux/errqueue.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>

#include <algorithm>
#include <cstring>

namespace zonescope::path {
namespace {

constexpr std::size_t mostQuoted = 2048;

template <class T>
T read(const cmsghdr* control)
{
    T value{};
    if (control->cmsg_len >= CMSG_LEN(sizeof value))
        std::memcpy(&value, CMSG_DATA(control), sizeof value);
    return value;
}

/// The kernel writes whole messages, and cuts off the last where our room ends: one that says it is longer
/// than what is there is not read.
bool isWhole(const msghdr& message, const cmsghdr* control)
{
    const auto from = reinterpret_cast<const char*>(control) - static_cast<const char*>(message.msg_control);
    return control->cmsg_len <= message.msg_controllen - static_cast<std::size_t>(from);
}

bool isError(const cmsghdr* control)
{
    return (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_RECVERR) ||
           (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_RECVERR);
}

net::IpAddress offenderOf(const cmsghdr* control, net::Family family)
{
    // The address stands behind the error (SO_EE_OFFENDER), as far as the kernel wrote it.
    const std::size_t size = family == net::Family::V6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
    if (control->cmsg_len < CMSG_LEN(sizeof(sock_extended_err) + size))
        return {};
    sockaddr_storage storage{};
    std::memcpy(&storage, CMSG_DATA(control) + sizeof(sock_extended_err), size);
    if (storage.ss_family != AF_INET && storage.ss_family != AF_INET6)
        return {};
    return net::Endpoint::fromSockaddr(storage).address;
}

Answer answerOf(const sock_extended_err& error, const net::IpAddress& offender, const net::IpAddress& target)
{
    if (error.ee_origin != SO_EE_ORIGIN_ICMP && error.ee_origin != SO_EE_ORIGIN_ICMP6)
        return Answer::None;
    if (offender == target)
        return Answer::Destination;
    const bool v6 = error.ee_origin == SO_EE_ORIGIN_ICMP6;
    return error.ee_type == (v6 ? 3 : ICMP_TIME_EXCEEDED) ? Answer::TimeExceeded : Answer::Unreachable;
}

void readExtension(QueuedError& found, const sock_extended_err& error, base::ByteView data)
{
    // The kernel checked where the extension begins, counted from the first octet it gives us.
    const std::size_t at = error.ee_rfc4884.len;
    if (at == 0 || at >= data.size() || (error.ee_rfc4884.flags & SO_EE_RFC4884_FLAG_INVALID))
        return;
    found.labels = readExtensions(data.subspan(at)).labels;
}

} // namespace

bool askForErrors(int socket, net::Family family)
{
    const int on = 1;
    const auto set = [&](int level, int option) {
        return ::setsockopt(socket, level, option, &on, sizeof on) == 0;
    };
    set(SOL_SOCKET, SO_TIMESTAMPNS);
    if (family == net::Family::V6) {
        set(IPPROTO_IPV6, IPV6_RECVERR_RFC4884); // since Linux 5.9; without it there are no labels
        set(IPPROTO_IPV6, IPV6_RECVHOPLIMIT);
        return set(IPPROTO_IPV6, IPV6_RECVERR);
    }
    set(IPPROTO_IP, IP_RECVERR_RFC4884);
    set(IPPROTO_IP, IP_RECVTTL);
    return set(IPPROTO_IP, IP_RECVERR);
}

void readControl(msghdr& message, std::optional<std::uint8_t>& ttl, std::optional<timespec>& at)
{
    for (cmsghdr* control = CMSG_FIRSTHDR(&message); control; control = CMSG_NXTHDR(&message, control)) {
        if (!isWhole(message, control))
            break;
        if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SO_TIMESTAMPNS)
            at = read<timespec>(control);
        else if ((control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_TTL) ||
                 (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_HOPLIMIT))
            ttl = static_cast<std::uint8_t>(read<int>(control));
    }
}

QueuedError readQueuedError(msghdr& message, base::ByteView data, net::Family family,
                            const net::IpAddress& target)
{
    QueuedError found;
    readControl(message, found.returnTtl, found.receivedAt);
    for (cmsghdr* c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
        if (!isWhole(message, c))
            break;
        if (!isError(c))
            continue;
        const auto error = read<sock_extended_err>(c);
        found.offender = offenderOf(c, family);
        found.icmpCode = error.ee_code;
        found.answer = answerOf(error, found.offender, target);
        readExtension(found, error, data);
    }
    found.quoted.assign(data.begin(), data.end());
    return found;
}

std::optional<QueuedError> takeQueuedError(int socket, net::Family family, const net::IpAddress& target)
{
    std::array<std::uint8_t, mostQuoted> data{};
    alignas(cmsghdr) std::array<char, 512> control{};
    iovec part{data.data(), data.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t size = ::recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT);
    if (size < 0)
        return std::nullopt;
    return readQueuedError(message, base::ByteView(data).first(static_cast<std::size_t>(size)), family,
                           target);
}

bool setTtl(int socket, net::Family family, int ttl)
{
    return family == net::Family::V6
               ? ::setsockopt(socket, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &ttl, sizeof ttl) == 0
               : ::setsockopt(socket, IPPROTO_IP, IP_TTL, &ttl, sizeof ttl) == 0;
}

timespec wallNow()
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return now;
}

base::Duration elapsed(const timespec& from, const std::optional<timespec>& until)
{
    const timespec end = until.value_or(wallNow());
    const std::int64_t nanoseconds =
        (end.tv_sec - from.tv_sec) * 1'000'000'000LL + (end.tv_nsec - from.tv_nsec);
    return base::Duration(std::max<std::int64_t>(0, nanoseconds / 1000));
}

} // namespace zonescope::path
