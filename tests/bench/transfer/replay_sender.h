// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/net/endpoint.h"

#include <atomic>
#include <thread>
#include <vector>

namespace zonescope::bench {

/// The ideal primary: answers every query on a connection with the same stream as fast as the socket takes
/// it, the ids made to match, and every datagram with the SOA. A blocking thread for each.
class ReplaySender
{
public:
    /// `stream`: framed messages as they were read from a real primary.
    explicit ReplaySender(base::Bytes stream);
    ~ReplaySender();
    ReplaySender(const ReplaySender&) = delete;

    const net::Endpoint& endpoint() const { return m_endpoint; }

private:
    void serve();
    void answer(int socket);
    void serveSoa();

    base::Bytes m_stream;
    std::vector<std::size_t> m_ids; ///< where the messages' ids lie
    int m_listener = -1;
    int m_udp = -1;
    base::Bytes m_soaAnswer;
    net::Endpoint m_endpoint;
    std::atomic<bool> m_stopping{false};
    std::thread m_thread;
    std::thread m_soaThread;
};

/// Reads an AXFR of so many octets message by message and throws it away: what no client can beat. Gives the
/// seconds; `stream` keeps the octets when asked for.
double rawDrain(const net::Endpoint& primary, base::ByteView query, std::uint64_t octets,
                base::Bytes* stream = nullptr);

/// Octets of the answer, found by waiting half a second for more.
std::uint64_t streamSize(const net::Endpoint& primary, base::ByteView query);

} // namespace zonescope::bench
