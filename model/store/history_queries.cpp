// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/history_queries.h"

#include "model/store/change_codec.h"
#include "model/store/connection_rows.h"
#include "model/store/difference_codec.h"
#include "model/store/history_rows.h"
#include "model/store/latency_rollup.h"
#include "model/store/path_history.h"
#include "model/store/row_selection.h"

#include <algorithm>
#include <string>

namespace zonescope::store {
namespace {

using base::Result;

auto failed(const base::Error& error)
{
    return tl::unexpected<base::Error>(error);
}

/// Collects rows into a vector until the limit is reached.
template <class Row, class Make>
Result<std::vector<Row>> collect(const Database& database, const RowSelection& selection,
                                 const pipeline::HistoryFilter& filter, Make make)
{
    std::vector<Row> found;
    const auto done = selectRows(database, selection, filter, [&](const Statement& row) -> Result<bool> {
        if (found.size() >= filter.limit)
            return false;
        auto made = make(row);
        if (!made)
            return failed(made.error());
        if (*made)
            found.push_back(std::move(**made));
        return found.size() < filter.limit;
    });
    if (!done)
        return failed(done.error());
    return found;
}

} // namespace

HistoryQueries::HistoryQueries(Database database)
    : m_database(std::move(database))
    , m_words(m_database)
{
}

Result<std::vector<pipeline::Change>> HistoryQueries::changes(const pipeline::HistoryFilter& filter)
{
    const auto wanted = [&filter](const pipeline::Change& change) {
        return filter.edges.empty() ||
               std::ranges::any_of(change.edges, [&filter](const pipeline::EdgeArrival& arrival) {
                   return std::ranges::find(filter.edges, arrival.edge) != filter.edges.end();
               });
    };
    using Made = Result<std::optional<pipeline::Change>>;
    return collect<pipeline::Change>(
        m_database, {HistorySource::Change, changeColumns}, filter, [&](const Statement& row) -> Made {
            pipeline::Change change = readChange(row);
            if (const auto samples = unpackSamples(changeSamples(row), m_words, change); !samples)
                return failed(samples.error());
            return wanted(change) ? std::optional(std::move(change)) : std::nullopt;
        });
}

Result<std::vector<pipeline::TransferAttempt>> HistoryQueries::attempts(const pipeline::HistoryFilter& filter)
{
    return collect<pipeline::TransferAttempt>(
        m_database, {HistorySource::Attempt, attemptColumns}, filter,
        [&](const Statement& row) { return readAttempt(row, m_words); });
}

Result<std::vector<pipeline::Event>> HistoryQueries::events(const pipeline::HistoryFilter& filter)
{
    return collect<pipeline::Event>(m_database, {HistorySource::Event, eventColumns, true}, filter,
                                    [&](const Statement& row) { return readEvent(row, m_words); });
}

Result<std::vector<pipeline::HourlyLatency>> HistoryQueries::latency(const pipeline::HistoryFilter& filter,
                                                                     bool byEdge)
{
    const pipeline::Period period = effectivePeriod(filter.period);
    const bool listed = byEdge ? !filter.edges.empty() : !filter.zones.empty();
    const std::string owners = byEdge ? jsonList(filter.edges) : jsonList(filter.zones);
    Statement rows = m_database.prepare(
        std::string(latencyOwners) +
        "SELECT l.hour, l.owner, l.stage, l.histogram FROM known CROSS JOIN stages CROSS JOIN latency AS l "
        "WHERE l.by=?3 AND l.owner=known.owner AND l.stage=stages.stage AND l.hour BETWEEN ?1 AND ?2" +
        inList("known.owner", 5, listed) + " ORDER BY l.hour DESC, l.owner, l.stage LIMIT ?4");
    const auto limit = std::min<std::size_t>(filter.limit, 1U << 31);
    rows.start(hourOf(period.from), hourOf(period.to - base::Duration(1)),
               byEdge ? LatencyOwner::Edge : LatencyOwner::Zone, limit);
    if (listed)
        rows.bindText(5, owners);
    std::vector<pipeline::HourlyLatency> found;
    const auto done = forEachRow(rows, [&]() -> base::Status {
        auto histogram = pipeline::Histogram::unpack(rows.blob(3));
        if (!histogram)
            return failed(histogram.error());
        found.push_back(readLatency(rows, byEdge, std::move(*histogram)));
        return {};
    });
    if (!done)
        return failed(done.error());
    std::ranges::reverse(found); // charts run from left to right
    return found;
}

Result<std::vector<pipeline::SerialSpan>> HistoryQueries::serials(const pipeline::HistoryFilter& filter)
{
    const pipeline::Period period = effectivePeriod(filter.period);
    const std::string zones = jsonList(filter.zones);
    const std::string edges = jsonList(filter.edges);
    const std::string primaries = jsonList(filter.primaries);
    // Lists of servers select servers; our own store (neither edge nor primary) is part of every answer.
    const bool servers = !filter.edges.empty() || !filter.primaries.empty();
    Statement rows = m_database.prepare(
        std::string("SELECT zone, edge, primary_server, serial, failure, from_time, to_time FROM serial_span "
                    "WHERE to_time>=?1 AND from_time<?2 AND id < ?3") +
        (servers ? " AND ((edge=0 AND primary_server=0) OR (edge<>0 AND edge IN (SELECT value FROM "
                   "json_each(?5))) OR (primary_server<>0 AND primary_server IN (SELECT value FROM "
                   "json_each(?6))))"
                 : "") +
        inList("zone", 7, !filter.zones.empty()) + " ORDER BY from_time DESC, id DESC LIMIT ?4");
    rows.start(period.from, period.to, std::numeric_limits<std::int64_t>::max(),
               std::min<std::size_t>(filter.limit, 1U << 31));
    if (servers) {
        rows.bindText(5, edges);
        rows.bindText(6, primaries);
    }
    if (!filter.zones.empty())
        rows.bindText(7, zones);
    std::vector<pipeline::SerialSpan> found;
    const auto done = forEachRow(rows, [&]() -> base::Status {
        found.push_back(readSpan(rows, m_words));
        return {};
    });
    if (!done)
        return failed(done.error());
    return found;
}

Result<std::vector<pipeline::PathRecord>>
HistoryQueries::paths(const net::Endpoint& target, const pipeline::Period& period, std::size_t limit)
{
    return readPaths(m_database, target, period, limit);
}

Result<std::vector<pipeline::PathRecord>> HistoryQueries::newestPaths()
{
    return readNewestPaths(m_database);
}

Result<std::vector<pipeline::DataGap>> HistoryQueries::gaps(const pipeline::Period& wanted)
{
    const pipeline::Period period = effectivePeriod(wanted);
    std::vector<pipeline::DataGap> found;
    // Before the first start, or before what retention left, there is nothing either.
    const auto since = m_database.value("SELECT value FROM meta WHERE name='since'");
    if (!since)
        return failed(since.error());
    const base::Timestamp begin = base::fromMicroseconds(*since);
    if (period.from < begin)
        found.push_back({{period.from, std::min(begin, period.to)}});
    Statement rows = m_database.prepare(
        "SELECT from_time, to_time FROM data_gap WHERE to_time>? AND from_time<? ORDER BY from_time");
    rows.start(std::max(period.from, begin), period.to);
    const auto done = forEachRow(rows, [&]() -> base::Status {
        found.push_back({{std::max({rows.time(0), period.from, begin}), std::min(rows.time(1), period.to)}});
        return {};
    });
    if (!done)
        return failed(done.error());
    return found;
}

Result<std::vector<congestion::ClosedConnection>>
HistoryQueries::connections(const congestion::ConnectionFilter& filter)
{
    return readConnections(m_database, m_words, filter);
}

Result<std::vector<congestion::MinuteRow>> HistoryQueries::minutes(const pipeline::Period& period,
                                                                   const std::optional<net::Prefix>& peer)
{
    return readMinutes(m_database, m_words, period, peer);
}

Result<std::vector<std::uint32_t>> HistoryQueries::keptVersions(base::ZoneId zone)
{
    Statement rows =
        m_database.prepare("SELECT from_serial, to_serial FROM difference WHERE zone=? ORDER BY id DESC");
    rows.start(zone);
    std::vector<std::uint32_t> serials;
    for (;;) {
        const auto more = rows.next();
        if (!more)
            return failed(more.error());
        const auto from = *more ? static_cast<std::uint32_t>(rows.integer(0)) : 0;
        const auto to = *more ? static_cast<std::uint32_t>(rows.integer(1)) : 0;
        if (!*more || (!serials.empty() && serials.back() != to)) // no difference leads further back
            return serials;
        if (serials.empty())
            serials.push_back(to);
        serials.push_back(from);
    }
}

Result<std::vector<zone::Changeset>> HistoryQueries::changesets(base::ZoneId zone, std::uint32_t fromSerial,
                                                                std::uint32_t toSerial)
{
    std::vector<zone::Changeset> found;
    if (fromSerial == toSerial)
        return found;
    Statement rows = m_database.prepare(
        "SELECT from_serial, to_serial, packed FROM difference WHERE zone=? ORDER BY id DESC");
    rows.start(zone);
    std::optional<std::uint32_t> next; // the serial whose difference is wanted next; nothing: not reached yet
    for (;;) {
        const auto more = rows.next();
        if (!more)
            return failed(more.error());
        if (!*more)
            break;
        const auto to = static_cast<std::uint32_t>(rows.integer(1));
        if (!next && to != toSerial)
            continue;
        if (next && to != *next)
            break;
        auto change = unpackDifference(rows.blob(2));
        if (!change)
            return failed(change.error());
        next = change->fromSerial;
        found.push_back(std::move(*change));
        if (*next == fromSerial) {
            std::ranges::reverse(found);
            return found;
        }
    }
    return base::fail(base::ErrorCode::NotFound, "no kept differences lead from serial " +
                                                     std::to_string(fromSerial) + " to " +
                                                     std::to_string(toSerial));
}

} // namespace zonescope::store
