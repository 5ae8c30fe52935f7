// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/connection.h"

namespace zonescope::congestion {

std::string_view tcpStateWord(TcpState state)
{
    static constexpr std::array<std::string_view, 12> words{
        "unknown",   "established", "syn-sent",   "syn-received", "fin-wait-1", "fin-wait-2",
        "time-wait", "closed",      "close-wait", "last-ack",     "listen",     "closing"};
    const auto index = static_cast<std::size_t>(state);
    return index < words.size() ? words[index] : words.front();
}

Role roleOf(const TcpCounters& counters)
{
    constexpr std::uint64_t byFar = 4;
    const std::uint64_t out = counters.bytesSent ? counters.bytesSent : counters.bytesAcked;
    const std::uint64_t in = counters.bytesReceived;
    if (out == 0 && in == 0)
        return Role::Idle;
    if (in >= byFar * out)
        return Role::Receiver;
    return out >= byFar * in ? Role::Sender : Role::Both;
}

} // namespace zonescope::congestion
