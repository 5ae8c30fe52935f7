// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/route_reader.h"

#include "model/congestion/netlink_reader.h"

#include <linux/gen_stats.h>
#include <linux/if_link.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>

namespace zonescope::congestion {
namespace {

std::string textOf(base::ByteView value)
{
    const auto end = std::ranges::find(value, std::uint8_t{0});
    return {value.begin(), end};
}

bool readLink(base::ByteView body, RouteNews& into)
{
    if (body.size() < sizeof(ifinfomsg))
        return false;
    const auto head = copiedOut<ifinfomsg>(body, 0);
    LinkCounters& link = into.links[head.ifi_index];
    link.index = head.ifi_index;
    link.up = (head.ifi_flags & IFF_UP) != 0;
    return forEachAttribute(body.subspan(sizeof head), [&](std::uint16_t type, base::ByteView value) {
        if (type == IFLA_IFNAME) {
            link.name = textOf(value);
        } else if (type == IFLA_STATS64) {
            // Field by field: an older kernel gives a shorter structure.
            const auto at = [&](std::size_t offset) { return copiedOut<std::uint64_t>(value, offset); };
            link.receivedBytes = at(offsetof(rtnl_link_stats64, rx_bytes));
            link.sentBytes = at(offsetof(rtnl_link_stats64, tx_bytes));
            link.receiveErrors = at(offsetof(rtnl_link_stats64, rx_errors));
            link.sendErrors = at(offsetof(rtnl_link_stats64, tx_errors));
            link.receiveDropped = at(offsetof(rtnl_link_stats64, rx_dropped));
            link.sendDropped = at(offsetof(rtnl_link_stats64, tx_dropped));
        }
    });
}

bool readQueue(base::ByteView body, RouteNews& into)
{
    if (body.size() < sizeof(tcmsg))
        return false;
    const auto head = copiedOut<tcmsg>(body, 0);
    if (head.tcm_parent != TC_H_ROOT)
        return true; // a root counts for its children
    LinkCounters& link = into.links[head.tcm_ifindex];
    link.index = head.tcm_ifindex;
    bool whole = true;
    whole = forEachAttribute(body.subspan(sizeof head), [&](std::uint16_t type, base::ByteView value) {
        if (type == TCA_KIND)
            link.queue = textOf(value);
        else if (type == TCA_STATS2)
            whole = forEachAttribute(value,
                                     [&](std::uint16_t inner, base::ByteView stats) {
                                         if (inner != TCA_STATS_QUEUE)
                                             return;
                                         const auto queue = copiedOut<gnet_stats_queue>(stats, 0);
                                         link.queueBacklog = queue.backlog;
                                         link.queueDrops = queue.drops;
                                         link.queueOverlimits = queue.overlimits;
                                     }) &&
                    whole;
    });
    return whole;
}

std::optional<net::IpAddress> addressOf(std::uint8_t family, base::ByteView value)
{
    std::array<std::uint8_t, 16> octets{};
    const std::size_t wanted = family == AF_INET ? 4 : 16;
    if (value.size() < wanted)
        return std::nullopt;
    std::copy_n(value.begin(), wanted, octets.begin());
    return net::IpAddress::fromOctets(family == AF_INET ? net::Family::V4 : net::Family::V6, octets.data());
}

bool readRoute(base::ByteView body, bool added, RouteNews& into)
{
    if (body.size() < sizeof(rtmsg))
        return false;
    const auto head = copiedOut<rtmsg>(body, 0);
    const bool wanted = (head.rtm_family == AF_INET || head.rtm_family == AF_INET6) &&
                        head.rtm_type == RTN_UNICAST && (head.rtm_flags & RTM_F_CLONED) == 0;
    if (!wanted)
        return true;
    RouteChange change;
    change.added = added;
    std::uint32_t table = head.rtm_table;
    const std::uint8_t longest = head.rtm_family == AF_INET ? 32 : 128;
    change.destination.length = std::min<std::uint8_t>(head.rtm_dst_len, longest);
    constexpr std::array<std::uint8_t, 16> nothing{};
    change.destination.address = net::IpAddress::fromOctets(
        head.rtm_family == AF_INET ? net::Family::V4 : net::Family::V6, nothing.data());
    const bool whole =
        forEachAttribute(body.subspan(sizeof head), [&](std::uint16_t type, base::ByteView value) {
            if (type == RTA_DST) {
                if (const auto address = addressOf(head.rtm_family, value))
                    change.destination.address = *address;
            } else if (type == RTA_GATEWAY) {
                change.gateway = addressOf(head.rtm_family, value);
            } else if (type == RTA_OIF) {
                change.link = copiedOut<std::int32_t>(value, 0);
            } else if (type == RTA_PRIORITY) {
                change.metric = copiedOut<std::uint32_t>(value, 0);
            } else if (type == RTA_TABLE) {
                table = copiedOut<std::uint32_t>(value, 0);
            }
        });
    if (whole && table == RT_TABLE_MAIN)
        into.routes.push_back(change);
    return whole;
}

bool readMessage(std::uint16_t type, base::ByteView body, RouteNews& into)
{
    switch (type) {
    case NLMSG_DONE:
        into.done = true;
        return true;
    case NLMSG_ERROR:
        into.error = -copiedOut<std::int32_t>(body, 0);
        return true;
    case RTM_NEWLINK:
        return readLink(body, into);
    case RTM_DELLINK:
        into.links.erase(copiedOut<ifinfomsg>(body, 0).ifi_index);
        return true;
    case RTM_NEWQDISC:
        return readQueue(body, into);
    case RTM_NEWROUTE:
        return readRoute(body, true, into);
    case RTM_DELROUTE:
        return readRoute(body, false, into);
    default:
        return true;
    }
}

} // namespace

void readRouteNews(base::ByteView datagram, RouteNews& into)
{
    for (std::size_t at = 0; at + sizeof(nlmsghdr) <= datagram.size();) {
        const auto head = copiedOut<nlmsghdr>(datagram, at);
        if (head.nlmsg_len < sizeof head || head.nlmsg_len > datagram.size() - at) {
            ++into.malformed;
            return;
        }
        if (!readMessage(head.nlmsg_type, datagram.subspan(at + sizeof head, head.nlmsg_len - sizeof head),
                         into))
            ++into.malformed;
        at += netlinkAligned(head.nlmsg_len);
    }
}

} // namespace zonescope::congestion
