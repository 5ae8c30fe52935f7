// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/connection_history.h"
#include "ui/models/plain_table.h"

#include <vector>

namespace zonescope::ui::models {

/// Networks of peers with the figures of their connections over a period. Sortable. Main thread.
class PeerNetworkModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column { Network, Connections, MedianRtt, SlowRtt, Repeated, Rate, Sent, Received };
    struct Row
    {
        net::Prefix peer;
        congestion::MinuteFigures figures;
    };

    using PlainTable::PlainTable;
    void show(std::vector<Row> rows);
    void sort(int column, Qt::SortOrder order) override;
    int rowCount(const QModelIndex& parent = {}) const override;

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override { return column >= Connections; }

private:
    void arrange();

    std::vector<Row> m_rows;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace zonescope::ui::models
