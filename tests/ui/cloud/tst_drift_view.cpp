// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/cloud/samples.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/cloud/cloud_page.h"
#include "ui/cloud/correction_bar.h"
#include "ui/cloud/correction_dialog.h"
#include "ui/cloud/drift_dialogs.h"
#include "ui/cloud/drift_view.h"
#include "ui/cloud/rails_dialog.h"
#include "ui/cloud/reach_form.h"
#include "ui/cloud/route_dialog.h"
#include "ui/text/drift_text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;
using cloudpage::CloudPage;
using cloudpage::DriftView;

namespace {

cloud::DriftEvent driftOf(cloud::DriftState state, cloud::DriftKind kind, const char* part, const char* owner)
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

std::shared_ptr<const engine::DriftView> drifted()
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

} // namespace

class TestDriftView : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void withoutIntentItSaysWhatToDo();
    void openOnesComeFirstAndAreWarnedOf();
    void driftLeadsToItsResource();
    void ignoringNeedsAReason();
    void ignoredAreWatchedAgain();
    void filesArePreviewed();
    void plansAreJudged();
    void writingIsOffAtFirst();
    void nothingIsSentUnread();
    void routesArePutInAndWithdrawn();
    void pendingCountsDown();
    void railsAreChecked();
    void driftIsSaidOnEveryPage();
    void modelIsSound();
    void sentencesAreWhole();

private:
    void open(std::shared_ptr<const engine::DriftView> view);
    DriftView* view() { return m_page->findChild<DriftView*>(); }

    std::unique_ptr<uikit::FakeEngine> m_engine;
    std::unique_ptr<models::Workspace> m_workspace;
    std::unique_ptr<CloudPage> m_page;
};

void TestDriftView::init()
{
    m_engine = std::make_unique<uikit::FakeEngine>();
    m_engine->cloudView =
        cloud::makeView(cloud::snapshotOf(cloud::sampleResources("networks/aws.json")), {}, {});
    m_workspace = std::make_unique<models::Workspace>(*m_engine, m_engine->clock());
}

void TestDriftView::cleanup()
{
    m_page.reset();
    m_workspace.reset();
    m_engine.reset();
}

void TestDriftView::open(std::shared_ptr<const engine::DriftView> shown)
{
    m_engine->driftView = std::move(shown);
    m_page = std::make_unique<CloudPage>(*m_workspace);
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

void TestDriftView::withoutIntentItSaysWhatToDo()
{
    open(nullptr);
    auto* empty = view()->findChild<widgets::EmptyState*>();
    QVERIFY(empty->isVisible());
    QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
    const auto* pinned = std::get_if<engine::PinIntent>(&m_engine->intentsAsked.back());
    QVERIFY(pinned && pinned->snapshot == 2);
}

void TestDriftView::openOnesComeFirstAndAreWarnedOf()
{
    open(drifted());
    auto* model = view()->table()->model();
    QCOMPARE(model->rowCount(), 3);
    using M = models::CloudDriftModel;
    QCOMPARE(model->index(0, M::State).data().toString(), text::driftState(cloud::DriftState::Open));
    QCOMPARE(model->index(0, M::Expected).data().toString(), QStringLiteral("igw-a"));
    QCOMPARE(model->index(0, M::Actual).data().toString(), QStringLiteral("pcx-ab"));
    QCOMPARE(model->index(0, M::Owner).data().toString(), QStringLiteral("prod.tfstate: aws_route.d"));
    auto* banner = m_page->findChild<widgets::Banner*>();
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(banner->text().contains(u'1'));
    auto* tabs = m_page->findChild<QTabWidget*>();
    QVERIFY(tabs->tabText(tabs->indexOf(view())).contains(QStringLiteral("(1)")));
    tabs->setCurrentIndex(0);
    emit banner->actionTriggered();
    QCOMPARE(tabs->currentWidget(), view());
}

void TestDriftView::driftLeadsToItsResource()
{
    open(drifted());
    emit view()->table()->rowActivated(view()->table()->model()->index(0, 0));
    QCOMPARE(m_page->findChild<QTabWidget*>()->currentIndex(), 0);
    const auto current =
        m_page->findChild<widgets::TableView*>(QStringLiteral("cloud-inventory"))->currentIndex();
    QCOMPARE(current.siblingAtColumn(models::CloudResourceModel::Id).data().toString(),
             QStringLiteral("rtb-web"));
}

void TestDriftView::ignoringNeedsAReason()
{
    open(drifted());
    view()->table()->selectRow(1);
    const auto buttons = view()->findChildren<QPushButton*>();
    const auto ignore = std::ranges::find_if(
        buttons, [](const QPushButton* b) { return b->text().startsWith(QStringLiteral("I&gnore")); });
    QTest::mouseClick(*ignore, Qt::LeftButton);
    auto* dialog = view()->findChild<cloudpage::IgnoreDialog*>();
    QVERIFY(dialog);
    auto* accept = dialog->findChild<QDialogButtonBox*>()->buttons().last();
    for (QAbstractButton* button : dialog->findChild<QDialogButtonBox*>()->buttons())
        if (dialog->findChild<QDialogButtonBox*>()->buttonRole(button) == QDialogButtonBox::AcceptRole)
            accept = button;
    QVERIFY(!accept->isEnabled());
    QTest::keyClicks(dialog->findChild<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly),
                     QStringLiteral("known"));
    QVERIFY(accept->isEnabled());
    accept->click();
    const auto* asked = std::get_if<engine::IgnoreDrift>(&m_engine->intentsAsked.back());
    QVERIFY(asked);
    QCOMPARE(asked->ignore.part, std::string("route 10.8.0.0/16"));
    QCOMPARE(asked->ignore.resource, std::string("rtb-web"));
    QCOMPARE(asked->ignore.reason, std::string("known"));
    QVERIFY(asked->ignore.until > m_workspace->now());
    // What is over needs no ignoring.
    view()->table()->selectRow(2);
    QVERIFY(!(*ignore)->isEnabled());
}

