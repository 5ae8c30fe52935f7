// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"
#include "model/base/result.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace zonescope::pipeline {

/// Why a zone transfer took the time it took. We receive it: loss and congestion window are the primary's to
/// know, so what we say of loss is a suspicion unless the sender's side is visible on this host.
/// On disk: append only.
enum class TransferVerdict : std::uint8_t {
    TooShort,           ///< too few octets to say anything
    Healthy,            ///< as fast as the path
    NetworkLoss,        ///< the sender's own counters show retransmissions
    SuspectedLoss,      ///< data came out of order and stalled: loss at the sender is likely
    SmallReceiveWindow, ///< our window, not the path, limited it
    SlowPrimary,        ///< long pauses, nothing lost and nothing out of order
    Application,        ///< we ourselves read too slowly
};

/// A stretch of a transfer in which nothing came; from the beginning of the attempt.
struct TransferStall
{
    base::Duration at{0};
    base::Duration length{0};

    friend bool operator==(const TransferStall&, const TransferStall&) = default;
};

/// How the time of one attempt over TCP went. Times from the beginning of the attempt.
struct TransferFlow
{
    std::optional<base::Duration> connectedAfter;  ///< nothing: there was no connection
    std::optional<base::Duration> firstOctetAfter; ///< nothing: not one came
    base::Duration stalled{0};                     ///< sum of all stalls
    base::Duration paused{0};                      ///< sum of shorter waits, of a round trip and more
    base::Duration working{0};                     ///< we were busy with what had come
    std::uint32_t stalls = 0;
    std::vector<TransferStall> spans; ///< the first `keptSpans` of them
    bool reused = false;              ///< over a connection that had been used before
    // Of the sending socket, when it lives on this host as well: only the sender knows.
    std::optional<std::uint64_t> senderSent;
    std::optional<std::uint64_t> senderRetransmitted;
    std::optional<std::uint64_t> senderReceiverLimitedUs;

    static constexpr std::size_t keptSpans = 16;

    /// For the database: a version octet, then varints. Errors: StoreCorrupt.
    base::Bytes pack() const;
    static base::Result<TransferFlow> unpack(base::ByteView packed);

    friend bool operator==(const TransferFlow&, const TransferFlow&) = default;
};

/// A pause of this length is a stall: three round trips, at least 200 ms (the shortest retransmission timeout
/// of Linux: shorter pauses are the path's own rhythm), at most a second; a second when the round trip is not
/// known.
base::Duration stallAfter(std::uint32_t receiveRttUs);
/// A wait of this length is a pause: the sender had nothing new for us. A round trip, at least 10 ms.
base::Duration pauseAfter(std::uint32_t receiveRttUs);

} // namespace zonescope::pipeline
