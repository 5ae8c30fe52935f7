// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace zonescope::bench {

// Crowds of real TCP connections over loopback, in processes of their own: a process may hold 20,000 files
// here, and its work must not be counted as ours.

/// Holds `connections` open until it is destroyed, in two processes (one an end).
class StandingCrowd
{
public:
    explicit StandingCrowd(int connections);
    ~StandingCrowd();
    StandingCrowd(const StandingCrowd&) = delete;
    bool ready() const { return m_port != 0; }
    std::uint16_t port() const { return m_port; } ///< of the accepting ends

private:
    pid_t m_accepting = -1, m_connecting = -1;
    std::uint16_t m_port = 0;
};

struct PassingCrowd
{
    std::uint16_t port = 0;
    double seconds = 0; ///< from the first connect to the last close
    bool done = false;
};
/// Opens and closes `connections` one after the other in two processes; `perSecond` 0: as fast as it goes.
/// Each lives `lifeMilliseconds`. Returns when all are closed.
PassingCrowd passBy(int connections, double perSecond, double lifeMilliseconds, int parallel);

} // namespace zonescope::bench
