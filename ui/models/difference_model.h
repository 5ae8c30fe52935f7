// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/zone_version.h"
#include "ui/models/plain_table.h"

#include <memory>

namespace zonescope::ui::models {

/// What one serial has that another has not: removed and added records merged in canonical order.
class DifferenceModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column { Sign, Name, Ttl, Type, Data };

    using PlainTable::PlainTable;

    void show(std::shared_ptr<const zone::Difference> difference);
    const std::shared_ptr<const zone::Difference>& difference() const { return m_difference; }
    int rowCount(const QModelIndex& parent = {}) const override;

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    bool isNumber(int column) const override { return column == Ttl; }
    QVariant other(int row, int column, int role) const override;

private:
    struct Row
    {
        bool added;
        std::uint32_t index;
    };
    const dns::Record& recordAt(int row) const;

    std::shared_ptr<const zone::Difference> m_difference;
    std::vector<Row> m_rows;
};

} // namespace zonescope::ui::models
