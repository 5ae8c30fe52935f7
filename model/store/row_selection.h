// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/history.h"
#include "model/store/history_source.h"
#include "model/store/sqlite.h"

#include <functional>
#include <string>

namespace zonescope::store {

/// "[3,17]": a list of ids as JSON, which SQLite takes as one parameter of any length.
template <class Id>
std::string jsonList(const std::vector<Id>& ids)
{
    std::string text = "[";
    for (const Id id : ids) {
        if (text.size() > 1)
            text += ',';
        text += std::to_string(id.value);
    }
    return text + ']';
}

/// " AND edge IN (SELECT value FROM json_each(?4))", nothing for an empty list. `plain` keeps SQLite from
/// using an index on the column.
std::string inList(std::string_view column, int parameter, bool listed, bool plain = false);

/// An empty period is all of time.
pipeline::Period effectivePeriod(const pipeline::Period& period);

/// Newest rows of one of the tables first, for a filter: the period becomes a range of ids (hour_span), so
/// that even the oldest page of 90 days is found without looking at the others.
/// `take` gives false to stop.
struct RowSelection
{
    HistorySource source;
    std::string_view columns;
    bool hasEdge = false; ///< the table has a column edge
};
base::Status selectRows(const Database& database, const RowSelection& selection,
                        const pipeline::HistoryFilter& filter,
                        const std::function<base::Result<bool>(const Statement&)>& take);

} // namespace zonescope::store
