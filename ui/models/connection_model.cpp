// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/connection_model.h"

#include "ui/text/connection_text.h"
#include "ui/text/format.h"

#include <algorithm>
#include <tuple>

namespace zonescope::ui::models {

using congestion::Connection;
using congestion::TcpCounters;

namespace {

double sortKey(const Connection& c, const congestion::ClosedConnection* closed, int column)
{
    const TcpCounters& t = c.counters;
    switch (column) {
    case ConnectionModel::Ended:
        return closed ? static_cast<double>(base::toMicroseconds(closed->closedAt)) : 0;
    case ConnectionModel::Lived:
        return closed && closed->firstSeen
                   ? static_cast<double>((closed->closedAt - *closed->firstSeen).count())
                   : -1;
    case ConnectionModel::State:
        return static_cast<double>(c.state);
    case ConnectionModel::Role:
        return static_cast<double>(congestion::roleOf(t));
    case ConnectionModel::Rtt:
        return t.rttUs;
    case ConnectionModel::LeastRtt:
        return t.minRttUs;
    case ConnectionModel::Window:
        return t.congestionWindow;
    case ConnectionModel::Retransmitted:
        return text::retransmittedShare(t).value_or(-1);
    case ConnectionModel::Received:
        return static_cast<double>(t.bytesReceived);
    case ConnectionModel::Sent:
        return static_cast<double>(t.bytesSent);
    default:
        return 0;
    }
}

} // namespace

ConnectionModel::ConnectionModel(Shows shows, QObject* parent)
    : PlainTable(parent)
    , m_shows(shows)
    , m_snapshot(std::make_shared<congestion::Snapshot>())
{
}

int ConnectionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

const Connection& ConnectionModel::connectionAt(int row) const
{
    return *m_rows[static_cast<std::size_t>(row)].connection;
}

void ConnectionModel::show(std::shared_ptr<const congestion::Snapshot> snapshot)
{
    if (!snapshot || snapshot == m_snapshot)
        return;
    if (m_haystacks.size() > 2 * m_rows.size() + 1000) // most of them have gone
        m_haystacks.clear();
    std::vector<Row> rows = rowsOf(*snapshot);
    if (m_shows == Shows::Open)
        keepPlaces(rows);
    else if (m_sortColumn >= 0)
        arrange(rows);
    // The old rows point into the old snapshot: it must outlive the exchange.
    const auto old = std::exchange(m_snapshot, std::move(snapshot));
    replace(std::move(rows));
}

void ConnectionModel::setFilter(const QString& text)
{
    m_words.clear();
    m_ports.clear();
    for (const QString& word : text.toLower().split(u' ', Qt::SkipEmptyParts)) {
        // ":53" is the port as a whole, not the beginning of 5353.
        if (word.startsWith(u':'))
            m_ports.push_back(word.mid(1).toUInt());
        else
            m_words << word;
    }
    std::vector<Row> rows = rowsOf(*m_snapshot);
    if (m_sortColumn >= 0)
        arrange(rows);
    replace(std::move(rows));
}

void ConnectionModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    std::vector<Row> rows = m_rows;
    if (column < 0)
        rows = rowsOf(*m_snapshot);
    else
        arrange(rows);
    replace(std::move(rows));
}

std::vector<ConnectionModel::Row> ConnectionModel::rowsOf(const congestion::Snapshot& snapshot) const
{
    std::vector<Row> rows;
    if (m_shows == Shows::Open) {
        if (snapshot.live)
            for (const Connection& connection : *snapshot.live)
                if (matches(connection))
                    rows.push_back({&connection, nullptr});
        return rows;
    }
    for (auto chunk = snapshot.closed.rbegin(); chunk != snapshot.closed.rend(); ++chunk)
        for (auto row = (*chunk)->rbegin(); row != (*chunk)->rend(); ++row)
            if (matches(row->connection))
                rows.push_back({&row->connection, &*row});
    return rows;
}

bool ConnectionModel::matches(const Connection& connection) const
{
    for (const std::uint32_t port : m_ports)
        if (port != connection.remote.port && port != connection.local.port)
            return false;
    if (m_words.isEmpty())
        return true;
    const congestion::Role role = congestion::roleOf(connection.counters);
    const auto [found, fresh] = m_haystacks.try_emplace(connection.cookie);
    Haystack& haystack = found->second;
    if (fresh || haystack.state != connection.state || haystack.role != role)
        haystack = {connection.state, role, text::connectionWords(connection).toLower()};
    return std::ranges::all_of(m_words, [&](const QString& word) { return haystack.text.contains(word); });
}

