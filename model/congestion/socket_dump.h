// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/congestion/connection.h"
#include "model/net/unique_fd.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace zonescope::congestion {

/// Asks the kernel for every TCP socket of this network namespace, of every user, without privileges
/// (sock_diag(7)). 20,000 sockets cost about 18 ms, nearly all of it in the kernel. One thread.
class SocketDump
{
public:
    /// Errors: SocketFailed (no netlink here: a sandbox, a container's filter).
    static base::Result<SocketDump> open();

    /// Replaces `into` by the sockets of both families. Listeners and those in TIME-WAIT are left out.
    /// Errors: SocketFailed. A table that changed meanwhile is not an error: a socket may be there twice or
    /// not at all, which the next dump mends.
    base::Status read(std::vector<Connection>& into);
    /// One socket by its four-tuple (and its cookie, unless that is 0): 0.7 us. Nothing: there is none.
    /// Errors: SocketFailed.
    base::Result<std::optional<Connection>> find(const net::Endpoint& local, const net::Endpoint& remote,
                                                 std::uint64_t cookie = 0);

private:
    explicit SocketDump(net::UniqueFd fd)
        : m_fd(std::move(fd))
        , m_buffer(std::size_t{64} << 10)
    {
    }
    base::Status readFamily(int family, std::vector<Connection>& into);
    base::Status readBoth(std::vector<Connection>& into);
    base::Result<base::ByteView> receive();                     ///< into m_buffer, valid until the next one
    base::Result<bool> takeDump(std::vector<Connection>& into); ///< false: nobody dumps that family

    net::UniqueFd m_fd;
    std::vector<std::uint8_t> m_buffer;
    bool m_bothAtOnce = true; ///< until the kernel refuses
};

/// The kernel's own word whenever a TCP connection of any process ends, with its last counters: the multicast
/// groups SKNLGRP_INET_TCP_DESTROY and SKNLGRP_INET6_TCP_DESTROY. Polling misses short connections, this does
/// not: what was lost for want of room is counted. No algorithm, user or inode in it.
class CloseListener
{
public:
    /// Errors: SocketFailed.
    static base::Result<CloseListener> open();

    int fd() const { return m_fd.get(); }
    /// Takes what waits, never blocks. Gives how often the kernel dropped events since the last call.
    std::uint64_t drain(std::vector<Connection>& into);

private:
    explicit CloseListener(net::UniqueFd fd)
        : m_fd(std::move(fd))
        , m_buffer(std::size_t{128} << 10)
    {
    }

    net::UniqueFd m_fd;
    std::vector<std::uint8_t> m_buffer;
};

} // namespace zonescope::congestion