void TestDriftView::ignoredAreWatchedAgain()
{
    open(drifted());
    const auto buttons = view()->findChildren<QPushButton*>();
    const auto ignored = std::ranges::find_if(
        buttons, [](const QPushButton* b) { return b->text() == QStringLiteral("Ignored (1)"); });
    QVERIFY(ignored != buttons.end());
    QAction* again = (*ignored)->menu()->actions().front();
    QVERIFY(again->text().contains(QStringLiteral("moves on Friday")));
    again->trigger();
    const auto* asked = std::get_if<engine::UnignoreDrift>(&m_engine->intentsAsked.back());
    QVERIFY(asked && asked->id == 5);
}

void TestDriftView::filesArePreviewed()
{
    open(drifted());
    view()->importFiles({QStringLiteral("/tmp/a.tfstate")});
    QTRY_VERIFY(view()->findChild<cloudpage::TerraformDialog*>());
    auto* dialog = view()->findChild<cloudpage::TerraformDialog*>();
    QCOMPARE(dialog->findChild<QTableWidget*>()->item(0, 2)->text(), QStringLiteral("30"));
    dialog->accept();
    const auto* asked = std::get_if<engine::AddTerraform>(&m_engine->intentsAsked.back());
    QVERIFY(asked && asked->files.front() == "/tmp/a.tfstate");

    engine::TerraformPreview bad;
    bad.file = "b.tfstate";
    bad.error = base::Error{base::ErrorCode::Unsupported, "b.tfstate: version is 3"};
    cloudpage::TerraformDialog refused({bad});
    for (QAbstractButton* button : refused.findChild<QDialogButtonBox*>()->buttons())
        if (refused.findChild<QDialogButtonBox*>()->buttonRole(button) == QDialogButtonBox::AcceptRole)
            QVERIFY(!button->isEnabled());
    QVERIFY(refused.findChild<QTableWidget*>()->item(0, 4)->text().contains(QStringLiteral("version is 3")));
}

void TestDriftView::plansAreJudged()
{
    open(drifted());
    m_engine->gateAnswer.result.verdict = cloud::GateVerdict::Refuse;
    m_engine->gateAnswer.result.rails = {
        {cloud::GuardRail::WholeSpace, "rtb-web", "adds routes to all 3 of our own prefixes"}};
    m_engine->gateAnswer.result.flows = {
        {cloud::FlowKind::Lost, "internet", "eni-web", "protocol 6 ports 443"}};
    view()->checkPlan(QStringLiteral("/tmp/plan.json"));
    QTRY_VERIFY(view()->findChild<cloudpage::GateDialog*>());
    const QString report =
        view()->findChild<cloudpage::GateDialog*>()->findChild<QPlainTextEdit*>()->toPlainText();
    QVERIFY(report.startsWith(text::gateVerdict(cloud::GateVerdict::Refuse)));
    QVERIFY(report.contains(QStringLiteral("all 3")) && report.contains(QStringLiteral("eni-web")));
}

