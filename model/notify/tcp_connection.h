// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"
#include "model/net/endpoint.h"
#include "model/net/tcp_framing.h"
#include "model/net/unique_fd.h"

#include <cstddef>

namespace zonescope::notify {

/// One TCP connection of the listener: what it has read, what it still has to write. No I/O of its own.
struct TcpConnection
{
    net::UniqueFd socket;
    net::Endpoint peer;
    net::Endpoint client; ///< whom the peer speaks for; itself without a PROXY header
    bool begun = false;   ///< its first octets were judged: a PROXY header, or none
    base::Bytes head;     ///< those octets, until then
    net::FrameDecoder in;
    net::FrameEncoder out;
    base::Instant lastOctet;
    std::size_t heldAnswers = 0;
    bool peerClosed = false; ///< sent FIN; what we owe it is still answered

    bool owesNothing() const { return heldAnswers == 0 && out.empty(); }
};

} // namespace zonescope::notify
