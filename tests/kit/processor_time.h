// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <ctime>

namespace zonescope::kit {

/// Processor time of all threads of this process since it was made. For bars that say how much work something
/// may be: on a machine that others keep busy, or that stands still for seconds, the clock on the wall would
/// measure the others.
class ProcessorTime
{
public:
    ProcessorTime() { restart(); }
    void restart() { m_start = now(); }
    std::chrono::nanoseconds elapsed() const { return now() - m_start; }
    long long milliseconds() const
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(elapsed()).count();
    }

private:
    static std::chrono::nanoseconds now()
    {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }

    std::chrono::nanoseconds m_start{};
};

} // namespace zonescope::kit
