// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/route_lookup.h"

#include "model/net/unique_fd.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace zonescope::congestion {
namespace {

std::size_t lengthOf(net::Family family)
{
    return family == net::Family::V4 ? 4 : 16;
}

std::optional<net::IpAddress> addressOf(base::ByteView octets, net::Family family)
{
    if (octets.size() != lengthOf(family))
        return std::nullopt;
    const auto address = net::IpAddress::fromOctets(family, octets.data());
    if (address.family() != family) // ::ffff:192.0.2.1 is no way to an IPv6 address
        return std::nullopt;
    return address;
}

struct Request
{
    nlmsghdr header;
    rtmsg route;
    std::array<std::uint8_t, 4 + 16> attribute;
};

Request requestFor(const net::IpAddress& destination)
{
    Request request{};
    const std::size_t length = lengthOf(destination.family());
    request.header.nlmsg_len =
        static_cast<std::uint32_t>(sizeof(nlmsghdr) + sizeof(rtmsg) + RTA_LENGTH(length));
    request.header.nlmsg_type = RTM_GETROUTE;
    request.header.nlmsg_flags = NLM_F_REQUEST;
    request.route.rtm_family = destination.family() == net::Family::V4 ? AF_INET : AF_INET6;
    request.route.rtm_dst_len = static_cast<unsigned char>(length * 8);
    const rtattr head{static_cast<unsigned short>(RTA_LENGTH(length)), RTA_DST};
    std::memcpy(request.attribute.data(), &head, sizeof head);
    std::memcpy(request.attribute.data() + sizeof head, destination.octets().data(), length);
    return request;
}

void mix(std::uint64_t& hash, std::string_view text)
{
    for (const char c : text) { // FNV-1a
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
}

std::string hostPrefix(const net::IpAddress& address)
{
    return address.toText() + (address.family() == net::Family::V4 ? "/32" : "/128");
}

std::string ipCommand(const net::IpAddress& address)
{
    return address.family() == net::Family::V4 ? "ip route " : "ip -6 route ";
}

} // namespace

std::uint64_t Route::id() const
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    mix(hash, device);
    mix(hash, gateway ? gateway->toText() : "-");
    mix(hash, source ? source->toText() : "-");
    // SQLite keeps signed numbers; 0 means unknown.
    hash >>= 1;
    return hash ? hash : 1;
}

std::optional<RouteAnswer> readRouteAnswer(base::ByteView message, const net::IpAddress& destination)
{
    nlmsghdr header{};
    if (message.size() < sizeof(nlmsghdr) + sizeof(rtmsg))
        return std::nullopt;
    std::memcpy(&header, message.data(), sizeof header);
    if (header.nlmsg_type != RTM_NEWROUTE || header.nlmsg_len > message.size())
        return std::nullopt;
    base::ByteView rest =
        message.first(header.nlmsg_len)
            .subspan(std::min<std::size_t>(header.nlmsg_len, sizeof header + sizeof(rtmsg)));
    RouteAnswer answer;
    answer.route.destination = destination;
    while (rest.size() >= sizeof(rtattr)) {
        rtattr attribute{};
        std::memcpy(&attribute, rest.data(), sizeof attribute);
        if (attribute.rta_len < sizeof attribute || attribute.rta_len > rest.size())
            break;
        const base::ByteView value = rest.subspan(sizeof attribute, attribute.rta_len - sizeof attribute);
        if (attribute.rta_type == RTA_GATEWAY)
            answer.route.gateway = addressOf(value, destination.family());
        else if (attribute.rta_type == RTA_PREFSRC)
            answer.route.source = addressOf(value, destination.family());
        else if (attribute.rta_type == RTA_OIF && value.size() == sizeof answer.device)
            std::memcpy(&answer.device, value.data(), sizeof answer.device);
        rest = rest.subspan(std::min<std::size_t>(rest.size(), RTA_ALIGN(attribute.rta_len)));
    }
    return answer;
}

std::optional<Route> lookUpRoute(const net::IpAddress& destination)
{
    const net::UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    if (!socket)
        return std::nullopt;
    const Request request = requestFor(destination);
    if (::send(socket.get(), &request, request.header.nlmsg_len, 0) < 0)
        return std::nullopt;
    std::array<std::uint8_t, 8192> buffer{};
    const ssize_t got = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
    if (got <= 0)
        return std::nullopt;
    auto answer = readRouteAnswer(base::ByteView(buffer.data(), static_cast<std::size_t>(got)), destination);
    if (!answer)
        return std::nullopt;
    std::array<char, IF_NAMESIZE> name{};
    if (answer->device != 0 && ::if_indextoname(answer->device, name.data()))
        answer->route.device = name.data();
    return answer->route;
}

std::string routeCommand(const Route& route, const std::string& algorithm)
{
    std::string command = ipCommand(route.destination) + "replace " + hostPrefix(route.destination);
    if (route.gateway)
        command += " via " + route.gateway->toText();
    return command + " dev " + route.device + " congctl lock " + algorithm;
}

std::string undoRouteCommand(const Route& route)
{
    return ipCommand(route.destination) + "del " + hostPrefix(route.destination);
}

} // namespace zonescope::congestion
