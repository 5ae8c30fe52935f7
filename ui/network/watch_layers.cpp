// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/watch_layers.h"

#include "ui/charts/lane_bars_layer.h"
#include "ui/charts/line_layers.h"

#include <QCoreApplication>

#include <limits>

namespace zonescope::ui::network {
namespace {

using congestion::LimitedBy;
using congestion::WatchSample;

struct WatchLayers
{
    Q_DECLARE_TR_FUNCTIONS(WatchLayers)
};

constexpr std::int64_t longestStep = charts::second; // ten samples missed: a gap, not a line
constexpr float nothing = std::numeric_limits<float>::quiet_NaN();

charts::LayerPtr line(const QString& name, int series, const congestion::WatchSeries& data,
                      float WatchSample::*field, float factor, bool zeroIsNothing)
{
    std::vector<std::int64_t> at;
    std::vector<float> values;
    for (const WatchSample& sample : data.samples) {
        at.push_back(base::toMicroseconds(sample.at));
        const float value = sample.*field;
        values.push_back(zeroIsNothing && value == 0 ? nothing : value * factor);
    }
    return std::make_shared<charts::LineLayer>(
        name, series, std::make_shared<charts::TimeSeries>(std::move(at), std::move(values), longestStep));
}

QColor limitColor(LimitedBy limit, const theme::Palette& palette)
{
    switch (limit) {
    case LimitedBy::ReceiverWindow:
        return theme::seriesColor(palette, 1);
    case LimitedBy::SendBuffer:
        return theme::seriesColor(palette, 4);
    case LimitedBy::Application:
        return theme::seriesColor(palette, 2);
    case LimitedBy::Network:
        return theme::seriesColor(palette, 0);
    case LimitedBy::Nothing:
        break;
    }
    return palette.track;
}

/// Neighbours of one kind become one bar.
void addBar(std::vector<charts::LaneBar>& bars, int lane, charts::TimeRange time, int part)
{
    if (!bars.empty() && bars.back().lane == lane && bars.back().part == part &&
        time.from - bars.back().time.to < charts::millisecond)
        bars.back().time.to = time.to;
    else
        bars.push_back({lane, time, part, {}, 0});
}

charts::TimeRange timeOf(const congestion::WatchSeries& series, std::size_t i)
{
    const std::int64_t to = base::toMicroseconds(series.samples[i].at);
    return {i > 0 ? base::toMicroseconds(series.samples[i - 1].at) : to - 100 * charts::millisecond, to};
}

} // namespace

QString limitWord(LimitedBy limit)
{
    switch (limit) {
    case LimitedBy::ReceiverWindow:
        return WatchLayers::tr("receiver's window");
    case LimitedBy::SendBuffer:
        return WatchLayers::tr("send buffer (a hint)");
    case LimitedBy::Application:
        return WatchLayers::tr("application");
    case LimitedBy::Network:
        return WatchLayers::tr("network");
    case LimitedBy::Nothing:
        break;
    }
    return WatchLayers::tr("nothing to send");
}

std::vector<charts::LayerPtr> windowLayers(const congestion::WatchSeries& series, bool sender)
{
    if (!sender)
        return {line(WatchLayers::tr("Receive space"), 0, series, &WatchSample::receiveSpace, 1, true)};
    return {line(WatchLayers::tr("Congestion window"), 0, series, &WatchSample::congestionWindow, 1, false),
            line(WatchLayers::tr("Slow start threshold"), 1, series, &WatchSample::threshold, 1, true)};
}

std::vector<charts::LayerPtr> roundTripLayers(const congestion::WatchSeries& series, bool sender)
{
    constexpr float milliseconds = 1e-3F;
    std::vector<charts::LayerPtr> layers{
        line(WatchLayers::tr("Round trip"), 0, series, &WatchSample::rttUs, milliseconds, true),
        line(WatchLayers::tr("Least round trip"), 2, series, &WatchSample::minRttUs, milliseconds, true)};
    if (!sender)
        layers.push_back(line(WatchLayers::tr("Round trip seen by the receiver"), 1, series,
                              &WatchSample::receiveRttUs, milliseconds, true));
    return layers;
}

std::vector<charts::LayerPtr> rateLayers(const congestion::WatchSeries& series, bool sender)
{
    if (!sender)
        return {line(WatchLayers::tr("Received a second"), 0, series, &WatchSample::receivedRate, 1, false)};
    return {line(WatchLayers::tr("Delivered a second"), 0, series, &WatchSample::deliveryRate, 1, true),
            line(WatchLayers::tr("Paced at"), 1, series, &WatchSample::pacingRate, 1, true),
            line(WatchLayers::tr("Sent a second"), 2, series, &WatchSample::sentRate, 1, false)};
}

std::vector<charts::LayerPtr> ribbonLayers(const congestion::WatchSeries& series, bool sender,
                                           const theme::Palette& palette)
{
    std::vector<charts::BarPart> parts;
    std::vector<charts::LaneBar> bars;
    if (!sender) {
        parts.push_back({WatchLayers::tr("out of order (no loss rate)"), theme::seriesColor(palette, 1)});
        for (std::size_t i = 0; i < series.samples.size(); ++i)
            if (series.samples[i].outOfOrder > 0)
                addBar(bars, 0, timeOf(series, i), 0);
        return {std::make_shared<charts::LaneBarsLayer>(
            WatchLayers::tr("what"),
            std::vector<charts::LaneName>{{WatchLayers::tr("Out of order"), zone::ZoneState::Current}},
            std::move(parts), std::move(bars))};
    }
    for (int limit = 0; limit <= static_cast<int>(LimitedBy::Network); ++limit)
        parts.push_back(
            {limitWord(static_cast<LimitedBy>(limit)), limitColor(static_cast<LimitedBy>(limit), palette)});
    const int repeated = static_cast<int>(parts.size());
    parts.push_back({WatchLayers::tr("repeated"), theme::stateColor(palette, zone::ZoneState::Failing)});
    for (std::size_t i = 0; i < series.samples.size(); ++i)
        addBar(bars, 0, timeOf(series, i), static_cast<int>(series.samples[i].limited));
    for (std::size_t i = 0; i < series.samples.size(); ++i)
        if (series.samples[i].retransmits > 0)
            bars.push_back(
                {1, timeOf(series, i), repeated,
                 WatchLayers::tr("%n segment(s)", nullptr, static_cast<int>(series.samples[i].retransmits)),
                 0});
    return {std::make_shared<charts::LaneBarsLayer>(
        WatchLayers::tr("what"),
        std::vector<charts::LaneName>{{WatchLayers::tr("Limited by"), zone::ZoneState::Current},
                                      {WatchLayers::tr("Repeated"), zone::ZoneState::Current}},
        std::move(parts), std::move(bars))};
}

} // namespace zonescope::ui::network
