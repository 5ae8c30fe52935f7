// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"

#include <string>
#include <vector>

namespace zonescope::app {

/// The zone table as text, for a terminal: state, zone, serial, primary's serial, edges that have it,
/// records, last error.
std::string zoneTableText(const zone::Configuration& configuration, std::vector<zone::ZoneStatus> statuses,
                          base::Timestamp now);
/// p50, p95, p99 and worst of every stage, as the report has them.
std::string stageTableText(const report::Document& document);

} // namespace zonescope::app
