// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/history.h"
#include "model/store/words.h"

#include <map>
#include <optional>
#include <tuple>

namespace zonescope::store {

/// Joins observations of one server that say the same into one row. A span never reaches over a time in which
/// we were not running: spans from before this start are left alone. Writer thread only.
class SerialSpans
{
public:
    /// runningSince: only spans observed since are extended.
    SerialSpans(Database& database, Words& words, base::Timestamp runningSince);

    base::Status add(const pipeline::SerialSpan& span);
    /// After a rollback: ask the database again what the newest spans are.
    void clear() { m_newest.clear(); }
    /// Observation was interrupted (the machine slept).
    void interrupt(base::Timestamp resumedAt);

private:
    using Server = std::tuple<base::ZoneId, base::EdgeId, base::PrimaryId>;
    struct Newest
    {
        std::int64_t row = 0; ///< 0: none since the start
        std::optional<std::uint32_t> serial;
        std::optional<std::int64_t> failure;
        base::Timestamp to;
    };
    base::Result<Newest*> newest(const pipeline::SerialSpan& span);

    Words& m_words;
    base::Timestamp m_runningSince;
    Statement m_find, m_insert, m_extend;
    std::map<Server, Newest> m_newest;
};

} // namespace zonescope::store
