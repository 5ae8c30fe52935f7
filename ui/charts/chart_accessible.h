// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace zonescope::ui::charts {

/// Screen readers meet a Chart as a chart with a name, a sentence that sums it up, and while the crosshair
/// moves the values under it. Installed once, by the first chart.
void installChartAccessibility();

} // namespace zonescope::ui::charts
