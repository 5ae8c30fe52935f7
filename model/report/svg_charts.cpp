// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/svg_charts.h"

#include "model/report/svg_parts.h"

#include <map>

namespace zonescope::report {
namespace {

using base::Duration;
using namespace svg;

} // namespace

std::string delayChart(const Document& document, const Wording& wording)
{
    constexpr double top = 44, bottom = 270, lane = 20;
    double lowest = 1e12, highest = 1;
    for (const DelayPoint& point : document.delays)
        if (point.delay) {
            lowest = std::min(lowest, static_cast<double>(point.delay->count()));
            highest = std::max(highest, static_cast<double>(point.delay->count()));
        }
    const auto target = static_cast<double>(document.freshnessTarget.count());
    const LogScale scale(std::min(lowest, target), std::max(highest, target), bottom, top);
    const auto from = document.delays.front().at;
    const double span = std::max(1.0, static_cast<double>((document.delays.back().at - from).count()));
    std::map<base::EdgeId, std::size_t> order;
    for (const FreshnessRow& row : document.byEdge)
        order.emplace(row.edge, order.size());

    std::string svg = opening(330, wording.delays);
    svg += label(left - 8, lane + 4, "end", wording.failures) + line(left, lane, right, lane, "grid");
    scale.forEachDecade([&](Duration value) {
        svg += line(left, scale.at(value), right, scale.at(value), "grid");
        svg += label(left - 8, scale.at(value) + 4, "end", wording.duration(value));
    });
    svg +=
        line(left, scale.at(document.freshnessTarget), right, scale.at(document.freshnessTarget), "target");
    for (const DelayPoint& point : document.delays) {
        const double x =
            left + 6 + static_cast<double>((point.at - from).count()) / span * (right - left - 12);
        svg += mark(order[point.edge], x, point.delay ? scale.at(*point.delay) : lane);
    }
    svg += label(left, bottom + 20, "start", wording.time(from));
    svg += label(right, bottom + 20, "end", wording.time(document.delays.back().at));
    double x = left;
    double y = bottom + 42;
    for (const FreshnessRow& row : document.byEdge) {
        const double needed = 22 + 7 * static_cast<double>(row.name.size());
        if (x + needed > right) {
            x = left;
            y += 16;
        }
        svg += mark(order[row.edge], x + 4, y - 4) + label(x + 12, y, "start", row.name);
        x += needed;
    }
    return svg + "</svg>";
}

std::string stageChart(const Document& document, const Wording& wording)
{
    constexpr double rowHeight = 26, top = 8;
    double lowest = 1e12, highest = 1;
    for (const StageRow& row : document.stages)
        if (row.p50) {
            lowest = std::min(lowest, static_cast<double>(row.p50->count()));
            highest = std::max(highest, static_cast<double>(row.p99->count()));
        }
    const LogScale scale(lowest / 2, highest, left + 10, right - 60);
    const double bottom = top + rowHeight * static_cast<double>(document.stages.size());
    std::string svg = opening(bottom + 30, wording.stages);
    scale.forEachDecade([&](Duration value) {
        svg += line(scale.at(value), top, scale.at(value), bottom, "grid");
        svg += label(scale.at(value), bottom + 18, "middle", wording.duration(value));
    });
    for (std::size_t i = 0; i < document.stages.size(); ++i) {
        const StageRow& row = document.stages[i];
        const double y = top + rowHeight * static_cast<double>(i) + 5;
        svg += label(left, y + 12, "end", wording.stageWord(row.stage));
        if (!row.p50)
            continue;
        const double end = scale.at(*row.p50);
        svg += "<rect x=\"" + coordinate(left + 10) + "\" y=\"" + coordinate(y) + "\" width=\"" +
               coordinate(std::max(2.0, end - left - 10)) + "\" height=\"16\" fill=\"" +
               stageColour(row.stage) + "\"/>";
        svg += line(end, y + 8, scale.at(*row.p99), y + 8, "whisker"); // up to p99
        svg += label(scale.at(*row.p99) + 6, y + 12, "start", wording.duration(*row.p50));
    }
    return svg + "</svg>";
}

} // namespace zonescope::report
