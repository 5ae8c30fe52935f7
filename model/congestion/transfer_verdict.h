// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/pipeline/change.h"
#include "model/pipeline/transfer_flow.h"

#include <cstdint>
#include <optional>

namespace zonescope::congestion {

using pipeline::TransferVerdict;

/// What one transfer's connection showed at its end.
struct TransferEvidence
{
    base::Duration took{0};
    std::uint64_t bytes = 0;      ///< received
    base::Duration stalled{0};    ///< sum of the stalls (pipeline::stallAfter)
    base::Duration paused{0};     ///< sum of the shorter waits in which the sender had nothing for us
    base::Duration readerBusy{0}; ///< we were busy with what had come and did not read
    std::uint32_t receiveRttUs = 0;
    std::uint32_t rttUs = 0;
    std::uint32_t outOfOrder = 0;   ///< segments
    std::uint32_t receiveSpace = 0; ///< octets we offered the sender
    /// Of the sending socket, when it lives on this host as well.
    std::optional<std::uint64_t> senderRetransmitted; ///< octets
    std::optional<std::uint64_t> senderReceiverLimitedUs;
};

TransferVerdict judge(const TransferEvidence& evidence);

/// Nothing for an attempt without a connection: there is nothing to judge.
std::optional<TransferEvidence> evidenceOf(const pipeline::TransferAttempt& attempt);

} // namespace zonescope::congestion
