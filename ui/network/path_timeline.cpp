// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/path_timeline.h"

#include "ui/charts/line_layers.h"
#include "ui/charts/mark_layers.h"

#include <QCoreApplication>

#include <limits>

namespace zonescope::ui::network {
namespace {

struct PathTimeline
{
    Q_DECLARE_TR_FUNCTIONS(PathTimeline)
};

constexpr std::int64_t longestStep = 20LL * 60 * 1'000'000; // rounds are five minutes apart when nobody looks

float milliseconds(const std::optional<base::Duration>& rtt)
{
    return rtt ? static_cast<float>(base::toMilliseconds(*rtt)) : std::numeric_limits<float>::quiet_NaN();
}

struct Samples
{
    std::vector<std::int64_t> at;
    std::vector<float> best, worst;
    std::vector<charts::EventMark> marks;
    path::RouteId route = 0;

    void add(base::Timestamp when, path::RouteId now, const std::optional<base::Duration>& low,
             const std::optional<base::Duration>& high)
    {
        at.push_back(base::toMicroseconds(when));
        best.push_back(milliseconds(low));
        worst.push_back(milliseconds(high));
        if (route != 0 && now != 0 && now != route) {
            charts::EventMark mark;
            mark.at = at.back();
            mark.label = PathTimeline::tr("route %1").arg(QString::fromStdString(path::routeName(now)));
            marks.push_back(std::move(mark));
        }
        route = now != 0 ? now : route;
    }
};

} // namespace

std::vector<charts::LayerPtr> pathTimelineLayers(const std::vector<pipeline::PathRecord>& history,
                                                 const path::PathView& view)
{
    Samples samples;
    const base::Timestamp since = view.timeline.empty() ? base::Timestamp::max() : view.timeline.front().at;
    for (const pipeline::PathRecord& round : history)
        if (round.at < since)
            samples.add(round.at, round.route, round.best, round.worst);
    for (const path::TimelinePoint& point : view.timeline)
        samples.add(point.at, point.route, point.best, point.worst);
    if (samples.at.empty())
        return {};
    auto best = std::make_shared<charts::TimeSeries>(samples.at, samples.best, longestStep);
    auto worst = std::make_shared<charts::TimeSeries>(samples.at, samples.worst, longestStep);
    std::vector<charts::LayerPtr> layers;
    layers.push_back(
        std::make_shared<charts::BandLayer>(PathTimeline::tr("best to worst of a round"), 0, best, worst));
    layers.push_back(std::make_shared<charts::LineLayer>(PathTimeline::tr("best round trip"), 0, best));
    layers.push_back(std::make_shared<charts::EventsLayer>(samples.marks));
    return layers;
}

} // namespace zonescope::ui::network
