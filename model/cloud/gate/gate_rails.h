// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/gate/gate.h"

namespace zonescope::cloud {

/// The guard rails that the change and the snapshot alone decide, without asking about flows.
std::vector<RailFinding> railsOf(const ChangePlan& plan, const NetworkModel& before,
                                 const GateSettings& settings);
/// Whether these prefixes together cover that one: exactly, by a wider one, or in pieces.
bool covered(const net::Prefix& prefix, const std::vector<net::Prefix>& by);

} // namespace zonescope::cloud
