// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/peer_cells.h"

#include "ui/text/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>
#include <map>

namespace zonescope::ui::network {
namespace {

struct PeerCells
{
    Q_DECLARE_TR_FUNCTIONS(PeerCells)
};

/// Whole minutes that people would choose.
std::int64_t bucketMinutes(std::int64_t span, int columns)
{
    for (const std::int64_t step : {1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440, 10080})
        if (span / step < columns)
            return step;
    return span / columns + 1;
}

} // namespace

QString metricWord(PeerMetric metric)
{
    switch (metric) {
    case PeerMetric::MedianRtt:
        return PeerCells::tr("Round trip, p50");
    case PeerMetric::SlowRtt:
        return PeerCells::tr("Round trip, p95");
    case PeerMetric::RepeatedShare:
        return PeerCells::tr("Repeated by this host");
    case PeerMetric::SendingRate:
        return PeerCells::tr("Rate while this host sent");
    case PeerMetric::Volume:
        return PeerCells::tr("Octets both ways");
    }
    return {};
}

charts::ValueKind kindOf(PeerMetric metric)
{
    switch (metric) {
    case PeerMetric::RepeatedShare:
        return charts::ValueKind::Percent;
    case PeerMetric::SendingRate:
        return charts::ValueKind::BytesPerSecond;
    case PeerMetric::Volume:
        return charts::ValueKind::Bytes;
    default:
        return charts::ValueKind::Milliseconds;
    }
}

std::optional<double> valueOf(PeerMetric metric, const congestion::MinuteFigures& figures)
{
    const auto quantile = [&](double q) -> std::optional<double> {
        const auto value = figures.rtt.quantile(q);
        return value ? std::optional(base::toMilliseconds(*value)) : std::nullopt;
    };
    switch (metric) {
    case PeerMetric::MedianRtt:
        return quantile(0.5);
    case PeerMetric::SlowRtt:
        return quantile(0.95);
    case PeerMetric::RepeatedShare:
        if (figures.bytesSent == 0)
            return std::nullopt;
        return static_cast<double>(figures.bytesRetransmitted) / static_cast<double>(figures.bytesSent);
    case PeerMetric::SendingRate:
        if (figures.busyUs == 0)
            return std::nullopt;
        return static_cast<double>(figures.bytesAcked) * 1e6 / static_cast<double>(figures.busyUs);
    case PeerMetric::Volume:
        return static_cast<double>(figures.bytesSent + figures.bytesReceived);
    }
    return std::nullopt;
}

std::vector<PeerRow> peersOf(const std::vector<congestion::MinuteRow>& minutes)
{
    std::map<net::Prefix, congestion::MinuteFigures> sums;
    for (const congestion::MinuteRow& row : minutes)
        sums[row.key.peer].merge(row.figures);
    std::vector<PeerRow> peers;
    for (auto& [peer, figures] : sums)
        peers.push_back({peer, std::move(figures)});
    std::ranges::stable_sort(peers, std::ranges::greater(),
                             [](const PeerRow& row) { return row.figures.connections; });
    return peers;
}

std::vector<charts::HeatCell> cellsOf(const std::vector<congestion::MinuteRow>& minutes,
                                      const std::vector<PeerRow>& peers, std::size_t lanes, PeerMetric metric,
                                      int columns)
{
    if (minutes.empty())
        return {};
    std::map<net::Prefix, int> laneOf;
    for (std::size_t i = 0; i < std::min(lanes, peers.size()); ++i)
        laneOf.emplace(peers[i].peer, static_cast<int>(i));
    const auto [first, last] =
        std::ranges::minmax(minutes, {}, [](const congestion::MinuteRow& row) { return row.key.minute; });
    const std::int64_t step = bucketMinutes(last.key.minute - first.key.minute + 1, columns);
    std::map<std::pair<int, std::int64_t>, congestion::MinuteFigures> buckets;
    for (const congestion::MinuteRow& row : minutes)
        if (const auto lane = laneOf.find(row.key.peer); lane != laneOf.end())
            buckets[{lane->second, row.key.minute / step}].merge(row.figures);
    std::vector<charts::HeatCell> cells;
    for (const auto& [place, figures] : buckets) {
        const auto value = valueOf(metric, figures);
        if (!value)
            continue;
        const std::int64_t from = place.second * step * charts::minute;
        cells.push_back({place.first,
                         {from, from + step * charts::minute},
                         *value,
                         PeerCells::tr("%n connection(s)", nullptr, static_cast<int>(figures.connections))});
    }
    return cells;
}

} // namespace zonescope::ui::network
