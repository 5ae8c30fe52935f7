// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/core.h"
#include "model/engine/status_board.h"

#include <unordered_map>
#include <vector>

namespace zonescope::engine {

/// Follows changes to the edges: feeds the tracker with probe results and writes down what comes out, change
/// by change. Engine thread.
class Observation
{
public:
    Observation(Core& core, StatusBoard& board, observe::Prober& prober);
    ~Observation();

    /// All edges of all zones, after a change of the configuration.
    void setTargets();
    void setZone(const zone::Zone& zone);
    void removeZone(base::ZoneId zone);
    void setHeld(base::ZoneId zone, std::uint32_t serial, base::Timestamp at);

    /// A new version was transferred; `change` carries what is known so far.
    void began(const pipeline::Change& change);
    /// It came to nothing.
    void abandon(const pipeline::Change& change);
    /// It is served by us: `change` has all its stages but observe.
    void published(pipeline::Change change, base::Timestamp at);
    void results(const std::vector<observe::ProbeResult>& results);
    void probeNow(const std::vector<base::ZoneId>& zones);

private:
    struct Open
    {
        pipeline::Change change;
        base::Timestamp publishedAt;
        bool published = false;
    };

    void drain();
    void arrived(const observe::ArrivalAt& arrival);
    void finished(const observe::FollowedChange& finished);
    void armTick();

    Core& m_core;
    StatusBoard& m_board;
    observe::Prober& m_prober;
    std::unordered_map<std::uint64_t, Open> m_open;
    net::EventLoop::TimerId m_tick = 0;
};

} // namespace zonescope::engine
