// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/configuration.h"
#include "ui/models/add_zones_model.h"

#include <map>

namespace zonescope::ui::zones {

/// Puts the wished zones into a configuration together with the primaries, edges and keys that are missing.
/// Edges: names of known ones, "name=address", or bare addresses. Errors as Configuration's, the detail names
/// the zone.
base::Status addZones(zone::Configuration& configuration, const std::vector<models::ZoneWish>& wishes,
                      const std::map<QString, dns::TsigKey>& newKeys);

/// Secrets of the new keys by the ids they got in this configuration.
std::map<base::KeyId, base::Bytes> secretsFor(const zone::Configuration& configuration,
                                              const std::map<QString, dns::TsigKey>& newKeys);

} // namespace zonescope::ui::zones
