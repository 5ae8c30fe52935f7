// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/row_selection.h"

#include "model/store/latency_rollup.h"

#include <limits>

namespace zonescope::store {
namespace {

constexpr std::size_t fewZones = 32; // with more, walking all rows backwards beats merging so many indexes

struct IdRange
{
    std::int64_t first = 1;
    std::int64_t last = 0;
};

base::Result<IdRange> idsOf(const Database& database, HistorySource source, const pipeline::Period& period,
                            std::uint64_t beforeId)
{
    Statement hours = database.prepare(
        "SELECT min(first_id), max(last_id) FROM hour_span WHERE source=? AND hour BETWEEN ? AND ?");
    hours.start(source, hourOf(period.from), hourOf(period.to));
    const auto row = hours.next();
    if (!row)
        return tl::unexpected<base::Error>(row.error());
    IdRange range;
    if (!*row || hours.isNull(0))
        return range;
    range = {hours.integer(0), hours.integer(1)};
    if (beforeId != 0)
        range.last = std::min(range.last, static_cast<std::int64_t>(beforeId) - 1);
    return range;
}

} // namespace

std::string inList(std::string_view column, int parameter, bool listed, bool plain)
{
    if (!listed)
        return {};
    return " AND " + std::string(plain ? "+" : "") + std::string(column) +
           " IN (SELECT value FROM json_each(?" + std::to_string(parameter) + "))";
}

pipeline::Period effectivePeriod(const pipeline::Period& period)
{
    if (period.from == base::Timestamp() && period.to == base::Timestamp())
        return {base::Timestamp(), base::fromMicroseconds(std::numeric_limits<std::int64_t>::max())};
    return period;
}

base::Status selectRows(const Database& database, const RowSelection& selection,
                        const pipeline::HistoryFilter& filter,
                        const std::function<base::Result<bool>(const Statement&)>& take)
{
    const pipeline::Period period = effectivePeriod(filter.period);
    const auto range = idsOf(database, selection.source, period, filter.beforeId);
    if (!range)
        return tl::unexpected<base::Error>(range.error());
    const HistoryTable table = tableOf(selection.source);
    const std::string time(table.time);
    const std::string sql = "SELECT " + std::string(selection.columns) + " FROM " + std::string(table.name) +
                            " WHERE id BETWEEN ?1 AND ?2 AND " + time + ">=?3 AND " + time + "<?4" +
                            inList("zone", 5, !filter.zones.empty(), filter.zones.size() > fewZones) +
                            inList("primary_server", 6, !filter.primaries.empty()) +
                            inList("edge", 7, selection.hasEdge && !filter.edges.empty()) +
                            " ORDER BY id DESC";
    // The strings live until the last row is read.
    const std::string zones = jsonList(filter.zones);
    const std::string primaries = jsonList(filter.primaries);
    const std::string edges = jsonList(filter.edges);
    Statement rows = database.prepare(sql);
    const std::size_t parameters = rows.parameterCount();
    rows.start(range->first, range->last, period.from, period.to);
    if (parameters >= 5)
        rows.bindText(5, zones);
    if (parameters >= 6)
        rows.bindText(6, primaries);
    if (parameters >= 7)
        rows.bindText(7, edges);
    for (;;) {
        const auto more = rows.next();
        if (!more)
            return tl::unexpected<base::Error>(more.error());
        if (!*more)
            return {};
        const auto goOn = take(rows);
        if (!goOn)
            return tl::unexpected<base::Error>(goOn.error());
        if (!*goOn)
            return {};
    }
}

} // namespace zonescope::store
