// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/ended_view.h"

#include "ui/network/connection_list.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"
#include "ui/zones/csv_export.h"

#include <QVBoxLayout>

namespace zonescope::ui::network {

EndedView::EndedView(models::Workspace& workspace, models::ConnectionFeed& feed, QWidget* parent)
    : NetworkView(parent)
    , m_workspace(workspace)
    , m_feed(feed)
    , m_list(new ConnectionList(m_model, tr("Ended connections"), QStringLiteral("connections-ended"), this))
{
    m_list->table()->setColumnWidths({13, 10, 0, 24, 24, 9, 10, 9, 9, 0, 9, 10, 10, -1});
    m_list->table()->setEmptyText(tr("No TCP connection has ended since Zonescope began to watch."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->addWidget(m_list);
    connect(&m_feed, &models::ConnectionFeed::changed, this, [this] {
        if (isVisible())
            m_model.show(m_feed.snapshot());
    });
}

void EndedView::focusFilter()
{
    m_list->focusFilter();
}

void EndedView::focusContent()
{
    m_list->setFocus(Qt::ShortcutFocusReason);
}

bool EndedView::closeInnermost()
{
    return m_list->clearFilter();
}

bool EndedView::exportNow()
{
    zones::saveTableAsCsv(m_model, tr("connections.csv"), m_workspace, this);
    return true;
}

void EndedView::showEvent(QShowEvent* event)
{
    NetworkView::showEvent(event);
    m_feed.want(true);
    m_model.show(m_feed.snapshot());
}

void EndedView::hideEvent(QHideEvent* event)
{
    m_feed.want(false);
    NetworkView::hideEvent(event);
}

void EndedView::saveState(QSettings& settings) const
{
    m_list->table()->saveColumns(settings);
}

void EndedView::restoreState(const QSettings& settings)
{
    m_list->table()->restoreColumns(settings);
}

} // namespace zonescope::ui::network
