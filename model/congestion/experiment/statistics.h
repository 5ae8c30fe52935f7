// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace zonescope::congestion {

// Small pieces of statistics with known answers in their tests. Pure, any thread; no value may be NaN.

/// 0 <= q <= 1, straight line between neighbours (type 7 of Hyndman and Fan). `sorted` ascending, not empty.
double quantileOf(std::span<const double> sorted, double q);
double medianOf(std::vector<double> values); ///< not empty

/// Median of all differences arm - baseline (Hodges and Lehmann 1963); of logarithms its exponential is the
/// typical ratio. Both sorted and not empty. O((n + m) log 1/eps): 2 x 10,000 values in about 2 ms.
double hodgesLehmannShift(std::span<const double> sortedBaseline, std::span<const double> sortedArm);
/// How many of all pairs have arm - baseline > shift. Both sorted.
std::uint64_t pairsAbove(std::span<const double> sortedBaseline, std::span<const double> sortedArm,
                         double shift);
/// The shift that this share of all differences lies above, to within `closeness` of the share. Both sorted
/// and not empty, 0 < share < 1.
double shiftWithShareAbove(std::span<const double> sortedBaseline, std::span<const double> sortedArm,
                           double share, double closeness = 1e-6);

/// Two-sided p of the Mann-Whitney U test: normal approximation with correction for ties and continuity.
/// 1 when a side is empty or all values are equal.
double mannWhitneyP(std::span<const double> a, std::span<const double> b);

/// Spearman's rank correlation, ties with their mean rank. Nothing for fewer than three pairs or when one
/// side is constant. Equal lengths.
std::optional<double> rankCorrelation(std::span<const double> a, std::span<const double> b);
/// Pearson's; nothing as above.
std::optional<double> correlation(std::span<const double> a, std::span<const double> b);

/// P that chi-square with so many degrees of freedom is at least this large.
double chiSquareP(double statistic, double degrees);
/// Do counts keep to their planned shares (> 0)? p of the goodness-of-fit test; 1 for fewer than two counts
/// or none at all.
double shareMismatchP(std::span<const std::uint64_t> counts, std::span<const double> shares);
/// Is the share of successes the same everywhere? p of the 2 x k test; 1 where it cannot be asked.
double successMismatchP(std::span<const std::uint64_t> successes, std::span<const std::uint64_t> tries);

double normalCumulative(double z);
double normalQuantile(double p);                  ///< 0 < p < 1
double studentQuantile(double p, double degrees); ///< 0 < p < 1, degrees > 0

} // namespace zonescope::congestion
