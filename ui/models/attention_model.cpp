// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/attention_model.h"

#include "ui/models/zone_columns.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/text/words.h"

#include <algorithm>

namespace zonescope::ui::models {
namespace {

bool isAboutTheKey(base::ErrorCode code)
{
    using C = base::ErrorCode;
    return (code >= C::TsigMissing && code <= C::TsigSecretMissing) || code == C::RcodeRefused ||
           code == C::RcodeNotAuth;
}

std::optional<base::Timestamp> sinceOf(const zone::ZoneStatus& status)
{
    return status.lastErrorSince ? status.lastErrorSince : status.behindSince;
}

} // namespace

AttentionModel::AttentionModel(ZoneBook& book, std::shared_ptr<const base::Clock> clock, QObject* parent)
    : PlainTable(parent)
    , m_book(book)
    , m_clock(std::move(clock))
{
    // The list is read, not watched: once a second is quick enough and keeps a storm of updates cheap.
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(500);
    connect(&m_quiet, &QTimer::timeout, this, &AttentionModel::read);
    connect(&book, &ZoneBook::updated, this, [this] {
        if (!m_quiet.isActive())
            m_quiet.start();
    });
    connect(&book, &ZoneBook::reset, this, &AttentionModel::read);
    read();
}

void AttentionModel::read()
{
    std::vector<base::ZoneId> rows;
    for (const std::uint32_t position : m_book.attention(limit))
        rows.push_back(m_book.entries()[position].id);
    if (rows == m_rows)
        return announceAll();
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int AttentionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

base::ZoneId AttentionModel::zoneAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)] : base::ZoneId{};
}

const ZoneEntry* AttentionModel::entryAt(int row) const
{
    return m_book.find(zoneAt(row));
}

AttentionModel::Remedy AttentionModel::remedyAt(int row) const
{
    const ZoneEntry* entry = entryAt(row);
    if (!entry || entry->state() == zone::ZoneState::Behind)
        return Remedy::Show;
    const auto& error = entry->status.lastError;
    if (error && isAboutTheKey(error->code))
        return Remedy::Primary;
    return error ? Remedy::Transfer : Remedy::Show;
}

QStringList AttentionModel::titles() const
{
    return {tr("State"), tr("Zone"), tr("Why"), tr("Since"), tr("Action")};
}

QString AttentionModel::reason(const ZoneEntry& entry) const
{
    const zone::ZoneStatus& status = entry.status;
    const QString error = lastErrorText(entry, m_book.bridge().names(), false);
    if (entry.state() == zone::ZoneState::Expired && status.expiresAt)
        return tr("Expired %1.").arg(text::ago(*status.expiresAt, m_clock->wall())) + u' ' + error;
    if (entry.state() != zone::ZoneState::Behind && !error.isEmpty())
        return error;
    const text::Names& names = m_book.bridge().names();
    for (const zone::EdgeSerial& edge : status.edges) // the first silent or stale one gives the sentence
        if (edge.error && status.edges.size() - status.edgesCurrent == 1)
            return text::errorText(*edge.error, {names.edge(edge.edge), {}, {}}).cause;
        else if (edge.serial != status.heldSerial && status.edges.size() - status.edgesCurrent == 1)
            return tr("%1 still has serial %2.").arg(names.edge(edge.edge), text::serial(edge.serial));
    if (status.edgesCurrent < status.edges.size())
        return tr("%1 of %2 edges do not have serial %3 yet.")
            .arg(text::number(status.edges.size() - status.edgesCurrent), text::number(status.edges.size()),
                 text::serial(status.heldSerial));
    if (status.primarySerial && status.primarySerial != status.heldSerial)
        return tr("The primary has serial %1, we have %2.")
            .arg(text::serial(status.primarySerial), text::serial(status.heldSerial));
    return error;
}

QString AttentionModel::cell(int row, int column) const
{
    const ZoneEntry* entry = entryAt(row);
    if (!entry)
        return {};
    switch (column) {
    case State:
        return text::stateWord(entry->state());
    case Zone:
        return entry->name;
    case Reason:
        return reason(*entry);
    case Since: {
        const auto since = sinceOf(entry->status);
        return since ? text::ago(*since, m_clock->wall()) : text::none();
    }
    case Action:
        switch (remedyAt(row)) {
        case Remedy::Transfer:
            return tr("Transfer");
        case Remedy::Primary:
            return tr("Check the key");
        case Remedy::Show:
            return tr("Show");
        }
        return {};
    default:
        return {};
    }
}

QString AttentionModel::toolTip(int row, int column) const
{
    const ZoneEntry* entry = entryAt(row);
    if (!entry)
        return {};
    if (const auto since = sinceOf(entry->status); since && column == Since)
        return text::dayAndTime(*since);
    return column == Reason ? lastErrorText(*entry, m_book.bridge().names(), true) : QString();
}

QVariant AttentionModel::other(int row, int column, int role) const
{
    if (role == StateRole && column == State)
        return static_cast<int>(entryAt(row) ? entryAt(row)->state() : zone::ZoneState::Unknown);
    if (role == ZoneIdRole)
        return zoneAt(row).value;
    return {};
}

} // namespace zonescope::ui::models
