// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/monitor.h"
#include "ui/models/plain_table.h"

#include <vector>

namespace zonescope::ui::models {

/// Network interfaces of this host with the queue in front of each. Main thread.
class LinkModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column { Name, State, Received, Sent, Errors, Dropped, Queue, QueueDrops, Backlog };

    using PlainTable::PlainTable;
    void show(const congestion::HostHistory& history);
    int rowCount(const QModelIndex& parent = {}) const override;

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    bool isNumber(int column) const override { return column >= Received && column != Queue; }
    QVariant other(int row, int column, int role) const override;

private:
    struct Row
    {
        congestion::LinkCounters counters;
        double receivedRate = 0; ///< octets a second
        double sentRate = 0;
    };
    std::vector<Row> m_rows;
};

} // namespace zonescope::ui::models
