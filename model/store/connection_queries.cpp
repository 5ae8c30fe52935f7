// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/connection_rows.h"
#include "model/store/row_selection.h"

#include <algorithm>
#include <string>

namespace zonescope::store {
namespace {

std::optional<net::IpAddress> addressAt(const Statement& row, int column)
{
    const base::ByteView octets = row.blob(column);
    if (octets.size() != 4 && octets.size() != 16)
        return std::nullopt;
    return net::IpAddress::fromOctets(octets.size() == 4 ? net::Family::V4 : net::Family::V6, octets.data());
}

void setAlgorithm(congestion::Connection& connection, std::string_view name)
{
    std::copy_n(name.begin(), std::min(name.size(), connection.algorithmText.size() - 1),
                connection.algorithmText.begin());
}

base::Result<congestion::ClosedConnection> readRow(const Statement& row, Words& words)
{
    congestion::ClosedConnection closed;
    congestion::Connection& connection = closed.connection;
    congestion::TcpCounters& c = connection.counters;
    const auto local = addressAt(row, 4);
    const auto remote = addressAt(row, 6);
    if (!local || !remote)
        return base::fail(base::ErrorCode::StoreCorrupt,
                          "history.sqlite: connection " + std::to_string(row.integer(0)) + ": address");
    closed.closedAt = row.time(0);
    connection.cookie = static_cast<std::uint64_t>(row.integer(1));
    if (!row.isNull(2))
        closed.firstSeen = row.time(2);
    connection.state = static_cast<congestion::TcpState>(std::clamp<std::int64_t>(
        row.integer(3), 0, static_cast<std::int64_t>(congestion::TcpState::Closing)));
    connection.local = {*local, static_cast<std::uint16_t>(row.integer(5))};
    connection.remote = {*remote, static_cast<std::uint16_t>(row.integer(7))};
    if (!row.isNull(8))
        setAlgorithm(connection, words.text(row.integer(8)));
    connection.userId = static_cast<std::uint32_t>(row.integer(9));
    connection.hasCounters = true;
    int column = 10;
    for (std::uint32_t* field :
         {&c.rttUs, &c.minRttUs, &c.receiveRttUs, &c.congestionWindow, &c.totalRetransmits,
          &c.spuriousRetransmits, &c.timeouts, &c.outOfOrderReceived, &c.receiveSpace})
        *field = static_cast<std::uint32_t>(row.integer(column++));
    for (std::uint64_t* field :
         {&c.bytesSent, &c.bytesAcked, &c.bytesRetransmitted, &c.bytesReceived, &c.segmentsOut, &c.segmentsIn,
          &c.busyUs, &c.receiverLimitedUs, &c.sendBufferLimitedUs})
        *field = static_cast<std::uint64_t>(row.integer(column++));
    return closed;
}

/// First and last address of a network: blobs of one length compare like numbers.
std::pair<std::array<std::uint8_t, 16>, std::array<std::uint8_t, 16>> boundsOf(const net::Prefix& network)
{
    std::array<std::uint8_t, 16> low = network.address.octets();
    std::array<std::uint8_t, 16> high = low;
    for (std::size_t bit = network.length; bit < 128; ++bit)
        high[bit / 8] = static_cast<std::uint8_t>(high[bit / 8] | 0x80U >> (bit % 8));
    return {low, high};
}

std::string connectionSql(const congestion::ConnectionFilter& filter)
{
    std::string sql = "SELECT id, cookie, first_seen, state, local, local_port, remote, remote_port, "
                      "algorithm, user, rtt, min_rtt, receive_rtt, send_window, retransmits, spurious, "
                      "timeouts, out_of_order, receive_space, bytes_sent, bytes_acked, bytes_retransmitted, "
                      "bytes_received, segments_out, segments_in, busy, receiver_limited, buffer_limited "
                      "FROM connection WHERE id>=?1 AND id<?2";
    if (filter.peer)
        sql += " AND length(remote)=?3 AND remote BETWEEN ?4 AND ?5";
    if (filter.port != 0)
        sql += " AND (remote_port=?6 OR local_port=?6)";
    if (!filter.zones.empty())
        sql += " AND cookie IN (SELECT cookie FROM attempt WHERE cookie IS NOT NULL AND zone IN "
               "(SELECT value FROM json_each(?7)))";
    return sql + " ORDER BY id DESC LIMIT ?8";
}

} // namespace

base::Result<std::vector<congestion::ClosedConnection>>
readConnections(const Database& database, Words& words, const congestion::ConnectionFilter& filter)
{
    const pipeline::Period period = effectivePeriod(filter.period);
    const std::string zones = jsonList(filter.zones);
    const net::Prefix peer = filter.peer.value_or(net::Prefix{});
    const std::size_t octets = peer.address.family() == net::Family::V4 ? 4 : 16;
    const auto [low, high] = boundsOf(peer);
    Statement rows = database.prepare(connectionSql(filter));
    rows.start(period.from, period.to, octets, base::ByteView(low).first(octets),
               base::ByteView(high).first(octets), filter.port, zones,
               std::min<std::size_t>(filter.limit, 1U << 31U));
    std::vector<congestion::ClosedConnection> found;
    const auto done = forEachRow(rows, [&]() -> base::Status {
        auto row = readRow(rows, words);
        if (!row)
            return tl::unexpected<base::Error>(row.error());
        found.push_back(std::move(*row));
        return {};
    });
    if (!done)
        return tl::unexpected<base::Error>(done.error());
    return found;
}

base::Result<std::vector<congestion::MinuteRow>> readMinutes(const Database& database, Words& words,
                                                             const pipeline::Period& period,
                                                             const std::optional<net::Prefix>& peer)
{
    const pipeline::Period wanted = effectivePeriod(period);
    const auto minuteOf = [](base::Timestamp at) {
        return std::chrono::floor<std::chrono::minutes>(at).time_since_epoch().count();
    };
    Statement rows = database.prepare("SELECT minute, peer, algorithm, figures FROM connection_minute "
                                      "WHERE minute BETWEEN ? AND ? ORDER BY minute, peer, algorithm");
    rows.start(minuteOf(wanted.from), minuteOf(wanted.to - base::Duration(1)));
    std::vector<congestion::MinuteRow> found;
    const auto done = forEachRow(rows, [&]() -> base::Status {
        const base::ByteView octets = rows.blob(1);
        if (octets.size() != 3 && octets.size() != 6)
            return base::fail(base::ErrorCode::StoreCorrupt, "history.sqlite: network of a minute");
        std::array<std::uint8_t, 16> address{};
        std::ranges::copy(octets, address.begin());
        congestion::MinuteRow row;
        row.key.minute = rows.integer(0);
        row.key.peer = {net::IpAddress::fromOctets(octets.size() == 3 ? net::Family::V4 : net::Family::V6,
                                                   address.data()),
                        static_cast<std::uint8_t>(octets.size() * 8)};
        if (peer && row.key.peer != *peer)
            return {};
        if (rows.integer(2) != 0)
            row.key.algorithm = words.text(rows.integer(2));
        auto figures = congestion::MinuteFigures::unpack(rows.blob(3));
        if (!figures)
            return tl::unexpected<base::Error>(figures.error());
        row.figures = std::move(*figures);
        found.push_back(std::move(row));
        return {};
    });
    if (!done)
        return tl::unexpected<base::Error>(done.error());
    return found;
}

} // namespace zonescope::store
