// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/cloud_page.h"

#include "tests/model/cloud/samples.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/cloud/reach_form.h"
#include "ui/cloud/resource_detail.h"
#include "ui/text/cloud_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;
using cloudpage::CloudPage;
using models::CloudResourceModel;

namespace {

cloud::CloudViewPtr estate()
{
    auto resources = cloud::sampleResources("networks/aws.json");
    std::ranges::move(cloud::sampleResources("google/compute.json"), std::back_inserter(resources));
    std::ranges::move(cloud::sampleResources("azure/arm-network.json"), std::back_inserter(resources));
    std::ranges::move(cloud::sampleResources("openstack/neutron.json"), std::back_inserter(resources));
    std::ranges::move(cloud::sampleResources("aws/list-resource-record-sets.xml"),
                      std::back_inserter(resources));
    return cloud::makeView(
        cloud::Snapshot::make(
            "estate", {},
            {{cloud::Provider::Aws, "1", "", "broken.json", cloud::ScopeState::Broken, "line 3: no", {}, 0}},
            std::move(resources)),
        {}, {});
}

} // namespace

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
    void foldersCanBeDropped();
    void modelsAreSound();
    void sentencesAreWhole();
    void hundredThousandFilterQuickly();

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

void TestCloudPage::modelsAreSound()
{
    const auto view = estate();
    CloudResourceModel resources;
    models::CloudFindingModel findings;
    models::CloudNameModel names;
    models::CloudScopeModel scopes;
    models::CloudChangeModel changes;
    for (QAbstractItemModel* model :
         std::initializer_list<QAbstractItemModel*>{&resources, &findings, &names, &scopes, &changes})
        new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::QtTest, model);
    const auto none = [](base::ZoneId) { return QString(); };
    for (const auto& shown : {view, cloud::CloudViewPtr(), view}) {
        resources.show(shown);
        findings.show(shown);
        names.show(shown, none, none);
        scopes.show(shown);
    }
    QCOMPARE(scopes.index(0, models::CloudScopeModel::Detail).data().toString(),
             QStringLiteral("line 3: no"));
    resources.setFilter(QStringLiteral("web"));
    resources.sort(CloudResourceModel::Addresses, Qt::AscendingOrder);
    findings.setFilter(QStringLiteral("gone"));
    QVERIFY(findings.rowCount() > 0);
    auto changed = cloud::sampleResources("openstack/neutron.json");
    std::erase_if(changed, [](const cloud::Resource& r) { return r.id == "91aa"; });
    const auto newer = cloud::snapshotOf(changed);
    const auto older = cloud::snapshotOf(cloud::sampleResources("openstack/neutron.json"));
    changes.show({older, newer,
                  std::make_shared<const cloud::SnapshotDifference>(cloud::differenceOf(*older, *newer))});
    QCOMPARE(changes.rowCount(), 1);
    QCOMPARE(changes.index(0, models::CloudChangeModel::Change).data().toString(), QStringLiteral("Removed"));
}

void TestCloudPage::sentencesAreWhole()
{
    for (std::size_t i = 0; i < cloud::checkCount; ++i) {
        const auto check = static_cast<cloud::CheckId>(i);
        QVERIFY(!text::findingTitle(check).isEmpty());
        QVERIFY(text::findingAdvice(check).endsWith(u'.'));
    }
    for (int i = 0; i <= static_cast<int>(cloud::StepCode::OutsideToOutside); ++i) {
        const QString sentence = text::reachabilityStep({static_cast<cloud::StepCode>(i), "AAA", "BBB"});
        QVERIFY2(!sentence.contains(u'%'), qPrintable(sentence));
        QVERIFY2(sentence.contains(QStringLiteral("AAA")), qPrintable(sentence));
    }
}

void TestCloudPage::hundredThousandFilterQuickly()
{
    CloudResourceModel model;
    auto view = std::make_shared<cloud::CloudView>();
    view->snapshot = cloud::largeSnapshot(100'000);
    view->search = std::make_shared<const cloud::SearchIndex>(view->snapshot);
    model.show(view);
    QCOMPARE(model.rowCount(), 100'000);
    for (const char* text : {"app-17", "10.9.4.12", "10.9.0.0/16", "eni-4711", "nothing at all"}) {
        qint64 took = 1'000'000;
        for (int attempt = 0; attempt < 3;
             ++attempt) { // other programs run here as well: the quickest counts
            model.setFilter({});
            QElapsedTimer timer;
            timer.start();
            model.setFilter(QLatin1String(text));
            took = std::min(took, timer.elapsed());
        }
        qInfo("%s: %d rows in %lld ms", text, model.rowCount(), took);
        QVERIFY2(took <= 100, "a filter answers within 100 ms");
    }
}

QTEST_MAIN(TestCloudPage)
#include "tst_cloud_page.moc"
