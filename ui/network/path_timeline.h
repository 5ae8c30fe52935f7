// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/path/target_watch.h"
#include "model/pipeline/path_record.h"
#include "ui/charts/layer.h"

#include <vector>

namespace zonescope::ui::network {

/// The round trip over time, best and worst of each round, with every change of the route. History first,
/// then what the view itself knows; rounds without an answer are gaps.
std::vector<charts::LayerPtr> pathTimelineLayers(const std::vector<pipeline::PathRecord>& history,
                                                 const path::PathView& view);

} // namespace zonescope::ui::network
