// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/endpoint.h"

#include <cstdint>

namespace zonescope::publish {

/// Is told of every zone transfer that the built-in server gives out, on the server's threads: has to return
/// at once. `socket` is the server's; whoever wants it longer duplicates it.
class TransferObserver
{
public:
    virtual ~TransferObserver() = default;
    virtual void transferBegan(int socket, const net::Endpoint& client) = 0;
    /// Everything is in the socket's buffer; not acknowledged yet.
    virtual void transferWritten(int socket, const net::Endpoint& client, std::uint64_t bytes) = 0;
    /// The connection is closed in the middle of it.
    virtual void transferBroken(int socket, const net::Endpoint& client) = 0;
};

} // namespace zonescope::publish
