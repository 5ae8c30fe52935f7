// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/snapshot.h"

#include <string>
#include <vector>

namespace zonescope::cloud {

enum class ChangeKind : std::uint8_t { Added, Removed, Changed };

/// One field of a changed resource: "Options.DnsSupport", canonical JSON before and after ("" where it was
/// not there).
struct FieldChange
{
    std::string path;
    std::string before;
    std::string after;
    friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

struct ResourceChange
{
    ChangeKind kind = ChangeKind::Changed;
    std::uint32_t before = Snapshot::none; ///< index in the older snapshot
    std::uint32_t after = Snapshot::none;  ///< index in the newer one
    std::vector<FieldChange> fields;       ///< of Changed
};

/// What differs, in the order of keys. What was missing in the newer snapshot because its scope could not be
/// read is no removal: `notSeen` counts it.
struct SnapshotDifference
{
    std::vector<ResourceChange> changes;
    std::size_t unchanged = 0;
    std::size_t notSeen = 0;
};
SnapshotDifference differenceOf(const Snapshot& older, const Snapshot& newer);

/// Field by field; lists are compared as a whole unless their items have names of their own. Fields that
/// providers compute anew at each answer (etags, counts of free addresses) and lists that are resources of
/// their own are left out.
std::vector<FieldChange> fieldChanges(const Resource& before, const Resource& after);

} // namespace zonescope::cloud
