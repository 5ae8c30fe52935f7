// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <random>
#include <unistd.h>

namespace zonescope::store {

/// Runs `write(acknowledge)`, which never returns and sends every serial it may speak of through the pipe, in
/// a process that is killed somewhere: after up to `most` of them, and a moment that is what is tested. The
/// newest serial that came through.
template <class Write>
std::uint32_t killSomewhere(std::mt19937& random, std::uint32_t most, const Write& write)
{
    int ends[2];
    if (pipe(ends) != 0)
        return 0;
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write(ends[1]);
    }
    close(ends[1]);
    std::uint32_t acknowledged = 0;
    const std::uint32_t wanted = random() % most;
    for (std::uint32_t i = 0; i <= wanted; ++i)
        if (read(ends[0], &acknowledged, sizeof acknowledged) != sizeof acknowledged)
            break;
    const auto moment = std::chrono::steady_clock::now() + std::chrono::microseconds(random() % 1500);
    while (std::chrono::steady_clock::now() < moment) {
    }
    kill(child, SIGKILL);
    for (std::uint32_t more = 0; read(ends[0], &more, sizeof more) == sizeof more;)
        acknowledged = more;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return acknowledged;
}

} // namespace zonescope::store
