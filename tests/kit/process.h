// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace zonescope::kit {

/// A folder of its own below the system's temporary folder, removed at the end.
class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

/// A foreign program that runs until the object goes: SIGTERM, then SIGKILL after twenty seconds.
class Process
{
public:
    /// stdout and stderr go to `log`. Errors: NotFound (the program is not installed), FileFailed.
    static base::Result<Process> start(const std::vector<std::string>& command,
                                       const std::filesystem::path& log);
    Process(Process&& other) noexcept;
    Process& operator=(Process&& other) noexcept;
    ~Process();

    pid_t pid() const { return m_pid; }
    bool running();
    void signal(int number);
    void kill(); ///< SIGKILL and wait

private:
    explicit Process(pid_t pid)
        : m_pid(pid)
    {
    }
    void stop();

    pid_t m_pid = -1;
};

struct Output
{
    int exitCode = -1;
    std::string text; ///< stdout
    std::string errors;
};
/// Runs to the end. Errors: NotFound, TimedOut (it was killed).
base::Result<Output> run(const std::vector<std::string>& command,
                         std::chrono::seconds limit = std::chrono::seconds(120));
/// Full path of an installed program, also in /usr/sbin; empty when absent.
std::string findProgram(const std::string& name);

std::string readText(const std::filesystem::path& file);
void writeText(const std::filesystem::path& file, const std::string& text);
/// A port of 127.0.0.1 free for UDP and TCP just now, and not one of those that the kernel gives to who asks
/// for none: a server that is stopped and started again finds it as it left it. No other test is given it
/// while this process lives.
std::uint16_t freePort();

} // namespace zonescope::kit
