// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/engine_bridge.h"
#include "ui/models/plain_table.h"

#include <map>
#include <memory>

namespace zonescope::ui::models {

/// One row for each primary, in the order of their names.
class PrimaryModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column {
        State,
        Name,
        Address,
        Key,
        SoaLatency,
        LastNotify,
        ByNotify,
        ByPolling,
        Transfers,
        Failed,
        Zones,
        LastError
    };

    PrimaryModel(EngineBridge& bridge, std::shared_ptr<const base::Clock> clock, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    base::PrimaryId primaryAt(int row) const;
    int rowOf(base::PrimaryId primary) const;
    const zone::PrimaryStatus& statusAt(int row) const
    {
        return m_rows[static_cast<std::size_t>(row)].status;
    }
    zone::ZoneState stateAt(int row) const;
    std::uint32_t zonesAt(int row) const { return m_rows[static_cast<std::size_t>(row)].zones; }
    std::size_t failingCount() const;

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override
    {
        return column >= SoaLatency && column <= Zones && column != LastNotify;
    }
    QVariant other(int row, int column, int role) const override;

private:
    struct Row
    {
        base::PrimaryId id;
        zone::PrimaryStatus status;
        std::uint32_t zones = 0;
    };
    void readConfiguration();
    void apply(const std::vector<zone::PrimaryStatus>& statuses);

    EngineBridge& m_bridge;
    std::shared_ptr<const base::Clock> m_clock;
    std::vector<Row> m_rows;
};

} // namespace zonescope::ui::models
