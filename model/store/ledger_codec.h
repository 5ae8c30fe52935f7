// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/schedule/work_ledger.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace zonescope::store {

/// What one commit of the ledger changes: whole rows as they are then, so that a group read twice does no
/// harm.
struct LedgerGroup
{
    std::vector<base::ZoneId> removed; ///< before the rows: an id never comes again, but order costs nothing
    std::vector<schedule::LedgerRow> rows;
    std::vector<schedule::TimerRow> timers;
    std::optional<schedule::Offset> next; ///< a row that goes could take the highest offset with it

    bool empty() const { return removed.empty() && rows.empty() && timers.empty() && !next; }
};

/// Varints, some 20 octets a row.
base::Bytes packLedgerGroup(const LedgerGroup& group);
/// Errors: StoreCorrupt.
base::Result<LedgerGroup> unpackLedgerGroup(base::ByteView packed);

/// The last word on each zone of a series of groups.
struct LedgerChanges
{
    std::unordered_map<base::ZoneId, std::optional<schedule::LedgerRow>> rows;  ///< nothing: removed
    std::unordered_map<base::ZoneId, std::optional<schedule::TimerRow>> timers; ///< nothing: removed
    schedule::Offset next = 0;

    void add(const LedgerGroup& group);
    bool empty() const { return rows.empty() && timers.empty(); }
};

} // namespace zonescope::store
