// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

#include <cstdint>
#include <string>
#include <vector>

namespace zonescope::report {

/// The clouds' part of a report: the newest snapshot as numbers and stable words ("aws", "route-table",
/// "open-to-world"); Wording::cloudWord gives the reader's. Plain values; any thread.
struct CloudSection
{
    struct InventoryRow
    {
        std::string provider, kind, account, region;
        std::uint64_t count = 0;
        friend bool operator==(const InventoryRow&, const InventoryRow&) = default;
    };
    struct FindingRow
    {
        std::string severity, check, resource, evidence;
        std::string known; ///< why it may stay; empty: nobody said so
        friend bool operator==(const FindingRow&, const FindingRow&) = default;
    };
    struct DriftRow
    {
        std::string kind, resource, part, field, expected, actual;
        std::string owner; ///< who else takes care of it
        friend bool operator==(const DriftRow&, const DriftRow&) = default;
    };
    /// What could not be read, so that its absence says nothing.
    struct Gap
    {
        std::string provider, account, region, what, state, detail;
        friend bool operator==(const Gap&, const Gap&) = default;
    };

    std::string snapshot;
    base::Timestamp takenAt{};
    std::vector<InventoryRow> inventory;
    std::vector<FindingRow> findings;
    bool intentKnown = false; ///< without an intent nothing can drift
    std::vector<DriftRow> drift;
    std::vector<Gap> gaps;
    std::string topology; ///< an SVG element; empty: no network
};

} // namespace zonescope::report
