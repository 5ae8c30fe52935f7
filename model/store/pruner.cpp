// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/pruner.h"

#include "model/store/history_source.h"
#include "model/store/latency_rollup.h"

#include <algorithm>
#include <string>

namespace zonescope::store {
namespace {

constexpr int sliceRows = 4000; // about 10 ms with two indexes

} // namespace

void Pruner::begin(base::Timestamp olderThan)
{
    m_limit = m_limit ? std::max(*m_limit, olderThan) : olderThan;
    m_source = 0;
}

base::Status Pruner::sliceOfRows()
{
    const HistorySource source = historySources.at(m_source);
    const HistoryTable table = tableOf(source);
    const std::string name(table.name);
    const std::int64_t hour = hourOf(*m_limit);
    Statement remove = m_database.prepare(
        "DELETE FROM " + name + " WHERE id IN (SELECT id FROM " + name +
        " WHERE id <= (SELECT max(last_id) FROM hour_span WHERE source=?1 AND hour<=?2) AND " +
        std::string(table.time) + "<?3 ORDER BY id LIMIT ?4) RETURNING id");
    remove.start(source, hour, *m_limit, sliceRows);
    int removed = 0;
    const auto done = forEachRow(remove, [&removed]() -> base::Status {
        ++removed;
        return {};
    });
    if (!done)
        return done;
    if (removed == sliceRows)
        return {};
    ++m_source;
    return m_database.prepare("DELETE FROM hour_span WHERE source=? AND hour<?").execute(source, hour);
}

base::Status Pruner::finish()
{
    base::Status done;
    // ?2 is what the other statement with latencyOwners has there; here it is true.
    for (const LatencyOwner by : {LatencyOwner::Zone, LatencyOwner::Edge})
        if (done)
            done = m_database
                       .prepare("DELETE FROM latency WHERE by=?3 AND (owner, stage, hour) IN (" +
                                std::string(latencyOwners) +
                                "SELECT l.owner, l.stage, l.hour FROM known CROSS JOIN stages CROSS JOIN "
                                "latency AS l WHERE l.by=?3 AND l.owner=known.owner AND "
                                "l.stage=stages.stage AND l.hour<?1 AND ?2)")
                       .execute(hourOf(*m_limit), 1, by);
    if (done)
        done = m_database.prepare("DELETE FROM serial_span WHERE to_time<?").execute(*m_limit);
    if (done)
        done = m_database.prepare("DELETE FROM data_gap WHERE to_time<?").execute(*m_limit);
    if (done)
        done = m_database.prepare("DELETE FROM path_round WHERE at<?").execute(*m_limit);
    // What is gone is a gap like one in which we did not run.
    if (done)
        done = m_database.prepare("UPDATE meta SET value=max(value, ?) WHERE name='since'").execute(*m_limit);
    return done;
}

base::Status Pruner::slice()
{
    if (m_source < historySources.size())
        return sliceOfRows();
    auto done = finish();
    if (done)
        m_limit.reset();
    return done;
}

} // namespace zonescope::store
