// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/transfer_layers.h"

#include "model/congestion/rank_correlation.h"
#include "model/net/round_trip.h"
#include "ui/charts/lane_bars_layer.h"
#include "ui/charts/points_layer.h"
#include "ui/text/format.h"
#include "ui/text/verdict_text.h"
#include "ui/text/words.h"

#include <QCoreApplication>

#include <map>

namespace zonescope::ui::network {
namespace {

using pipeline::TransferAttempt;

struct TransferLayers
{
    Q_DECLARE_TR_FUNCTIONS(TransferLayers)
};

enum Part : std::uint8_t { Connecting, Waiting, Data, Stalled, Failed };

std::vector<charts::BarPart> parts(const theme::Palette& palette)
{
    return {{TransferLayers::tr("connecting"), theme::seriesColor(palette, 1)},
            {TransferLayers::tr("waiting for the first octet"), theme::seriesColor(palette, 5)},
            {TransferLayers::tr("data"), theme::seriesColor(palette, 0)},
            {TransferLayers::tr("stalled"), theme::seriesColor(palette, 3)},
            {TransferLayers::tr("failed"), theme::stateColor(palette, zone::ZoneState::Failing)}};
}

bool isTransfer(const TransferAttempt& attempt)
{
    return attempt.flow && attempt.kind != pipeline::TransferKind::SoaOnly;
}

void addBars(const TransferAttempt& attempt, int lane, std::vector<charts::LaneBar>& bars)
{
    const pipeline::TransferFlow& flow = *attempt.flow;
    const std::int64_t begin = base::toMicroseconds(attempt.startedAt);
    const std::int64_t end = begin + attempt.duration.count();
    const auto after = [begin](const std::optional<base::Duration>& time, std::int64_t otherwise) {
        return time ? begin + time->count() : otherwise;
    };
    const std::int64_t connected = after(flow.connectedAfter, end);
    const std::int64_t first = after(flow.firstOctetAfter, end);
    QString text = text::toQString(attempt.apex);
    if (attempt.verdict)
        text += u'\n' + text::verdictWord(*attempt.verdict);
    const auto add = [&](std::int64_t from, std::int64_t to, Part part) {
        if (to > from)
            bars.push_back({lane, {from, to}, part, text, attempt.zone.value});
    };
    add(begin, connected, Connecting);
    add(connected, first, Waiting);
    add(first, end, attempt.error ? Failed : Data);
    for (const pipeline::TransferStall& stall : flow.spans) {
        const std::int64_t from = begin + stall.at.count();
        // The wait for the first octet has its own colour.
        if (from >= first)
            add(from, std::min(end, from + stall.length.count()), Stalled);
    }
}

std::optional<double> acrossOf(const TransferAttempt& attempt, Against what)
{
    switch (what) {
    case Against::RoundTrip: {
        if (!attempt.tcpInfo)
            return std::nullopt;
        const std::uint32_t rtt = net::roundTripUs(*attempt.tcpInfo);
        return rtt ? std::optional(rtt / 1e3) : std::nullopt;
    }
    case Against::RepeatedBySender:
        return attempt.flow->senderRetransmitted
                   ? std::optional(static_cast<double>(*attempt.flow->senderRetransmitted))
                   : std::nullopt;
    case Against::OutOfOrder:
        return attempt.tcpInfo ? std::optional(static_cast<double>(attempt.tcpInfo->outOfOrderReceived))
                               : std::nullopt;
    }
    return std::nullopt;
}

} // namespace

std::vector<charts::LayerPtr> ganttLayers(const std::vector<TransferAttempt>& attempts, std::size_t most,
                                          const text::Names& names, const theme::Palette& palette)
{
    std::map<base::PrimaryId, int> laneOf;
    std::vector<charts::LaneName> lanes;
    std::vector<charts::LaneBar> bars;
    std::size_t count = 0;
    for (const TransferAttempt& attempt : attempts) {
        if (!isTransfer(attempt))
            continue;
        if (count++ == most)
            break;
        const auto [lane, fresh] = laneOf.try_emplace(attempt.primary, static_cast<int>(lanes.size()));
        if (fresh)
            lanes.push_back({names.primary(attempt.primary), zone::ZoneState::Current});
        addBars(attempt, lane->second, bars);
    }
    return {std::make_shared<charts::LaneBarsLayer>(TransferLayers::tr("primary"), std::move(lanes),
                                                    parts(palette), std::move(bars))};
}

QString againstWord(Against what)
{
    switch (what) {
    case Against::RoundTrip:
        return TransferLayers::tr("Round trip");
    case Against::RepeatedBySender:
        return TransferLayers::tr("Octets the sender repeated");
    case Against::OutOfOrder:
        return TransferLayers::tr("Segments out of order");
    }
    return {};
}

charts::ValueKind kindOf(Against what)
{
    switch (what) {
    case Against::RoundTrip:
        return charts::ValueKind::Milliseconds;
    case Against::RepeatedBySender:
        return charts::ValueKind::Bytes;
    case Against::OutOfOrder:
        break;
    }
    return charts::ValueKind::Number;
}

Scatter scatterOf(const std::vector<TransferAttempt>& attempts, Against what)
{
    std::vector<charts::ScatterPoint> points;
    std::vector<double> x;
    std::vector<double> y;
    for (const TransferAttempt& attempt : attempts) {
        if (!isTransfer(attempt) || attempt.error)
            continue;
        const auto across = acrossOf(attempt, what);
        const double took = base::toMilliseconds(attempt.duration);
        if (!across || took <= 0)
            continue;
        x.push_back(*across);
        y.push_back(took);
        QString text = text::toQString(attempt.apex);
        if (attempt.verdict)
            text += QStringLiteral(": ") + text::verdictWord(*attempt.verdict);
        points.push_back({*across, took, text, attempt.zone.value});
    }
    Scatter scatter;
    scatter.n = points.size();
    scatter.correlation = congestion::rankCorrelation(x, y);
    scatter.layer = std::make_shared<charts::PointsLayer>(TransferLayers::tr("Time of the transfer"),
                                                          againstWord(what), 0, std::move(points), false);
    return scatter;
}

} // namespace zonescope::ui::network
