// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace zonescope::congestion {

/// What somebody wants to be able to see.
struct PlanQuestion
{
    double ratio = 0.9;        ///< smallest effect of interest: 0.9 is "ten percent less time"; not 1, > 0
    double logDeviation = 0.6; ///< of one transfer's log duration, or of a pair's log ratio when paired
    bool paired = false;
    double power = 0.8; ///< chance to find it when it is there
};

/// Transfers needed for each arm (blocks, when paired) at 5 % two-sided: normal theory, divided by the
/// efficiency 3 / pi of rank estimators on normal data, and at least six, below which an interval of
/// resampled blocks says little. 0: the question has no answer.
std::uint32_t neededPerArm(const PlanQuestion& question);
/// The chance to find the effect with so many.
double powerOf(const PlanQuestion& question, std::uint32_t perArm);

} // namespace zonescope::congestion
