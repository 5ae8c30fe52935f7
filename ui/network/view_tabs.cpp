// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/view_tabs.h"

#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace zonescope::ui::network {

ViewTabs::ViewTabs(QString key, QString title, QWidget* parent)
    : NetworkView(parent)
    , m_key(std::move(key))
    , m_title(std::move(title))
    , m_tabs(new QTabWidget(this))
{
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setAccessibleName(QString(m_title).remove(u'&'));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
}

void ViewTabs::addView(NetworkView* view)
{
    m_views.push_back(view);
    m_tabs->addTab(view, view->title());
}

NetworkView* ViewTabs::current() const
{
    const int index = m_tabs->currentIndex();
    return index < 0 ? nullptr : m_views[static_cast<std::size_t>(index)];
}

bool ViewTabs::showView(const QString& path)
{
    const QString first = path.section(u'/', 0, 0);
    const QString rest = path.section(u'/', 1);
    const auto found = std::ranges::find(m_views, first, &NetworkView::key);
    if (found == m_views.end())
        return false;
    m_tabs->setCurrentWidget(*found);
    auto* inner = qobject_cast<ViewTabs*>(*found);
    return rest.isEmpty() || (inner != nullptr && inner->showView(rest));
}

void ViewTabs::focusFilter()
{
    if (NetworkView* view = current())
        view->focusFilter();
}

void ViewTabs::focusContent()
{
    if (NetworkView* view = current())
        view->focusContent();
}

bool ViewTabs::closeInnermost()
{
    NetworkView* view = current();
    return view != nullptr && view->closeInnermost();
}

bool ViewTabs::exportNow()
{
    NetworkView* view = current();
    return view != nullptr && view->exportNow();
}

void ViewTabs::saveState(QSettings& settings) const
{
    if (const NetworkView* view = current())
        settings.setValue(QStringLiteral("network/%1/tab").arg(m_key), view->key());
    for (const NetworkView* view : m_views)
        view->saveState(settings);
}

void ViewTabs::restoreState(const QSettings& settings)
{
    showView(settings.value(QStringLiteral("network/%1/tab").arg(m_key)).toString());
    for (NetworkView* view : m_views)
        view->restoreState(settings);
}

} // namespace zonescope::ui::network
