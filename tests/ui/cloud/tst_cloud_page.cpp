// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/cloud_page.h"

#include "tests/model/cloud/samples.h"
#include "tests/ui/cloud/estate.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/charts/chart.h"
#include "ui/cloud/finding_pane.h"
#include "ui/cloud/history_pane.h"
#include "ui/cloud/reach_form.h"
#include "ui/cloud/resource_detail.h"
#include "ui/cloud/route_form.h"
#include "ui/cloud/suppress_dialog.h"
#include "ui/cloud/topology_pane.h"
#include "ui/cloud/topology_text.h"
#include "ui/cloud/topology_view.h"
#include "ui/text/cloud_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDateEdit>
#include <QDropEvent>
#include <QGuiApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

using namespace zonescope;
using namespace zonescope::ui;
using cloudpage::CloudPage;
using models::CloudResourceModel;
using uikit::estate;

class TestCloudPage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void withoutAnyItSaysWhatToDo();
    void filterAndDetail();
    void relationsLeadOn();
    void commandsAreCopied();
    void findingsLeadToTheirResource();
    void namesSayWhose();
    void reachabilityIsAnswered();
    void topologyAndTableAgree();
    void topologyIsWalkedByKeys();
    void topologyIsSaved();
    void driftIsLaidOver();
    void findingsAreSuppressed();
    void suppressingNeedsAReason();
    void routesAreExplained();
    void scansOverTime();
    void foldersCanBeDropped();

private:
    void open(cloud::CloudViewPtr view);
    widgets::TableView* table(const char* name)
    {
        return m_page->findChild<widgets::TableView*>(QLatin1String(name));
    }

    std::unique_ptr<uikit::FakeEngine> m_engine;
    std::unique_ptr<models::Workspace> m_workspace;
    std::unique_ptr<CloudPage> m_page;
};

