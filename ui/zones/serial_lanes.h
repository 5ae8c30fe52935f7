// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/swimlane_layer.h"
#include "ui/models/zone_book.h"

#include <optional>

namespace zonescope::ui::zones {

/// What the lanes are measured against: one serial and the moment it came into the world.
struct SerialFocus
{
    std::uint32_t serial = 0;
    base::Timestamp changedAt;
    base::Duration lateAfter{5'000'000};
};

/// Lanes "primary, Zonescope, every edge" from what history observed in the period. Pure.
std::vector<charts::Lane> serialLanes(const engine::SerialsAnswer& answer, const SerialFocus& focus,
                                      const pipeline::Period& period, const text::Names& names);

/// The stretch of time that tells the story of one change: from shortly before it until every edge has it, at
/// least eight minutes and, while some edge is still behind, at most twenty: arrivals are seconds apart.
pipeline::Period periodAround(base::Timestamp changedAt, std::optional<base::Timestamp> visibleAt,
                              base::Timestamp now);

} // namespace zonescope::ui::zones
