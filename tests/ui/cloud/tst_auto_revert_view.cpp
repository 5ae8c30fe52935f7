// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to drift without a person, as the window shows and sets it, and the kill switch.
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/samples.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/cloud/auto_revert_dialog.h"
#include "ui/cloud/cloud_page.h"
#include "ui/cloud/correction_dialog.h"
#include "ui/cloud/drift_view.h"
#include "ui/cloud/revert_bar.h"
#include "ui/cloud/written_dialog.h"
#include "ui/text/event_text.h"
#include "ui/text/format.h"
#include "ui/text/revert_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>
#include <QTranslator>

using namespace zonescope;
using namespace zonescope::ui;
using cloudpage::CloudPage;
using cloudpage::DriftView;

namespace {

cloud::DriftEvent driftOf(const char* part, const char* owner)
{
    cloud::DriftEvent made;
    made.state = cloud::DriftState::Open;
    made.finding.kind = cloud::DriftKind::Unexpected;
    made.finding.resourceKind = cloud::Kind::RouteTable;
    made.finding.resource = "rtb-web";
    made.finding.part = part;
    made.finding.owner = owner;
    made.firstSeen = base::fromMicroseconds(1'795'260'000'000'000);
    made.lastSeen = made.firstSeen;
    return made;
}

std::shared_ptr<const engine::DriftView> reverting(std::string halted = {})
{
    engine::DriftView view;
    view.intents = {{1, "production", 7, base::fromMicroseconds(1'795'100'000'000'000), 120}};
    view.events = {driftOf("route 10.9.0.0/16", "prod.tfstate: aws_route.d"),
                   driftOf("route 10.8.0.0/16", "")};
    view.writing = true;
    cloud::AutoRevertSettings settings;
    settings.account = "production";
    settings.mode = cloud::RevertMode::Auto;
    settings.classes = {cloud::RevertClass::RouteExtra};
    settings.profile = "writer";
    settings.window = cloud::windowFromText("Mon-Fri 22:00-04:00 local").value();
    view.autoReverts = {
        {settings, std::move(halted), {{"k", base::fromMicroseconds(1'795'266'000'000'000)}}}};
    view.notes = {{view.events[1].finding.key(),
                   "production",
                   {cloud::RevertStep::Propose, cloud::RevertReason::OutsideWindow,
                    "Mon-Fri 22:00-04:00 local", base::fromMicroseconds(1'795'298'400'000'000)},
                   base::fromMicroseconds(1'795'266'000'000'000)}};
    view.corrections = {{3,
                         engine::CorrectionState::Kept,
                         "adds route 10.9.0.0/16 to 10.0.0.9 at router edge",
                         "writer",
                         base::fromMicroseconds(1'795'266'000'000'000),
                         {},
                         "read again and as foretold",
                         true},
                        {2,
                         engine::CorrectionState::Failed,
                         "deletes rule 22 at group web",
                         "writer",
                         base::fromMicroseconds(1'795'260'000'000'000),
                         {},
                         "the line is dead; what was done before is taken back",
                         false}};
    return std::make_shared<const engine::DriftView>(std::move(view));
}

QPushButton* buttonOf(QWidget* parent, const QString& text)
{
    for (auto* button : parent->findChildren<QPushButton*>())
        if (button->text() == text)
            return button;
    return nullptr;
}

} // namespace

class TestAutoRevertView : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void byItselfIsSaid();
    void whatIsReadyIsLookedAt();
    void whenItDriftsIsChosen();
    void theSwitchIsQuick();
    void whatWasWrittenIsListed();
    void everyReasonIsASentence();

private:
    void open(std::shared_ptr<const engine::DriftView> view);
    DriftView* view() { return m_page->findChild<DriftView*>(); }

    QTranslator m_language; ///< of pictures
    std::unique_ptr<uikit::FakeEngine> m_engine;
    std::unique_ptr<models::Workspace> m_workspace;
    std::unique_ptr<CloudPage> m_page;
};

/// Pictures are taken in the look and the language that the environment says.
void TestAutoRevertView::initTestCase()
{
    const bool dark = qgetenv("ZONESCOPE_PICTURES_LOOK") == "dark";
    theme::Theme::instance().apply(*qApp, dark ? theme::Preference::Dark : theme::Preference::Light);
    const QByteArray language = qgetenv("ZONESCOPE_PICTURES_LANGUAGE");
    if (!language.isEmpty()) {
        QVERIFY(m_language.load(QString::fromLocal8Bit(language)));
        qApp->installTranslator(&m_language);
        QLocale::setDefault(QLocale(QLocale::German));
    }
}

void TestAutoRevertView::init()
{
    m_engine = std::make_unique<uikit::FakeEngine>();
    m_engine->cloudView =
        cloud::makeView(cloud::snapshotOf(cloud::sampleResources("networks/aws.json")), {}, {});
    m_workspace = std::make_unique<models::Workspace>(*m_engine, m_engine->clock());
}

void TestAutoRevertView::cleanup()
{
    m_page.reset();
    m_workspace.reset();
    m_engine.reset();
}

void TestAutoRevertView::open(std::shared_ptr<const engine::DriftView> shown)
{
    m_engine->driftView = std::move(shown);
    m_page = std::make_unique<CloudPage>(*m_workspace);
    m_page->resize(1280, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->findChild<QTabWidget*>()->setCurrentWidget(view());
    QTRY_VERIFY(view()->view());
    if (const QByteArray folder = qgetenv("ZONESCOPE_PICTURES"); !folder.isEmpty())
        m_page->grab().save(
            QString::fromLocal8Bit(folder) +
            QStringLiteral("/revert-%1.png").arg(QString::fromLatin1(QTest::currentTestFunction())));
}

void TestAutoRevertView::byItselfIsSaid()
{
    open(reverting());
    auto* bar = view()->findChild<cloudpage::RevertBar*>();
    QVERIFY(bar->isVisible());
    QVERIFY2(bar->text().contains(QStringLiteral("1 of 2 in 24 h")), qPrintable(bar->text()));
    auto* model = view()->table()->model();
    using M = models::CloudDriftModel;
    QCOMPARE(model->index(1, M::ByItself).data().toString(), QStringLiteral("waits"));
    QCOMPARE(model->index(0, M::ByItself).data().toString(), text::none());
    view()->table()->selectRow(1);
    const auto labels = view()->findChildren<QLabel*>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
        return label->text().contains(QStringLiteral("It waits for the maintenance window"));
    }));
    QVERIFY(!bar->findChild<widgets::Banner*>()->isVisible());
    // Drift that is only reported needs no bar.
    auto reported = *reverting();
    reported.autoReverts[0].settings.mode = cloud::RevertMode::Report;
    open(std::make_shared<const engine::DriftView>(reported));
    QVERIFY(!view()->findChild<cloudpage::RevertBar*>()->isVisible());
    // It stopped: somebody has to say that it may go on.
    open(reverting("the line is dead"));
    bar = view()->findChild<cloudpage::RevertBar*>();
    QVERIFY(bar->text().contains(QStringLiteral("the line is dead")));
    buttonOf(bar, QStringLiteral("I ha&ve looked, go on"))->click();
    const auto* resumed = std::get_if<engine::ResumeAutoRevert>(&m_engine->intentsAsked.back());
    QVERIFY(resumed && resumed->account == "production");
}

void TestAutoRevertView::whatIsReadyIsLookedAt()
{
    open(reverting());
    m_engine->correctionAnswer.prepared = 9;
    auto* bar = view()->findChild<cloudpage::RevertBar*>();
    buttonOf(bar, QStringLiteral("&Look at 1 correction(s)…"))->click();
    auto* dialog = view()->findChild<cloudpage::CorrectionDialog*>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->answer()); // who writes is known: it is looked at without anything typed
    const engine::PrepareCorrection* looked = nullptr;
    for (const auto& asked : m_engine->intentsAsked)
        if (const auto* prepare = std::get_if<engine::PrepareCorrection>(&asked))
            looked = prepare;
    QVERIFY(looked && looked->profile == "writer");
    QCOMPARE(looked->findings, (std::vector<std::string>{reverting()->events[1].finding.key()}));
}

void TestAutoRevertView::whenItDriftsIsChosen()
{
    open(reverting());
    view()->chooseAutoRevert("production");
    auto* dialog = view()->findChild<cloudpage::AutoRevertDialog*>();
    QVERIFY(dialog);
    QVERIFY(dialog->settings() == reverting()->autoReverts[0].settings); // nothing is lost on the way
    if (const QByteArray folder = qgetenv("ZONESCOPE_PICTURES"); !folder.isEmpty())
        dialog->grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/auto-revert.png"));
    auto* save = buttonOf(dialog, QStringLiteral("&Save"));
    auto* profile = dialog->findChild<QLineEdit*>(QStringLiteral("revert-profile"));
    QVERIFY(save->isEnabled());
    profile->clear();
    QVERIFY(!save->isEnabled());
    auto* mode = dialog->findChild<QComboBox*>(QStringLiteral("revert-mode"));
    mode->setCurrentIndex(mode->findData(static_cast<int>(cloud::RevertMode::Report)));
    QVERIFY(save->isEnabled()); // to report needs nobody who writes
    mode->setCurrentIndex(mode->findData(static_cast<int>(cloud::RevertMode::Propose)));
    profile->setText(QStringLiteral("w"));
    for (auto* box : dialog->findChildren<QCheckBox*>())
        box->setChecked(false);
    QVERIFY(!save->isEnabled());
    for (auto* box : dialog->findChildren<QCheckBox*>())
        box->setChecked(true);
    for (auto* combo : dialog->findChildren<QComboBox*>())
        if (combo->isEditable())
            combo->setEditText(QStringLiteral("Mars"));
    QVERIFY(!save->isEnabled());
    for (auto* combo : dialog->findChildren<QComboBox*>())
        if (combo->isEditable())
            combo->setEditText(QStringLiteral("+05:30"));
    QVERIFY(save->isEnabled());
    save->click();
    const auto* asked = std::get_if<engine::SetAutoRevert>(&m_engine->intentsAsked.back());
    QVERIFY(asked);
    QCOMPARE(asked->settings.account, std::string("production"));
    QVERIFY(asked->settings.mode == cloud::RevertMode::Propose && asked->settings.mayCutFlows);
    QCOMPARE(asked->settings.classes.size(), cloud::revertClassCount);
    QCOMPARE(cloud::windowText(asked->settings.window), std::string("daily 22:00-04:00 +05:30"));
}

void TestAutoRevertView::theSwitchIsQuick()
{
    open(reverting());
    auto* kill = m_page->findChild<QPushButton*>(QStringLiteral("kill-switch"));
    QVERIFY(kill && kill->isVisible());
    const auto thrown = [this] {
        const engine::ThrowKillSwitch* last = nullptr;
        for (const auto& asked : m_engine->intentsAsked)
            if (const auto* one = std::get_if<engine::ThrowKillSwitch>(&asked))
                last = one;
        return last;
    };
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    QTest::keyClick(m_page.get(), Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(thrown() && thrown()->on); // no question in between; a key presses a button for a moment
    const auto banners = m_page->findChildren<widgets::Banner*>();
    const auto said = [&] {
        return std::ranges::any_of(banners, [](const widgets::Banner* banner) {
            return banner->isVisible() && banner->text().startsWith(QStringLiteral("The kill switch is on"));
        });
    };
    QVERIFY(said());
    QTRY_COMPARE(kill->text(), QStringLiteral("Release the &kill switch…"));
    QTest::qWait(0);
    QVERIFY(said()); // on every tab
    if (const QByteArray folder = qgetenv("ZONESCOPE_PICTURES"); !folder.isEmpty())
        m_page->grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/kill-switch.png"));
    // To release it is a question.
    kill->click();
    auto* question = m_page->findChild<QMessageBox*>();
    QVERIFY(question && thrown()->on);
    buttonOf(question, QStringLiteral("&Release"))->click();
    QVERIFY(!thrown()->on);
    QTRY_VERIFY(!said());
    QCOMPARE(kill->text(), QStringLiteral("&Kill switch"));
}

void TestAutoRevertView::whatWasWrittenIsListed()
{
    open(reverting());
    view()->showWritten();
    auto* dialog = view()->findChild<cloudpage::WrittenDialog*>();
    QVERIFY(dialog);
    const auto* table = dialog->findChild<QTableWidget*>();
    QCOMPARE(table->rowCount(), 2);
    QCOMPARE(table->item(0, 1)->text(), QStringLiteral("by itself"));
    QCOMPARE(table->item(1, 1)->text(), QStringLiteral("somebody here"));
    QVERIFY(table->item(1, 4)->text().contains(QStringLiteral("the line is dead")));
    if (const QByteArray folder = qgetenv("ZONESCOPE_PICTURES"); !folder.isEmpty())
        dialog->grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/written.png"));
    cloudpage::WrittenDialog empty({}, m_workspace->now());
    QVERIFY(empty.findChild<QTableWidget*>()->isHidden());
}

/// In the window and in Activity, whatever was decided.
void TestAutoRevertView::everyReasonIsASentence()
{
    std::set<QString> sentences;
    for (std::size_t i = 0; i < cloud::revertReasonCount; ++i) {
        const auto reason = static_cast<cloud::RevertReason>(i);
        const QString sentence =
            text::revertSentence({cloud::RevertStep::Report, reason, "detail", {}}, m_workspace->now());
        QVERIFY2(sentence.endsWith(u'.'), qPrintable(sentence));
        sentences.insert(sentence);
        pipeline::Event event;
        event.kind = pipeline::Event::Kind::CloudRevertDecided;
        event.records = 1;
        event.before = "rtb-1 route 10.0.0.0/8";
        event.after = std::string(cloud::revertReasonWord(reason)) + ": detail";
        const QString said = text::eventSentence(event, m_workspace->names());
        QVERIFY2(said.contains(sentence) && said.contains(QStringLiteral("rtb-1 route")), qPrintable(said));
    }
    QCOMPARE(sentences.size(), cloud::revertReasonCount); // no two the same
    for (std::size_t i = 0; i < cloud::revertClassCount; ++i)
        QVERIFY(!text::revertClass(static_cast<cloud::RevertClass>(i)).isEmpty());
}

QTEST_MAIN(TestAutoRevertView)
#include "tst_auto_revert_view.moc"
