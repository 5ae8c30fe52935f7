// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/connection_list.h"

#include "ui/theme/theme.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"

#include <QHeaderView>
#include <QVBoxLayout>

namespace zonescope::ui::network {

ConnectionList::ConnectionList(models::ConnectionModel& model, const QString& name, const QString& key,
                               const QString& hint, QWidget* parent)
    : QWidget(parent)
    , m_filter(new widgets::FilterField(hint, this))
    , m_table(new widgets::TableView(name, this))
{
    m_filter->setAccessibleName(tr("Filter connections"));
    m_table->setObjectName(key);
    m_table->setModel(&model);
    // In the order in which they came, until a title is clicked.
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(m_filter);
    layout->addWidget(m_table, 1);
    connect(m_filter, &widgets::FilterField::leaveDown, this,
            [this] { m_table->setFocus(Qt::ShortcutFocusReason); });
}

void ConnectionList::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

bool ConnectionList::clearFilter()
{
    if (m_filter->text().isEmpty())
        return false;
    m_filter->clear();
    return true;
}

} // namespace zonescope::ui::network