void TestCloudPage::open(cloud::CloudViewPtr view)
{
    m_page.reset();
    m_engine->cloudView = std::move(view);
    m_page = std::make_unique<CloudPage>(*m_workspace);
    m_page->resize(1200, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    if (m_engine->cloudView)
        QTRY_VERIFY(table("cloud-inventory")->model()->rowCount() > 0);
}

void TestCloudPage::init()
{
    m_engine = std::make_unique<uikit::FakeEngine>();
    m_workspace = std::make_unique<models::Workspace>(*m_engine, m_engine->clock());
}

void TestCloudPage::cleanup()
{
    m_page.reset();
    m_workspace.reset();
    m_engine.reset();
}

void TestCloudPage::withoutAnyItSaysWhatToDo()
{
    open(nullptr);
    auto* empty = m_page->findChild<widgets::EmptyState*>();
    QVERIFY(empty && empty->isVisible());
    QVERIFY(!empty->accessibleDescription().isEmpty());
    QVERIFY(!table("cloud-inventory")->isVisible());
}

void TestCloudPage::filterAndDetail()
{
    open(estate());
    auto* model = table("cloud-inventory")->model();
    const int all = model->rowCount();
    auto* filter = m_page->findChild<widgets::FilterField*>();
    QTest::keyClicks(filter, QStringLiteral("kind:subnet 10.20.2.0/24"));
    QTRY_COMPARE(model->rowCount(), 1);
    QCOMPARE(model->index(0, CloudResourceModel::Id).data().toString(), QStringLiteral("subnet-app"));
    auto* raw = m_page->findChild<QPlainTextEdit*>();
    QTRY_VERIFY(raw->toPlainText().contains(QStringLiteral("\"SubnetId\": \"subnet-app\"")));
    QVERIFY(m_page->closeInnermost());
    QTRY_COMPARE(model->rowCount(), all);
    QVERIFY(!m_page->closeInnermost());
    table("cloud-inventory")->sortByColumn(CloudResourceModel::Id, Qt::DescendingOrder);
    QVERIFY(model->index(0, CloudResourceModel::Id).data().toString() >
            model->index(all - 1, CloudResourceModel::Id).data().toString());
}

void TestCloudPage::relationsLeadOn()
{
    open(estate());
    auto* filter = m_page->findChild<widgets::FilterField*>();
    filter->setText(QStringLiteral("eni-web"));
    QTest::keyClick(filter, Qt::Key_Return);
    auto* model = table("cloud-inventory")->model();
    QTRY_COMPARE(model->rowCount(), 1);
    auto* relations = m_page->findChild<QListWidget*>();
    const auto items = relations->findItems(QStringLiteral("subnet-web"), Qt::MatchContains);
    QVERIFY(!items.isEmpty());
    relations->setCurrentItem(items.front());
    emit relations->itemActivated(items.front());
    // The subnet does not match the filter: the filter gives way.
    QTRY_VERIFY(filter->text().isEmpty());
    const QModelIndex current = table("cloud-inventory")->currentIndex();
    QCOMPARE(current.siblingAtColumn(CloudResourceModel::Id).data().toString(), QStringLiteral("subnet-web"));
}

void TestCloudPage::commandsAreCopied()
{
    const auto view = estate();
    const auto command = [&](const char* id) {
        return QString::fromStdString(cloud::commandFor(*view->snapshot->find(id)));
    };
    QCOMPARE(command("subnet-web"),
             QStringLiteral(
                 "aws ec2 describe-subnets --subnet-ids subnet-web --region eu-central-1 --output json"));
    QCOMPARE(command("91aa"), QStringLiteral("openstack port show -f json 91aa"));
    QCOMPARE(
        command("projects/acme-shop/zones/europe-west3-a/instances/web-1"),
        QStringLiteral("gcloud compute instances describe https://www.googleapis.com/compute/v1/projects/"
                       "acme-shop/zones/europe-west3-a/instances/web-1 --format=json"));
    // Whatever a provider has a kind for, its command line shows.
    for (const cloud::Resource& r : view->snapshot->resources()) {
        const std::string line = cloud::commandFor(r);
        static const std::array<const char*, 4> programs{"aws ", "gcloud ", "az ", "openstack "};
        QVERIFY2(r.kind == cloud::Kind::Other ||
                     line.starts_with(programs[static_cast<std::size_t>(r.provider)]),
                 (r.collection + " " + r.id).c_str());
    }
    cloud::Resource evil = *view->snapshot->find("subnet-web");
    evil.id = "x; rm -rf ~ '";
    QVERIFY(cloud::commandFor(evil).find("--subnet-ids 'x; rm -rf ~ '\\'''") != std::string::npos);
}

void TestCloudPage::findingsLeadToTheirResource()
{
    open(estate());
    auto* findings = table("cloud-findings");
    QVERIFY(findings->model()->rowCount() > 0);
    int row = 0;
    while (!findings->model()->index(row, 3).data().toString().contains(QStringLiteral("eni-gone")))
        QVERIFY(++row < findings->model()->rowCount());
    emit findings->rowActivated(findings->model()->index(row, 0));
    QCOMPARE(m_page->findChild<QTabWidget*>()->currentIndex(), 0);
    QCOMPARE(
        table("cloud-inventory")->currentIndex().siblingAtColumn(CloudResourceModel::Id).data().toString(),
        QStringLiteral("rtb-app"));
}

void TestCloudPage::namesSayWhose()
{
    open(estate());
    auto* names = table("cloud-names")->model();
    QVERIFY(names->rowCount() > 0);
    QCOMPARE(names->index(0, models::CloudNameModel::State).data().toString(),
             text::joinWord(cloud::JoinState::Dangling));
    QVERIFY(
        names->index(0, models::CloudNameModel::Value).data().toString().contains(QStringLiteral("gone-1")));
}

void TestCloudPage::reachabilityIsAnswered()
{
    open(estate());
    auto* form = m_page->findChild<cloudpage::ReachForm*>();
    form->ask(QStringLiteral("internet"), QStringLiteral("eni-web"), QStringLiteral("443"));
    QVERIFY(form->answerText().startsWith(QStringLiteral("Reachable")));
    form->ask(QStringLiteral("eni-web"), QStringLiteral("eni-db"), QStringLiteral("5432"));
    QVERIFY(form->answerText().startsWith(QStringLiteral("Not reachable")));
    QVERIFY(form->answerText().contains(QStringLiteral("acl-db")));
    form->ask(QStringLiteral("nobody"), QStringLiteral("eni-db"), QStringLiteral("5432"));
    QVERIFY(form->answerText().contains(QStringLiteral("nobody")));
    form->ask(QStringLiteral("eni-web"), QStringLiteral("eni-db"), QStringLiteral("many"));
    QVERIFY(form->answerText().contains(QStringLiteral("no ports")));
}

void TestCloudPage::topologyAndTableAgree()
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

void TestCloudPage::topologyIsWalkedByKeys()
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

void TestCloudPage::topologyIsSaved()
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

void TestCloudPage::driftIsLaidOver()
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

void TestCloudPage::findingsAreSuppressed()
{
    open(estate());
    auto* findings = qobject_cast<models::CloudFindingModel*>(table("cloud-findings")->model());
    auto* pane = m_page->findChild<cloudpage::FindingPane*>();
    const int all = findings->rowCount();
    const cloud::Finding first = findings->findingAt(0);
    const cloud::Suppression known{first.check, first.resources.front(), "the bastion",
                                   m_engine->clock()->wall() + std::chrono::hours(24)};
    emit pane->suppressionWanted({known, false});
    QTRY_VERIFY(findings->rowCount() < all);
    QVERIFY(findings->suppressedCount() > 0);
    auto* shown = pane->findChild<QCheckBox*>();
    QVERIFY(shown->isEnabled());
    shown->setChecked(true);
    QCOMPARE(findings->rowCount(), all);
    int row = 0;
    while (!findings->suppressionAt(row))
        QVERIFY(++row < all);
    QVERIFY(findings->index(row, models::CloudFindingModel::Known)
                .data()
                .toString()
                .contains(QStringLiteral("the bastion")));
    // Its day is over: it is shown again.
    findings->setSuppressions({known}, known.until);
    QCOMPARE(findings->suppressedCount(), 0U);
    emit pane->suppressionWanted({known, true});
    QTRY_COMPARE(m_engine->suppressions.size(), 0U);
}

void TestCloudPage::suppressingNeedsAReason()
{
    const cloud::Finding finding{
        cloud::CheckId::OpenToWorld, cloud::Severity::Error, {"sg-1", "eni-1"}, "tcp 22"};
    cloudpage::SuppressDialog dialog(finding, QStringLiteral("sg-1"), m_engine->clock()->wall());
    dialog.show();
    QPushButton* accept = nullptr;
    for (auto* button : dialog.findChildren<QPushButton*>())
        if (button->text().contains(QStringLiteral("uppress")))
            accept = button;
    QVERIFY(accept && !accept->isEnabled());
    for (auto* field : dialog.findChildren<QLineEdit*>())
        if (!field->placeholderText().isEmpty())
            QTest::keyClicks(field, QStringLiteral("the bastion"));
    QVERIFY(accept->isEnabled());
    const cloud::Suppression made = dialog.suppression();
    QCOMPARE(made.reason, std::string("the bastion"));
    QCOMPARE(made.resource, std::string("sg-1"));
    QVERIFY(made.until > m_engine->clock()->wall() + std::chrono::hours(24 * 28));
    QVERIFY(cloud::suppressionOf(finding, {made}, m_engine->clock()->wall()));
}

void TestCloudPage::routesAreExplained()
{
    open(estate());
    auto* form = m_page->findChild<cloudpage::RouteForm*>();
    auto* routes = table("cloud-routes")->model();
    form->ask(QStringLiteral("subnet-web"), QStringLiteral("192.0.2.1"));
    QVERIFY(routes->rowCount() > 0);
    QVERIFY(routes->index(0, models::CloudRouteModel::Verdict)
                .data()
                .toString()
                .startsWith(QStringLiteral("Wins")));
    QVERIFY(form->verdict().startsWith(QStringLiteral("It goes to")));
    form->ask(QStringLiteral("subnet-web"), QStringLiteral("10.20.1.99"));
    QVERIFY(form->verdict().contains(QStringLiteral("the network itself")));
    QVERIFY(routes->rowCount() > 1); // the way out fits as well, but is shorter
    QCOMPARE(routes->index(1, models::CloudRouteModel::Verdict).data().toString(),
             QStringLiteral("Shorter prefix"));
    form->ask(QStringLiteral("nobody"), QStringLiteral("10.20.1.99"));
    QVERIFY(form->verdict().contains(QStringLiteral("nobody")));
    form->ask(QStringLiteral("subnet-web"), QStringLiteral("everywhere"));
    QVERIFY(form->verdict().contains(QStringLiteral("no address")));
    QCOMPARE(routes->rowCount(), 0);
}

void TestCloudPage::scansOverTime()
{
    const auto view = estate();
    const base::Timestamp now = m_engine->clock()->wall();
    for (int i = 0; i < 4; ++i) {
        cloud::Tally tally = cloud::tallyOf(*view->snapshot);
        tally.counts.front().resources += static_cast<std::uint32_t>(4 - i);
        tally.tunnels = {{"vpn-1", "to the office", i == 0 ? 1U : 0U, 2}};
        m_engine->cloudHistory.scans.push_back(
            {{4 - i, "estate", now - std::chrono::hours(24 * i), view->snapshot->resources().size() + 4 - i},
             tally});
    }
    open(view);
    auto* scans = table("cloud-scans");
    QTRY_COMPARE(scans->model()->rowCount(), 4);
    QCOMPARE(scans->model()->index(0, models::CloudScanModel::Change).data().toString(),
             QStringLiteral("+1"));
    QCOMPARE(scans->model()->index(0, models::CloudScanModel::Tunnels).data().toString(),
             QStringLiteral("1 of 2 up"));
    auto* pane = m_page->findChild<cloudpage::HistoryPane*>();
    m_page->findChild<QTabWidget*>()->setCurrentWidget(pane);
    for (const charts::Chart* chart : pane->charts()) {
        QVERIFY(!chart->layers().empty());
        QVERIFY2(!chart->layers().front()->isEmpty(), qPrintable(chart->accessibleName()));
    }
    QVERIFY(pane->charts().front()->layers().size() > 3);
    // Any two are compared: the oldest with the newest.
    scans->selectionModel()->select(scans->model()->index(0, 0),
                                    QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scans->selectionModel()->select(scans->model()->index(3, 0),
                                    QItemSelectionModel::Select | QItemSelectionModel::Rows);
    for (auto* button : pane->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Compare"))
            button->click();
    const auto* asked = std::get_if<engine::CompareClouds>(&m_engine->cloudsAsked.back());
    QVERIFY(asked && asked->older == 1 && asked->newer == 4);
    emit scans->rowActivated(scans->model()->index(2, 0));
    const auto shown = std::ranges::find_if(m_engine->cloudsAsked, [](const engine::CloudRequest& request) {
        const auto* show = std::get_if<engine::ShowCloud>(&request);
        return show && show->id == 2;
    });
    QVERIFY(shown != m_engine->cloudsAsked.end());
}

void TestCloudPage::foldersCanBeDropped()
{
    open(nullptr);
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/clouds"))});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_page.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_page.get(), &drop);
    const auto* asked = std::get_if<engine::ImportCloudFolder>(&m_engine->cloudsAsked.back());
    QVERIFY(asked && asked->folder == "/tmp/clouds");
}

QTEST_MAIN(TestCloudPage)
#include "tst_cloud_page.moc"
