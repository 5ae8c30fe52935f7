// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/value_axis.h"

#include "ui/text/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace zonescope::ui::charts {
namespace {

struct Values
{
    Q_DECLARE_TR_FUNCTIONS(Values)
};

/// Steps of a duration axis in milliseconds from a second on; below, 1/2/5 serves.
constexpr std::array<double, 22> durationSteps{
    1e3,    2e3,    5e3,    10e3,    15e3,    30e3,    60e3,    120e3,    300e3,    600e3,     900e3,
    1800e3, 3600e3, 7200e3, 10800e3, 21600e3, 43200e3, 86400e3, 172800e3, 604800e3, 1209600e3, 2419200e3};

double niceStep(double span, int ticks, ValueKind kind)
{
    const double raw = span / std::max(1, ticks);
    if (kind == ValueKind::Milliseconds && raw > 500) {
        for (const double step : durationSteps) {
            if (step >= raw)
                return step;
        }
    }
    const double decade = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * decade >= raw * (1 - 1e-9))
            return (kind == ValueKind::Bytes || kind == ValueKind::BytesPerSecond)
                       ? std::max(1.0, factor * decade)
                       : factor * decade;
    }
    return 10 * decade;
}

/// As many decimals as the number needs, at most six.
QString plain(double value)
{
    QString text = QLocale().toString(value, 'f', 6);
    const QString point = QLocale().decimalPoint();
    if (text.contains(point)) {
        while (text.endsWith(QLocale().zeroDigit()))
            text.chop(1);
        if (text.endsWith(point))
            text.chop(point.size());
    }
    return text;
}

QString durationTick(double ms, bool logarithmic)
{
    if (ms == 0)
        return Values::tr("0 s");
    if (ms < 1)
        return Values::tr("%1 µs").arg(plain(ms * 1e3));
    if (ms < 1e3)
        return Values::tr("%1 ms").arg(plain(ms));
    // Decades of seconds stay decades: "1 000 s", not "16 min 40 s".
    if (ms < 60e3 || logarithmic)
        return Values::tr("%1 s").arg(plain(ms / 1e3));
    return text::duration(base::Duration(std::llround(ms * 1e3)));
}

QString bytesText(double value, int decimals)
{
    return QLocale().formattedDataSize(std::llround(value), decimals, QLocale::DataSizeSIFormat);
}

QString perSecond(const QString& size)
{
    return Values::tr("%1/s").arg(size);
}

QString tickText(double value, ValueKind kind, bool logarithmic)
{
    switch (kind) {
    case ValueKind::Milliseconds:
        return durationTick(value, logarithmic);
    case ValueKind::Percent:
        return Values::tr("%1 %").arg(plain(value * 100));
    case ValueKind::Bytes:
        return bytesText(value, value < 1e3 ? 0 : 1);
    case ValueKind::BytesPerSecond:
        return perSecond(bytesText(value, value < 1e3 ? 0 : 1));
    case ValueKind::Number:
        break;
    }
    return plain(value);
}

double floorTo125(double value)
{
    const double decade = std::pow(10.0, std::floor(std::log10(value) + 1e-9));
    for (const double factor : {5.0, 2.0}) {
        if (factor * decade <= value * (1 + 1e-9))
            return factor * decade;
    }
    return decade;
}

double ceilTo125(double value)
{
    const double decade = std::pow(10.0, std::floor(std::log10(value) + 1e-9));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * decade >= value * (1 - 1e-9))
            return factor * decade;
    }
    return 10 * decade;
}

ValueScale niceLogScale(const ValueAxis& axis, ValueRange range)
{
    double low = range.low > 0 ? range.low : range.high / 1e4;
    double high = range.high;
    if (!(high > 0)) {
        low = 1;
        high = 1e3;
    }
    low = axis.low && *axis.low > 0 ? *axis.low : floorTo125(low);
    high = axis.high && *axis.high > low ? *axis.high : std::max(ceilTo125(high), low);
    // Less than a decade has too few ticks to read.
    if (high / low < 10 && !axis.high)
        high = low * 10;
    return {{low, high}, true};
}

