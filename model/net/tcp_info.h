// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/endpoint.h"

#include <cstdint>
#include <optional>

namespace zonescope::net {

/// What the kernel says of a TCP connection (linux/tcp.h struct tcp_info), the fields a transfer's history
/// row keeps.
struct TcpInfo
{
    std::uint32_t rttUs = 0;
    std::uint32_t rttVarUs = 0;
    std::uint32_t minRttUs = 0;
    std::uint32_t receiveRttUs = 0;
    std::uint32_t totalRetransmits = 0;
    std::uint32_t outOfOrderReceived = 0; ///< never called loss
    std::uint32_t sendCongestionWindow = 0;
    std::uint32_t receiveSpace = 0; ///< octets we offer the sender (rcv_wnd, else rcv_ssthresh)
    std::uint64_t bytesReceived = 0;
    std::uint64_t bytesAcked = 0;
    std::uint64_t deliveryRate = 0; ///< octets a second
    std::uint64_t cookie = 0;       ///< the kernel's number of the socket; 0: unknown
    // Not kept in the history row.
    Endpoint local{};                     ///< our side
    std::uint32_t lastDataReceivedMs = 0; ///< since the newest data came, read or not
    std::uint32_t fullSegment = 0;        ///< octets, by what both sides announced

    friend bool operator==(const TcpInfo&, const TcpInfo&) = default;
};

/// Reads by the length the kernel returned. Nothing for a socket that is not TCP. Any thread.
std::optional<TcpInfo> readTcpInfo(int socket);

} // namespace zonescope::net
