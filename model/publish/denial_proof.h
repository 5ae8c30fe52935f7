// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/zone_version.h"

#include <optional>
#include <string_view>

namespace zonescope::publish {

/// The owner whose NSEC record covers or matches the name with this key (RFC 4034 section 4): the name itself
/// or its predecessor among the names that have one. Nothing when the zone has no NSEC chain.
std::optional<zone::OwnerView> nsecFor(const zone::ZoneVersion& zone, std::string_view key);

} // namespace zonescope::publish