void TestDriftView::writingIsOffAtFirst()
{
    open(drifted());
    const auto buttons = view()->findChildren<QPushButton*>();
    const auto put = std::ranges::find_if(
        buttons, [](const QPushButton* b) { return b->text() == QStringLiteral("&Put right…"); });
    QVERIFY(put != buttons.end() && !(*put)->isVisible());
    const auto how = std::ranges::find_if(
        buttons, [](const QPushButton* b) { return b->text() == QStringLiteral("H&ow it shall be"); });
    const auto actions = (*how)->menu()->actions();
    const auto allow = std::ranges::find_if(actions, [](const QAction* a) { return a->isCheckable(); });
    QVERIFY(allow != actions.end() && !(*allow)->isChecked());
    (*allow)->trigger();
    const auto* asked = std::get_if<engine::AllowWriting>(&m_engine->intentsAsked.back());
    QVERIFY(asked && asked->allowed);
}

void TestDriftView::nothingIsSentUnread()
{
    auto writable = *drifted();
    writable.writing = true;
    open(std::make_shared<const engine::DriftView>(writable));
    m_engine->correctionAnswer.prepared = 9;
    m_engine->correctionAnswer.calls = {"PUT https://cloud/v2.0/routers/aaaa\n\n{}"};
    view()->table()->selectRow(0); // somebody else's
    const auto buttons = view()->findChildren<QPushButton*>();
    const auto put = std::ranges::find_if(
        buttons, [](const QPushButton* b) { return b->text() == QStringLiteral("&Put right…"); });
    QVERIFY((*put)->isVisible() && !(*put)->isEnabled());
    view()->table()->selectRow(1);
    QVERIFY((*put)->isEnabled());
    (*put)->click();
    auto* dialog = view()->findChild<cloudpage::CorrectionDialog*>();
    QVERIFY(dialog);
    const auto button = [&](const char* text) {
        for (auto* b : dialog->findChildren<QPushButton*>())
            if (b->text() == QLatin1String(text))
                return b;
        return static_cast<QPushButton*>(nullptr);
    };
    auto* read = dialog->findChild<QCheckBox*>();
    QVERIFY(!button("&Carry out")->isEnabled() && !read->isEnabled());
    QTest::keyClicks(dialog->findChildren<QLineEdit*>().front(), QStringLiteral("writer"));
    button("&Look")->click();
    QTRY_VERIFY(dialog->answer());
    const engine::PrepareCorrection* looked = nullptr; // the view may have asked for the drift since
    for (const auto& asked : m_engine->intentsAsked)
        if (const auto* prepare = std::get_if<engine::PrepareCorrection>(&asked))
            looked = prepare;
    QVERIFY(looked);
    QCOMPARE(looked->profile, std::string("writer"));
    QCOMPARE(looked->findings, (std::vector<std::string>{drifted()->events[1].finding.key()}));
    QVERIFY(
        dialog->findChild<QPlainTextEdit*>()->toPlainText().contains(QStringLiteral("PUT https://cloud")));
    QVERIFY(!button("&Carry out")->isEnabled());
    read->setChecked(true);
    QVERIFY(button("&Carry out")->isEnabled());
    if (const QByteArray folder = qgetenv("ZONESCOPE_PICTURES"); !folder.isEmpty())
        dialog->grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/correction.png"));
    // Another profile: what was looked at is not what would be sent.
    QTest::keyClicks(dialog->findChildren<QLineEdit*>().front(), QStringLiteral("2"));
    QVERIFY(!button("&Carry out")->isEnabled());
    button("&Look")->click();
    QTRY_VERIFY(dialog->answer());
    read->setChecked(true);
    button("&Carry out")->click();
    const auto* applied = std::get_if<engine::ApplyCorrection>(&m_engine->intentsAsked.back());
    QVERIFY(applied && applied->prepared == 9);
    QVERIFY(applied->keepWithin == std::chrono::seconds(120));
}

