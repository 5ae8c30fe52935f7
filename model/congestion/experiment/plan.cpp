// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/plan.h"

#include "model/congestion/experiment/statistics.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace zonescope::congestion {
namespace {

constexpr double rankEfficiency = 3 / std::numbers::pi;
constexpr double fewest = 6;
constexpr double most = 1e6;

bool answerable(const PlanQuestion& question)
{
    return question.ratio > 0 && question.ratio != 1 && question.logDeviation > 0 && question.power > 0 &&
           question.power < 1;
}

/// Variance of the estimate with one transfer for each arm.
double unitVariance(const PlanQuestion& question)
{
    const double one = question.logDeviation * question.logDeviation / rankEfficiency;
    return question.paired ? one : 2 * one;
}

} // namespace

std::uint32_t neededPerArm(const PlanQuestion& question)
{
    if (!answerable(question))
        return 0;
    const double effect = std::log(question.ratio);
    const double reach = normalQuantile(0.975) + normalQuantile(question.power);
    const double count = std::ceil(unitVariance(question) * reach * reach / (effect * effect));
    return static_cast<std::uint32_t>(std::clamp(count, fewest, most));
}

double powerOf(const PlanQuestion& question, std::uint32_t perArm)
{
    if (!answerable(question) || perArm == 0)
        return 0;
    const double error = std::sqrt(unitVariance(question) / perArm);
    const double distance = std::abs(std::log(question.ratio)) / error;
    const double limit = normalQuantile(0.975);
    return normalCumulative(distance - limit) + normalCumulative(-distance - limit);
}

} // namespace zonescope::congestion
