// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_painter.h"
#include "ui/charts/density.h"
#include "ui/charts/pyramid.h"

#include <cstddef>

namespace zonescope::test {

// Charts of every kind with generated data, the same on every run: for pictures, accessibility and exports.

inline constexpr std::int64_t sampleNoon = 1'795'262'400'000'000; ///< 2026-11-21 12:00 UTC

struct NamedChart
{
    QString file;
    ui::charts::ChartContent content;
};

std::vector<NamedChart> sampleCharts(const ui::theme::Palette& palette);

/// Log-normal delays over a day, six groups, one hour of trouble.
ui::charts::PointCloudPtr sampleCloud(std::size_t points, std::size_t failures);
ui::charts::TimeSeriesPtr sampleSeries(std::size_t points, double base, bool withGaps);

} // namespace zonescope::test
