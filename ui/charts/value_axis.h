// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace zonescope::ui::charts {

/// How numbers of a value axis read. Latencies are in milliseconds throughout the charts.
enum class ValueKind : std::uint8_t { Number, Milliseconds, Bytes, BytesPerSecond, Percent };

struct ValueRange
{
    double low = 0;
    double high = 0;

    ValueRange united(const ValueRange& other) const;
    friend bool operator==(const ValueRange&, const ValueRange&) = default;
};

/// What a page asks for; what is left open follows the data.
struct ValueAxis
{
    bool logarithmic = false; ///< values <= 0 cannot be drawn: they belong into the failure lane
    ValueKind kind = ValueKind::Number;
    std::optional<double> low, high;
    bool includeZero = true; ///< linear only

    friend bool operator==(const ValueAxis&, const ValueAxis&) = default;
};

/// "4.1 s", "12 480", "3.4 MB", "99.9 %".
QString valueText(double value, ValueKind kind);

/// Mapping of values to 0 (bottom) … 1 (top).
class ValueScale
{
public:
    ValueScale() = default;
    ValueScale(ValueRange range, bool logarithmic);

    double unitOf(double value) const; ///< below 0 or above 1 outside; NaN for what a log scale cannot show
    double valueAt(double unit) const;
    const ValueRange& range() const { return m_range; }
    bool isLogarithmic() const { return m_logarithmic; }

    friend bool operator==(const ValueScale&, const ValueScale&) = default;

private:
    ValueRange m_range{0, 1};
    bool m_logarithmic = false;
    double m_low = 0, m_high = 1; ///< in log10 when logarithmic
};

struct ValueTick
{
    double value = 0;
    QString label; ///< empty: a minor grid line

    friend bool operator==(const ValueTick&, const ValueTick&) = default;
};

/// A range that holds `data`, ends on ticks when linear, on a 1/2/5 step of a decade when logarithmic.
ValueScale niceScale(const ValueAxis& axis, std::optional<ValueRange> data, int maximumTicks);

/// At most `maximumTicks` labelled ticks; durations step by 1/2/5/10/15/30 of their unit.
std::vector<ValueTick> valueTicks(const ValueScale& scale, ValueKind kind, int maximumTicks);

} // namespace zonescope::ui::charts
