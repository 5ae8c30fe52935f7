// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/zone_version.h"

#include <cstdint>
#include <vector>

namespace zonescope::engine {

/// Several differences, oldest first, as one: a record that came and went is in neither list. Records in
/// canonical order; at most `limit` of them (0: all), `truncated` says so. Pure.
zone::Difference combine(const dns::Name& apex, const std::vector<zone::Changeset>& chain,
                         std::uint64_t limit);
/// The same way back.
zone::Difference reversed(zone::Difference difference);

} // namespace zonescope::engine
