// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

#include <ctime>

namespace zonescope::base {

/// As steady(), but of the real clock it goes on while the machine sleeps.
inline Instant sinceBoot(const Clock& clock)
{
    if (dynamic_cast<const SystemClock*>(&clock) == nullptr)
        return clock.steady();
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return Instant(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
}

/// Notices that somebody set the wall clock forwards: it ran further than time did. (Backwards shows by
/// itself.) Pure; one thread.
class ClockWatch
{
public:
    /// How far it was set since the last call; 0 when it just runs, with NTP's small steps.
    Duration setForwardBy(Timestamp wall, Instant boot)
    {
        const Duration ahead =
            m_known ? std::chrono::duration_cast<Duration>((wall - m_wall) - (boot - m_boot)) : Duration(0);
        const bool set = ahead > tolerance;
        // Small steps forwards add up until they count; what went backwards is the new beginning.
        if (!m_known || set || ahead < Duration(0)) {
            m_wall = wall;
            m_boot = boot;
            m_known = true;
        }
        return set ? ahead : Duration(0);
    }

    static constexpr Duration tolerance{2'000'000};

private:
    bool m_known = false;
    Timestamp m_wall;
    Instant m_boot;
};

} // namespace zonescope::base
