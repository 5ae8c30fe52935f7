// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/cloud_page.h"

#include "tests/ui/cloud/cloud_page_fixture.h"
#include "ui/charts/chart.h"
#include "ui/cloud/finding_pane.h"
#include "ui/cloud/history_pane.h"
#include "ui/cloud/reach_form.h"
#include "ui/cloud/route_form.h"
#include "ui/cloud/suppress_dialog.h"
#include "ui/text/cloud_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"

#include <QCheckBox>
#include <QDateEdit>
#include <QDropEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;
using models::CloudResourceModel;
using uikit::estate;

class TestCloudPage : public QObject, private uikit::CloudPageFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void withoutAnyItSaysWhatToDo();
    void filterAndDetail();
    void relationsLeadOn();
    void commandsAreCopied();
    void findingsLeadToTheirResource();
    void namesSayWhose();
    void reachabilityIsAnswered();
    void findingsAreSuppressed();
    void suppressingNeedsAReason();
    void routesAreExplained();
    void scansOverTime();
    void foldersCanBeDropped();
};

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
