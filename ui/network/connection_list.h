// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/connection_model.h"

#include <QSettings>
#include <QWidget>

namespace zonescope::ui::widgets {
class FilterField;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::network {

/// A filter line over a table of connections: what the open and the ended ones have in common.
class ConnectionList final : public QWidget
{
    Q_OBJECT

public:
    ConnectionList(models::ConnectionModel& model, const QString& name, const QString& key,
                   const QString& hint, QWidget* parent = nullptr);

    widgets::TableView* table() const { return m_table; }
    widgets::FilterField* filter() const { return m_filter; }
    void focusFilter();
    bool clearFilter(); ///< false: it was empty

private:
    widgets::FilterField* m_filter;
    widgets::TableView* m_table;
};

} // namespace zonescope::ui::network
