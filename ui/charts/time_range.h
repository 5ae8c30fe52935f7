// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace zonescope::ui::charts {

/// Microseconds since 1970 UTC, `to` excluded.
struct TimeRange
{
    std::int64_t from = 0;
    std::int64_t to = 0;

    bool isEmpty() const { return to <= from; }
    std::int64_t span() const { return to - from; }
    bool contains(std::int64_t at) const { return at >= from && at < to; }
    TimeRange united(const TimeRange& other) const
    {
        if (isEmpty())
            return other;
        return other.isEmpty() ? *this : TimeRange{std::min(from, other.from), std::max(to, other.to)};
    }
    TimeRange normalized() const { return {std::min(from, to), std::max(from, to)}; }

    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

inline constexpr std::int64_t millisecond = 1'000;
inline constexpr std::int64_t second = 1'000'000;
inline constexpr std::int64_t minute = 60 * second;
inline constexpr std::int64_t hour = 60 * minute;
inline constexpr std::int64_t day = 24 * hour;

} // namespace zonescope::ui::charts
