// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/plain_table.h"
#include "ui/models/zone_book.h"

namespace zonescope::ui::models {

/// The edges of one zone: who serves which serial since when. Stale edges first.
class EdgeSerialModel final : public PlainTable
{
    Q_OBJECT

public:
    EdgeSerialModel(ZoneBook& book, std::shared_ptr<const base::Clock> clock, QObject* parent = nullptr);

    void setZone(base::ZoneId zone);
    int rowCount(const QModelIndex& parent = {}) const override;

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override { return column == 2; }
    QVariant other(int row, int column, int role) const override;

private:
    void read();
    zone::ZoneState stateOf(const zone::EdgeSerial& edge) const;

    ZoneBook& m_book;
    std::shared_ptr<const base::Clock> m_clock;
    base::ZoneId m_zone;
    std::optional<std::uint32_t> m_held;
    std::vector<zone::EdgeSerial> m_rows;
};

} // namespace zonescope::ui::models
