// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>

namespace zonescope::netlab {

/// Tells whether a measurement was disturbed by other work of the machine: how long the threads of this
/// process were ready to run and had to wait for a core (the second figure of /proc/.../schedstat).
class Disturbance
{
public:
    Disturbance()
        : m_waited(waited())
        , m_begin(std::chrono::steady_clock::now())
    {
    }
    /// Of the time since then, 0 and up; several threads may wait at once.
    double share() const
    {
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - m_begin;
        return static_cast<double>(waited() - m_waited) / took.count();
    }

private:
    static std::uint64_t waited()
    {
        std::uint64_t sum = 0;
        std::error_code ignored; // a thread may end while we look
        for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", ignored)) {
            std::uint64_t ran = 0;
            std::uint64_t waited = 0;
            std::ifstream file(task.path() / "schedstat");
            if (file >> ran >> waited)
                sum += waited;
        }
        return sum;
    }

    std::uint64_t m_waited;
    std::chrono::steady_clock::time_point m_begin;
};

/// More than this, and figures of time say more of the machine than of what is tested.
inline constexpr double disturbedShare = 0.02;

} // namespace zonescope::netlab
