// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <vector>

namespace zonescope::bench {

/// One line a figure: name, value, unit, ratio to the bar (below 1 is inside).
inline void figure(const char* name, double value, const char* unit, double bar)
{
    std::printf("%-44s %12.3f %-10s %6.2f\n", name, value, unit, bar > 0 ? value / bar : 0.0);
    std::fflush(stdout);
}

/// Wall time: what waits for a disk.
template <class Work>
double elapsed(Work&& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

inline double threadMicroseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

/// Time this thread was on a processor: pure computing, comparable although others use the machine as well.
template <class Work>
double microseconds(Work&& work)
{
    const double start = threadMicroseconds();
    work();
    return threadMicroseconds() - start;
}

/// Runs `work` several times, each after `prepare`; sorted microseconds of computing.
template <class Prepare, class Work>
std::vector<double> runs(int count, Prepare&& prepare, Work&& work)
{
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
        prepare(i);
        times.push_back(microseconds([&] { work(i); }));
    }
    std::ranges::sort(times);
    return times;
}
inline double quantile(const std::vector<double>& sorted, double q)
{
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

} // namespace zonescope::bench
