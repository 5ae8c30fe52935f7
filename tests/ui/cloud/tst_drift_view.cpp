// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/drift_view.h"

#include "tests/ui/cloud/drift_fixture.h"
#include "ui/cloud/drift_dialogs.h"
#include "ui/text/drift_text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>

using namespace zonescope;
using namespace zonescope::ui;
using uikit::drifted;
using uikit::driftOf;

class TestDriftView : public QObject, private uikit::DriftFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void withoutIntentItSaysWhatToDo();
    void openOnesComeFirstAndAreWarnedOf();
    void driftLeadsToItsResource();
    void ignoringNeedsAReason();
    void ignoredAreWatchedAgain();
    void filesArePreviewed();
    void plansAreJudged();
    void driftIsSaidOnEveryPage();
    void modelIsSound();
    void sentencesAreWhole();
};

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
