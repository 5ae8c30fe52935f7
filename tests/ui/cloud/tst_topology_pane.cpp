// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/topology_pane.h"

#include "tests/kit/result_macros.h"
#include "tests/ui/cloud/cloud_page_fixture.h"
#include "ui/cloud/resource_detail.h"
#include "ui/cloud/topology_text.h"
#include "ui/cloud/topology_view.h"

#include <QImage>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QWheelEvent>

using namespace zonescope;
using namespace zonescope::ui;
using models::CloudResourceModel;
using uikit::estate;

class TestTopologyPane : public QObject, private uikit::CloudPageFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void topologyAndTableAgree();
    void topologyIsWalkedByKeys();
    void topologyIsSaved();
    void driftIsLaidOver();
};

void TestTopologyPane::topologyAndTableAgree()
{
    open(estate());
    auto* tabs = m_page->findChild<QTabWidget*>();
    auto* pane = m_page->findChild<cloudpage::TopologyPane*>();
    auto* view = pane->view();
    tabs->setCurrentIndex(1);
    QVERIFY(pane->isVisible());
    QVERIFY(m_page->findChild<cloudpage::ResourceDetail*>()->isVisible());
    const auto& snapshot = *m_engine->cloudView->snapshot;
    const auto& topology = *m_engine->cloudView->topology;
    // From the picture to the table …
    const cloud::Index subnet = snapshot.indexOf("subnet-app");
    const std::uint32_t box = topology.boxOf(subnet);
    view->zoomBy(3);
    view->fit();
    QTest::mouseClick(view, Qt::LeftButton, {}, view->placeOf(box).center().toPoint());
    QCOMPARE(view->selected(), box);
    const auto current = [&] {
        return table("cloud-inventory")
            ->currentIndex()
            .siblingAtColumn(CloudResourceModel::Id)
            .data()
            .toString();
    };
    QCOMPARE(current(), QStringLiteral("subnet-app"));
    QVERIFY(pane->isVisible()); // one stays where one is
    QCOMPARE(m_page->findChild<cloudpage::ResourceDetail*>()->shown(), subnet);
    // … and back.
    const cloud::Index interface = snapshot.indexOf("eni-web");
    auto* model = qobject_cast<CloudResourceModel*>(table("cloud-inventory")->model());
    table("cloud-inventory")->selectRow(model->rowOf(interface));
    QCOMPARE(view->selected(), topology.boxOf(interface));
    QVERIFY(view->accessibleDescription().contains(QStringLiteral("subnet-web")));
}

void TestTopologyPane::topologyIsWalkedByKeys()
{
    open(estate());
    auto* tabs = m_page->findChild<QTabWidget*>();
    auto* pane = m_page->findChild<cloudpage::TopologyPane*>();
    auto* view = pane->view();
    tabs->setCurrentIndex(1);
    m_page->focusContent();
    QTRY_VERIFY(view->hasFocus());
    const auto& boxes = m_engine->cloudView->topology->boxes;
    const auto& topology = *m_engine->cloudView->topology;
    table("cloud-inventory")
        ->selectRow(qobject_cast<CloudResourceModel*>(table("cloud-inventory")->model())
                        ->rowOf(m_engine->cloudView->snapshot->indexOf("subnet-app")));
    const std::uint32_t subnet = view->selected();
    QTest::keyClick(view, Qt::Key_Up);
    QCOMPARE(view->selected(), boxes[subnet].parent);
    QTest::keyClick(view, Qt::Key_Down);
    QCOMPARE(boxes[view->selected()].parent, boxes[subnet].parent);
    const std::uint32_t first = view->selected();
    QTest::keyClick(view, Qt::Key_Right);
    QVERIFY(view->selected() != first);
    QTest::keyClick(view, Qt::Key_Left);
    QCOMPARE(view->selected(), first);
    const double scale = view->scale();
    QTest::keyClick(view, Qt::Key_Plus);
    QVERIFY(view->scale() > scale);
    const QRectF before = view->placeOf(subnet);
    QTest::keyClick(view, Qt::Key_Left, Qt::ControlModifier);
    QVERIFY(view->placeOf(subnet).left() > before.left());
    QTest::keyClick(view, Qt::Key_Home);
    QVERIFY(std::abs(view->scale() - scale) < 1e-9);
    QWheelEvent wheel(QPointF(50, 50), view->mapToGlobal(QPointF(50, 50)), {}, QPoint(0, 240), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view, &wheel);
    QVERIFY(view->scale() > scale);
    view->showResource(m_engine->cloudView->snapshot->indexOf("subnet-app"));
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(tabs->currentIndex(), 0);
    for (std::uint32_t i = 0; i < boxes.size(); ++i) {
        QVERIFY(!cloudpage::boxTitle(boxes[i]).isEmpty());
        QVERIFY(!cloudpage::boxSummary(topology, i).contains(u'%'));
    }
    for (const auto& link : topology.links)
        QVERIFY(!cloudpage::linkSummary(topology, link).contains(u'%'));
}

void TestTopologyPane::topologyIsSaved()
{
    open(estate());
    QTemporaryDir folder;
    auto* pane = m_page->findChild<cloudpage::TopologyPane*>();
    QSignalSpy told(pane, &cloudpage::TopologyPane::saved);
    const QString file = folder.filePath(QStringLiteral("topology.png"));
    QVERIFY(pane->savePictureTo(file));
    const QImage picture(file);
    QVERIFY(picture.width() > 600 && picture.height() > 200);
    QVERIFY(!pane->savePictureTo(folder.filePath(QStringLiteral("no/such/folder.png"))));
    QCOMPARE(told.size(), 2);
    QVERIFY(told.at(1).at(1).toBool()); // a problem, and said so
}

void TestTopologyPane::driftIsLaidOver()
{
    open(estate());
    auto* pane = m_page->findChild<cloudpage::TopologyPane*>();
    const std::uint32_t box =
        m_engine->cloudView->topology->boxOf(m_engine->cloudView->snapshot->indexOf("subnet-app"));
    QVERIFY(!(pane->view()->topology()->boxes[box].marks & cloud::MarkDrift));
    pane->setDrift({"subnet-app"});
    QVERIFY(pane->view()->topology()->boxes[box].marks & cloud::MarkDrift);
    pane->setDrift({});
    QVERIFY(!(pane->view()->topology()->boxes[box].marks & cloud::MarkDrift));
}

QTEST_MAIN(TestTopologyPane)
#include "tst_topology_pane.moc"
