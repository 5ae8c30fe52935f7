// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/connection_history.h"
#include "model/congestion/experiment/experiment_service.h"
#include "model/report/network_rows.h"
#include "model/store/store.h"

#include <vector>

namespace zonescope::engine {

// What a report says of the network, from what the store and the experiments hold. Pure but for the reader.

/// Of every primary and edge of the configuration. Errors: those of the reader.
base::Result<std::vector<pipeline::PathRecord>> readPaths(store::HistoryReader& history,
                                                          const zone::Configuration& configuration,
                                                          const pipeline::Period& period);
/// By network and algorithm; the 100 with the most connections.
std::vector<report::PeerRow> peerRows(const std::vector<congestion::MinuteRow>& minutes);
/// Every comparison of the experiments that ran in the period, newest first; of each path as well when there
/// are several. Nothing of one without a verdict but that.
std::vector<report::ExperimentRow> experimentRows(const congestion::ExperimentsSnapshot& experiments,
                                                  const pipeline::Period& period);

} // namespace zonescope::engine
