// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/resource.h>

namespace zonescope::app {

/// As many open files as the system allows this process: every edge that is asked has a socket, and the
/// customary soft limit of 1,024 (kept low for programs that use select(), which ours do not) would end the
/// watching of large networks silently. Gives the limit that holds now.
inline rlim_t raiseOpenFiles()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : before;
}

} // namespace zonescope::app
