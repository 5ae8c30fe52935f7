// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/host_layers.h"

#include "ui/charts/line_layers.h"
#include "ui/charts/mark_layers.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace zonescope::ui::network {
namespace {

using congestion::HostCounter;
using congestion::HostHistory;
using congestion::HostSample;

struct HostLayers
{
    Q_DECLARE_TR_FUNCTIONS(HostLayers)
};

constexpr std::int64_t longestStep = 15 * charts::second; // nobody looks: a sample in ten seconds

std::uint64_t queueDrops(const HostSample& sample)
{
    std::uint64_t sum = 0;
    for (const congestion::LinkCounters& link : sample.links)
        sum += link.queueDrops;
    return sum;
}

std::uint64_t backlog(const HostSample& sample)
{
    std::uint64_t sum = 0;
    for (const congestion::LinkCounters& link : sample.links)
        sum += link.queueBacklog;
    return sum;
}

/// A point for every sample that has one before it.
template <class Value>
charts::LayerPtr lineOf(const QString& name, int series, const HostHistory& history, Value valueOf)
{
    std::vector<std::int64_t> at;
    std::vector<float> values;
    for (std::size_t i = 1; i < history.samples.size(); ++i) {
        const std::optional<double> value = valueOf(*history.samples[i - 1], *history.samples[i]);
        at.push_back(base::toMicroseconds(history.samples[i]->at));
        values.push_back(value ? static_cast<float>(*value) : std::numeric_limits<float>::quiet_NaN());
    }
    return std::make_shared<charts::LineLayer>(
        name, series, std::make_shared<charts::TimeSeries>(std::move(at), std::move(values), longestStep));
}

} // namespace

charts::LayerPtr rateLayer(const QString& name, int series, const HostHistory& history, HostCounter counter)
{
    return lineOf(name, series, history, [counter](const HostSample& before, const HostSample& sample) {
        return sample.rate(counter, before);
    });
}

charts::LayerPtr queueDropLayer(const QString& name, int series, const HostHistory& history)
{
    return lineOf(name, series, history,
                  [](const HostSample& before, const HostSample& sample) -> std::optional<double> {
                      const std::uint64_t a = queueDrops(before);
                      const std::uint64_t b = queueDrops(sample);
                      if (b < a || sample.since.count() <= 0)
                          return std::nullopt;
                      return static_cast<double>(b - a) * 1e6 / static_cast<double>(sample.since.count());
                  });
}

charts::LayerPtr backlogLayer(const QString& name, int series, const HostHistory& history)
{
    return lineOf(name, series, history, [](const HostSample&, const HostSample& sample) {
        return std::optional(static_cast<double>(backlog(sample)));
    });
}

charts::LayerPtr routeMarks(const HostHistory& history)
{
    std::vector<charts::EventMark> marks;
    for (const congestion::RouteChange& change : history.routes)
        marks.push_back({base::toMicroseconds(change.at), routeText(change, history), std::nullopt, 0});
    return std::make_shared<charts::EventsLayer>(std::move(marks));
}

std::optional<double> newestRate(const HostHistory& history, HostCounter counter)
{
    if (history.samples.size() < 2)
        return std::nullopt;
    return history.samples.back()->rate(counter, *history.samples[history.samples.size() - 2]);
}

std::uint64_t rise(const HostHistory& history, HostCounter counter)
{
    if (history.samples.empty())
        return 0;
    const std::uint64_t first = history.samples.front()->counters[counter];
    const std::uint64_t last = history.samples.back()->counters[counter];
    return last > first ? last - first : 0;
}

std::uint64_t queueDropRise(const HostHistory& history)
{
    if (history.samples.empty())
        return 0;
    const std::uint64_t first = queueDrops(*history.samples.front());
    const std::uint64_t last = queueDrops(*history.samples.back());
    return last > first ? last - first : 0;
}

QString routeText(const congestion::RouteChange& change, const HostHistory& history)
{
    const QString to = change.destination.length == 0 ? HostLayers::tr("default")
                                                      : QString::fromStdString(change.destination.toText());
    QString link;
    if (!history.samples.empty()) {
        const auto& links = history.samples.back()->links;
        const auto found = std::ranges::find(links, change.link, &congestion::LinkCounters::index);
        if (found != links.end())
            link = QString::fromStdString(found->name);
    }
    const QString via = change.gateway ? QString::fromStdString(change.gateway->toText()) : link;
    return change.added ? HostLayers::tr("route %1 via %2").arg(to, via)
                        : HostLayers::tr("route %1 gone").arg(to);
}

} // namespace zonescope::ui::network
