// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace zonescope::congestion {

std::vector<double> ranksOf(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]])
            ++last;
        const double mean = static_cast<double>(first + last) / 2 + 1;
        for (std::size_t i = first; i <= last; ++i)
            ranks[order[i]] = mean;
        first = last + 1;
    }
    return ranks;
}

std::optional<double> rankCorrelation(std::span<const double> a, std::span<const double> b)
{
    if (a.size() < 3 || a.size() != b.size())
        return std::nullopt;
    const std::vector<double> x = ranksOf(a);
    const std::vector<double> y = ranksOf(b);
    const double mean = (static_cast<double>(a.size()) + 1) / 2;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    if (xx == 0 || yy == 0)
        return std::nullopt;
    return xy / std::sqrt(xx * yy);
}

} // namespace zonescope::congestion
