// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/plain_table.h"

namespace zonescope::ui::models {

int PlainTable::columnCount(const QModelIndex& parent) const
{
    if (parent.isValid())
        return 0;
    if (m_columns < 0)
        m_columns = static_cast<int>(titles().size());
    return m_columns;
}

QVariant PlainTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return cell(index.row(), index.column());
    case Qt::ToolTipRole: {
        const QString tip = toolTip(index.row(), index.column());
        return tip.isEmpty() ? QVariant() : QVariant(tip);
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue<int>((isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) |
                                        Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return titles().at(index.column()) + QStringLiteral(": ") + cell(index.row(), index.column());
    default:
        return other(index.row(), index.column(), role);
    }
}

QVariant PlainTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole)
        return titles().at(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue<int>((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) |
                                        Qt::AlignVCenter);
    return {};
}

void PlainTable::announceAll()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

} // namespace zonescope::ui::models
