// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"
#include "model/base/clock.h"
#include "model/engine/correction_desk.h"

#include <functional>

namespace zonescope::app {

inline constexpr int exitTakenBack = 5; ///< of --route: carried out, and taken back because nobody kept it

/// What the command needs of the world, so that a test can be it.
struct RouteWorld
{
    const base::Clock& clock;
    engine::WriterFactory writers;
    /// One line of JSON.
    std::function<void(const std::string&)> print;
    /// Waits for somebody to say that it stays. False: nobody did in that time, or said that it shall not.
    std::function<bool(base::Duration)> kept;
};
/// stdout, and a line "keep" on stdin; anything else there, its end, SIGINT and SIGTERM say no.
RouteWorld ordinaryRouteWorld(const base::Clock& clock);

/// Puts routes in or withdraws them through the gate. With a file or folder as snapshot: only what it would
/// do. With a data folder, whose newest snapshot is taken: also the calls, and with `carryOut` they are sent,
/// looked at again, and taken back unless somebody keeps them. Prints what it would do, then how it ended.
/// Gives the exit code: 0, exitConfirm, exitRefuse, exitTakenBack, 1 (the provider refused). Errors: of the
/// snapshot and of what was typed.
base::Result<int> changeRoutes(const RouteOptions& options, const RouteWorld& world);
/// Writing to clouds from that data folder is off until somebody allows it.
base::Status allowWriting(const std::filesystem::path& dataFolder, bool allowed, const base::Clock& clock);

} // namespace zonescope::app
