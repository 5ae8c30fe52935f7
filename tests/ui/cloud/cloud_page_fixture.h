// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/kit/result_macros.h"
#include "tests/ui/cloud/estate.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/cloud/cloud_page.h"
#include "ui/widgets/table_view.h"

#include <QTest>

namespace zonescope::uikit {

/// The cloud page over an engine without sockets; the tests' slots init() and cleanup() call begin() and
/// end().
class CloudPageFixture
{
protected:
    void begin();
    void end();
    void open(cloud::CloudViewPtr view);
    ui::widgets::TableView* table(const char* name)
    {
        return m_page->findChild<ui::widgets::TableView*>(QLatin1String(name));
    }

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<ui::models::Workspace> m_workspace;
    std::unique_ptr<ui::cloudpage::CloudPage> m_page;
};

inline void CloudPageFixture::begin()
{
    m_engine = std::make_unique<FakeEngine>();
    m_workspace = std::make_unique<ui::models::Workspace>(*m_engine, m_engine->clock());
}

inline void CloudPageFixture::end()
{
    m_page.reset();
    m_workspace.reset();
    m_engine.reset();
}

inline void CloudPageFixture::open(cloud::CloudViewPtr view)
{
    m_page.reset();
    m_engine->cloudView = std::move(view);
    m_page = std::make_unique<ui::cloudpage::CloudPage>(*m_workspace);
    m_page->resize(1200, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    if (m_engine->cloudView)
        QTRY_VERIFY(table("cloud-inventory")->model()->rowCount() > 0);
}

} // namespace zonescope::uikit
