// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/prediction/forecast.h"

#include <map>
#include <tuple>

namespace zonescope::congestion {

/// Durations of pages by path, algorithm and bucket of time; gives medians over the baseline's. Pure.
class RatioCurve
{
public:
    RatioCurve(std::string baseline, base::Duration bucket, std::uint64_t fewest)
        : m_baseline(std::move(baseline))
        , m_bucket(bucket)
        , m_fewest(fewest)
    {
    }

    void add(const Page& page, double milliseconds);

    /// path, algorithm, beginning of the bucket
    using Key = std::tuple<std::string, std::string, base::Timestamp>;
    struct Ratio
    {
        double value = 1;
        std::uint64_t pages = 0; ///< of the algorithm
    };
    /// Of every algorithm but the baseline, where both have enough pages.
    std::map<Key, Ratio> ratios() const;
    Key keyOf(const Page& page) const;

private:
    std::string m_baseline;
    base::Duration m_bucket;
    std::uint64_t m_fewest;
    std::map<Key, std::vector<double>> m_values;
};

} // namespace zonescope::congestion
