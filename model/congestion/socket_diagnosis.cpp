// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/socket_diagnosis.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <limits>

namespace zonescope::congestion {
namespace {

// Debian 12's header ends at tcpi_snd_wnd; what later kernels added stands at fixed places behind it.
constexpr std::size_t timeoutsAt = 240; // total_rto, since 6.7
constexpr std::uint64_t unpaced = ~0ULL;

/// Netlink is in the host's order and aligned to four octets only: everything is copied out.
template <class T>
T copied(base::ByteView bytes, std::size_t offset)
{
    T value{};
    if (offset + sizeof value <= bytes.size())
        std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

constexpr std::size_t aligned(std::size_t length)
{
    return (length + 3) & ~std::size_t{3};
}

net::Endpoint endpointOf(std::uint8_t family, const std::uint32_t (&address)[4], std::uint16_t port)
{
    std::array<std::uint8_t, 16> octets{};
    std::memcpy(octets.data(), address, octets.size());
    const auto kind = family == AF_INET6 ? net::Family::V6 : net::Family::V4;
    return {net::IpAddress::fromOctets(kind, octets.data()), ntohs(port)};
}

void readAttribute(std::uint16_t type, base::ByteView value, Connection& into)
{
    if (type == INET_DIAG_INFO) {
        into.counters = readCounters(value);
        into.hasCounters = true;
    } else if (type == INET_DIAG_CONG) {
        const std::size_t length = std::min(value.size(), into.algorithmText.size() - 1);
        std::memcpy(into.algorithmText.data(), value.data(), length);
    }
}

bool readSocket(base::ByteView body, Connection& socket)
{
    if (body.size() < sizeof(inet_diag_msg))
        return false;
    const auto head = copied<inet_diag_msg>(body, 0);
    if (head.idiag_family != AF_INET && head.idiag_family != AF_INET6)
        return false;
    socket.local = endpointOf(head.idiag_family, head.id.idiag_src, head.id.idiag_sport);
    socket.remote = endpointOf(head.idiag_family, head.id.idiag_dst, head.id.idiag_dport);
    socket.cookie = head.id.idiag_cookie[0] | static_cast<std::uint64_t>(head.id.idiag_cookie[1]) << 32;
    socket.state = head.idiag_state <= static_cast<std::uint8_t>(TcpState::Closing)
                       ? static_cast<TcpState>(head.idiag_state)
                       : TcpState::Unknown;
    socket.userId = head.idiag_uid;
    socket.inode = head.idiag_inode;
    socket.receiveQueue = head.idiag_rqueue;
    socket.sendQueue = head.idiag_wqueue;
    for (std::size_t at = aligned(sizeof head); at + sizeof(nlattr) <= body.size();) {
        const auto attribute = copied<nlattr>(body, at);
        if (attribute.nla_len < sizeof attribute || at + attribute.nla_len > body.size())
            return false;
        readAttribute(attribute.nla_type & NLA_TYPE_MASK,
                      body.subspan(at + sizeof attribute, attribute.nla_len - sizeof attribute), socket);
        at += aligned(attribute.nla_len);
    }
    return true;
}

/// `read` takes the body of a message; false: it is malformed.
template <class Read>
DiagnosisBatch walk(base::ByteView datagram, Read read)
{
    DiagnosisBatch batch;
    for (std::size_t at = 0; at + sizeof(nlmsghdr) <= datagram.size();) {
        const auto head = copied<nlmsghdr>(datagram, at);
        if (head.nlmsg_len < sizeof head || at + head.nlmsg_len > datagram.size()) {
            ++batch.malformed;
            return batch;
        }
        const base::ByteView body = datagram.subspan(at + sizeof head, head.nlmsg_len - sizeof head);
        batch.interrupted = batch.interrupted || (head.nlmsg_flags & NLM_F_DUMP_INTR) != 0;
        if (head.nlmsg_type == NLMSG_DONE)
            batch.done = true;
        else if (head.nlmsg_type == NLMSG_ERROR)
            batch.error = -std::max(copied<std::int32_t>(body, 0), -std::numeric_limits<std::int32_t>::max());
        else if (head.nlmsg_type != SOCK_DIAG_BY_FAMILY && head.nlmsg_type != TCPDIAG_GETSOCK)
            ; // NLMSG_NOOP and what later kernels may send
        else if (!read(body))
            ++batch.malformed;
        at += aligned(head.nlmsg_len);
    }
    return batch;
}

} // namespace

TcpCounters readCounters(base::ByteView raw)
{
    const auto u32 = [&](std::size_t at) { return copied<std::uint32_t>(raw, at); };
    const auto u64 = [&](std::size_t at) { return copied<std::uint64_t>(raw, at); };
    TcpCounters c;
    c.rttUs = u32(offsetof(tcp_info, tcpi_rtt));
    c.rttVarUs = u32(offsetof(tcp_info, tcpi_rttvar));
    c.minRttUs = u32(offsetof(tcp_info, tcpi_min_rtt));
    if (c.minRttUs == ~0U)
        c.minRttUs = 0; // tcp_input.c: all ones until the first sample
    c.receiveRttUs = u32(offsetof(tcp_info, tcpi_rcv_rtt));
    c.congestionWindow = u32(offsetof(tcp_info, tcpi_snd_cwnd));
    c.slowStartThreshold = u32(offsetof(tcp_info, tcpi_snd_ssthresh));
    c.unackedSegments = u32(offsetof(tcp_info, tcpi_unacked));
    c.retransmitsNow = u32(offsetof(tcp_info, tcpi_retrans));
    c.totalRetransmits = u32(offsetof(tcp_info, tcpi_total_retrans));
    c.spuriousRetransmits = u32(offsetof(tcp_info, tcpi_dsack_dups));
    c.reorderSeen = u32(offsetof(tcp_info, tcpi_reord_seen));
    c.outOfOrderReceived = u32(offsetof(tcp_info, tcpi_rcv_ooopack));
    c.sendSegmentSize = u32(offsetof(tcp_info, tcpi_snd_mss));
    c.receiveSpace = u32(offsetof(tcp_info, tcpi_rcv_space));
    c.sendWindow = u32(offsetof(tcp_info, tcpi_snd_wnd));
    c.lastDataReceivedMs = u32(offsetof(tcp_info, tcpi_last_data_recv));
    c.timeouts = copied<std::uint16_t>(raw, timeoutsAt);
    c.bytesSent = u64(offsetof(tcp_info, tcpi_bytes_sent));
    c.bytesAcked = u64(offsetof(tcp_info, tcpi_bytes_acked));
    c.bytesRetransmitted = u64(offsetof(tcp_info, tcpi_bytes_retrans));
    c.bytesReceived = u64(offsetof(tcp_info, tcpi_bytes_received));
    c.segmentsOut = u32(offsetof(tcp_info, tcpi_segs_out));
    c.segmentsIn = u32(offsetof(tcp_info, tcpi_segs_in));
    c.deliveryRate = u64(offsetof(tcp_info, tcpi_delivery_rate));
    c.pacingRate = u64(offsetof(tcp_info, tcpi_pacing_rate));
    if (c.pacingRate == unpaced)
        c.pacingRate = 0;
    c.busyUs = u64(offsetof(tcp_info, tcpi_busy_time));
    c.receiverLimitedUs = u64(offsetof(tcp_info, tcpi_rwnd_limited));
    c.sendBufferLimitedUs = u64(offsetof(tcp_info, tcpi_sndbuf_limited));
    // A bit field has no address: the octet after the two window scales, lowest bit first (little endian).
    static_assert(std::endian::native == std::endian::little);
    c.deliveryRateIsAppLimited = (copied<std::uint8_t>(raw, 7) & 1) != 0;
    return c;
}

DiagnosisBatch readDiagnosis(base::ByteView datagram, const std::function<void(const Connection&)>& take)
{
    return walk(datagram, [&](base::ByteView body) {
        Connection socket;
        const bool good = readSocket(body, socket);
        if (good)
            take(socket);
        return good;
    });
}

DiagnosisBatch readDiagnosis(base::ByteView datagram, std::vector<Connection>& into)
{
    return walk(datagram, [&](base::ByteView body) {
        const bool good = readSocket(body, into.emplace_back());
        if (!good)
            into.pop_back();
        return good;
    });
}

} // namespace zonescope::congestion
