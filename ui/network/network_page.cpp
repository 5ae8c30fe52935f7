// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/network_page.h"

#include "ui/network/network_views.h"
#include "ui/network/view_tabs.h"

#include <QLabel>
#include <QVBoxLayout>

namespace zonescope::ui::network {

NetworkPage::NetworkPage(models::Workspace& workspace, charts::TimeSelection& time, QWidget* parent)
    : Page(parent)
    , m_views(new ViewTabs(QStringLiteral("network"), title(), this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    if (!workspace.demoNetwork().isEmpty()) {
        auto* note = new QLabel(workspace.demoNetwork(), this);
        note->setObjectName(QStringLiteral("demo-network"));
        note->setWordWrap(true);
        layout->addWidget(note);
    }
    layout->addWidget(m_views);
    for (NetworkView* view : createNetworkViews({workspace, time}))
        addView(view);
}

void NetworkPage::addView(NetworkView* view)
{
    m_views->addView(view);
}

bool NetworkPage::showView(const QString& path)
{
    return m_views->showView(path);
}

QString NetworkPage::title() const
{
    return tr("Network");
}

void NetworkPage::focusFilter()
{
    m_views->focusFilter();
}

void NetworkPage::focusContent()
{
    m_views->focusContent();
}

bool NetworkPage::closeInnermost()
{
    return m_views->closeInnermost();
}

bool NetworkPage::exportNow()
{
    return m_views->exportNow();
}

void NetworkPage::saveState(QSettings& settings) const
{
    m_views->saveState(settings);
}

void NetworkPage::restoreState(const QSettings& settings)
{
    m_views->restoreState(settings);
}

} // namespace zonescope::ui::network
