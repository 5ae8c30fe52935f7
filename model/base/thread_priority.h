// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/resource.h>
#include <unistd.h>

namespace zonescope::base {

enum class ThreadPriority : unsigned char {
    Normal,
    Low, ///< nobody waits for it at this moment: it gives way to the window and to changes of zones
};

inline constexpr int niceOfLow = 10;

/// Of the calling thread, and of those that it starts: on Linux a nice value belongs to a thread and is
/// inherited (sched(7)). Refused: as fast as the others then.
inline void setOwnPriority(ThreadPriority priority)
{
    const auto self = static_cast<id_t>(::gettid());
    if (priority == ThreadPriority::Low && ::getpriority(PRIO_PROCESS, self) < niceOfLow)
        (void)::setpriority(PRIO_PROCESS, self, niceOfLow);
}

} // namespace zonescope::base
