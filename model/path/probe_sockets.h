// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/net/unique_fd.h"
#include "model/path/trace_session.h"

#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace zonescope::path {

/// The sockets of one round: sends probes and reads what comes back, the error queues included. No privilege
/// is needed. One thread.
class ProbeSockets
{
public:
    /// `ports`: source port of each flow, filled when 0 or taken meanwhile, so that the next round's flows
    /// meet the same routers. Errors: those of socket(2), HostUnreachable when there is no route.
    static base::Result<std::unique_ptr<ProbeSockets>> open(const Target& target, std::uint8_t firstFlow,
                                                            std::vector<std::uint16_t>& ports);
    virtual ~ProbeSockets() = default;

    /// Called with each new socket, and with -1 - fd for one that is about to be closed.
    using Watch = std::function<void(int fd)>;
    virtual base::Status watch(Watch watch) = 0;
    virtual base::Status send(const Probe& probe) = 0;
    /// Everything that waits at that socket.
    virtual std::vector<Reply> receive(int fd) = 0;
    /// Answers that fit no probe, because a router quoted too little.
    virtual std::uint32_t unmatched() const { return 0; }
};

} // namespace zonescope::path
