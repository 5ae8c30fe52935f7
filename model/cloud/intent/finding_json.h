// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/intent/drift_tracker.h"

#include <optional>
#include <string>
#include <string_view>

namespace zonescope::cloud {

/// One JSON object; routes and rules as structures are left out, their texts are in the fields.
std::string findingJson(const DriftFinding& finding);
/// Nothing when the text is none that findingJson() wrote.
std::optional<DriftFinding> findingFromJson(std::string_view text);
/// {"drift": [...], ...} with state and times, for scripts.
std::string driftJson(const std::vector<DriftEvent>& events);

} // namespace zonescope::cloud
