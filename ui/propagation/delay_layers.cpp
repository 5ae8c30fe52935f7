// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/propagation/delay_layers.h"

#include "ui/text/format.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace zonescope::ui::propagation {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr float shortestShown = 0.1F; // a delay of zero has no place on a logarithmic axis

bool wanted(const pipeline::Change& change, const std::vector<base::ZoneId>& zones,
            const pipeline::Period& period)
{
    return change.startedAt >= period.from && change.startedAt < period.to &&
           (zones.empty() || std::ranges::find(zones, change.zone) != zones.end());
}

std::vector<double> partsOf(const pipeline::Change& change)
{
    std::vector<double> parts;
    for (const auto& took : change.stage)
        parts.push_back(took ? base::toMilliseconds(*took) : unknown);
    return parts;
}

/// The shortest round width that needs no more than so many buckets.
base::Duration bucketWidth(base::Duration period, int buckets)
{
    using namespace std::chrono_literals;
    constexpr std::chrono::minutes widths[] = {1min,  2min,   5min,   10min,  15min, 30min,
                                               60min, 120min, 180min, 360min, 720min};
    for (const base::Duration width : widths)
        if (period <= width * buckets)
            return width;
    return 24h * std::max<std::int64_t>(1, period / 24h / buckets + 1);
}

double median(std::vector<double>& values)
{
    if (values.empty())
        return unknown;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

DelayData delayData(const std::vector<models::Arrival>& arrivals, const text::Names& names)
{
    DelayData data;
    std::map<base::EdgeId, std::uint16_t> groups;
    std::vector<pipeline::Histogram> byGroup;
    charts::PointCloud::Input input;
    for (const models::Arrival& arrival : arrivals) {
        const auto [at, isNew] = groups.try_emplace(arrival.edge, static_cast<std::uint16_t>(groups.size()));
        if (isNew) {
            data.edges << names.edge(arrival.edge);
            byGroup.emplace_back();
        }
        if (!arrival.delay) {
            input.failures.push_back({base::toMicroseconds(arrival.at), at->second, arrival.change});
            data.overall.addFailure();
            continue;
        }
        input.at.push_back(base::toMicroseconds(arrival.at));
        input.value.push_back(
            std::max(shortestShown, static_cast<float>(base::toMilliseconds(*arrival.delay))));
        input.group.push_back(at->second);
        input.id.push_back(arrival.change);
        data.overall.add(*arrival.delay);
        byGroup[at->second].add(*arrival.delay);
    }
    base::Duration worst{-1};
    for (const auto& [edge, group] : groups)
        if (const auto p50 = byGroup[group].quantile(0.5); groups.size() > 1 && p50 && *p50 > worst) {
            worst = *p50;
            data.slowest = edge;
        }
    data.cloud = std::make_shared<charts::PointCloud>(std::move(input), true);
    return data;
}

std::vector<charts::Bar> stageBarsOverTime(const models::ChangeBook& book,
                                           const std::vector<base::ZoneId>& zones,
                                           const pipeline::Period& period, int buckets)
{
    const base::Duration width = bucketWidth(period.to - period.from, buckets);
    std::map<std::int64_t, std::array<std::vector<double>, pipeline::stages.size()>> values;
    for (const auto& [id, change] : book.changes()) {
        if (!wanted(change, zones, period))
            continue;
        auto& bucket = values[change.startedAt.time_since_epoch() / width];
        for (std::size_t s = 0; s < change.stage.size(); ++s)
            if (change.stage[s])
                bucket[s].push_back(base::toMilliseconds(*change.stage[s]));
    }
    std::vector<charts::Bar> bars;
    for (auto& [number, stages] : values) {
        charts::Bar bar;
        const base::Timestamp from{width * number};
        bar.time = {base::toMicroseconds(from), base::toMicroseconds(from + width)};
        bar.label = text::shortTime(from, period.to);
        for (auto& samples : stages)
            bar.parts.push_back(median(samples));
        bars.push_back(std::move(bar));
    }
    return bars;
}

ChangeBars stageBarsOfChanges(const models::ChangeBook& book, const std::vector<base::ZoneId>& zones,
                              const pipeline::Period& period, std::size_t limit, const text::Names& names)
{
    std::vector<const pipeline::Change*> newest;
    const auto& changes = book.changes();
    for (auto it = changes.rbegin(); it != changes.rend() && newest.size() < limit; ++it)
        if (wanted(it->second, zones, period))
            newest.push_back(&it->second);
    ChangeBars found;
    // Within minutes the same minute would stand under every bar.
    const bool seconds = !newest.empty() &&
                         newest.front()->startedAt - newest.back()->startedAt < std::chrono::minutes(20) &&
                         period.to - newest.back()->startedAt < std::chrono::hours(12);
    for (auto it = newest.rbegin(); it != newest.rend(); ++it) {
        const pipeline::Change& change = **it;
        charts::Bar bar;
        bar.id = change.id;
        bar.label = names.zone(change.zone) + u' ' + text::serial(change.toSerial);
        bar.parts = partsOf(change);
        found.categories << (seconds ? text::timeOfDay(change.startedAt).chopped(4)
                                     : text::shortTime(change.startedAt, period.to));
        found.bars.push_back(std::move(bar));
    }
    return found;
}

} // namespace zonescope::ui::propagation
