// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/roles.h"

#include <QAbstractTableModel>
#include <QStringList>

namespace zonescope::ui::models {

/// What all small tables share: titles, right-aligned numbers, texts for screen readers. A subclass says what
/// stands in a cell.
class PlainTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    virtual QStringList titles() const = 0;
    virtual QString cell(int row, int column) const = 0;
    virtual QString toolTip(int /*row*/, int /*column*/) const { return {}; }
    virtual bool isNumber(int /*column*/) const { return false; }
    /// Anything but texts and alignment: StateRole and the like.
    virtual QVariant other(int /*row*/, int /*column*/, int /*role*/) const { return {}; }
    void announceAll();

private:
    mutable int m_columns = -1; ///< titles() is translated: counted once
};

} // namespace zonescope::ui::models
