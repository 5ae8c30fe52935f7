// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/kit/fake_data.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/charts/chart.h"
#include "ui/network/network_page.h"

#include <QCoreApplication>
#include <QTest>

#include <memory>

namespace zonescope::uikit {

/// The Network page over the two hours before the fake clock's now, on the screen. A test derives from it.
class ShownNetworkPage
{
protected:
    void open()
    {
        m_engine = std::make_unique<FakeEngine>();
        m_workspace = std::make_unique<ui::models::Workspace>(*m_engine, m_engine->clock());
        const base::Timestamp now = m_engine->clock()->wall();
        m_workspace->selection().setPeriod({now - std::chrono::hours(2), now});
        m_time = std::make_unique<ui::charts::TimeSelection>();
        m_time->setHome({base::toMicroseconds(now) - 2 * ui::charts::hour, base::toMicroseconds(now)});
        m_page = std::make_unique<ui::network::NetworkPage>(*m_workspace, *m_time);
        m_page->resize(1040, 720);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void close()
    {
        m_page.reset();
        m_workspace.reset();
        m_engine.reset();
    }
    void show(const QString& view)
    {
        QVERIFY2(m_page->showView(QStringLiteral("congestion/") + view), qPrintable(view));
        QCoreApplication::processEvents();
    }

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<ui::models::Workspace> m_workspace;
    std::unique_ptr<ui::charts::TimeSelection> m_time;
    std::unique_ptr<ui::network::NetworkPage> m_page;
};

/// The one of its kind (and name) that is on the screen; nothing when there is none.
template <class Widget>
Widget* visible(const QWidget& in, const QString& name = {})
{
    for (Widget* widget : in.findChildren<Widget*>(name))
        if (widget->isVisible())
            return widget;
    return nullptr;
}

} // namespace zonescope::uikit
