// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace zonescope::base {

/// One category a stage, plus what surrounds the stages. The printed word is the folder's name.
enum class LogCategory : std::uint8_t {
    Notify,
    Schedule,
    Transfer,
    Build,
    Publish,
    Observe,
    Store,
    Engine,
    App
};
enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };

std::string_view logCategoryName(LogCategory category);

/// Writes one line to standard error: "2026-11-21T08:00:00.123Z transfer warning: ...". Thread-safe.
/// Operators read Activity and history; this is for the journal and for developers. Never pass a secret.
void log(LogCategory category, LogLevel level, std::string_view line);
/// Lines below this level are dropped (default Info; the environment variable ZONESCOPE_LOG=debug lowers it).
bool isLogged(LogLevel level); ///< lines that cost something to make
void setLogLevel(LogLevel level);

} // namespace zonescope::base
