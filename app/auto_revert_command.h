// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"
#include "model/base/clock.h"
#include "model/engine/intent_requests.h"

#include <string>

namespace zonescope::app {

/// What becomes of drift in that account, one JSON object: settings, the switch, why it stopped, what was
/// decided about each drift, and the corrections since. Empty: nothing is set for it.
std::string autoRevertJson(const engine::DriftView& view, const std::string& account, base::Timestamp since);

/// Of --auto-revert: sets what the command names, and gives all accounts of the data folder as a JSON object.
/// Errors: InvalidValue (of the settings), NotFound (no clouds were read into that folder).
base::Result<std::string> autoRevert(const AutoRevertOptions& options, const base::Clock& clock);
/// On the disk when it returns; every program on that data folder obeys before its next call. Errors:
/// NotFound, those of the database.
base::Status throwKillSwitch(const std::filesystem::path& dataFolder, bool on);

} // namespace zonescope::app
