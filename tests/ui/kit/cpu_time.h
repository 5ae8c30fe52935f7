// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ctime>

namespace zonescope::uikit {

/// Processor time of this thread. Bars are about our work; on a build machine that other work keeps busy the
/// clock on the wall would measure the others.
class CpuTimer
{
public:
    CpuTimer() { restart(); }
    void restart() { clock_gettime(CLOCK_THREAD_CPUTIME_ID, &m_start); }
    double milliseconds() const
    {
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec - m_start.tv_sec) * 1e3 +
               static_cast<double>(now.tv_nsec - m_start.tv_nsec) / 1e6;
    }

private:
    timespec m_start{};
};

} // namespace zonescope::uikit
