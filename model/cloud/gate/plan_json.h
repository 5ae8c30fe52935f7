// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/gate/change_plan.h"

#include <optional>
#include <string>
#include <string_view>

namespace zonescope::cloud {

/// A plan of routes and rules as it is kept until it is confirmed or taken back, over restarts. Whole
/// resources without parts are left out: they are never written from here.
std::string planJson(const ChangePlan& plan);
/// Nothing when the text is none that planJson() wrote.
std::optional<ChangePlan> planFromJson(std::string_view text);

} // namespace zonescope::cloud
