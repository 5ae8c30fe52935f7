// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/limit_policy.h"

namespace zonescope::congestion {

LimitedBy limitedBetween(const TcpCounters& before, const TcpCounters& after, base::Duration between)
{
    if (between.count() <= 0)
        return LimitedBy::Nothing;
    const auto grown = [](std::uint64_t a, std::uint64_t b) {
        return static_cast<double>(b > a ? b - a : 0);
    };
    const auto interval = static_cast<double>(between.count());
    const double busy = grown(before.busyUs, after.busyUs);
    const bool sent = after.bytesSent > before.bytesSent || after.unackedSegments > 0;
    // Busy is "something is not yet acknowledged": less than half of the time means that mostly nothing was
    // there to send.
    if (busy < 0.5 * interval)
        return sent ? LimitedBy::Application : LimitedBy::Nothing;
    if (grown(before.receiverLimitedUs, after.receiverLimitedUs) > 0.5 * busy)
        return LimitedBy::ReceiverWindow;
    if (grown(before.sendBufferLimitedUs, after.sendBufferLimitedUs) > 0.5 * busy)
        return LimitedBy::SendBuffer;
    return after.deliveryRateIsAppLimited ? LimitedBy::Application : LimitedBy::Network;
}

} // namespace zonescope::congestion
