// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_range.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace zonescope::ui::charts {

/// Minimum and maximum over blocks of 64 samples and, above, over 8 blocks each: any range is answered from a
/// few nodes. NaN samples count as gaps and are left out. Pure; 2.3 MB for 10 M samples.
class Pyramid
{
public:
    struct MinMax
    {
        float low, high; ///< low > high: nothing but gaps
        bool isEmpty() const { return !(low <= high); }
    };

    static constexpr std::size_t leaf = 64;
    static constexpr std::size_t fanOut = 8;

    Pyramid() = default;
    explicit Pyramid(const std::vector<float>& values);

    /// Over samples [first, last). `values` are those it was built from.
    MinMax range(const std::vector<float>& values, std::size_t first, std::size_t last) const;
    std::size_t bytes() const;

private:
    std::vector<std::vector<MinMax>> m_levels;
};

/// Samples in order of time with their pyramid: built where the data are (a worker thread), then only read.
class TimeSeries
{
public:
    /// `at` ascending, as long as `values`; a NaN is a gap. What is longer than `longestStep` between two
    /// samples is a gap as well (0: never).
    TimeSeries(std::vector<std::int64_t> at, std::vector<float> values, std::int64_t longestStep = 0);

    std::size_t size() const { return m_at.size(); }
    const std::vector<std::int64_t>& times() const { return m_at; }
    const std::vector<float>& values() const { return m_values; }
    std::int64_t longestStep() const { return m_longestStep; }
    TimeRange timeRange() const;
    Pyramid::MinMax extent(const TimeRange& range) const;

    /// First sample at or after `at`; looks near `hint` first.
    std::size_t lowerBound(std::int64_t at, std::size_t hint = 0) const;
    /// Sample nearest to `at`; size() when there is none.
    std::size_t nearest(std::int64_t at) const;

private:
    friend class ColumnReader;
    std::vector<std::int64_t> m_at;
    std::vector<float> m_values;
    Pyramid m_pyramid;
    std::int64_t m_longestStep;
};

using TimeSeriesPtr = std::shared_ptr<const TimeSeries>;

/// What one pixel column of a line shows: enter at first, span min to max, leave at last. Never a mean.
struct LineColumn
{
    std::size_t begin = 0; ///< index of the first sample
    float first = 0, low = 0, high = 0, last = 0;
    std::int64_t firstAt = 0, lastAt = 0;
    bool gapBefore = false; ///< not joined to the column before

    friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

/// Columns with samples only, in order; plus one sample left and right of the range, so that the line leaves
/// the plot. `columns` is the width in device pixels.
std::vector<LineColumn> lineColumns(const TimeSeries& series, const TimeRange& range, int columns);

} // namespace zonescope::ui::charts
