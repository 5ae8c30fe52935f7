// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/statistics.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace zonescope::congestion {
namespace {

constexpr std::size_t fewPairs = 4096; // below it all differences are made: exact, and no slower

/// Mean rank of each value, from 1.
std::vector<double> ranksOf(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first + 1;
        while (last < order.size() && values[order[last]] == values[order[first]])
            ++last;
        const double rank = 0.5 * static_cast<double>(first + 1 + last);
        for (std::size_t i = first; i < last; ++i)
            ranks[order[i]] = rank;
        first = last;
    }
    return ranks;
}

} // namespace

double quantileOf(std::span<const double> sorted, double q)
{
    const double place = q * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

std::uint64_t pairsAbove(std::span<const double> baseline, std::span<const double> arm, double shift)
{
    std::uint64_t above = 0;
    std::size_t smaller = 0; // of the baseline: those below arm - shift
    for (const double value : arm) {
        while (smaller < baseline.size() && value - baseline[smaller] > shift)
            ++smaller;
        above += smaller;
    }
    return above;
}

/// Regula falsi with the Illinois step: the count is a smooth curve where there are many pairs, so some eight
/// looks are enough where halving needs thirty; every fourth look halves, for steps and outliers.
double shiftWithShareAbove(std::span<const double> baseline, std::span<const double> arm, double share,
                           double closeness)
{
    const double pairs = static_cast<double>(baseline.size()) * static_cast<double>(arm.size());
    double low = arm.front() - baseline.back();
    double high = arm.back() - baseline.front();
    double atLow = 1 - share; // share of pairs above, less the wanted one
    double atHigh = -share;
    for (int look = 1; high - low > 1e-7 && look < 200; ++look) {
        double middle = look % 4 == 0 ? 0.5 * (low + high) : low + (high - low) * atLow / (atLow - atHigh);
        if (!(middle > low && middle < high))
            middle = 0.5 * (low + high);
        const double value = static_cast<double>(pairsAbove(baseline, arm, middle)) / pairs - share;
        if (std::abs(value) < std::max(closeness, 0.75 / pairs))
            return middle;
        if (value > 0) {
            low = middle;
            atLow = value;
            atHigh *= 0.5;
        } else {
            high = middle;
            atHigh = value;
            atLow *= 0.5;
        }
    }
    return 0.5 * (low + high);
}

double hodgesLehmannShift(std::span<const double> baseline, std::span<const double> arm)
{
    if (baseline.size() * arm.size() > fewPairs)
        return shiftWithShareAbove(baseline, arm, 0.5);
    std::vector<double> differences;
    differences.reserve(baseline.size() * arm.size());
    for (const double a : arm)
        for (const double b : baseline)
            differences.push_back(a - b);
    return medianOf(std::move(differences));
}

double mannWhitneyP(std::span<const double> a, std::span<const double> b)
{
    if (a.empty() || b.empty())
        return 1;
    std::vector<double> first(a.begin(), a.end());
    std::vector<double> second(b.begin(), b.end());
    std::sort(first.begin(), first.end());
    std::sort(second.begin(), second.end());
    const auto n = static_cast<double>(a.size());
    const auto m = static_cast<double>(b.size());
    double u = 0;    // pairs in which `a` is larger, equal ones half
    double ties = 0; // t^3 - t of each
    for (std::size_t i = 0, j = 0; i < first.size() || j < second.size();) {
        const double value =
            i < first.size() && (j == second.size() || first[i] < second[j]) ? first[i] : second[j];
        const std::size_t fromI = i;
        const std::size_t fromJ = j;
        while (i < first.size() && first[i] == value)
            ++i;
        while (j < second.size() && second[j] == value)
            ++j;
        u += static_cast<double>(i - fromI) *
             (static_cast<double>(fromJ) + 0.5 * static_cast<double>(j - fromJ));
        const auto equal = static_cast<double>(i - fromI + j - fromJ);
        ties += equal * equal * equal - equal;
    }
    const double variance = n * m / 12 * ((n + m + 1) - ties / ((n + m) * (n + m - 1)));
    if (!(variance > 0))
        return 1;
    const double distance = std::max(0.0, std::abs(u - n * m / 2) - 0.5);
    return std::min(1.0, 2 * normalCumulative(-distance / std::sqrt(variance)));
}

std::optional<double> correlation(std::span<const double> a, std::span<const double> b)
{
    if (a.size() < 3 || a.size() != b.size())
        return std::nullopt;
    const auto n = static_cast<double>(a.size());
    const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / n;
    const double meanB = std::accumulate(b.begin(), b.end(), 0.0) / n;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        aa += (a[i] - meanA) * (a[i] - meanA);
        bb += (b[i] - meanB) * (b[i] - meanB);
        ab += (a[i] - meanA) * (b[i] - meanB);
    }
    if (!(aa > 0) || !(bb > 0))
        return std::nullopt;
    return std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
}

std::optional<double> rankCorrelation(std::span<const double> a, std::span<const double> b)
{
    return correlation(ranksOf(a), ranksOf(b));
}

double chiSquareP(double statistic, double degrees)
{
    return statistic > 0 ? boost::math::gamma_q(degrees / 2, statistic / 2) : 1;
}

double shareMismatchP(std::span<const std::uint64_t> counts, std::span<const double> shares)
{
    const auto total = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
    const double whole = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (counts.size() < 2 || counts.size() != shares.size() || !(total > 0) || !(whole > 0))
        return 1;
    double statistic = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double expected = total * shares[i] / whole;
        const double off = static_cast<double>(counts[i]) - expected;
        statistic += off * off / expected;
    }
    return chiSquareP(statistic, static_cast<double>(counts.size() - 1));
}

double successMismatchP(std::span<const std::uint64_t> successes, std::span<const std::uint64_t> tries)
{
    const auto good =
        static_cast<double>(std::accumulate(successes.begin(), successes.end(), std::uint64_t{0}));
    const auto total = static_cast<double>(std::accumulate(tries.begin(), tries.end(), std::uint64_t{0}));
    if (successes.size() < 2 || successes.size() != tries.size() || !(good > 0) || !(good < total))
        return 1;
    const double share = good / total;
    double statistic = 0;
    std::size_t used = 0;
    for (std::size_t i = 0; i < tries.size(); ++i) {
        if (tries[i] == 0)
            continue;
        ++used;
        const auto n = static_cast<double>(tries[i]);
        const double off = static_cast<double>(successes[i]) - n * share;
        statistic += off * off / (n * share * (1 - share));
    }
    return used < 2 ? 1 : chiSquareP(statistic, static_cast<double>(used - 1));
}

double normalCumulative(double z)
{
    return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

double normalQuantile(double p)
{
    return boost::math::quantile(boost::math::normal_distribution<double>(), p);
}

double studentQuantile(double p, double degrees)
{
    return boost::math::quantile(boost::math::students_t_distribution<double>(degrees), p);
}

} // namespace zonescope::congestion
