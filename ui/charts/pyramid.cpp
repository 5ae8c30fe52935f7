// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/pyramid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace zonescope::ui::charts {
namespace {

constexpr Pyramid::MinMax nothing{std::numeric_limits<float>::max(), std::numeric_limits<float>::lowest()};

/// Comparisons with NaN are false, so gaps fall out without a test of their own.
void take(Pyramid::MinMax& into, float value)
{
    into.low = value < into.low ? value : into.low;
    into.high = value > into.high ? value : into.high;
}

void take(Pyramid::MinMax& into, const Pyramid::MinMax& other)
{
    into.low = std::min(into.low, other.low);
    into.high = std::max(into.high, other.high);
}

/// First index in [from, size) whose time is >= `at`, looking at distances step, 2 step, 4 step … first.
std::size_t gallop(const std::vector<std::int64_t>& times, std::size_t from, std::int64_t at,
                   std::size_t step)
{
    std::size_t low = from;
    std::size_t high = from;
    step = std::max<std::size_t>(step, 1);
    while (high < times.size() && times[high] < at) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    high = std::min(high, times.size());
    const auto begin = times.begin();
    return static_cast<std::size_t>(std::lower_bound(begin + static_cast<std::ptrdiff_t>(low),
                                                     begin + static_cast<std::ptrdiff_t>(high), at) -
                                    begin);
}

} // namespace

Pyramid::Pyramid(const std::vector<float>& values)
{
    if (values.empty())
        return;
    std::vector<MinMax> lowest;
    lowest.reserve(values.size() / leaf + 1);
    for (std::size_t begin = 0; begin < values.size(); begin += leaf) {
        MinMax node = nothing;
        for (std::size_t i = begin; i < std::min(begin + leaf, values.size()); ++i)
            take(node, values[i]);
        lowest.push_back(node);
    }
    m_levels.push_back(std::move(lowest));
    while (m_levels.back().size() > fanOut) {
        const auto& below = m_levels.back();
        std::vector<MinMax> level;
        for (std::size_t begin = 0; begin < below.size(); begin += fanOut) {
            MinMax node = nothing;
            for (std::size_t i = begin; i < std::min(begin + fanOut, below.size()); ++i)
                take(node, below[i]);
            level.push_back(node);
        }
        m_levels.push_back(std::move(level));
    }
}

Pyramid::MinMax Pyramid::range(const std::vector<float>& values, std::size_t first, std::size_t last) const
{
    MinMax result = nothing;
    last = std::min(last, values.size());
    // Ragged ends on each level are taken node by node, the middle climbs to the next.
    while (first < last && first % leaf != 0)
        take(result, values[first++]);
    while (first < last && last % leaf != 0)
        take(result, values[--last]);
    first /= leaf;
    last /= leaf;
    for (std::size_t level = 0; level < m_levels.size() && first < last; ++level) {
        const auto& nodes = m_levels[level];
        const bool top = level + 1 == m_levels.size();
        while (first < last && (top || first % fanOut != 0))
            take(result, nodes[first++]);
        while (first < last && last % fanOut != 0)
            take(result, nodes[--last]);
        first /= fanOut;
        last /= fanOut;
    }
    return result;
}

std::size_t Pyramid::bytes() const
{
    std::size_t sum = 0;
    for (const auto& level : m_levels)
        sum += level.capacity() * sizeof(MinMax);
    return sum;
}

TimeSeries::TimeSeries(std::vector<std::int64_t> at, std::vector<float> values, std::int64_t longestStep)
    : m_at(std::move(at))
    , m_values(std::move(values))
    , m_longestStep(longestStep)
{
    const std::size_t size = std::min(m_at.size(), m_values.size());
    m_at.resize(size);
    m_values.resize(size);
    m_pyramid = Pyramid(m_values);
}

TimeRange TimeSeries::timeRange() const
{
    return m_at.empty() ? TimeRange{} : TimeRange{m_at.front(), m_at.back() + 1};
}

