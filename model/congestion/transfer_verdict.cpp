// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/transfer_verdict.h"

#include <algorithm>

namespace zonescope::congestion {
namespace {

constexpr std::uint64_t tooFewBytes = 100'000; // below, slow start is the whole story
constexpr double largeShare = 0.2;             // of the time: worth a word
constexpr double mostOf = 0.5;
constexpr double lossShare = 0.005; // of the octets: below, no algorithm minds
constexpr base::Duration worthALook{300'000};

double share(base::Duration part, base::Duration whole)
{
    return whole.count() > 0 ? static_cast<double>(part.count()) / static_cast<double>(whole.count()) : 0;
}

/// The window was full all the time: octets per round trip come near to what we offered.
bool windowFilled(const TransferEvidence& e)
{
    // What a receiver measures grows with every pause of the sender.
    const std::uint32_t rtt = e.receiveRttUs == 0 || e.rttUs == 0 ? std::max(e.receiveRttUs, e.rttUs)
                                                                  : std::min(e.receiveRttUs, e.rttUs);
    if (rtt == 0 || e.receiveSpace == 0 || e.took.count() <= 0)
        return false;
    const double perRoundTrip = static_cast<double>(e.bytes) * rtt / static_cast<double>(e.took.count());
    // Below 5 ms a window is no limit on any path that matters, and the kernel's figure is noise.
    return rtt >= 5000 && perRoundTrip > 0.7 * e.receiveSpace;
}

bool senderRepeats(const TransferEvidence& e)
{
    return e.senderRetransmitted &&
           static_cast<double>(*e.senderRetransmitted) > lossShare * static_cast<double>(e.bytes);
}

/// Loss shows as reordering at the receiver, and what is behind the lost segment waits a round trip or more
/// for its repetition. Reordering alone, without a wait, is a path with several lanes.
bool looksLikeLoss(const TransferEvidence& e)
{
    return !e.senderRetransmitted && e.outOfOrder > 0 && share(e.stalled + e.paused, e.took) > largeShare / 4;
}

} // namespace

TransferVerdict judge(const TransferEvidence& e)
{
    if (e.bytes < tooFewBytes && share(e.stalled, e.took) < largeShare)
        return TransferVerdict::TooShort;
    // Over a fast path it is always we who are the slowest; that is worth a word only when it takes long.
    if (share(e.readerBusy, e.took) > mostOf && e.took >= worthALook)
        return TransferVerdict::Application;
    if (senderRepeats(e))
        return TransferVerdict::NetworkLoss;
    if (e.senderReceiverLimitedUs &&
        share(base::Duration(static_cast<std::int64_t>(*e.senderReceiverLimitedUs)), e.took) > largeShare)
        return TransferVerdict::SmallReceiveWindow;
    if (looksLikeLoss(e))
        return TransferVerdict::SuspectedLoss;
    if (windowFilled(e))
        return TransferVerdict::SmallReceiveWindow;
    // A network that is full hands over packet after packet; who sends a little, waits, and sends again has
    // nothing more to give.
    if (share(e.stalled, e.took) > largeShare || share(e.stalled + e.paused, e.took) > mostOf)
        return TransferVerdict::SlowPrimary;
    return TransferVerdict::Healthy;
}

std::optional<TransferEvidence> evidenceOf(const pipeline::TransferAttempt& attempt)
{
    if (!attempt.flow || !attempt.flow->connectedAfter)
        return std::nullopt;
    const pipeline::TransferFlow& flow = *attempt.flow;
    TransferEvidence evidence;
    evidence.took = std::max(base::Duration(0), attempt.duration - *flow.connectedAfter);
    evidence.bytes = attempt.bytes;
    evidence.stalled = flow.stalled;
    evidence.paused = flow.paused;
    evidence.readerBusy = flow.working;
    evidence.senderRetransmitted = flow.senderRetransmitted;
    evidence.senderReceiverLimitedUs = flow.senderReceiverLimitedUs;
    if (attempt.tcpInfo) {
        evidence.receiveRttUs = attempt.tcpInfo->receiveRttUs;
        evidence.rttUs = attempt.tcpInfo->rttUs;
        evidence.outOfOrder = attempt.tcpInfo->outOfOrderReceived;
        evidence.receiveSpace = attempt.tcpInfo->receiveSpace;
    }
    return evidence;
}

} // namespace zonescope::congestion
