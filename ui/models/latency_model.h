// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/histogram.h"
#include "ui/models/change_book.h"
#include "ui/models/plain_table.h"

#include <map>

namespace zonescope::ui::models {

/// p50, p95 and p99 of every stage or of every edge over the changes on show. Sortable.
class LatencyModel final : public PlainTable
{
    Q_OBJECT

public:
    enum class By : std::uint8_t { Stage, Edge };
    enum Column { Name, Count, P50, P95, P99, Worst, Failures, WorstZone };

    LatencyModel(By by, ChangeBook& book, EngineBridge& bridge, QObject* parent = nullptr);

    void show(const std::vector<base::ZoneId>& zones, const pipeline::Period& period);
    void sort(int column, Qt::SortOrder order) override;
    int rowCount(const QModelIndex& parent = {}) const override;
    std::uint32_t idAt(int row) const { return m_rows.at(static_cast<std::size_t>(row)).id; }

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override { return column >= Count && column <= Failures; }

private:
    struct Row
    {
        std::uint32_t id = 0; ///< stage number or edge id
        pipeline::Histogram histogram;
        base::ZoneId worstZone;
        base::Duration worst{-1};
    };
    void addStages(const pipeline::Change& change, std::map<std::uint32_t, Row>& rows) const;
    void addEdges(const pipeline::Change& change, std::map<std::uint32_t, Row>& rows) const;
    void sortRows();
    double key(const Row& row, int column) const;

    By m_by;
    ChangeBook& m_book;
    EngineBridge& m_bridge;
    std::vector<Row> m_rows;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace zonescope::ui::models
