// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/svg_charts.h"
#include "model/report/svg_parts.h"

#include <map>
#include <set>
#include <tuple>

namespace zonescope::report {

using namespace svg;

std::string flowChart(const Document& document, const Wording& wording)
{
    constexpr double top = 20, bottom = 250;
    const auto us = [](base::Duration value) { return static_cast<double>(value.count()); };
    const auto [shortest, longest] = std::ranges::minmax(document.flowPoints, {}, &FlowPoint::took);
    const auto [nearest, farthest] = std::ranges::minmax(document.flowPoints, {}, &FlowPoint::roundTrip);
    const LogScale across(us(nearest.roundTrip), us(farthest.roundTrip), left + 6, right - 6);
    const LogScale up(us(shortest.took), us(longest.took), bottom, top);
    std::map<base::PrimaryId, std::size_t> order;
    for (const FlowRow& row : document.flows)
        order.emplace(row.primary, order.size());

    std::string svg = opening(310, wording.flowChart);
    up.forEachDecade([&](base::Duration value) {
        svg += line(left, up.at(value), right, up.at(value), "grid");
        svg += label(left - 8, up.at(value) + 4, "end", wording.duration(value));
    });
    across.forEachDecade([&](base::Duration value) {
        svg += line(across.at(value), top, across.at(value), bottom, "grid");
        const double x = across.at(value); // the last one ends with the picture
        svg += label(x, bottom + 18, x > right - 30 ? "end" : "middle", wording.duration(value));
    });
    std::set<std::tuple<std::size_t, int, int>> drawn; // a hundred thousand transfers share a few places
    for (const FlowPoint& point : document.flowPoints) {
        const double x = across.at(point.roundTrip), y = up.at(point.took);
        const std::size_t server = order[point.primary];
        if (drawn.emplace(server, static_cast<int>(x), static_cast<int>(y)).second)
            svg += mark(server, x, y);
    }
    svg += label(right, bottom + 34, "end", wording.flowChart);
    double x = left;
    for (const FlowRow& row : document.flows) {
        const double needed = 22 + 7 * static_cast<double>(row.name.size());
        if (x + needed > right)
            break; // the table below names them all
        svg += mark(order[row.primary], x + 4, bottom + 48) + label(x + 12, bottom + 52, "start", row.name);
        x += needed;
    }
    return svg + "</svg>";
}

std::string experimentChart(const Document& document, const Wording& wording)
{
    constexpr double rowHeight = 26, top = 8, names = 300;
    std::vector<const ExperimentRow*> rows;
    double low = 1, high = 1; // the baseline is always in the picture
    for (const ExperimentRow& row : document.experiments)
        if (row.ratio && row.low && row.high && *row.low > 0) {
            rows.push_back(&row);
            low = std::min(low, *row.low);
            high = std::max(high, *row.high);
        }
    if (rows.empty())
        return {};
    // Ratios: as far to the left for half as to the right for twice.
    const double margin = std::max(0.05, 0.1 * (std::log(high) - std::log(low)));
    const double from = std::log(low) - margin, to = std::log(high) + margin;
    const auto at = [&](double ratio) {
        return names + (std::log(ratio) - from) / (to - from) * (right - names);
    };
    const double bottom = top + rowHeight * static_cast<double>(rows.size());
    std::string svg = opening(bottom + 30, wording.experiments);
    svg += line(at(1), top, at(1), bottom, "target");
    svg += label(at(1), bottom + 18, "middle", wording.baseline);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const ExperimentRow& row = *rows[i];
        const double y = top + rowHeight * static_cast<double>(i) + 13;
        svg += label(names - 12, y + 4, "end",
                     row.arm + ", " + (row.path.empty() ? wording.allPaths : row.path));
        svg += line(at(*row.low), y, at(*row.high), y, "whisker");
        svg += mark(0, at(*row.ratio), y);
    }
    return svg + "</svg>";
}

} // namespace zonescope::report
