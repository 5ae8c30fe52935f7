// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/transfer_verdict.h"

#include <algorithm>

namespace zonescope::congestion {
namespace {

constexpr std::uint64_t tooFewBytes = 100'000; // below, slow start is the whole story
constexpr double largeShare = 0.2;             // of the time: worth a word
constexpr double lossShare = 0.005;            // of the octets: below, no algorithm minds

double share(base::Duration part, base::Duration whole)
{
    return whole.count() > 0 ? static_cast<double>(part.count()) / static_cast<double>(whole.count()) : 0;
}

/// The window was full all the time: octets per round trip come near to what we offered.
bool windowFilled(const TransferEvidence& e)
{
    const std::uint32_t rtt = e.receiveRttUs ? e.receiveRttUs : e.rttUs;
    if (rtt == 0 || e.receiveSpace == 0 || e.took.count() <= 0)
        return false;
    const double perRoundTrip = static_cast<double>(e.bytes) * rtt / static_cast<double>(e.took.count());
    // Below 5 ms a window is no limit on any path that matters, and the kernel's figure is noise.
    return rtt >= 5000 && perRoundTrip > 0.7 * e.receiveSpace;
}

} // namespace

base::Duration stallAfter(std::uint32_t receiveRttUs)
{
    return std::max(base::Duration(200'000), base::Duration(3 * static_cast<std::int64_t>(receiveRttUs)));
}

TransferVerdict judge(const TransferEvidence& e)
{
    if (e.bytes < tooFewBytes && share(e.stalled, e.took) < largeShare)
        return TransferVerdict::TooShort;
    if (share(e.readerBusy, e.took) > largeShare)
        return TransferVerdict::Application;
    if (e.senderRetransmitted &&
        static_cast<double>(*e.senderRetransmitted) > lossShare * static_cast<double>(e.bytes))
        return TransferVerdict::NetworkLoss;
    if (e.senderReceiverLimitedUs &&
        share(base::Duration(static_cast<std::int64_t>(*e.senderReceiverLimitedUs)), e.took) > largeShare)
        return TransferVerdict::SmallReceiveWindow;
    // Loss shows as reordering at the receiver; reordering alone, without a pause, is a path with several
    // lanes.
    if (!e.senderRetransmitted && e.outOfOrder > 0 && share(e.stalled, e.took) > largeShare / 4)
        return TransferVerdict::SuspectedLoss;
    if (windowFilled(e))
        return TransferVerdict::SmallReceiveWindow;
    if (share(e.stalled, e.took) > largeShare)
        return TransferVerdict::SlowPrimary;
    return TransferVerdict::Healthy;
}

} // namespace zonescope::congestion
