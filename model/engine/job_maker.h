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

/// The proxy of a primary with its password; nothing when it is reached directly.
std::optional<net::SocksProxy> proxyOf(const zone::Primary& primary, const zone::Configuration& configuration,
                                       const dns::KeyRing& keys);

/// A primary that is stuck at our serial must not hide a newer one behind it for ever: an operator's request
/// and every fourth check that nobody announced ask all primaries. Counts those checks.
bool asksEverybody(const schedule::Work& work, std::uint32_t& checksOfOne);
transfer::TransferJob::Mode modeOf(const schedule::Work& work);

} // namespace zonescope::engine
