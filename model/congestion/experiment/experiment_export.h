// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/analysis.h"

#include <string>

namespace zonescope::congestion {

/// What belongs under every figure: "lossy edges: bbr against cubic, n = 240 transfers in 20 blocks,
/// 2026-11-21 14:00 to 14:31 UTC, kernel 6.1.0, queues eth0 fq, metrics not cached". English.
std::string experimentCaption(const Experiment& experiment, const Analysis& analysis);

/// Every transfer, one a line; the caption and the verdicts as comments before the header (RFC 4180
/// otherwise).
std::string experimentCsv(const Experiment& experiment, const Analysis& analysis);
/// The first object holds caption, design and verdicts, then one object for every transfer.
std::string experimentJsonLines(const Experiment& experiment, const Analysis& analysis);
/// A section for a report: caption, a table of the comparisons on every path, what withholds a verdict. HTML
/// that stands alone as well.
std::string experimentHtml(const Experiment& experiment, const Analysis& analysis);

} // namespace zonescope::congestion
