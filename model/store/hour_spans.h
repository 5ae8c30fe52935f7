// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/history_source.h"
#include "model/store/sqlite.h"

#include <algorithm>
#include <map>
#include <utility>

namespace zonescope::store {

/// Which ids the rows of an hour have: ids rise with time, so a period is a range of ids and the tables need
/// no index on time. Writer thread only.
class HourSpans
{
public:
    explicit HourSpans(Database& database);

    void add(HistorySource source, base::Timestamp at, std::uint64_t id);
    /// An id that is in use without a row of its own yet.
    void note(std::uint64_t id) { m_highest = std::max(m_highest, id); }
    /// Writes what was added into the open transaction.
    base::Status write();
    void clear() { m_added.clear(); }                   ///< after a rollback
    std::uint64_t highest() const { return m_highest; } ///< of all added or noted

private:
    Statement m_widen;
    std::map<std::pair<HistorySource, std::int64_t>, std::pair<std::uint64_t, std::uint64_t>> m_added;
    std::uint64_t m_highest = 0;
};

} // namespace zonescope::store
