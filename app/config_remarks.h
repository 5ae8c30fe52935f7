// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/configuration.h"

#include <string>
#include <vector>

namespace zonescope::app {

/// What is allowed and hardly meant: weak keys, a source address that fits none of a primary's addresses, a
/// zone that nobody gives. One sentence each, English as all output of the service.
std::vector<std::string> configRemarks(const zone::Configuration& configuration);

} // namespace zonescope::app
