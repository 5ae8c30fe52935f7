// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/congestion/experiment/experiment.h"

#include <atomic>
#include <string>

namespace zonescope::congestion {

struct SendOrder
{
    net::Endpoint to;
    std::string algorithm;
    std::uint64_t bytes = 0;
    base::Duration timeout{0};
};

struct SendResult
{
    SampleOutcome outcome = SampleOutcome::Failed;
    base::Duration took{0}; ///< from the first SYN until the other end had everything
    std::uint64_t bytes = 0;
    std::uint64_t bytesRetransmitted = 0;
    std::uint32_t minRttUs = 0;
    std::uint32_t rttUs = 0;
    std::string detail; ///< why it did not succeed
};

/// Connects, sends so many octets under that algorithm (TCP_CONGESTION on our socket: it is the sender's that
/// counts) and waits until all are acknowledged. Whoever reads and discards will do as the other end. Blocks;
/// returns within some 20 ms after `stop` became true.
SendResult sendStream(const SendOrder& order, const std::atomic<bool>& stop);

/// setsockopt(TCP_CONGESTION). False: the kernel refused; errno is set.
bool setCongestionControl(int socket, const std::string& algorithm);

/// Waits until nothing written is unacknowledged, the connection ends or the time is over.
SampleOutcome waitUntilAcknowledged(int socket, base::Instant deadline, const std::atomic<bool>& stop);
/// Fills counters of a connected socket into the result.
void takeCounters(int socket, SendResult& result);

} // namespace zonescope::congestion
