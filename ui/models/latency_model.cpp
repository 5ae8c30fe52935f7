// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/latency_model.h"

#include "ui/text/format.h"
#include "ui/text/words.h"

#include <algorithm>

namespace zonescope::ui::models {

LatencyModel::LatencyModel(By by, ChangeBook& book, EngineBridge& bridge, QObject* parent)
    : PlainTable(parent)
    , m_by(by)
    , m_book(book)
    , m_bridge(bridge)
{
}

void LatencyModel::addStages(const pipeline::Change& change, std::map<std::uint32_t, Row>& rows) const
{
    for (std::size_t i = 0; i < pipeline::stages.size(); ++i) {
        Row& row = rows[static_cast<std::uint32_t>(i)];
        if (!change.stage[i])
            continue;
        row.histogram.add(*change.stage[i]);
        if (*change.stage[i] > row.worst) {
            row.worst = *change.stage[i];
            row.worstZone = change.zone;
        }
    }
}

void LatencyModel::addEdges(const pipeline::Change& change, std::map<std::uint32_t, Row>& rows) const
{
    for (const pipeline::EdgeArrival& edge : change.edges) {
        Row& row = rows[edge.edge.value];
        if (edge.delay)
            row.histogram.add(*edge.delay);
        else if (edge.failure)
            row.histogram.addFailure();
        if (edge.delay && *edge.delay > row.worst) {
            row.worst = *edge.delay;
            row.worstZone = change.zone;
        }
    }
}

void LatencyModel::show(const std::vector<base::ZoneId>& zones, const pipeline::Period& period)
{
    std::map<std::uint32_t, Row> rows;
    for (const auto& [id, change] : m_book.changes()) {
        const bool inside = change.startedAt >= period.from && change.startedAt < period.to;
        if (!inside || (!zones.empty() && std::ranges::find(zones, change.zone) == zones.end()))
            continue;
        m_by == By::Stage ? addStages(change, rows) : addEdges(change, rows);
    }
    std::vector<Row> fresh;
    for (auto& [id, row] : rows) {
        row.id = id;
        fresh.push_back(std::move(row));
    }
    const bool sameRows = fresh.size() == m_rows.size();
    if (!sameRows)
        beginResetModel();
    m_rows = std::move(fresh);
    sortRows();
    sameRows ? announceAll() : endResetModel();
}

void LatencyModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    beginResetModel();
    sortRows();
    endResetModel();
}

double LatencyModel::key(const Row& row, int column) const
{
    const auto at = [&row](double q) {
        const auto value = row.histogram.quantile(q);
        return value ? static_cast<double>(value->count()) : -1.0;
    };
    switch (column) {
    case Count:
        return static_cast<double>(row.histogram.count());
    case P50:
        return at(0.5);
    case P95:
        return at(0.95);
    case P99:
        return at(0.99);
    case Worst:
        return static_cast<double>(row.worst.count());
    case Failures:
        return static_cast<double>(row.histogram.failures());
    default:
        return static_cast<double>(row.id);
    }
}

void LatencyModel::sortRows()
{
    const bool byName = m_sortColumn == Name && m_by == By::Edge;
    std::ranges::stable_sort(m_rows, [&](const Row& first, const Row& second) {
        const Row& a = m_sortOrder == Qt::AscendingOrder ? first : second;
        const Row& b = m_sortOrder == Qt::AscendingOrder ? second : first;
        if (byName)
            return m_bridge.names().edge(base::EdgeId{a.id}) < m_bridge.names().edge(base::EdgeId{b.id});
        return key(a, m_sortColumn) < key(b, m_sortColumn);
    });
}

int LatencyModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QStringList LatencyModel::titles() const
{
    return {m_by == By::Stage ? tr("Stage") : tr("Edge"),
            m_by == By::Stage ? tr("Changes") : tr("Arrivals"),
            QStringLiteral("p50"),
            QStringLiteral("p95"),
            QStringLiteral("p99"),
            tr("Worst"),
            tr("Failures"),
            tr("Worst zone")};
}

QString LatencyModel::cell(int row, int column) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    const auto quantile = [&r](double q) {
        const auto value = r.histogram.quantile(q);
        return value ? text::duration(*value) : text::none();
    };
    switch (column) {
    case Name:
        return m_by == By::Stage ? text::stageWord(static_cast<pipeline::Stage>(r.id))
                                 : m_bridge.names().edge(base::EdgeId{r.id});
    case Count:
        return text::number(r.histogram.count());
    case P50:
        return quantile(0.5);
    case P95:
        return quantile(0.95);
    case P99:
        return quantile(0.99);
    case Worst:
        return r.worst.count() < 0 ? text::none() : text::duration(r.worst);
    case Failures:
        return text::number(r.histogram.failures());
    case WorstZone:
        return r.worstZone ? m_bridge.names().zone(r.worstZone) : QString();
    default:
        return {};
    }
}

QString LatencyModel::toolTip(int row, int column) const
{
    const Row& r = m_rows[static_cast<std::size_t>(row)];
    return m_by == By::Stage && column == Name ? text::stageMeaning(static_cast<pipeline::Stage>(r.id))
                                               : QString();
}

} // namespace zonescope::ui::models
