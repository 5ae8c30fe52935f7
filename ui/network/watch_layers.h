// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/watch_list.h"
#include "ui/charts/layer.h"

namespace zonescope::ui::network {

// From samples of one connection to what the strips draw. Sender and receiver have different strips, because
// neither knows what only the other one counts. Pure.

std::vector<charts::LayerPtr> windowLayers(const congestion::WatchSeries& series, bool sender);
std::vector<charts::LayerPtr> roundTripLayers(const congestion::WatchSeries& series, bool sender);
std::vector<charts::LayerPtr> rateLayers(const congestion::WatchSeries& series, bool sender);
/// Lanes: limited by, repeated (sender); out of order (receiver).
std::vector<charts::LayerPtr> ribbonLayers(const congestion::WatchSeries& series, bool sender,
                                           const theme::Palette& palette);
QString limitWord(congestion::LimitedBy limit); ///< "receiver's window"

} // namespace zonescope::ui::network
