// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/path/target_watch.h"

#include <memory>
#include <string>

namespace zonescope::app {

inline constexpr unsigned defaultPathRounds = 3;

/// Traces the way to a server, round after round over eight flows, without a service and without privileges.
/// Blocks: a second a round where somebody stays silent, else as long as the round trips take. Errors:
/// SocketFailed and what the network said when nothing could be sent.
base::Result<std::shared_ptr<const path::PathView>> tracePath(const path::Target& target, unsigned rounds);

/// As JSON for scripts: the target, what the figures rest on, every hop with its routers, what was found.
/// Of answers that are missing it says how many, never that packets were lost at a router.
std::string pathJson(const path::PathView& view);

} // namespace zonescope::app
