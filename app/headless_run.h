// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace zonescope::engine {
class Engine;
}

namespace zonescope::app {

/// Lets the engine run, then prints the zone table and the latency of every stage, and writes the report
/// (HTML, PDF, CSV, PNG) into the folder when one is given. Runs the event loop; main thread. Gives the
/// program's exit code.
int runHeadless(engine::Engine& engine, std::chrono::seconds time, const QString& reportFolder);

} // namespace zonescope::app