std::vector<ValueTick> logTicks(const ValueScale& scale, ValueKind kind, int maximumTicks)
{
    std::vector<ValueTick> ticks;
    const int first = static_cast<int>(std::floor(std::log10(scale.range().low) + 1e-9));
    const int last = static_cast<int>(std::floor(std::log10(scale.range().high) + 1e-9));
    const int decades = last - first + 1;
    const int every = std::max(1, (decades + maximumTicks - 1) / std::max(1, maximumTicks));
    const bool between = decades * 3 <= maximumTicks + 1;
    for (int exponent = first; exponent <= last; ++exponent) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double value = factor * std::pow(10.0, exponent);
            const double unit = scale.unitOf(value);
            if (unit < -1e-6 || unit > 1 + 1e-6 || (factor > 1 && !between))
                continue;
            const bool labelled = factor > 1 || exponent % every == 0;
            ticks.push_back({value, labelled ? tickText(value, kind, true) : QString()});
        }
    }
    return ticks;
}

} // namespace

ValueRange ValueRange::united(const ValueRange& other) const
{
    return {std::min(low, other.low), std::max(high, other.high)};
}

QString valueText(double value, ValueKind kind)
{
    if (!std::isfinite(value))
        return text::none();
    switch (kind) {
    case ValueKind::Milliseconds:
        return text::duration(base::Duration(std::llround(value * 1e3)));
    case ValueKind::Percent:
        return text::percent(value);
    case ValueKind::Bytes:
        return bytesText(value, 1);
    case ValueKind::BytesPerSecond:
        return perSecond(bytesText(value, 1));
    case ValueKind::Number:
        break;
    }
    const double size = std::abs(value);
    return size >= 100 || value == std::floor(value) ? QLocale().toString(value, 'f', 0)
                                                     : QLocale().toString(value, 'g', 3);
}

ValueScale::ValueScale(ValueRange range, bool logarithmic)
    : m_range(range)
    , m_logarithmic(logarithmic)
    , m_low(logarithmic ? std::log10(range.low) : range.low)
    , m_high(logarithmic ? std::log10(range.high) : range.high)
{
}

double ValueScale::unitOf(double value) const
{
    if (m_logarithmic) {
        if (!(value > 0))
            return std::numeric_limits<double>::quiet_NaN();
        value = std::log10(value);
    }
    return (value - m_low) / (m_high - m_low);
}

double ValueScale::valueAt(double unit) const
{
    const double value = m_low + unit * (m_high - m_low);
    return m_logarithmic ? std::pow(10.0, value) : value;
}

ValueScale niceScale(const ValueAxis& axis, std::optional<ValueRange> data, int maximumTicks)
{
    ValueRange range = data.value_or(axis.logarithmic ? ValueRange{1, 1e3} : ValueRange{0, 1});
    if (axis.logarithmic)
        return niceLogScale(axis, range);
    if (axis.includeZero)
        range = range.united({0, 0});
    range.low = axis.low.value_or(range.low);
    range.high = axis.high.value_or(range.high);
    if (!(range.high > range.low)) {
        const double half = range.low == 0 ? 1 : std::abs(range.low) * 0.1;
        range = {axis.low ? range.low : range.low - (range.low == 0 ? 0 : half), range.low + half};
    }
    const double step = niceStep(range.high - range.low, maximumTicks, axis.kind);
    if (!axis.low)
        range.low = std::floor(range.low / step + 1e-9) * step;
    if (!axis.high)
        range.high = std::ceil(range.high / step - 1e-9) * step;
    return {range, false};
}

std::vector<ValueTick> valueTicks(const ValueScale& scale, ValueKind kind, int maximumTicks)
{
    if (maximumTicks < 1)
        return {};
    if (scale.isLogarithmic())
        return logTicks(scale, kind, maximumTicks);
    const auto range = scale.range();
    const double step = niceStep(range.high - range.low, maximumTicks, kind);
    std::vector<ValueTick> ticks;
    const auto first = std::llround(std::ceil(range.low / step - 1e-6));
    const auto last = std::llround(std::floor(range.high / step + 1e-6));
    for (auto i = first; i <= last && i - first < 200; ++i) {
        const double value = static_cast<double>(i) * step;
        ticks.push_back({value, tickText(value, kind, false)});
    }
    return ticks;
}

} // namespace zonescope::ui::charts
