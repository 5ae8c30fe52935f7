// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/history_layers.h"

#include "ui/charts/lane_bars_layer.h"
#include "ui/charts/line_layers.h"
#include "ui/text/cloud_text.h"
#include "ui/text/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <numeric>

namespace zonescope::ui::cloudpage {
namespace {

struct HistoryLayers
{
    Q_DECLARE_TR_FUNCTIONS(HistoryLayers)
};

constexpr std::size_t mostLines = 5; // and one for the rest: six can be told apart
constexpr std::size_t mostTunnels = 12;

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

QString nameOf(const cloud::Tally::Count& count, CountBy by)
{
    switch (by) {
    case CountBy::Kind:
        return text::cloudKind(count.kind);
    case CountBy::Provider:
        return text::cloudProvider(count.provider);
    case CountBy::Account:
        return count.account.empty() ? HistoryLayers::tr("not said") : textOf(count.account);
    case CountBy::Region:
        break;
    }
    return count.region.empty() ? HistoryLayers::tr("not said") : textOf(count.region);
}

charts::LayerPtr lineOf(const QString& name, int series, const std::vector<engine::CloudScan>& scans,
                        const std::vector<float>& values)
{
    std::vector<std::int64_t> at;
    for (const engine::CloudScan& scan : scans)
        at.push_back(base::toMicroseconds(scan.snapshot.takenAt));
    return std::make_shared<charts::LineLayer>(name, series,
                                               std::make_shared<charts::TimeSeries>(std::move(at), values));
}

} // namespace

std::vector<engine::CloudScan> scansOf(const std::vector<engine::CloudScan>& all, const std::string& label)
{
    std::vector<engine::CloudScan> scans;
    std::ranges::copy_if(all, std::back_inserter(scans),
                         [&](const engine::CloudScan& scan) { return scan.snapshot.label == label; });
    std::ranges::stable_sort(scans, {}, [](const engine::CloudScan& scan) { return scan.snapshot.takenAt; });
    return scans;
}

std::vector<charts::LayerPtr> inventoryLayers(const std::vector<engine::CloudScan>& scans, CountBy by)
{
    std::map<QString, std::vector<float>> lines;
    for (std::size_t i = 0; i < scans.size(); ++i)
        for (const cloud::Tally::Count& count : scans[i].tally.counts) {
            auto& line = lines[nameOf(count, by)];
            line.resize(scans.size());
            line[i] += static_cast<float>(count.resources);
        }
    std::vector<std::pair<QString, std::vector<float>>> sorted(lines.begin(), lines.end());
    std::ranges::stable_sort(sorted, std::ranges::greater(),
                             [](const auto& line) { return *std::ranges::max_element(line.second); });
    std::vector<charts::LayerPtr> layers;
    std::vector<float> rest(scans.size());
    for (std::size_t i = 0; i < sorted.size(); ++i)
        if (i < mostLines)
            layers.push_back(lineOf(sorted[i].first, static_cast<int>(i), scans, sorted[i].second));
        else
            for (std::size_t n = 0; n < rest.size(); ++n)
                rest[n] += sorted[i].second[n];
    if (sorted.size() > mostLines)
        layers.push_back(
            lineOf(HistoryLayers::tr("everything else"), static_cast<int>(mostLines), scans, rest));
    return layers;
}

charts::LayerPtr tunnelLayer(const std::vector<engine::CloudScan>& scans, const theme::Palette& palette,
                             base::Timestamp now)
{
    std::map<std::string, int> lanes; // by id
    std::vector<charts::LaneName> names;
    std::vector<charts::LaneBar> bars;
    for (std::size_t i = 0; i < scans.size(); ++i) {
        const std::int64_t from = base::toMicroseconds(scans[i].snapshot.takenAt);
        const std::int64_t to =
            std::max(from + 1, i + 1 < scans.size() ? base::toMicroseconds(scans[i + 1].snapshot.takenAt)
                                                    : base::toMicroseconds(now));
        for (const cloud::Tally::Tunnel& tunnel : scans[i].tally.tunnels) {
            if (!lanes.contains(tunnel.id) && lanes.size() >= mostTunnels)
                continue;
            const auto [lane, isNew] = lanes.try_emplace(tunnel.id, static_cast<int>(lanes.size()));
            if (isNew)
                names.push_back({textOf(tunnel.name), zone::ZoneState::Current});
            const int part = tunnel.down == 0 ? 0 : tunnel.down < tunnel.tunnels ? 1 : 2;
            names[static_cast<std::size_t>(lane->second)].state = part == 0   ? zone::ZoneState::Current
                                                                  : part == 1 ? zone::ZoneState::Behind
                                                                              : zone::ZoneState::Failing;
            bars.push_back(
                {lane->second,
                 {from, to},
                 part,
                 HistoryLayers::tr("%1 of %2 up")
                     .arg(text::number(tunnel.tunnels - tunnel.down), text::number(tunnel.tunnels)),
                 0});
        }
    }
    std::vector<charts::BarPart> parts{
        {HistoryLayers::tr("up"), theme::stateColor(palette, zone::ZoneState::Current)},
        {HistoryLayers::tr("one of two"), theme::stateColor(palette, zone::ZoneState::Behind)},
        {HistoryLayers::tr("down"), theme::stateColor(palette, zone::ZoneState::Failing)}};
    return std::make_shared<charts::LaneBarsLayer>(HistoryLayers::tr("tunnel"), std::move(names),
                                                   std::move(parts), std::move(bars));
}

std::vector<charts::LayerPtr> useLayers(const std::vector<engine::CloudScan>& scans, bool networks)
{
    struct Line
    {
        QString name;
        std::vector<std::int64_t> at;
        std::vector<float> share;
    };
    std::map<std::string, Line> lines; // by id: names are given twice
    for (const engine::CloudScan& scan : scans)
        for (const cloud::Tally::Use& use : scan.tally.uses) {
            if (use.network != networks || use.usable == 0)
                continue;
            Line& line = lines[use.id];
            line.name = textOf(use.name);
            line.at.push_back(base::toMicroseconds(scan.snapshot.takenAt));
            line.share.push_back(
                std::min(1.0F, static_cast<float>(use.used) / static_cast<float>(use.usable)));
        }
    std::vector<Line> fullest;
    for (auto& [id, line] : lines)
        fullest.push_back(std::move(line));
    std::ranges::stable_sort(fullest, std::ranges::greater(),
                             [](const Line& line) { return line.share.back(); });
    fullest.resize(std::min(fullest.size(), mostLines + 1));
    std::vector<charts::LayerPtr> layers;
    for (Line& line : fullest)
        layers.push_back(std::make_shared<charts::LineLayer>(
            line.name, static_cast<int>(layers.size()),
            std::make_shared<charts::TimeSeries>(std::move(line.at), std::move(line.share))));
    return layers;
}

UseChart useChart(const cloud::Topology& topology, const theme::Palette& palette, std::size_t most)
{
    std::vector<const cloud::TopologyBox*> subnets;
    for (const cloud::TopologyBox& box : topology.boxes)
        if (box.kind == cloud::BoxKind::Subnet && box.usable > 0)
            subnets.push_back(&box);
    const auto share = [](const cloud::TopologyBox* box) {
        return static_cast<double>(std::min(box->used, box->usable)) / box->usable;
    };
    std::ranges::stable_sort(subnets, std::ranges::greater(), share);
    subnets.resize(std::min(subnets.size(), most));
    UseChart chart;
    std::vector<charts::Bar> bars;
    for (const cloud::TopologyBox* box : subnets) {
        chart.names << textOf(box->label);
        charts::Bar bar;
        bar.label = HistoryLayers::tr("%1: %2 of %3 addresses taken")
                        .arg(textOf(box->label), text::number(box->used), text::number(box->usable));
        const bool tight = share(box) >= 0.9;
        bar.parts = {tight ? 0.0 : share(box), tight ? share(box) : 0.0};
        bar.id = box->resource;
        bars.push_back(std::move(bar));
    }
    std::vector<charts::BarPart> parts{
        {HistoryLayers::tr("taken"), theme::stateColor(palette, zone::ZoneState::Current)},
        {HistoryLayers::tr("nearly full"), theme::stateColor(palette, zone::ZoneState::Behind)}};
    chart.layer = std::make_shared<charts::StackedBarsLayer>(std::move(parts), std::move(bars),
                                                             charts::StackedBarsLayer::Position::Category);
    return chart;
}

} // namespace zonescope::ui::cloudpage
