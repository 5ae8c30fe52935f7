// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/connection_history.h"
#include "ui/charts/heatmap_layer.h"
#include "ui/models/peer_network_model.h"

#include <vector>

namespace zonescope::ui::network {

/// What a shade of the map stands for.
enum class PeerMetric : std::uint8_t { MedianRtt, SlowRtt, RepeatedShare, SendingRate, Volume };
QString metricWord(PeerMetric metric); ///< "Round trip, p50"
charts::ValueKind kindOf(PeerMetric metric);
/// Nothing: not known for these connections (nobody sent, no round trip was measured).
std::optional<double> valueOf(PeerMetric metric, const congestion::MinuteFigures& figures);

/// One network of peers over the whole period.
using PeerRow = models::PeerNetworkModel::Row;
/// Most connections first.
std::vector<PeerRow> peersOf(const std::vector<congestion::MinuteRow>& minutes);

/// Cells of the first `lanes` peers; the period is cut into at most `columns` stretches of whole minutes.
std::vector<charts::HeatCell> cellsOf(const std::vector<congestion::MinuteRow>& minutes,
                                      const std::vector<PeerRow>& peers, std::size_t lanes, PeerMetric metric,
                                      int columns);

} // namespace zonescope::ui::network
