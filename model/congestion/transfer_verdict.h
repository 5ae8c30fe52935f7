// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/net/tcp_info.h"

#include <cstdint>
#include <optional>

namespace zonescope::congestion {

/// Why a zone transfer took the time it took. We receive it: loss and congestion window are the primary's to
/// know, so what we say of loss is a suspicion unless the sender's side is visible on this host.
enum class TransferVerdict : std::uint8_t {
    TooShort,           ///< too few octets to say anything
    Healthy,            ///< as fast as the path
    NetworkLoss,        ///< the sender's own counters show retransmissions
    SuspectedLoss,      ///< data came out of order and stalled: loss at the sender is likely
    SmallReceiveWindow, ///< our window, not the path, limited it
    SlowPrimary,        ///< long pauses, nothing lost and nothing out of order
    Application,        ///< we ourselves read too slowly
};

/// What one transfer's connection showed at its end.
struct TransferEvidence
{
    base::Duration took{0};
    std::uint64_t bytes = 0;      ///< received
    base::Duration stalled{0};    ///< sum of the pauses longer than three round trips and 200 ms
    base::Duration readerBusy{0}; ///< we had data and did not read
    std::uint32_t receiveRttUs = 0;
    std::uint32_t rttUs = 0;
    std::uint32_t outOfOrder = 0; ///< segments
    std::uint32_t receiveSpace = 0;
    /// Of the sending socket, when it lives on this host as well.
    std::optional<std::uint64_t> senderRetransmitted; ///< octets
    std::optional<std::uint64_t> senderReceiverLimitedUs;
};

TransferVerdict judge(const TransferEvidence& evidence);

/// A pause of this length in a transfer is a stall.
base::Duration stallAfter(std::uint32_t receiveRttUs);

} // namespace zonescope::congestion
