// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/wording.h"

#include <string>

namespace zonescope::report {

/// Delay of every change at every edge: a logarithmic axis, and failures in a lane of their own above it,
/// because they are no values.
std::string delayChart(const Document& document, const Wording& wording);
/// Median of every stage as one bar each, on a logarithmic axis (a build takes microseconds where an edge
/// takes seconds).
std::string stageChart(const Document& document, const Wording& wording);

} // namespace zonescope::report
