// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/add_zones_model.h"

#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/text/words.h"

#include <algorithm>

namespace zonescope::ui::models {

AddZonesModel::AddZonesModel(EngineBridge& bridge, QObject* parent)
    : PlainTable(parent)
    , m_bridge(bridge)
    , m_question(bridge, this)
{
}

void AddZonesModel::setWishes(std::vector<ZoneWish> wishes)
{
    beginResetModel();
    m_question.forget();
    std::vector<Row> rows;
    rows.reserve(wishes.size());
    const auto& configuration = m_bridge.configuration();
    for (ZoneWish& wish : wishes) {
        Row row{std::move(wish), {}, false, false, false};
        row.known = configuration && configuration->zone(row.wish.apex);
        rows.push_back(std::move(row));
    }
    m_rows = std::move(rows);
    endResetModel();
    emit ticksChanged(0);
    probe();
}

std::optional<base::PrimaryId> AddZonesModel::knownPrimary(const ZoneWish& wish) const
{
    const auto& configuration = m_bridge.configuration();
    if (!configuration)
        return std::nullopt;
    for (const auto& [id, primary] : configuration->primaries()) {
        const bool sameAddress =
            wish.primary && std::ranges::find(primary.addresses, *wish.primary) != primary.addresses.end();
        if (sameAddress ||
            (!wish.primaryName.isEmpty() && wish.primaryName == QString::fromStdString(primary.name)))
            return id;
    }
    return std::nullopt;
}

std::optional<net::Endpoint> AddZonesModel::endpointOf(const ZoneWish& wish) const
{
    if (wish.primary)
        return wish.primary;
    if (const auto known = knownPrimary(wish)) {
        const auto& addresses = m_bridge.configuration()->primary(*known)->addresses;
        if (!addresses.empty())
            return addresses.front();
    }
    return std::nullopt;
}

void AddZonesModel::probe()
{
    std::vector<engine::PreflightRow> questions;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        Row& row = m_rows[i];
        row.result.reset();
        const auto endpoint = endpointOf(row.wish);
        if (row.known || !endpoint)
            continue;
        engine::PreflightRow question{i, row.wish.apex, *endpoint, {}};
        QString keyName = row.wish.keyName;
        if (const auto known = knownPrimary(row.wish); keyName.isEmpty() && known)
            keyName = m_bridge.names().keyOf(*known);
        if (const auto typed = m_newKeys.find(keyName); typed != m_newKeys.end()) {
            question.key = typed->second;
        } else if (!keyName.isEmpty()) {
            // A key the engine already has: it knows the secret, the window never does.
            for (const auto& [id, key] : m_bridge.configuration()->keys())
                if (text::toQString(key.name) == keyName)
                    question.key = dns::TsigKey{key.name, key.algorithm, {}};
        }
        questions.push_back(std::move(question));
    }
    announceAll();
    if (!questions.empty())
        m_question.ask<engine::PreflightAnswer>(m_bridge.engine().preflight(std::move(questions)),
                                                [this](const auto& answer) { apply(answer); });
}

void AddZonesModel::apply(const engine::PreflightAnswer& answer)
{
    for (const engine::PreflightResult& result : answer.results) {
        if (result.row >= m_rows.size())
            continue;
        Row& row = m_rows[result.row];
        row.result = result;
        if (!row.touched)
            row.ticked = text::isGood(result.verdict);
        const int at = static_cast<int>(result.row);
        emit dataChanged(index(at, 0), index(at, columnCount() - 1));
    }
    emit ticksChanged(tickedCount());
}

int AddZonesModel::tickedCount() const
{
    return static_cast<int>(std::ranges::count(m_rows, true, &Row::ticked));
}

std::vector<ZoneWish> AddZonesModel::ticked() const
{
    std::vector<ZoneWish> wishes;
    for (const Row& row : m_rows)
        if (row.ticked && !row.known)
            wishes.push_back(row.wish);
    return wishes;
}

int AddZonesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

Qt::ItemFlags AddZonesModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = PlainTable::flags(index);
    if (index.isValid() && index.column() == Zone && !m_rows[static_cast<std::size_t>(index.row())].known)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant AddZonesModel::data(const QModelIndex& index, int role) const
{
    if (role == Qt::CheckStateRole) {
        if (!index.isValid() || index.column() != Zone)
            return {};
        return static_cast<int>(m_rows[static_cast<std::size_t>(index.row())].ticked ? Qt::Checked
                                                                                     : Qt::Unchecked);
    }
    return PlainTable::data(index, role);
}

bool AddZonesModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole || index.column() != Zone)
        return false;
    Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (row.known)
        return false;
    row.ticked = value.toInt() == Qt::Checked;
    row.touched = true;
    emit dataChanged(index, index, {Qt::CheckStateRole});
    emit ticksChanged(tickedCount());
    return true;
}

QStringList AddZonesModel::titles() const
{
    return {tr("Zone"), tr("Primary"), tr("Key"), tr("Edges"), tr("Serial there"), tr("Probe")};
}

QString AddZonesModel::serverText(const ZoneWish& wish) const
{
    if (!wish.primaryName.isEmpty())
        return wish.primaryName;
    if (const auto known = knownPrimary(wish))
        return m_bridge.names().primary(*known);
    return wish.primary ? text::toQString(*wish.primary) : text::none();
}

QString AddZonesModel::cell(int row, int column) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    switch (column) {
    case Zone:
        return text::toQString(r.wish.apex);
    case Primary:
        return serverText(r.wish);
    case Key:
        return r.wish.keyName.isEmpty() ? tr("none") : r.wish.keyName;
    case Edges:
        return r.wish.edges.join(QStringLiteral(", "));
    case Serial:
        return r.result && r.result->serial ? text::serial(*r.result->serial) : QString();
    case Verdict:
        if (r.known)
            return tr("Already in the list");
        if (!endpointOf(r.wish))
            return tr("Unknown primary");
        if (!r.result)
            return m_question.isWaiting() ? tr("Asking…") : QString();
        return text::verdictSentence(*r.result, serverText(r.wish), r.wish.keyName);
    default:
        return {};
    }
}

QString AddZonesModel::toolTip(int row, int column) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    if (column != Verdict)
        return {};
    QString tip = cell(row, Verdict);
    if (r.result && r.result->error && !text::isGood(r.result->verdict))
        tip += u'\n' +
               text::errorWithDetail(*r.result->error, {serverText(r.wish), r.wish.keyName, cell(row, Zone)});
    return tip;
}

QVariant AddZonesModel::other(int row, int column, int role) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    if (role == MutedRole)
        return r.known;
    if (role != StateRole || column != Verdict)
        return {};
    if (r.known)
        return static_cast<int>(zone::ZoneState::Paused);
    if (!r.result)
        return static_cast<int>(endpointOf(r.wish) ? zone::ZoneState::Refreshing : zone::ZoneState::Failing);
    return static_cast<int>(text::isGood(r.result->verdict) ? zone::ZoneState::Current
                                                            : zone::ZoneState::Failing);
}

} // namespace zonescope::ui::models