void ConnectionModel::arrange(std::vector<Row>& rows) const
{
    const auto before = [&](const Row& a, const Row& b) {
        switch (m_sortColumn) {
        case Peer:
            return a.connection->remote < b.connection->remote;
        case Local:
            return a.connection->local < b.connection->local;
        case Algorithm:
            return a.connection->algorithm() < b.connection->algorithm();
        default:
            return sortKey(*a.connection, a.closed, m_sortColumn) <
                   sortKey(*b.connection, b.closed, m_sortColumn);
        }
    };
    if (m_sortOrder == Qt::AscendingOrder)
        std::ranges::stable_sort(rows, before);
    else
        std::ranges::stable_sort(rows, [&](const Row& a, const Row& b) { return before(b, a); });
}

/// Who was there stays where it was; who is new stands at the end.
void ConnectionModel::keepPlaces(std::vector<Row>& rows) const
{
    std::unordered_map<std::uint64_t, std::size_t> places;
    places.reserve(m_rows.size());
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        places.emplace(m_rows[i].connection->cookie, i);
    const auto place = [&](const Row& row) {
        const auto found = places.find(row.connection->cookie);
        return found == places.end() ? m_rows.size() : found->second;
    };
    std::ranges::stable_sort(rows, {}, place);
}

void ConnectionModel::replace(std::vector<Row> rows)
{
    const auto key = [](const Row& row) { return row.connection->cookie; };
    const bool same = std::ranges::equal(rows, m_rows, {}, key, key);
    if (same) {
        m_rows = std::move(rows);
        announceAll();
        return;
    }
    emit layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    std::unordered_map<std::uint64_t, int> places;
    if (!before.isEmpty())
        for (std::size_t i = 0; i < rows.size(); ++i)
            places.emplace(key(rows[i]), static_cast<int>(i));
    QModelIndexList after;
    for (const QModelIndex& index : before) {
        const auto found = places.find(key(m_rows[static_cast<std::size_t>(index.row())]));
        after << (found == places.end() ? QModelIndex() : createIndex(found->second, index.column()));
    }
    m_rows = std::move(rows);
    changePersistentIndexList(before, after);
    emit layoutChanged();
}

QStringList ConnectionModel::titles() const
{
    return {tr("Ended"),    tr("Lived"),     tr("State"), tr("Peer"),      tr("Our side"),
            tr("Role"),     tr("Algorithm"), tr("RTT"),   tr("Least RTT"), tr("Window"),
            tr("Repeated"), tr("Received"),  tr("Sent"),  tr("Limited by")};
}

QString ConnectionModel::cell(int row, int column) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    const Connection& c = *r.connection;
    const TcpCounters& t = c.counters;
    switch (column) {
    case Ended:
        return r.closed ? text::timeOfDay(r.closed->closedAt) : QString();
    case Lived:
        return !r.closed             ? QString()
               : r.closed->firstSeen ? text::duration(r.closed->closedAt - *r.closed->firstSeen)
                                     : tr("< a sample");
    case State:
        return QString::fromLatin1(congestion::tcpStateWord(c.state).data());
    case Peer:
        return QString::fromStdString(c.remote.toText());
    case Local:
        return QString::fromStdString(c.local.toText());
    case Role:
        return text::roleWord(congestion::roleOf(t));
    case Algorithm:
        return c.algorithm().empty() ? text::none() : QString::fromLatin1(c.algorithm().data());
    case Rtt:
        return t.rttUs ? text::duration(base::Duration(t.rttUs)) : text::none();
    case LeastRtt:
        return t.minRttUs ? text::duration(base::Duration(t.minRttUs)) : text::none();
    case Window:
        return text::windowText(t);
    case Retransmitted: {
        const auto share = text::retransmittedShare(t);
        return share ? text::percent(*share, 2) : text::none();
    }
    case Received:
        return text::bytes(t.bytesReceived);
    case Sent:
        return text::bytes(t.bytesSent);
    case LimitedBy:
        return text::limitedBy(t);
    default:
        return {};
    }
}

QString ConnectionModel::toolTip(int row, int column) const
{
    const TcpCounters& t = connectionAt(row).counters;
    switch (column) {
    case Retransmitted:
        return congestion::roleOf(t) == congestion::Role::Receiver
                   ? tr("We receive: only the sender knows what it repeated. %n segment(s) came out of "
                        "order, "
                        "which is no loss rate.",
                        nullptr, static_cast<int>(t.outOfOrderReceived))
                   : tr("%n segment(s) sent again, %1 of them for nothing", nullptr,
                        static_cast<int>(t.totalRetransmits))
                         .arg(text::number(t.spuriousRetransmits));
    case Window:
        return tr("Of a sender the congestion window, in segments; of a receiver the room it offers.");
    case LimitedBy:
        return tr("What the kernel counted while it had something to send. The send buffer is a hint only.");
    default:
        return {};
    }
}

QVariant ConnectionModel::other(int row, int column, int role) const
{
    if (role == MutedRole)
        return column == Local ||
               (column == State && connectionAt(row).state != congestion::TcpState::Established);
    return {};
}

} // namespace zonescope::ui::models
