// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/plain_table.h"
#include "ui/models/zone_book.h"

#include <QTimer>

#include <memory>

namespace zonescope::ui::models {

/// The zones an operator has to look at, worst first, each with the one useful action.
class AttentionModel final : public PlainTable
{
    Q_OBJECT

public:
    enum Column { State, Zone, Reason, Since, Action };
    enum class Remedy : std::uint8_t { Transfer, Primary, Show };
    static constexpr std::size_t limit = 100;

    AttentionModel(ZoneBook& book, std::shared_ptr<const base::Clock> clock, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    base::ZoneId zoneAt(int row) const;
    Remedy remedyAt(int row) const;

protected:
    QStringList titles() const override;
    QString cell(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    bool isNumber(int column) const override { return column >= Since; }
    QVariant other(int row, int column, int role) const override;

private:
    void read();
    const ZoneEntry* entryAt(int row) const;
    QString reason(const ZoneEntry& entry) const;

    ZoneBook& m_book;
    std::shared_ptr<const base::Clock> m_clock;
    std::vector<base::ZoneId> m_rows;
    QTimer m_quiet;
};

} // namespace zonescope::ui::models
