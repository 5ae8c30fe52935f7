// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"
#include "model/base/clock.h"

#include <functional>
#include <string>

namespace zonescope::app {

inline constexpr int exitPartly = 3; ///< of --discover: some lists could not be read

/// Where clouds are read and what it is done with.
struct DiscoverContext
{
    const base::Clock& clock;
    std::function<bool()> cancelled;               ///< any thread
    std::function<bool(base::Duration)> wait;      ///< false: stop
    std::function<void(const std::string&)> print; ///< one line of JSON for each reading
};

/// Reads the account, prints how each list went, keeps the snapshot in the data folder when one is given and
/// holds it against what shall be; again and again when the command says how often. Gives the exit code: 0
/// when the last reading was whole, exitPartly when some lists are not. A reading that fails altogether ends
/// a single one and is printed by one of many. Errors: of the first reading when there is only one.
base::Result<int> discover(const ServiceCommand& command, const DiscoverContext& context);

} // namespace zonescope::app
