// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/cloud/intent/drift.h"

#include <vector>

namespace zonescope::cloud {

enum class DriftState : std::uint8_t {
    Suspected, ///< seen, but not often enough
    Open,
    Closed,
};
std::string_view driftStateWord(DriftState state);
std::optional<DriftState> driftStateFromWord(std::string_view word);

/// A drift from when it was first seen until it was gone.
struct DriftEvent
{
    std::int64_t id = 0;  ///< of the database; 0: not kept yet
    DriftFinding finding; ///< as last seen
    DriftState state = DriftState::Suspected;
    base::Timestamp firstSeen{};
    base::Timestamp lastSeen{};
    base::Timestamp closedAt{};
    std::uint32_t seen = 0;   ///< scans in a row
    std::uint32_t absent = 0; ///< scans in a row without it, while open
    friend bool operator==(const DriftEvent&, const DriftEvent&) = default;
};

struct DriftPolicy
{
    std::uint32_t openAfter = 2; ///< scans in a row
    std::uint32_t closeAfter = 2;
};

struct DriftTransitions
{
    std::vector<DriftEvent> opened;
    std::vector<DriftEvent> closed;
};

/// Takes one evaluation into the events. With `newScan` false the same scan was judged again, because the
/// intent changed: nothing counts up, but what is no longer held against anything closes at once. What the
/// report does not know about stays as it is. Pure.
DriftTransitions advance(std::vector<DriftEvent>& events, const DriftReport& report, base::Timestamp now,
                         bool newScan, const DriftPolicy& policy = {});

} // namespace zonescope::cloud
