// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace zonescope::congestion {

/// Ranks from 1; equal values share the mean of theirs.
std::vector<double> ranksOf(std::span<const double> values);

/// Spearman's rank correlation, -1 to 1: Pearson's of the ranks, so that ties are right. Nothing below three
/// pairs or when one side does not vary. Both of one length.
std::optional<double> rankCorrelation(std::span<const double> a, std::span<const double> b);

} // namespace zonescope::congestion
