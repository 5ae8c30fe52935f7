// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/edge_serial_model.h"

#include "model/dns/serial.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/text/words.h"

#include <algorithm>

namespace zonescope::ui::models {
namespace {

enum Column { State, Edge, Serial, Since, Answer, Told, Node, Problem };

using Notice = zone::EdgeNotice::State;

QString noticeWord(const zone::EdgeNotice& notice)
{
    switch (notice.state) {
    case Notice::Waiting:
        return EdgeSerialModel::tr("waiting for %1").arg(text::serial(notice.serial));
    case Notice::Acknowledged:
        return EdgeSerialModel::tr("knows %1").arg(text::serial(notice.serial));
    case Notice::Refused:
        return EdgeSerialModel::tr("refuses");
    case Notice::Unanswered:
        return EdgeSerialModel::tr("no answer");
    }
    return {};
}

/// RFC 5001 says nothing about what the octets are: text where they are, else hexadecimal.
QString nodeName(const std::string& nsid)
{
    const QByteArray octets = QByteArray::fromStdString(nsid);
    const bool readable = std::ranges::all_of(octets, [](char c) { return c >= 0x20 && c < 0x7f; });
    return readable ? QString::fromLatin1(octets) : QString::fromLatin1(octets.toHex(' '));
}

} // namespace

EdgeSerialModel::EdgeSerialModel(ZoneBook& book, std::shared_ptr<const base::Clock> clock, QObject* parent)
    : PlainTable(parent)
    , m_book(book)
    , m_clock(std::move(clock))
{
    connect(&book, &ZoneBook::reset, this, &EdgeSerialModel::read);
    connect(&book, &ZoneBook::updated, this, [this](const auto& positions) {
        const ZoneEntry* entry = m_book.find(m_zone);
        const auto mine = entry ? entry - m_book.entries().data() : -1;
        if (std::ranges::any_of(positions, [mine](auto p) { return static_cast<std::ptrdiff_t>(p) == mine; }))
            read();
    });
}

void EdgeSerialModel::setZone(base::ZoneId zone)
{
    m_zone = zone;
    read();
}

zone::ZoneState EdgeSerialModel::stateOf(const zone::EdgeSerial& edge) const
{
    if (edge.error)
        return zone::ZoneState::Failing;
    if (!edge.serial || !m_held)
        return zone::ZoneState::Unknown;
    return *edge.serial == *m_held || dns::isNewer(*edge.serial, *m_held) ? zone::ZoneState::Current
                                                                          : zone::ZoneState::Behind;
}

void EdgeSerialModel::read()
{
    std::vector<zone::EdgeSerial> rows;
    const ZoneEntry* entry = m_book.find(m_zone);
    m_held = entry ? entry->status.heldSerial : std::nullopt;
    if (entry)
        rows = entry->status.edges;
    const text::Names& names = m_book.bridge().names();
    std::ranges::sort(rows, [&](const auto& a, const auto& b) {
        const auto stateA = stateOf(a);
        const auto stateB = stateOf(b);
        return stateA != stateB ? stateA > stateB : names.edge(a.edge) < names.edge(b.edge);
    });
    const bool sameEdges =
        std::ranges::equal(rows, m_rows, {}, &zone::EdgeSerial::edge, &zone::EdgeSerial::edge);
    if (sameEdges) {
        m_rows = std::move(rows);
        announceAll();
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int EdgeSerialModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QStringList EdgeSerialModel::titles() const
{
    return {tr("State"),       tr("Edge"),   tr("Serial"), tr("Since"),
            tr("Last answer"), tr("NOTIFY"), tr("Node"),   tr("Problem")};
}

QString EdgeSerialModel::cell(int row, int column) const
{
    const zone::EdgeSerial& edge = m_rows[static_cast<std::size_t>(row)];
    const base::Timestamp now = m_clock->wall();
    switch (column) {
    case State:
        return text::stateWord(stateOf(edge));
    case Edge:
        return m_book.bridge().names().edge(edge.edge);
    case Serial:
        return text::serial(edge.serial);
    case Since:
        return edge.serialSince ? text::shortTime(*edge.serialSince, now) : text::none();
    case Answer:
        return edge.lastAnswer ? text::ago(*edge.lastAnswer, now) : text::none();
    case Told:
        return edge.notice ? noticeWord(*edge.notice) : text::none();
    case Node:
        return nodeName(edge.nsid);
    case Problem:
        return edge.error ? text::errorText(*edge.error, {cell(row, Edge), {}, {}}).cause : QString();
    default:
        return {};
    }
}

QString EdgeSerialModel::toolTip(int row, int column) const
{
    const zone::EdgeSerial& edge = m_rows[static_cast<std::size_t>(row)];
    if (column == Since && edge.serialSince)
        return text::dayAndTime(*edge.serialSince);
    if (column == Told && edge.notice) {
        const QString sent =
            tr("%n message(s) sent, the last news %1", nullptr, static_cast<int>(edge.notice->attempts))
                .arg(text::dayAndTime(edge.notice->at));
        if (!edge.notice->error)
            return sent;
        return sent + u'\n' + text::errorWithDetail(*edge.notice->error, {cell(row, Edge), {}, {}});
    }
    if (column == Node) {
        QStringList said;
        if (!edge.nsid.empty())
            said << tr("NSID in hexadecimal: %1")
                        .arg(QString::fromLatin1(QByteArray::fromStdString(edge.nsid).toHex(' ')));
        if (edge.expire)
            said << tr("Drops the zone in %1 s unless it is refreshed (EXPIRE)").arg(*edge.expire);
        if (edge.givesVersion)
            said << tr("Says which version an answer comes from (ZONEVERSION)");
        return said.join(u'\n');
    }
    if (column == Edge) {
        const auto* settings = m_book.bridge().configuration()->edge(edge.edge);
        return settings ? text::toQString(settings->endpoint) : QString();
    }
    return edge.error ? text::errorWithDetail(*edge.error, {cell(row, Edge), {}, {}}) : QString();
}

QVariant EdgeSerialModel::other(int row, int column, int role) const
{
    if (role == StateRole && column == State)
        return static_cast<int>(stateOf(m_rows[static_cast<std::size_t>(row)]));
    return {};
}

} // namespace zonescope::ui::models
