// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/history_writer.h"

#include "model/store/path_history.h"

#include "model/store/change_codec.h"
#include "model/store/difference_codec.h"

namespace zonescope::store {
namespace {

using base::Status;

constexpr std::size_t largestDifference = 16U << 20; // octets packed; larger changes are not kept
constexpr std::size_t largestOfZone = 64U << 20;     // all kept differences of a zone together

constexpr std::string_view attemptSql =
    "INSERT OR REPLACE INTO attempt(id, zone, apex, primary_server, address, key_name, kind, started_at, "
    "duration, from_serial, to_serial, records, bytes, messages, rcode, extended_error, extended_text, "
    "error, "
    "detail, triggers, tcp_rtt, tcp_rtt_var, tcp_min_rtt, tcp_receive_rtt, tcp_retransmits, "
    "tcp_out_of_order, "
    "tcp_send_window, tcp_receive_space, tcp_bytes_received, tcp_bytes_acked, tcp_delivery_rate, "
    "transport, nsid, route, cookie, verdict, flow) "
    "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr std::string_view eventSql =
    "INSERT OR REPLACE INTO event(id, at, stage, severity, kind, zone, primary_server, edge, change_id, "
    "from_serial, to_serial, address, transfer_kind, records, duration, error, detail, via, before_value, "
    "after_value) "
    "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
// An upsert, not a replace: the entry in the index stays where it is.
constexpr std::string_view changeSql =
    "INSERT INTO change(id, zone, started_at, from_serial, to_serial, triggers, primary_server, kind, added, "
    "removed, complete, samples) VALUES(?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET "
    "zone=excluded.zone, "
    "started_at=excluded.started_at, from_serial=excluded.from_serial, to_serial=excluded.to_serial, "
    "triggers=excluded.triggers, primary_server=excluded.primary_server, kind=excluded.kind, "
    "added=excluded.added, removed=excluded.removed, complete=max(complete, excluded.complete), "
    "samples=excluded.samples";
// The newest ?2 rows, as far as they fit into ?3 octets together.
constexpr std::string_view shortenSql =
    "DELETE FROM difference WHERE zone=?1 AND id <= ("
    "SELECT max(id) FROM (SELECT id, row_number() OVER newest AS position, sum(size) OVER newest AS total "
    "FROM difference WHERE zone=?1 WINDOW newest AS (ORDER BY id DESC)) WHERE position > ?2 OR total > ?3)";

std::optional<std::string_view> detailOf(const std::optional<base::Error>& error)
{
    if (!error || error->detail.empty())
        return std::nullopt;
    return error->detail;
}

} // namespace

HistoryWriter::HistoryWriter(Database& database, base::Timestamp runningSince)
    : m_words(database)
    , m_rollup(database)
    , m_spans(database, m_words, runningSince)
    , m_hours(database)
    , m_connections(database, m_words)
    , m_attempt(database.prepare(attemptSql))
    , m_event(database.prepare(eventSql))
    , m_change(database.prepare(changeSql))
    , m_wasComplete(database.prepare("SELECT complete FROM change WHERE id=?"))
    , m_difference(database.prepare(
          "INSERT INTO difference(zone, from_serial, to_serial, size, packed) VALUES(?,?,?,?,?)"))
    , m_forgetDifferences(database.prepare("DELETE FROM difference WHERE zone=?"))
    , m_shorten(database.prepare(shortenSql))
    , m_gap(database.prepare("INSERT OR REPLACE INTO data_gap(from_time, to_time) VALUES(?,?)"))
    , m_meta(database.prepare("INSERT OR REPLACE INTO meta(name, value) VALUES(?,?)"))
    , m_path(database.prepare(putPathSql))
    , m_raiseMeta(database.prepare("INSERT INTO meta(name, value) VALUES(?,?) ON CONFLICT DO UPDATE SET "
                                   "value=max(value, excluded.value)"))
{
}

base::Result<std::optional<std::int64_t>> HistoryWriter::word(const std::optional<base::Error>& error)
{
    if (!error)
        return std::nullopt;
    const auto id = m_words.id(base::errorName(error->code));
    if (!id)
        return tl::unexpected<base::Error>(id.error());
    return *id;
}

Status HistoryWriter::put(const pipeline::TransferAttempt& attempt)
{
    const auto error = word(attempt.error);
    if (!error)
        return tl::unexpected<base::Error>(error.error());
    const auto tcp = [&attempt](auto net::TcpInfo::*field) {
        return attempt.tcpInfo ? std::optional(static_cast<std::int64_t>((*attempt.tcpInfo).*field))
                               : std::nullopt;
    };
    using net::TcpInfo;
    const base::Bytes flow = attempt.flow ? attempt.flow->pack() : base::Bytes();
    m_hours.add(HistorySource::Attempt, attempt.startedAt, attempt.id);
    return m_attempt.execute(
        attempt.id, attempt.zone, attempt.apex.toText(), attempt.primary, attempt.address.toText(),
        attempt.keyName, attempt.kind, attempt.startedAt, attempt.duration, attempt.fromSerial,
        attempt.toSerial, attempt.records, attempt.bytes, attempt.messages, attempt.rcode,
        attempt.extendedError,
        attempt.extendedErrorText.empty() ? std::nullopt
                                          : std::optional<std::string_view>(attempt.extendedErrorText),
        *error, detailOf(attempt.error), attempt.triggers, tcp(&TcpInfo::rttUs), tcp(&TcpInfo::rttVarUs),
        tcp(&TcpInfo::minRttUs), tcp(&TcpInfo::receiveRttUs), tcp(&TcpInfo::totalRetransmits),
        tcp(&TcpInfo::outOfOrderReceived), tcp(&TcpInfo::sendCongestionWindow), tcp(&TcpInfo::receiveSpace),
        tcp(&TcpInfo::bytesReceived), tcp(&TcpInfo::bytesAcked), tcp(&TcpInfo::deliveryRate),
        attempt.transport,
        attempt.nsid.empty() ? std::nullopt : std::optional<std::string_view>(attempt.nsid),
        static_cast<std::int64_t>(attempt.route),
        attempt.tcpInfo && attempt.tcpInfo->cookie ? std::optional(attempt.tcpInfo->cookie) : std::nullopt,
        attempt.verdict, attempt.flow ? std::optional(base::viewOf(flow)) : std::nullopt);
}

Status HistoryWriter::put(const pipeline::PathRecord& record)
{
    return putPath(m_path, record);
}

Status HistoryWriter::put(const pipeline::Event& event)
{
    const auto error = word(event.error);
    if (!error)
        return tl::unexpected<base::Error>(error.error());
    const auto kind = m_words.id(pipeline::eventKindName(event.kind));
    if (!kind)
        return tl::unexpected<base::Error>(kind.error());
    const auto address = event.address ? std::optional(event.address->toText()) : std::nullopt;
    m_hours.add(HistorySource::Event, event.at, event.id);
    m_hours.note(event.change);
    return m_event.execute(event.id, event.at, event.stage, event.severity, *kind, event.zone, event.primary,
                           event.edge, event.change, event.fromSerial, event.toSerial, address,
                           event.transferKind, event.records, event.duration, *error, detailOf(event.error),
                           event.via ? std::optional(event.via->toText()) : std::nullopt, event.before,
                           event.after);
}

Status HistoryWriter::put(const pipeline::Change& change)
{
    m_wasComplete.start(change.id);
    const auto stored = m_wasComplete.next();
    if (!stored)
        return tl::unexpected<base::Error>(stored.error());
    const bool counted = *stored && m_wasComplete.integer(0) != 0;
    m_wasComplete.reset();
    const auto samples = packSamples(change, m_words);
    if (!samples)
        return tl::unexpected<base::Error>(samples.error());
    if (change.complete && !counted)
        if (auto done = m_rollup.add(change); !done)
            return done;
    m_hours.add(HistorySource::Change, change.startedAt, change.id);
    return m_change.execute(change.id, change.zone, change.startedAt, change.fromSerial, change.toSerial,
                            change.triggers, change.primary, change.kind, change.added, change.removed,
                            change.complete, base::viewOf(*samples));
}

Status HistoryWriter::shorten(base::ZoneId zone, std::uint32_t keep)
{
    return m_shorten.execute(zone, keep, largestOfZone);
}

Status HistoryWriter::put(base::ZoneId zone, const zone::Changeset& change, std::uint32_t keep)
{
    const base::Bytes packed = packDifference(change);
    // Without this link nothing leads from the versions before to those after.
    if (packed.size() > largestDifference || keep == 0)
        return forgetDifferences(zone);
    if (auto done = m_difference.execute(zone, change.fromSerial, change.toSerial, packed.size(),
                                         base::viewOf(packed));
        !done)
        return done;
    return shorten(zone, keep);
}

Status HistoryWriter::putGap(const pipeline::DataGap& gap)
{
    return m_gap.execute(gap.period.from, gap.period.to);
}

Status HistoryWriter::finish(base::Timestamp aliveAt, std::uint64_t journalSalt)
{
    Status done = m_rollup.write();
    if (done)
        done = m_hours.write();
    if (done)
        done = m_meta.execute("alive_at", aliveAt);
    if (done)
        done = m_meta.execute("journal_salt", journalSalt);
    if (done && m_hours.highest() != 0)
        done = m_raiseMeta.execute("highest_id", m_hours.highest());
    return done;
}

void HistoryWriter::rolledBack()
{
    m_words.clear();
    m_rollup.clear();
    m_spans.clear();
    m_hours.clear();
    m_connections.rolledBack();
}

} // namespace zonescope::store
