// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/bars_layer.h"
#include "ui/charts/density.h"
#include "ui/models/change_book.h"

#include <QStringList>

namespace zonescope::ui::propagation {

// From changes to what charts draw. Pure; milliseconds as everywhere in charts.

struct DelayData
{
    charts::PointCloudPtr cloud;
    QStringList edges;           ///< names of the groups
    pipeline::Histogram overall; ///< all delays, failures counted
    base::EdgeId slowest;        ///< edge with the highest median, when there are at least two
};
DelayData delayData(const std::vector<models::Arrival>& arrivals, const text::Names& names);

/// Median of every stage per bucket of time, at most `buckets`, on whole minutes, hours or days; buckets
/// without a change have no bar.
std::vector<charts::Bar> stageBarsOverTime(const models::ChangeBook& book,
                                           const std::vector<base::ZoneId>& zones,
                                           const pipeline::Period& period, int buckets);

/// Every change one bar, the newest `limit` of the period, oldest first.
struct ChangeBars
{
    std::vector<charts::Bar> bars;
    QStringList categories;
};
ChangeBars stageBarsOfChanges(const models::ChangeBook& book, const std::vector<base::ZoneId>& zones,
                              const pipeline::Period& period, std::size_t limit, const text::Names& names);

} // namespace zonescope::ui::propagation