void TestDriftView::routesArePutInAndWithdrawn()
{
    open(drifted());
    m_engine->correctionAnswer.problem = base::Error{base::ErrorCode::PermissionDenied, "switched off"};
    // From where packets are asked about: the table that decides, and where they go.
    auto* reach = m_page->findChild<cloudpage::ReachForm*>();
    reach->ask(QStringLiteral("subnet-web"), QStringLiteral("10.30.0.9"), QStringLiteral("443"));
    for (auto* button : reach->findChildren<QPushButton*>())
        if (button->text().contains(QStringLiteral("route")))
            button->click();
    auto* dialog = m_page->findChild<cloudpage::RouteDialog*>();
    QVERIFY(dialog);
    auto* table = dialog->findChild<QComboBox*>();
    QVERIFY(table->count() > 2);
    QVERIFY2(table->currentData().toString() == QLatin1String("rtb-web"), qPrintable(table->currentText()));
    QList<QLineEdit*> fields;
    for (auto* field : dialog->findChildren<QLineEdit*>())
        if (field != table->lineEdit())
            fields << field;
    QCOMPARE(fields[0]->text(), QStringLiteral("10.30.0.9/32")); // nobody of ours has it
    const auto known = cloudpage::routeWish(*m_engine->cloudView->model, QStringLiteral("subnet-app"),
                                            QStringLiteral("10.30.1.9"));
    QCOMPARE(known.table, QStringLiteral("rtb-app"));
    QCOMPARE(known.destination, QStringLiteral("10.30.1.0/24"));
    QPushButton* next = nullptr;
    for (QAbstractButton* button : dialog->findChild<QDialogButtonBox*>()->buttons())
        if (dialog->findChild<QDialogButtonBox*>()->buttonRole(button) == QDialogButtonBox::AcceptRole)
            next = qobject_cast<QPushButton*>(button);
    QVERIFY(next && !next->isEnabled()); // no target yet
    auto* problem = dialog->findChild<QLabel*>(QStringLiteral("route-problem"));
    QVERIFY(problem && problem->text().isEmpty());
    fields[1]->setText(QStringLiteral("igw-a"));
    fields[0]->setText(QStringLiteral("10.0.0.0/33"));
    QVERIFY(!next->isEnabled());
    fields[0]->setText(QStringLiteral("203.0.113.9/24")); // host bits: which one is meant?
    QVERIFY(!next->isEnabled() && problem->text().contains(QStringLiteral("203.0.113.0/24")));
    fields[0]->setText(QStringLiteral("203.0.113.0/24, 198.51.100.0/24"));
    QVERIFY2(next->isEnabled(), qPrintable(problem->text()));
    QCOMPARE(dialog->actions(),
             (std::vector<cloud::RouteAction>{{"rtb-web", "203.0.113.0/24", "igw-a", false},
                                              {"rtb-web", "198.51.100.0/24", "igw-a", false}}));
    dialog->findChild<QCheckBox*>()->setChecked(true);
    QVERIFY(!next->isEnabled()); // there are none to be withdrawn
    dialog->findChild<QCheckBox*>()->setChecked(false);
    next->click();

    auto* correction = m_page->findChild<cloudpage::CorrectionDialog*>();
    QVERIFY(correction);
    correction->prepare();
    QTRY_VERIFY(correction->answer().has_value());
    const engine::PrepareCorrection* asked = nullptr; // the view may have asked for the drift since
    for (const engine::IntentRequest& request : m_engine->intentsAsked)
        if (const auto* prepare = std::get_if<engine::PrepareCorrection>(&request))
            asked = prepare;
    QVERIFY(asked && asked->findings.empty());
    QCOMPARE(asked->routes.size(), 2U);
    QCOMPARE(asked->routes[1].destination, std::string("198.51.100.0/24"));
}

void TestDriftView::pendingCountsDown()
{
    auto pending = *drifted();
    pending.corrections = {{4,
                            engine::CorrectionState::Pending,
                            "sets routes",
                            "writer",
                            m_workspace->now(),
                            m_workspace->now() + std::chrono::seconds(60),
                            {}}};
    open(std::make_shared<const engine::DriftView>(pending));
    auto* bar = view()->findChild<cloudpage::CorrectionBar*>();
    QTRY_VERIFY(bar->isVisible());
    QVERIFY(bar->text().contains(QStringLiteral("sets routes")) &&
            bar->text().contains(QStringLiteral("60")));
    m_engine->clock()->advance(std::chrono::seconds(20));
    QTRY_VERIFY(bar->text().contains(QStringLiteral("40")));
    for (auto* button : bar->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("&Keep"))
            button->click();
    const auto* kept = std::get_if<engine::KeepCorrection>(&m_engine->intentsAsked.back());
    QVERIFY(kept && kept->id == 4);
}

