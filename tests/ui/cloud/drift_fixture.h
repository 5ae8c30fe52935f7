// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/kit/result_macros.h"
#include "tests/model/cloud/samples.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/cloud/cloud_page.h"
#include "ui/cloud/drift_view.h"

#include <QTabWidget>
#include <QTest>

namespace zonescope::uikit {

inline cloud::DriftEvent driftOf(cloud::DriftState state, cloud::DriftKind kind, const char* part,
                                 const char* owner)
{
    cloud::DriftEvent made;
    made.state = state;
    made.finding.kind = kind;
    made.finding.resourceKind = cloud::Kind::RouteTable;
    made.finding.resource = "rtb-web";
    made.finding.name = "web";
    made.finding.part = part;
    made.finding.owner = owner;
    made.finding.fields = {{"target", "igw-a", "pcx-ab"}};
    made.firstSeen = base::fromMicroseconds(1'795'260'000'000'000);
    made.lastSeen = made.firstSeen;
    return made;
}

inline std::shared_ptr<const engine::DriftView> drifted()
{
    engine::DriftView view;
    view.intents = {{1, "production", 7, base::fromMicroseconds(1'795'100'000'000'000), 120},
                    {2, "prod.tfstate", 0, base::fromMicroseconds(1'795'100'000'000'000), 40}};
    view.events = {
        driftOf(cloud::DriftState::Closed, cloud::DriftKind::Missing, "route 10.9.0.0/16", ""),
        driftOf(cloud::DriftState::Suspected, cloud::DriftKind::Unexpected, "route 10.8.0.0/16", ""),
        driftOf(cloud::DriftState::Open, cloud::DriftKind::Changed, "route 0.0.0.0/0",
                "prod.tfstate: aws_route.d")};
    view.ignores = {{5, "route-table", "rtb-db", "", "", "", "moves on Friday",
                     base::fromMicroseconds(1'796'000'000'000'000)}};
    view.unknown = 2;
    return std::make_shared<const engine::DriftView>(std::move(view));
}

/// The cloud page with its drift in front; the tests' slots init() and cleanup() call begin() and end().
class DriftFixture
{
protected:
    void begin();
    void end();
    void open(std::shared_ptr<const engine::DriftView> shown);
    ui::cloudpage::DriftView* view() { return m_page->findChild<ui::cloudpage::DriftView*>(); }

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<ui::models::Workspace> m_workspace;
    std::unique_ptr<ui::cloudpage::CloudPage> m_page;
};

inline void DriftFixture::begin()
{
    m_engine = std::make_unique<FakeEngine>();
    m_engine->cloudView =
        cloud::makeView(cloud::snapshotOf(cloud::sampleResources("networks/aws.json")), {}, {});
    m_workspace = std::make_unique<ui::models::Workspace>(*m_engine, m_engine->clock());
}

inline void DriftFixture::end()
{
    m_page.reset();
    m_workspace.reset();
    m_engine.reset();
}

inline void DriftFixture::open(std::shared_ptr<const engine::DriftView> shown)
{
    m_engine->driftView = std::move(shown);
    m_page = std::make_unique<ui::cloudpage::CloudPage>(*m_workspace);
    m_page->resize(1280, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    auto* tabs = m_page->findChild<QTabWidget*>();
    tabs->setCurrentWidget(view());
    QTRY_VERIFY(view()->view());
    if (const QByteArray folder = qgetenv("ZONESCOPE_PICTURES"); !folder.isEmpty())
        m_page->grab().save(
            QString::fromLocal8Bit(folder) +
            QStringLiteral("/drift-%1.png").arg(QString::fromLatin1(QTest::currentTestFunction())));
}

} // namespace zonescope::uikit
