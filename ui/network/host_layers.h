// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/monitor.h"
#include "ui/charts/layer.h"

namespace zonescope::ui::network {

// From the host's samples to charts and tables. Pure.

/// A second, of one counter; gaps where nothing is known.
charts::LayerPtr rateLayer(const QString& name, int series, const congestion::HostHistory& history,
                           congestion::HostCounter counter);
/// Sum over all interfaces of what their queues dropped a second, and of what waits in them now.
charts::LayerPtr queueDropLayer(const QString& name, int series, const congestion::HostHistory& history);
charts::LayerPtr backlogLayer(const QString& name, int series, const congestion::HostHistory& history);
charts::LayerPtr routeMarks(const congestion::HostHistory& history);

/// Newest rate of a counter; nothing when not known.
std::optional<double> newestRate(const congestion::HostHistory& history, congestion::HostCounter counter);
/// How far a counter rose over what is kept.
std::uint64_t rise(const congestion::HostHistory& history, congestion::HostCounter counter);
std::uint64_t queueDropRise(const congestion::HostHistory& history);

QString routeText(const congestion::RouteChange& change, const congestion::HostHistory& history);

} // namespace zonescope::ui::network
