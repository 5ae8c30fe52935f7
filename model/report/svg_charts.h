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
/// Each transfer's time against the round trip of its connection, both logarithmic: what lies along a line
/// waits for the path, what lies above it for something else. Precondition: some flowPoints.
std::string flowChart(const Document& document, const Wording& wording);
/// The ratio to the baseline with its interval, a row each, those without a verdict left out; empty when none
/// has one.
std::string experimentChart(const Document& document, const Wording& wording);

} // namespace zonescope::report
