// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/netlab/plan.h"

#include <random>

namespace zonescope::netlab {

/// One direction of the path: decides for each packet whether it is lost and when it comes out. Pure: time is
/// handed in.
class Channel
{
public:
    Channel(const Direction& direction, std::uint64_t seed);

    enum class Fate : std::uint8_t { Passes, Lost, QueueFull };
    struct Passage
    {
        Fate fate = Fate::Passes;
        base::Instant leaves{};       ///< the far end of the direction
        base::Instant atBottleneck{}; ///< when it is through the queue, before the delay of the link
    };
    Passage pass(base::Instant now, std::size_t octets);

    base::Duration delay() const { return m_direction.delay; }

private:
    bool lost();

    Direction m_direction;
    std::mt19937_64 m_random;
    bool m_bad = false;
    base::Instant m_free{}; ///< when the bottleneck has sent what it has
    base::Instant m_last{}; ///< nothing overtakes
};

} // namespace zonescope::netlab
