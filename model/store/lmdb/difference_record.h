// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/store/lmdb/zone_row.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::store {

/// Entries by key; nothing: removed.
using EntryChanges = std::map<std::string, std::optional<std::string>, std::less<>>;

/// One zone's difference in the journal: fits only onto exactly `before`, whose digest is part of it, and
/// makes `after` of it.
struct DifferenceRecord
{
    base::ZoneId zone;
    ZoneRow before;
    ZoneRow after;
    EntryChanges changes; ///< keys with the zone's prefix
};

/// All zones of one commit: one group of the journal.
base::Bytes packDifferences(const std::vector<DifferenceRecord>& records);
/// Errors: StoreCorrupt.
base::Result<std::vector<DifferenceRecord>> unpackDifferences(base::ByteView packed);

} // namespace zonescope::store
