// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/stream_sender.h"

#include "model/congestion/socket_diagnosis.h"
#include "model/net/socket.h"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <vector>

namespace zonescope::congestion {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int lookEvery = 20; // ms: how soon a stop is noticed
constexpr std::size_t pieceSize = 65536;

base::Duration since(base::Instant begun)
{
    return std::chrono::duration_cast<base::Duration>(Clock::now() - begun);
}

SampleOutcome outcomeNow(base::Instant deadline, const std::atomic<bool>& stop)
{
    if (stop)
        return SampleOutcome::Interrupted;
    return Clock::now() >= deadline ? SampleOutcome::TimedOut : SampleOutcome::Ok;
}

/// Ok: the socket can be written.
SampleOutcome waitWritable(int socket, base::Instant deadline, const std::atomic<bool>& stop)
{
    while (true) {
        if (const SampleOutcome now = outcomeNow(deadline, stop); now != SampleOutcome::Ok)
            return now;
        pollfd entry{socket, POLLOUT, 0};
        if (::poll(&entry, 1, lookEvery) > 0)
            return SampleOutcome::Ok;
    }
}

SampleOutcome writeAll(int socket, const SendOrder& order, base::Instant deadline,
                       const std::atomic<bool>& stop, SendResult& result)
{
    // Nothing on the way may make it smaller: not a compressing tunnel, not a clever card.
    std::vector<std::uint8_t> piece(pieceSize);
    std::uint32_t state = 0x2545f491;
    for (std::uint8_t& octet : piece)
        octet = static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24);
    while (result.bytes < order.bytes) {
        if (const SampleOutcome now = waitWritable(socket, deadline, stop); now != SampleOutcome::Ok)
            return now;
        const std::size_t left =
            static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), order.bytes - result.bytes));
        const auto wrote = net::writeSome(socket, std::span(piece).first(left));
        if (!wrote) {
            result.detail = wrote.error().detail;
            return SampleOutcome::Failed;
        }
        result.bytes += *wrote;
    }
    return SampleOutcome::Ok;
}

SampleOutcome perform(int socket, const SendOrder& order, base::Instant deadline,
                      const std::atomic<bool>& stop, SendResult& result)
{
    SampleOutcome outcome = waitWritable(socket, deadline, stop);
    if (outcome != SampleOutcome::Ok)
        return outcome;
    if (const auto connected = net::finishConnect(socket); !connected) {
        result.detail = connected.error().detail;
        return SampleOutcome::Failed;
    }
    outcome = writeAll(socket, order, deadline, stop, result);
    if (outcome != SampleOutcome::Ok)
        return outcome;
    ::shutdown(socket, SHUT_WR);
    outcome = waitUntilAcknowledged(socket, deadline, stop);
    if (outcome == SampleOutcome::Failed)
        result.detail = "the other end closed before it had everything";
    return outcome;
}

} // namespace

bool setCongestionControl(int socket, const std::string& algorithm)
{
    return ::setsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, algorithm.c_str(),
                        static_cast<socklen_t>(algorithm.size())) == 0;
}

SampleOutcome waitUntilAcknowledged(int socket, base::Instant deadline, const std::atomic<bool>& stop)
{
    while (true) {
        if (const SampleOutcome now = outcomeNow(deadline, stop); now != SampleOutcome::Ok)
            return now;
        int waiting = 0;
        if (::ioctl(socket, SIOCOUTQ, &waiting) != 0)
            return SampleOutcome::Failed;
        int error = 0;
        socklen_t length = sizeof error;
        ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length);
        if (error != 0)
            return SampleOutcome::Failed;
        if (waiting == 0)
            return SampleOutcome::Ok;
        // Nothing tells when the last octet was acknowledged: a look each millisecond is fine enough for
        // transfers of tens of them.
        pollfd entry{socket, POLLERR, 0};
        if (::poll(&entry, 1, 1) > 0 && (entry.revents & (POLLERR | POLLHUP)) != 0)
            std::this_thread::sleep_for(milliseconds(1));
    }
}

void takeCounters(int socket, SendResult& result)
{
    std::array<std::uint8_t, 512> raw{};
    socklen_t length = raw.size();
    if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, raw.data(), &length) != 0)
        return;
    const TcpCounters counters = readCounters(base::ByteView(raw.data(), length));
    result.bytesRetransmitted = counters.bytesRetransmitted;
    result.minRttUs = counters.minRttUs;
    result.rttUs = counters.rttUs;
}

SendResult sendStream(const SendOrder& order, const std::atomic<bool>& stop)
{
    SendResult result;
    const base::Instant begun = Clock::now();
    auto socket = net::startConnect(order.to);
    if (!socket) {
        result.detail = socket.error().detail;
        return result;
    }
    // The handshake sends nothing that an algorithm decides on: soon enough here.
    if (!setCongestionControl(socket->get(), order.algorithm)) {
        result.outcome = SampleOutcome::Refused;
        result.detail = order.algorithm + ": " + std::strerror(errno);
        return result;
    }
    result.outcome = perform(socket->get(), order, begun + order.timeout, stop, result);
    result.took = since(begun);
    takeCounters(socket->get(), result);
    if (result.outcome == SampleOutcome::TimedOut)
        result.detail = "not finished in time";
    if (result.outcome != SampleOutcome::Ok) {
        // What is still queued must not compete with the next transfer.
        const linger reset{1, 0};
        ::setsockopt(socket->get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
    return result;
}

} // namespace zonescope::congestion
