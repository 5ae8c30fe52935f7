// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/path_history.h"

#include "model/store/row_selection.h"

#include <algorithm>

namespace zonescope::store {
namespace {

constexpr std::string_view columns =
    "SELECT at, target, tcp, route, length, sent, received, best, worst, usual, nsid, hops FROM path_round ";

std::optional<base::Duration> duration(const Statement& row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(base::Duration(row.integer(column)));
}

base::Result<std::vector<pipeline::PathRecord>> readAll(Statement& rows)
{
    std::vector<pipeline::PathRecord> found;
    const auto done = forEachRow(rows, [&]() -> base::Status {
        const auto target = net::Endpoint::fromText(rows.text(1));
        if (!target)
            return base::fail(base::ErrorCode::StoreCorrupt, "path_round: " + target.error().detail);
        pipeline::PathRecord record;
        record.at = rows.time(0);
        record.target = *target;
        record.tcp = rows.integer(2) != 0;
        record.route = static_cast<std::uint64_t>(rows.integer(3));
        record.length = static_cast<std::uint8_t>(rows.integer(4));
        record.sent = static_cast<std::uint32_t>(rows.integer(5));
        record.received = static_cast<std::uint32_t>(rows.integer(6));
        record.best = duration(rows, 7);
        record.worst = duration(rows, 8);
        record.usual = duration(rows, 9);
        record.nsid = rows.text(10);
        record.hops = rows.text(11);
        found.push_back(std::move(record));
        return {};
    });
    if (!done)
        return tl::unexpected<base::Error>(done.error());
    return found;
}

} // namespace

base::Status putPath(Statement& statement, const pipeline::PathRecord& record)
{
    // The name of a route has 64 bits; SQLite's numbers have a sign.
    return statement.execute(
        record.at, record.target.toText(), record.tcp, static_cast<std::int64_t>(record.route), record.length,
        record.sent, record.received, record.best, record.worst, record.usual, record.nsid, record.hops);
}

base::Result<std::vector<pipeline::PathRecord>> readPaths(const Database& database,
                                                          const net::Endpoint& target,
                                                          const pipeline::Period& wanted, std::size_t limit)
{
    const pipeline::Period period = effectivePeriod(wanted);
    Statement rows = database.prepare(std::string(columns) +
                                      "WHERE target=?1 AND at>=?2 AND at<?3 ORDER BY at DESC LIMIT ?4");
    const std::string name = target.toText(); // lives as long as the rows are read
    rows.start(name, period.from, period.to, std::min<std::size_t>(limit, 1U << 31));
    auto found = readAll(rows);
    if (found)
        std::ranges::reverse(*found);
    return found;
}

base::Result<std::vector<pipeline::PathRecord>> readNewestPaths(const Database& database)
{
    Statement rows = database.prepare(std::string(columns) +
                                      "WHERE id IN (SELECT max(id) FROM path_round GROUP BY target, tcp)");
    rows.start();
    return readAll(rows);
}

} // namespace zonescope::store
