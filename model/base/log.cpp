// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/log.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

namespace zonescope::base {
namespace {

LogLevel levelFromEnvironment()
{
    const char* wanted =
        std::getenv("ZONESCOPE_LOG"); // NOLINT(concurrency-mt-unsafe): read once, before threads
    return wanted && std::string_view(wanted) == "debug" ? LogLevel::Debug : LogLevel::Info;
}

std::atomic<LogLevel>& threshold()
{
    static std::atomic<LogLevel> level{levelFromEnvironment()};
    return level;
}

constexpr std::array levelNames{"debug", "info", "warning", "error"};

} // namespace

std::string_view logCategoryName(LogCategory category)
{
    constexpr std::array<std::string_view, 9> names{"notify",  "schedule", "transfer", "build", "publish",
                                                    "observe", "store",    "engine",   "app"};
    return names.at(static_cast<std::size_t>(category));
}

bool isLogged(LogLevel level)
{
    return level >= threshold().load(std::memory_order_relaxed);
}

void log(LogCategory category, LogLevel level, std::string_view line)
{
    if (!isLogged(level))
        return;
    const auto now = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    const auto ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    thread_local std::time_t stamped = 0; // ten thousand zones say that they are new within a second
    thread_local std::array<char, 32> stamp{};
    if (stamped != seconds) {
        stamped = seconds;
        std::tm utc{};
        gmtime_r(&seconds, &utc);
        std::strftime(stamp.data(), stamp.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    }
    // One fprintf call writes one line whole: stdio locks the stream for it.
    std::fprintf(stderr, "%s.%03dZ %s %s: %.*s\n", stamp.data(), static_cast<int>(ms),
                 std::string(logCategoryName(category)).c_str(),
                 levelNames.at(static_cast<std::size_t>(level)), static_cast<int>(line.size()), line.data());
}

void setLogLevel(LogLevel level)
{
    threshold().store(level, std::memory_order_relaxed);
}

} // namespace zonescope::base
