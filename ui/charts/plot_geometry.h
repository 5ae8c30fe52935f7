// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_range.h"
#include "ui/charts/value_axis.h"
#include "ui/theme/palette.h"

#include <QFont>
#include <QRectF>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

namespace zonescope::ui::charts {

/// Where things are in a plot. Layers get nothing else: the same layer paints on the screen, into a picture
/// and into a PDF. Time runs from left to right in every language; the frame (value axis, legend) mirrors.
struct PlotGeometry
{
    QRectF plot;        ///< where values are drawn
    QRectF failureLane; ///< above it; empty when no layer has failures
    TimeRange time;
    ValueScale scale;
    ValueKind kind = ValueKind::Number;
    int categories = 0;   ///< > 0: the x axis holds that many categories instead of time
    bool numeric = false; ///< the x axis holds values: `time` holds their positions (acrossPosition)
    bool acrossLogarithmic = false;
    ValueKind acrossKind = ValueKind::Number;
    int lanes = 0; ///< > 0: the y axis holds that many lanes instead of values
    double devicePixelRatio = 1;
    theme::Palette palette;
    QFont font;
    QTimeZone zone = QTimeZone::utc();

    double xOf(std::int64_t at) const
    {
        return plot.left() +
               static_cast<double>(at - time.from) / static_cast<double>(time.span()) * plot.width();
    }
    std::int64_t timeAt(double x) const
    {
        return time.from +
               static_cast<std::int64_t>((x - plot.left()) / plot.width() * static_cast<double>(time.span()));
    }
    /// Values of a numeric x axis as what the axis of time is made of: thousandths, or millionths of a
    /// decade. A logarithmic axis has no place for 0: it stands at the left end of everything.
    static std::int64_t acrossPosition(double value, bool logarithmic)
    {
        if (!logarithmic)
            return static_cast<std::int64_t>(std::llround(value * 1e3));
        return static_cast<std::int64_t>(std::llround(std::log10(std::max(value, 1e-9)) * 1e6));
    }
    std::int64_t acrossPosition(double value) const { return acrossPosition(value, acrossLogarithmic); }
    double acrossValue(std::int64_t position) const
    {
        return acrossLogarithmic ? std::pow(10.0, static_cast<double>(position) / 1e6)
                                 : static_cast<double>(position) / 1e3;
    }
    double xOfValue(double value) const { return xOf(acrossPosition(value)); }
    double yOf(double value) const { return plot.bottom() - scale.unitOf(value) * plot.height(); }
    double valueAt(double y) const { return scale.valueAt((plot.bottom() - y) / plot.height()); }
    /// Microseconds that one device pixel covers.
    double pixelTime() const
    {
        return static_cast<double>(time.span()) / std::max(1.0, plot.width() * devicePixelRatio);
    }
    QRectF category(int index) const
    {
        const double width = plot.width() / categories;
        return {plot.left() + index * width, plot.top(), width, plot.height()};
    }
    QRectF lane(int index) const
    {
        const double height = plot.height() / lanes;
        return {plot.left(), plot.top() + index * height, plot.width(), height};
    }
};

} // namespace zonescope::ui::charts
