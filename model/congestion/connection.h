// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/net/endpoint.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace zonescope::congestion {

/// linux/tcp.h enum tcp_state; the numbers are the kernel's.
enum class TcpState : std::uint8_t {
    Unknown = 0,
    Established = 1,
    SynSent,
    SynReceived,
    FinWait1,
    FinWait2,
    TimeWait,
    Closed,
    CloseWait,
    LastAck,
    Listen,
    Closing,
};
std::string_view tcpStateWord(TcpState state); ///< "established"

/// Which end of the data we are: it decides which counters mean something. A receiver's kernel knows neither
/// the congestion window nor the retransmissions of the other side.
enum class Role : std::uint8_t { Idle, Sender, Receiver, Both };

/// The counters of struct tcp_info (linux/tcp.h) by the length the kernel gave: a field that it did not fill
/// is 0. Times in microseconds, rates in octets a second.
struct TcpCounters
{
    std::uint32_t rttUs = 0;
    std::uint32_t rttVarUs = 0;
    std::uint32_t minRttUs = 0;           ///< 0: never sampled
    std::uint32_t receiveRttUs = 0;       ///< 0: unknown
    std::uint32_t congestionWindow = 0;   ///< segments
    std::uint32_t slowStartThreshold = 0; ///< segments; 2147483647: none yet
    std::uint32_t unackedSegments = 0;
    std::uint32_t retransmitsNow = 0;
    std::uint32_t totalRetransmits = 0;
    std::uint32_t spuriousRetransmits = 0; ///< dsack_dups
    std::uint32_t reorderSeen = 0;
    std::uint32_t outOfOrderReceived =
        0; ///< never a loss rate: reordering and the sender's bursts count as well
    std::uint32_t sendSegmentSize = 0;
    std::uint32_t receiveSpace = 0;
    std::uint32_t sendWindow = 0; ///< octets the other side allows
    std::uint32_t lastDataReceivedMs = 0;
    std::uint32_t timeouts = 0; ///< total_rto; kernels before 6.7 do not say
    std::uint64_t bytesSent = 0;
    std::uint64_t bytesAcked = 0;
    std::uint64_t bytesRetransmitted = 0;
    std::uint64_t bytesReceived = 0;
    std::uint64_t segmentsOut = 0;
    std::uint64_t segmentsIn = 0;
    std::uint64_t deliveryRate = 0;
    std::uint64_t pacingRate = 0; ///< 0: not paced
    std::uint64_t busyUs = 0;
    std::uint64_t receiverLimitedUs = 0;
    std::uint64_t sendBufferLimitedUs = 0;
    bool deliveryRateIsAppLimited = false;

    friend bool operator==(const TcpCounters&, const TcpCounters&) = default;
};

/// By far more octets one way than the other: a question and an answer are not "both".
Role roleOf(const TcpCounters& counters);

/// One TCP connection as sock_diag shows it. A plain value.
struct Connection
{
    std::uint64_t cookie =
        0; ///< the kernel's number of the socket; joins a closed one with its last live sample
    net::Endpoint local;
    net::Endpoint remote;
    TcpState state = TcpState::Unknown;
    std::uint32_t userId = 0;
    std::uint32_t inode = 0;
    std::uint32_t receiveQueue = 0;       ///< octets; of a listener: connections waiting
    std::uint32_t sendQueue = 0;          ///< octets; of a listener: the longest its queue may be
    std::array<char, 16> algorithmText{}; ///< TCP_CA_NAME_MAX, ends with 0
    bool hasCounters = false;
    TcpCounters counters;

    std::string_view algorithm() const { return algorithmText.data(); }
};

/// One that ended: its last counters, with what only a live sample knew.
struct ClosedConnection
{
    Connection connection;
    base::Timestamp closedAt{};
    std::optional<base::Timestamp> firstSeen; ///< nothing: it lived between two samples
};

} // namespace zonescope::congestion
