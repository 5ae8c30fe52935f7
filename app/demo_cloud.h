// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"

#include <filesystem>

namespace zonescope::app {

inline constexpr int demoScans = 6;
/// The scan in which all was well: what the demo takes for intended. The two after it have a route that leads
/// nowhere, a rule that somebody opened, and lack an address that a record still points at.
inline constexpr int demoIntended = 4;

/// What providers' command lines printed on that day (1 to demoScans) becomes a file below `folder`, read by
/// the same reader as every folder that a user opens; the file keeps the day. Errors: FileFailed.
base::Result<std::filesystem::path> writeDemoScan(const std::filesystem::path& folder, int scan,
                                                  base::Timestamp now);
/// Gives all of them to the engine, as somebody who opens one file after the other.
base::Status importDemoClouds(engine::Engine& engine, const std::filesystem::path& folder,
                              base::Timestamp now);

} // namespace zonescope::app
