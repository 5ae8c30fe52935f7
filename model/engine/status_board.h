// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/core.h"

#include <deque>
#include <functional>
#include <unordered_set>

namespace zonescope::engine {

/// Makes the statuses that the window shows out of what the engine knows, at most every few milliseconds and
/// only of what was touched. Engine thread.
class StatusBoard
{
public:
    /// `probesSent` is asked when the engine's own status is made.
    StatusBoard(Core& core, std::function<std::uint64_t()> probesSent);
    ~StatusBoard();

    void setBound(std::vector<net::Endpoint> notifyAt, std::vector<net::Endpoint> serveAt);
    void setRunning(bool running);
    void touch(base::ZoneId zone);
    void forget(base::ZoneId zone);
    /// Primaries, or something of the engine itself.
    void touchEngine();
    void transferDone(base::Timestamp at);
    /// Now, not in a few milliseconds.
    void flush();

private:
    void arm(base::Duration delay);
    zone::ZoneStatus statusOf(ZoneRuntime& zone) const;
    EngineStatus engineStatus();

    Core& m_core;
    std::function<std::uint64_t()> m_probesSent;
    EngineStatus m_fixed; ///< running and bound addresses
    EngineStatus m_told;
    std::unordered_set<base::ZoneId> m_touched;
    std::deque<base::Timestamp> m_transfers; ///< done in the last minute
    net::EventLoop::TimerId m_timer = 0;
    base::Instant m_timerAt;
    base::Instant m_flushedAt{};
};

} // namespace zonescope::engine