Pyramid::MinMax TimeSeries::extent(const TimeRange& range) const
{
    return m_pyramid.range(m_values, lowerBound(range.from), lowerBound(range.to));
}

std::size_t TimeSeries::lowerBound(std::int64_t at, std::size_t hint) const
{
    if (hint > 0 && hint < m_at.size() && m_at[hint - 1] < at)
        return gallop(m_at, hint, at, 16);
    return static_cast<std::size_t>(std::lower_bound(m_at.begin(), m_at.end(), at) - m_at.begin());
}

std::size_t TimeSeries::nearest(std::int64_t at) const
{
    const std::size_t after = lowerBound(at);
    if (after == 0 || m_at.empty())
        return m_at.empty() ? size() : 0;
    if (after == m_at.size())
        return after - 1;
    return at - m_at[after - 1] <= m_at[after] - at ? after - 1 : after;
}

/// Reads a range of a series as pixel columns.
class ColumnReader
{
public:
    ColumnReader(const TimeSeries& series, const TimeRange& range, int columns)
        : m_series(series)
        , m_range(range)
        , m_columns(std::max(1, columns))
    {
    }

    std::vector<LineColumn> read()
    {
        const std::size_t begin = m_series.lowerBound(m_range.from);
        const std::size_t end = m_series.lowerBound(m_range.to, begin);
        m_result.reserve(std::min(end - begin, static_cast<std::size_t>(2 * m_columns)) + 2);
        const std::size_t left = begin > 0 ? begin - 1 : begin;
        const std::size_t right = std::min(end + 1, m_series.size());
        if (end - begin <= static_cast<std::size_t>(2 * m_columns)) {
            for (std::size_t i = left; i < right; ++i)
                single(i);
            return std::move(m_result);
        }
        if (left < begin)
            single(left);
        aggregate(begin, end);
        if (end < right)
            single(end);
        return std::move(m_result);
    }

private:
    void single(std::size_t i)
    {
        const float value = m_series.m_values[i];
        if (!std::isfinite(value)) {
            m_gap = true;
            return;
        }
        push({i, value, value, value, value, m_series.m_at[i], m_series.m_at[i], false});
    }

    void push(LineColumn column)
    {
        const bool far = m_series.m_longestStep > 0 && !m_result.empty() &&
                         column.firstAt - m_result.back().lastAt > m_series.m_longestStep;
        column.gapBefore = m_gap || far;
        m_gap = false;
        m_result.push_back(column);
    }

    void aggregate(std::size_t begin, std::size_t end)
    {
        const double width = static_cast<double>(m_range.span()) / m_columns;
        std::size_t step = (end - begin) / static_cast<std::size_t>(m_columns) + 1;
        for (int column = 0; column < m_columns && begin < end; ++column) {
            const auto edge = m_range.from + static_cast<std::int64_t>(width * (column + 1));
            std::size_t next = column + 1 == m_columns ? end : gallop(m_series.m_at, begin, edge, step);
            next = std::min(next, end);
            if (next > begin) {
                step = next - begin;
                block(begin, next);
            }
            begin = next;
        }
    }

    void block(std::size_t begin, std::size_t end)
    {
        const auto span = m_series.m_pyramid.range(m_series.m_values, begin, end);
        if (span.isEmpty()) {
            m_gap = true;
            return;
        }
        std::size_t first = begin;
        while (!std::isfinite(m_series.m_values[first]))
            ++first;
        std::size_t last = end - 1;
        while (!std::isfinite(m_series.m_values[last]))
            --last;
        push({first, m_series.m_values[first], span.low, span.high, m_series.m_values[last],
              m_series.m_at[first], m_series.m_at[last], false});
    }

    const TimeSeries& m_series;
    TimeRange m_range;
    int m_columns;
    bool m_gap = false;
    std::vector<LineColumn> m_result;
};

std::vector<LineColumn> lineColumns(const TimeSeries& series, const TimeRange& range, int columns)
{
    if (series.size() == 0 || range.isEmpty())
        return {};
    return ColumnReader(series, range, columns).read();
}

} // namespace zonescope::ui::charts
