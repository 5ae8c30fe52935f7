// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/path/path_round.h"

#include <sys/socket.h>

#include <array>
#include <ctime>
#include <optional>

namespace zonescope::path {

/// What one message of a socket's error queue says.
struct QueuedError
{
    Answer answer = Answer::None; ///< None: not of a router or of the target
    net::IpAddress offender;
    std::uint8_t icmpCode = 0;
    std::optional<std::uint8_t> returnTtl;
    std::optional<timespec> receivedAt; ///< CLOCK_REALTIME, by the kernel
    std::vector<MplsLabel> labels;
    base::Bytes quoted; ///< what was in the probe behind its transport header
};

/// Makes the kernel queue ICMP errors with all that can be known of them (IP_RECVERR and friends), and give
/// receive times and TTLs. False when it refuses.
bool askForErrors(int socket, net::Family family);
/// Nothing when the queue is empty.
std::optional<QueuedError> takeQueuedError(int socket, net::Family family, const net::IpAddress& target);
/// The message as the kernel gave it, with the datagram that is quoted in it.
QueuedError readQueuedError(msghdr& message, base::ByteView data, net::Family family,
                            const net::IpAddress& target);
/// TTL and receive time among the control messages of an ordinary datagram.
void readControl(msghdr& message, std::optional<std::uint8_t>& ttl, std::optional<timespec>& at);
bool setTtl(int socket, net::Family family, int ttl);
/// From a time of CLOCK_REALTIME until the kernel's, or until now; never below 0.
base::Duration elapsed(const timespec& from, const std::optional<timespec>& until);
timespec wallNow();

} // namespace zonescope::path