void TestDriftView::railsAreChecked()
{
    engine::DriftView given;
    given.gate.management = {*cloud::prefixFromText("198.51.100.0/24")};
    given.policy = {4, 4};
    cloudpage::RailsDialog dialog(given);
    const auto edits = dialog.findChildren<QPlainTextEdit*>();
    QCOMPARE(edits[1]->toPlainText(), QStringLiteral("198.51.100.0/24"));
    edits[0]->setPlainText(QStringLiteral("10.0.0.0/8\n10.0.0.0/99"));
    QPushButton* save = nullptr;
    for (auto* button : dialog.findChildren<QPushButton*>())
        save = button->text() == QStringLiteral("&Save") ? button : save;
    QVERIFY(save && !save->isEnabled());
    edits[0]->setPlainText(QStringLiteral("10.0.0.0/8\n\n 192.0.2.0/24 "));
    edits[2]->setPlainText(QStringLiteral("managed-by=*"));
    QVERIFY(save->isEnabled());
    QCOMPARE(dialog.settings().gate.allowed.size(), 2U);
    QCOMPARE(dialog.settings().gate.management.size(), 1U);
    QCOMPARE(dialog.settings().policy.openAfter, 4U);
    QCOMPARE(dialog.settings().policy.closeAfter, 4U);
    QCOMPARE(dialog.settings().drift.ownedElsewhere, (std::vector<std::string>{"managed-by=*"}));
}

void TestDriftView::driftIsSaidOnEveryPage()
{
    QSignalSpy toasts(m_workspace.get(), &models::Workspace::notice); // no page is open
    using Kind = pipeline::Event::Kind;
    const auto happened = [](Kind kind, pipeline::Severity severity, const char* before) {
        pipeline::Event made;
        made.kind = kind;
        made.stage = pipeline::Stage::Observe;
        made.severity = severity;
        made.records = 3;
        made.before = before;
        made.after = "taken-back: nobody kept it in time";
        return made;
    };
    engine::Batch batch;
    batch.events = {happened(Kind::CloudDriftOpened, pipeline::Severity::Warning, "rtb-web route 0.0.0.0/0"),
                    happened(Kind::CloudDriftClosed, pipeline::Severity::Info, "rtb-db"),
                    happened(Kind::CloudChanged, pipeline::Severity::Info, "kept"),
                    happened(Kind::CloudChanged, pipeline::Severity::Warning, "sets routes")};
    m_engine->send(std::move(batch));
    QTRY_COMPARE(toasts.size(), 2);
    QVERIFY(toasts[0][0].toString().contains(QStringLiteral("rtb-web route 0.0.0.0/0")));
    QVERIFY(toasts[1][0].toString().contains(QStringLiteral("sets routes")));
    QVERIFY(toasts[0][1].toBool());
}

void TestDriftView::modelIsSound()
{
    models::CloudDriftModel model;
    new QAbstractItemModelTester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest, &model);
    for (const auto& shown : {drifted(), std::shared_ptr<const engine::DriftView>(), drifted()})
        model.show(shown, m_workspace->now());
    model.setFilter(QStringLiteral("aws_route"));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.openCount(), 1);
}

void TestDriftView::sentencesAreWhole()
{
    for (const auto kind : {cloud::DriftKind::Missing, cloud::DriftKind::Unexpected,
                            cloud::DriftKind::Changed, cloud::DriftKind::OwnedTwice}) {
        auto made = driftOf(cloud::DriftState::Open, kind, "route 0.0.0.0/0", "").finding;
        QVERIFY(text::driftSentence(made).contains(QStringLiteral("rtb-web")));
        QVERIFY(!text::driftSentence(made).contains(u'%') && text::driftAdvice(made).endsWith(u'.'));
    }
    for (std::size_t i = 0; i < cloud::guardRailCount; ++i) {
        const QString sentence = text::railSentence({static_cast<cloud::GuardRail>(i), "AAA", "BBB"});
        QVERIFY2(sentence.contains(QStringLiteral("BBB")) && !sentence.contains(u'%'), qPrintable(sentence));
    }
    for (const auto kind : {cloud::FlowKind::Gained, cloud::FlowKind::Lost, cloud::FlowKind::Moved})
        QVERIFY(text::flowSentence({kind, "AAA", "BBB", "CCC"}).contains(QStringLiteral("CCC")));
}

QTEST_MAIN(TestDriftView)
#include "tst_drift_view.moc"
