// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_range.h"

#include <QString>
#include <QTimeZone>

#include <vector>

namespace zonescope::ui::charts {

struct TimeTick
{
    std::int64_t at = 0;
    QString label;
    bool isDate = false; ///< midnight, or the first of a larger unit: drawn stronger

    friend bool operator==(const TimeTick&, const TimeTick&) = default;
};

enum class TimeUnit : std::uint8_t { Millisecond, Second, Minute, Hour, Day, Month, Year };

struct TimeStep
{
    TimeUnit unit = TimeUnit::Second;
    int count = 1;

    friend bool operator==(const TimeStep&, const TimeStep&) = default;
};

/// The smallest calendar step that gives at most `maximumTicks` ticks over the span.
TimeStep timeStepFor(std::int64_t span, int maximumTicks);

/// Ticks on round wall clock times of the zone, also across changes of summer time: after one the ticks are
/// round again; the hour that does not exist has none. At midnight the date stands instead of 00:00.
std::vector<TimeTick> timeTicks(const TimeRange& range, int maximumTicks, const QTimeZone& zone);

/// Written once beside the axis: the date (or dates) in view and the zone, "21 Nov 2026, UTC+1".
QString timeAxisCaption(const TimeRange& range, const QTimeZone& zone);

/// For tool tips: as precise as the span needs, always with milliseconds below a minute.
QString timeText(std::int64_t at, std::int64_t span, const QTimeZone& zone);

/// "2 min 5 s" for a brushed range.
QString spanText(std::int64_t span);

} // namespace zonescope::ui::charts
