// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/tcp_info.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

namespace zonescope::net {
namespace {

/// A field when the kernel filled it, else 0: an older kernel returns fewer octets than our header knows, a
/// newer one more (Debian 12: header 232, kernels of 2025 about 248).
template <class Field>
Field fieldAt(const std::array<std::uint8_t, 1024>& raw, socklen_t length, std::size_t offset)
{
    Field value = 0;
    if (offset + sizeof value <= length)
        std::memcpy(&value, raw.data() + offset, sizeof value);
    return value;
}

// Debian 12's header ends before it.
constexpr std::size_t receiveWindowAt = 232; // tcpi_rcv_wnd, since 6.2

} // namespace

std::optional<TcpInfo> readTcpInfo(int socket)
{
    std::array<std::uint8_t, 1024> raw{};
    socklen_t length = raw.size();
    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, raw.data(), &length) != 0)
        return std::nullopt;
    const auto u32 = [&](std::size_t offset) { return fieldAt<std::uint32_t>(raw, length, offset); };
    const auto u64 = [&](std::size_t offset) { return fieldAt<std::uint64_t>(raw, length, offset); };

    TcpInfo info;
    info.rttUs = u32(offsetof(tcp_info, tcpi_rtt));
    info.rttVarUs = u32(offsetof(tcp_info, tcpi_rttvar));
    info.minRttUs = u32(offsetof(tcp_info, tcpi_min_rtt));
    info.receiveRttUs = u32(offsetof(tcp_info, tcpi_rcv_rtt));
    info.totalRetransmits = u32(offsetof(tcp_info, tcpi_total_retrans));
    info.outOfOrderReceived = u32(offsetof(tcp_info, tcpi_rcv_ooopack));
    info.sendCongestionWindow = u32(offsetof(tcp_info, tcpi_snd_cwnd));
    info.receiveSpace = u32(receiveWindowAt);
    if (info.receiveSpace == 0)
        info.receiveSpace = u32(offsetof(tcp_info, tcpi_rcv_ssthresh));
    info.lastDataReceivedMs = u32(offsetof(tcp_info, tcpi_last_data_recv));
    info.fullSegment = std::min(u32(offsetof(tcp_info, tcpi_advmss)), u32(offsetof(tcp_info, tcpi_snd_mss)));
    info.bytesReceived = u64(offsetof(tcp_info, tcpi_bytes_received));
    info.bytesAcked = u64(offsetof(tcp_info, tcpi_bytes_acked));
    info.deliveryRate = u64(offsetof(tcp_info, tcpi_delivery_rate));
    // min_rtt is all ones until the first sample (tcp_input.c: ~0U means "none yet").
    if (info.minRttUs == ~0U)
        info.minRttUs = 0;
    length = sizeof info.cookie;
    if (getsockopt(socket, SOL_SOCKET, SO_COOKIE, &info.cookie, &length) != 0)
        info.cookie = 0;
    sockaddr_storage local{};
    length = sizeof local;
    if (getsockname(socket, reinterpret_cast<sockaddr*>(&local), &length) ==
        0) // NOLINT: as the call wants it
        info.local = Endpoint::fromSockaddr(local);
    return info;
}

} // namespace zonescope::net
