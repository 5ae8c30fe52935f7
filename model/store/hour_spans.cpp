// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/hour_spans.h"

#include "model/store/latency_rollup.h"

#include <algorithm>

namespace zonescope::store {

HourSpans::HourSpans(Database& database)
    : m_widen(database.prepare(
          "INSERT INTO hour_span(source, hour, first_id, last_id) VALUES(?,?,?,?) ON CONFLICT DO UPDATE SET "
          "first_id=min(first_id, excluded.first_id), last_id=max(last_id, excluded.last_id)"))
{
}

void HourSpans::add(HistorySource source, base::Timestamp at, std::uint64_t id)
{
    const auto [found, fresh] = m_added.try_emplace({source, hourOf(at)}, id, id);
    if (!fresh) {
        found->second.first = std::min(found->second.first, id);
        found->second.second = std::max(found->second.second, id);
    }
    note(id);
}

base::Status HourSpans::write()
{
    for (const auto& [key, ids] : m_added)
        if (auto done = m_widen.execute(key.first, key.second, ids.first, ids.second); !done)
            return done;
    m_added.clear();
    return {};
}

} // namespace zonescope::store
