// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_charts.h"

#include "ui/charts/bars_layer.h"
#include "ui/charts/density_layer.h"
#include "ui/charts/line_layers.h"
#include "ui/charts/mark_layers.h"
#include "ui/charts/swimlane_layer.h"

#include <cmath>
#include <random>

namespace zonescope::test {
using namespace ui::charts;

namespace {

const QStringList edges{"ams-1", "fra-2", "lhr-1", "iad-1", "sin-1", "nrt-1"};

NamedChart chart(const QString& file, std::vector<LayerPtr> layers, ValueAxis axis = {})
{
    NamedChart named{file, {}};
    named.content.name = file;
    named.content.layers = std::move(layers);
    named.content.axis = axis;
    named.content.zone = QTimeZone("Europe/Berlin");
    return named;
}

LayerPtr density(std::size_t points, std::size_t failures)
{
    return std::make_shared<DensityLayer>("Time to visible", sampleCloud(points, failures), edges);
}

LayerPtr bars(const ui::theme::Palette& palette, StackedBarsLayer::Position position)
{
    std::vector<Bar> all;
    for (int i = 0; i < 12; ++i) {
        Bar bar;
        bar.time = {sampleNoon - (12 - i) * hour, sampleNoon - (11 - i) * hour};
        bar.label = QStringLiteral("2026112%1").arg(100 + i);
        const double wave = 1 + 0.5 * std::sin(i);
        bar.parts = {40 * wave, 25, 620 * wave, 30, i == 7 ? 900.0 : 360.0, 1100 * wave};
        bar.id = static_cast<std::uint64_t>(i + 1);
        all.push_back(bar);
    }
    return std::make_shared<StackedBarsLayer>(stageParts(palette), all, position);
}

LayerPtr swimlane()
{
    std::vector<Lane> lanes;
    const std::int64_t start = sampleNoon;
    const std::int64_t from = start - 2 * minute;
    const std::int64_t to = start + 6 * minute;
    for (int i = 0; i < 12; ++i) {
        Lane lane;
        lane.name = QStringLiteral("%1-%2").arg(edges[i % 6].left(3)).arg(i / 6 + 1);
        const std::int64_t delay = i == 3 ? 221 * second : (11 + i * 7 % 50) * second / 2;
        if (i == 10) {
            lane.state = zone::ZoneState::Failing;
            lane.note = "still 2026112103";
            lane.spans = {{{from, start}, LaneSpan::Kind::Old, "2026112103"},
                          {{start, to}, LaneSpan::Kind::Old, "2026112103"}};
        } else {
            const bool late = i == 3;
            lane.state = late ? zone::ZoneState::Behind : zone::ZoneState::Current;
            lane.spans = {{{from, start + delay}, LaneSpan::Kind::Old, "2026112103"},
                          {{start + delay, to}, LaneSpan::Kind::Fresh, "2026112104"}};
            if (i == 7)
                lane.spans.push_back(
                    {{start + 3 * minute, start + 4 * minute}, LaneSpan::Kind::NoAnswer, {}});
            lane.arrivals = {{start + delay,
                              QStringLiteral("+%1 s").arg(static_cast<double>(delay) / 1e6, 0, 'f', 1),
                              lane.state}};
        }
        lanes.push_back(lane);
    }
    return std::make_shared<SwimlaneLayer>(lanes);
}

} // namespace

PointCloudPtr sampleCloud(std::size_t points, std::size_t failures)
{
    std::mt19937 random(42);
    std::lognormal_distribution<double> delay(std::log(1200.0), 0.9);
    std::lognormal_distribution<double> trouble(std::log(60000.0), 1.2);
    PointCloud::Input input;
    for (std::size_t i = 0; i < points; ++i) {
        const auto at = sampleNoon - day +
                        static_cast<std::int64_t>(static_cast<double>(day) * static_cast<double>(i) /
                                                  static_cast<double>(points));
        const bool bad = at > sampleNoon - 9 * hour && at < sampleNoon - 8 * hour - 30 * minute && i % 3 == 0;
        input.at.push_back(at);
        input.value.push_back(static_cast<float>(bad ? trouble(random) : delay(random)));
        input.group.push_back(static_cast<std::uint16_t>(random() % 6));
        input.id.push_back(i + 1);
    }
    for (std::size_t i = 0; i < failures; ++i)
        input.failures.push_back(
            {sampleNoon - 9 * hour + static_cast<std::int64_t>(i) * 3 * minute, 1, 100'000 + i});
    return std::make_shared<PointCloud>(std::move(input), true);
}

TimeSeriesPtr sampleSeries(std::size_t points, double base, bool withGaps)
{
    std::mt19937 random(7);
    std::normal_distribution<double> noise(0, 0.06);
    std::vector<std::int64_t> at;
    std::vector<float> values;
    for (std::size_t i = 0; i < points; ++i) {
        const double x = static_cast<double>(i) / static_cast<double>(points);
        at.push_back(sampleNoon - day + static_cast<std::int64_t>(static_cast<double>(day) * x));
        const bool gap = withGaps && x > 0.55 && x < 0.62;
        values.push_back(gap ? std::nanf("")
                             : static_cast<float>(base * (1.4 + std::sin(9 * x) + noise(random))));
    }
    return std::make_shared<TimeSeries>(std::move(at), std::move(values));
}

std::vector<NamedChart> sampleCharts(const ui::theme::Palette& palette)
{
    const ValueAxis delayLog{true, ValueKind::Milliseconds, {}, {}, false};
    const ValueAxis delayLinear{false, ValueKind::Milliseconds, {}, {}, true};
    const auto target = std::make_shared<ThresholdLayer>(5000, "target 99 % under 5 s");
    std::vector<NamedChart> all;
    all.push_back(chart("density", {density(400'000, 60), target}, delayLog));
    all.push_back(chart("marks", {density(240, 14), target}, delayLog));
    std::vector<LayerPtr> lines;
    for (int i = 0; i < 6; ++i)
        lines.push_back(std::make_shared<LineLayer>(edges[i], i, sampleSeries(180, 300 + 120 * i, i == 0)));
    all.push_back(chart("lines", lines, delayLinear));
    all.push_back(chart("line_crowded",
                        {std::make_shared<LineLayer>("RTT", 0, sampleSeries(300'000, 20, true))},
                        delayLinear));
    all.push_back(chart("band",
                        {std::make_shared<BandLayer>("p10 to p90", 0, sampleSeries(200, 200, true),
                                                     sampleSeries(200, 700, true)),
                         std::make_shared<LineLayer>("median", 0, sampleSeries(200, 400, true)),
                         std::make_shared<DataGapsLayer>(
                             std::vector<TimeRange>{{sampleNoon - 4 * hour, sampleNoon - 3 * hour}})},
                        delayLinear));
    all.push_back(chart("step", {std::make_shared<LineLayer>("open transfers", 3, sampleSeries(40, 9, false),
                                                             LineLayer::Shape::Step)}));
    all.push_back(chart("bars_time", {bars(palette, StackedBarsLayer::Position::Time)}, delayLinear));
    all.push_back(chart("bars_changes", {bars(palette, StackedBarsLayer::Position::Category)}, delayLinear));
    for (int i = 0; i < 12; ++i)
        all.back().content.categories << QStringLiteral("…%1").arg(100 + i);
    all.push_back(chart("swimlane", {swimlane(), std::make_shared<EventsLayer>(std::vector<EventMark>{
                                                     {sampleNoon, "changed at primary", {}, 0}})}));
    all.push_back(chart("empty", {}));
    all.back().content.emptyText = "No probes yet";
    all.back().content.emptyExplanation =
        "The first answers appear here within a minute after a zone has an edge.";
    return all;
}

} // namespace zonescope::test
