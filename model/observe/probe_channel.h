// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/net/endpoint.h"
#include "model/net/event_loop.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_set>

struct ares_channeldata;

namespace zonescope::observe {

/// One c-ares channel: one server, one transport. c-ares cannot aim a channel elsewhere while questions are
/// pending and cannot mix UDP and TCP, so there is one for each. Belongs to the probe thread's loop.
class ProbeChannel
{
public:
    struct Outcome
    {
        int status = 0;         ///< ARES_...
        base::ByteView message; ///< the raw answer; valid during the call; empty when there is none
        std::optional<base::Timestamp> receivedAt; ///< by the kernel
    };
    /// Runs inside c-ares: note what came and return. Never ask from here: c-ares 1.18.1 reads a UDP socket
    /// until it is empty, so an edge that answers at once would keep all others waiting (measured: 154 ms).
    using Done = std::function<void(const Outcome&)>;

    /// Errors: SocketFailed, Internal (c-ares says no).
    static base::Result<std::unique_ptr<ProbeChannel>> open(net::EventLoop& loop, const net::Endpoint& server,
                                                            bool tcp, base::Duration timeout);
    ~ProbeChannel(); ///< pending questions end with ARES_EDESTRUCTION
    ProbeChannel(const ProbeChannel&) = delete;

    void send(base::ByteView message, Done done);
    /// Lets c-ares find out which questions have timed out.
    void processTimeouts();
    std::size_t pending() const { return m_pending; }

private:
    struct Question;
    ProbeChannel(net::EventLoop& loop);
    static void answered(void* question, int status, int timeouts, unsigned char* message, int length);
    static void socketState(void* channel, int fd, int readable, int writable);
    void watch(int fd, bool readable, bool writable);

    net::EventLoop& m_loop;
    ares_channeldata* m_channel = nullptr;
    std::unordered_set<int> m_watched;
    std::size_t m_pending = 0;
    std::optional<base::Timestamp> m_receivedAt; ///< of the datagram c-ares reads just now
    friend struct ProbeSocket;
};

/// The error of a question that got no answer.
base::Error probeError(int aresStatus);

} // namespace zonescope::observe
