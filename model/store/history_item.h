// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/congestion/connection_history.h"
#include "model/pipeline/history.h"
#include "model/pipeline/path_record.h"
#include "model/zone/zone_version.h"

#include <functional>
#include <variant>
#include <vector>

namespace zonescope::store {

/// What history is asked to write. A Flush has no row: it is answered when all before it is durable.
struct HistoryDifference
{
    base::ZoneId zone;
    zone::Changeset change;
    std::uint32_t keep = 0;
};
struct ForgetDifferences
{
    base::ZoneId zone;
};
struct HistoryFlush
{
    std::function<void(base::Status)> durable;
};
struct ClosedConnections
{
    std::vector<congestion::ClosedConnection> rows;
};
struct ConnectionMinutes
{
    std::vector<congestion::MinuteRow> rows;
};
/// The journal keeps the places: append only.
using HistoryItem = std::variant<pipeline::TransferAttempt, pipeline::Event, pipeline::Change,
                                 pipeline::SerialSpan, HistoryDifference, ForgetDifferences, HistoryFlush,
                                 pipeline::PathRecord, ClosedConnections, ConnectionMinutes>;

/// Appends an item to a group of the journal. Kinds and errors by word, as in the tables: a group may be read
/// by a newer program. A Flush leaves nothing.
void packItem(base::Bytes& into, const HistoryItem& item);
/// All items of a group. Errors: StoreCorrupt.
base::Result<std::vector<HistoryItem>> unpackItems(base::ByteView packed);

} // namespace zonescope::store
