// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/key_ring.h"
#include "model/schedule/zone_slot.h"
#include "model/transfer/transfer_job.h"
#include "model/zone/configuration.h"

#include <vector>

namespace zonescope::engine {

/// Whom to ask, in order: the operator's choice alone; else those that notified, then the zone's own order.
/// Values are copied, so that an edit during the transfer changes the next one. Errors: NoPrimary,
/// TsigSecretMissing (a primary's key has no secret here; such a primary is left out while others remain).
base::Result<std::vector<transfer::Target>> targetsFor(const zone::Zone& zone, const schedule::Work& work,
                                                       const zone::Configuration& configuration,
                                                       const dns::KeyRing& keys);

transfer::TransferJob::Mode modeOf(const schedule::Work& work);

} // namespace zonescope::engine
