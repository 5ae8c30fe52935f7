// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/connection_rows.h"

#include "model/base/log.h"

#include <algorithm>

namespace zonescope::store {
namespace {

using base::Status;

constexpr int pruneRows = 8000;
constexpr base::Duration clockWasSet{1'000'000};

base::ByteView octetsOf(const net::IpAddress& address)
{
    return base::ByteView(address.octets()).first(address.family() == net::Family::V4 ? 4 : 16);
}

/// Of the network: the octets that count, so that /24 takes three.
base::ByteView octetsOf(const net::Prefix& network)
{
    return base::ByteView(network.address.octets()).first(network.length / 8U);
}

constexpr std::string_view insertSql =
    "INSERT INTO connection(id, cookie, first_seen, state, local, local_port, remote, remote_port, "
    "algorithm, "
    "user, rtt, min_rtt, receive_rtt, send_window, retransmits, spurious, timeouts, out_of_order, "
    "receive_space, bytes_sent, bytes_acked, bytes_retransmitted, bytes_received, segments_out, segments_in, "
    "busy, receiver_limited, buffer_limited) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

} // namespace

ConnectionRows::ConnectionRows(Database& database, Words& words)
    : m_database(database)
    , m_words(words)
    , m_insert(database.prepare(insertSql))
    , m_exists(database.prepare("SELECT 1 FROM connection WHERE id=?"))
    , m_count(database.prepare("INSERT INTO meta(name, value) VALUES('connection_rows', ?1) ON CONFLICT DO "
                               "UPDATE SET value=max(0, value + ?1)"))
    , m_readMinute(
          database.prepare("SELECT figures FROM connection_minute WHERE minute=? AND peer=? AND algorithm=?"))
    , m_putMinute(database.prepare(
          "INSERT OR REPLACE INTO connection_minute(minute, peer, algorithm, figures) VALUES(?,?,?,?)"))
    , m_prune(database.prepare("DELETE FROM connection WHERE id IN (SELECT id FROM connection WHERE id<?1 "
                               "ORDER BY id LIMIT ?2) RETURNING id"))
{
}

void ConnectionRows::rolledBack()
{
    m_lastId = 0;
}

base::Result<std::optional<std::int64_t>> ConnectionRows::algorithmWord(std::string_view name)
{
    if (name.empty())
        return std::nullopt;
    const auto id = m_words.id(name);
    if (!id)
        return tl::unexpected<base::Error>(id.error());
    return *id;
}

/// Times of one run rise. After a start, or when the clock was set back, an id may be taken.
base::Result<std::int64_t> ConnectionRows::freeId(std::int64_t wanted)
{
    if (m_lastId != 0 && wanted > m_lastId)
        return m_lastId = wanted;
    if (m_lastId != 0 && m_lastId - wanted < clockWasSet.count())
        wanted = m_lastId + 1;
    for (;; ++wanted) {
        m_exists.start(wanted);
        const auto taken = m_exists.next();
        m_exists.reset();
        if (!taken)
            return tl::unexpected<base::Error>(taken.error());
        if (!*taken)
            return m_lastId = wanted;
    }
}

Status ConnectionRows::put(const congestion::ClosedConnection& row)
{
    const congestion::Connection& connection = row.connection;
    const congestion::TcpCounters& c = connection.counters;
    const auto id = freeId(base::toMicroseconds(row.closedAt));
    if (!id)
        return tl::unexpected<base::Error>(id.error());
    const auto algorithm = algorithmWord(connection.algorithm());
    if (!algorithm)
        return tl::unexpected<base::Error>(algorithm.error());
    return m_insert.execute(
        *id, connection.cookie, row.firstSeen, connection.state, octetsOf(connection.local.address),
        connection.local.port, octetsOf(connection.remote.address), connection.remote.port, *algorithm,
        connection.userId, c.rttUs, c.minRttUs, c.receiveRttUs, c.congestionWindow, c.totalRetransmits,
        c.spuriousRetransmits, c.timeouts, c.outOfOrderReceived, c.receiveSpace, c.bytesSent, c.bytesAcked,
        c.bytesRetransmitted, c.bytesReceived, c.segmentsOut, c.segmentsIn, c.busyUs, c.receiverLimitedUs,
        c.sendBufferLimitedUs);
}

Status ConnectionRows::changeCount(std::int64_t by)
{
    return m_count.execute(by);
}

Status ConnectionRows::put(std::span<const congestion::ClosedConnection> rows)
{
    for (const congestion::ClosedConnection& row : rows)
        if (auto done = put(row); !done)
            return done;
    return changeCount(static_cast<std::int64_t>(rows.size()));
}

Status ConnectionRows::put(std::span<const congestion::MinuteRow> minutes)
{
    for (const congestion::MinuteRow& row : minutes) {
        const auto algorithm = algorithmWord(row.key.algorithm);
        if (!algorithm)
            return tl::unexpected<base::Error>(algorithm.error());
        const std::int64_t word = algorithm->value_or(0); // 0 is no word: unknown
        const base::ByteView peer = octetsOf(row.key.peer);
        congestion::MinuteFigures figures = row.figures;
        m_readMinute.start(row.key.minute, peer, word);
        const auto found = m_readMinute.next();
        if (!found)
            return tl::unexpected<base::Error>(found.error());
        if (*found) {
            if (const auto stored = congestion::MinuteFigures::unpack(m_readMinute.blob(0)))
                figures.merge(*stored);
            else // one minute of one network is lost; refusing all new data would be worse
                base::log(base::LogCategory::Store, base::LogLevel::Warning,
                          "history.sqlite: damaged figures of a minute were started anew");
        }
        m_readMinute.reset();
        const base::Bytes packed = figures.pack();
        if (auto done = m_putMinute.execute(row.key.minute, peer, word, base::viewOf(packed)); !done)
            return done;
    }
    return {};
}

base::Result<bool> ConnectionRows::prune(const congestion::LogLimits& limits, base::Timestamp now)
{
    const auto rows = m_database.value("SELECT value FROM meta WHERE name='connection_rows'");
    if (!rows)
        return tl::unexpected<base::Error>(rows.error());
    const auto most = static_cast<std::int64_t>((std::uint64_t{limits.megabytes} << 20U) / rowOctets);
    // Too much: from the oldest, whatever its age.
    const std::int64_t surplus = std::min<std::int64_t>(pruneRows, std::max<std::int64_t>(0, *rows - most));
    const base::Timestamp limit =
        surplus > 0 ? now + std::chrono::hours(24 * 366) : now - std::chrono::hours(24) * limits.days;
    m_prune.start(limit, surplus > 0 ? surplus : std::int64_t{pruneRows});
    std::int64_t removed = 0;
    const auto done = forEachRow(m_prune, [&removed]() -> base::Status {
        ++removed;
        return {};
    });
    if (!done)
        return tl::unexpected<base::Error>(done.error());
    m_prune.reset();
    if (removed > 0)
        if (const auto counted = changeCount(-removed); !counted)
            return tl::unexpected<base::Error>(counted.error());
    return removed == pruneRows || (surplus > 0 && removed == surplus);
}

} // namespace zonescope::store
