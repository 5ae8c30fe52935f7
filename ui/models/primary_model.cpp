// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/primary_model.h"

#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/text/words.h"

#include <algorithm>

namespace zonescope::ui::models {

PrimaryModel::PrimaryModel(EngineBridge& bridge, std::shared_ptr<const base::Clock> clock, QObject* parent)
    : PlainTable(parent)
    , m_bridge(bridge)
    , m_clock(std::move(clock))
{
    connect(&bridge, &EngineBridge::configurationChanged, this, &PrimaryModel::readConfiguration);
    connect(&bridge, &EngineBridge::primariesChanged, this, &PrimaryModel::apply);
    readConfiguration();
}

void PrimaryModel::readConfiguration()
{
    const auto& configuration = m_bridge.configuration();
    if (!configuration)
        return;
    std::map<base::PrimaryId, std::uint32_t> zones;
    for (const auto& [id, zone] : configuration->zones())
        for (const base::PrimaryId primary : zone->primaries)
            ++zones[primary];
    std::vector<Row> rows;
    for (const auto& [id, primary] : configuration->primaries()) {
        const int old = rowOf(id);
        Row row{id, old >= 0 ? statusAt(old) : zone::PrimaryStatus{}, zones[id]};
        row.status.primary = id;
        rows.push_back(std::move(row));
    }
    std::ranges::sort(rows, [&](const Row& a, const Row& b) {
        return configuration->primary(a.id)->name < configuration->primary(b.id)->name;
    });
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void PrimaryModel::apply(const std::vector<zone::PrimaryStatus>& statuses)
{
    for (const zone::PrimaryStatus& status : statuses)
        if (const int row = rowOf(status.primary); row >= 0)
            m_rows[static_cast<std::size_t>(row)].status = status;
    announceAll();
}

int PrimaryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

base::PrimaryId PrimaryModel::primaryAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].id : base::PrimaryId{};
}

int PrimaryModel::rowOf(base::PrimaryId primary) const
{
    const auto found = std::ranges::find(m_rows, primary, &Row::id);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

zone::ZoneState PrimaryModel::stateAt(int row) const
{
    const zone::PrimaryStatus& status = statusAt(row);
    if (status.lastError)
        return zone::ZoneState::Failing;
    if (!status.lastAnswer)
        return zone::ZoneState::Unknown;
    // Changes that only polling finds: its NOTIFY does not reach us.
    return status.changesByPolling > 0 && status.changesByNotify == 0 ? zone::ZoneState::Behind
                                                                      : zone::ZoneState::Current;
}

std::size_t PrimaryModel::failingCount() const
{
    std::size_t count = 0;
    for (int row = 0; row < rowCount(); ++row)
        count += stateAt(row) == zone::ZoneState::Failing ? 1 : 0;
    return count;
}

QStringList PrimaryModel::titles() const
{
    return {tr("State"),      tr("Primary"),     tr("Address"),   tr("Key"),
            tr("SOA answer"), tr("Last NOTIFY"), tr("By NOTIFY"), tr("By polling"),
            tr("Transfers"),  tr("Failed"),      tr("Zones"),     tr("Last error")};
}

QString PrimaryModel::cell(int row, int column) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    const zone::PrimaryStatus& s = r.status;
    const zone::Primary* settings = m_bridge.configuration()->primary(r.id);
    if (!settings)
        return {};
    switch (column) {
    case State:
        return stateAt(row) == zone::ZoneState::Behind ? tr("No NOTIFY") : text::stateWord(stateAt(row));
    case Name:
        return QString::fromStdString(settings->name);
    case Address:
        return settings->addresses.empty() ? text::none() : text::toQString(settings->addresses.front());
    case Key:
        return settings->key ? m_bridge.names().key(*settings->key) : tr("none");
    case SoaLatency:
        return s.soaLatency ? text::duration(*s.soaLatency) : text::none();
    case LastNotify:
        return s.lastNotify ? text::ago(*s.lastNotify, m_clock->wall()) : tr("never");
    case ByNotify:
        return text::number(s.changesByNotify);
    case ByPolling:
        return text::number(s.changesByPolling);
    case Transfers:
        return text::number(s.transfersOk);
    case Failed:
        return text::number(s.transfersFailed);
    case Zones:
        return text::number(r.zones);
    case LastError:
        return s.lastError
                   ? text::errorText(*s.lastError, {cell(row, Name), m_bridge.names().keyOf(r.id), {}}).cause
                   : QString();
    default:
        return {};
    }
}

QString PrimaryModel::toolTip(int row, int column) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    if (column == ByPolling && r.status.changesByPolling > 0)
        return tr("Changes that only the refresh timer found: this primary's NOTIFY does not reach us.");
    if (column == LastNotify && r.status.lastNotify)
        return text::dayAndTime(*r.status.lastNotify);
    if (column == Address) {
        QStringList addresses;
        if (const zone::Primary* settings = m_bridge.configuration()->primary(r.id))
            for (const net::Endpoint& endpoint : settings->addresses)
                addresses << text::toQString(endpoint);
        return addresses.join(u'\n');
    }
    return r.status.lastError && (column == State || column == LastError)
               ? text::errorWithDetail(*r.status.lastError,
                                       {cell(row, Name), m_bridge.names().keyOf(r.id), {}})
               : QString();
}

QVariant PrimaryModel::other(int row, int column, int role) const
{
    if (role == StateRole && column == State)
        return static_cast<int>(stateAt(row));
    return {};
}

} // namespace zonescope::ui::models
