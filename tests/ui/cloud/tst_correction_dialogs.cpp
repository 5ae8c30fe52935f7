// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/result_macros.h"
#include "tests/ui/cloud/drift_fixture.h"
#include "ui/cloud/correction_bar.h"
#include "ui/cloud/correction_dialog.h"
#include "ui/cloud/rails_dialog.h"
#include "ui/cloud/reach_form.h"
#include "ui/cloud/route_dialog.h"
#include "ui/widgets/table_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace zonescope;
using namespace zonescope::ui;
using uikit::drifted;

class TestCorrectionDialogs : public QObject, private uikit::DriftFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void writingIsOffAtFirst();
    void nothingIsSentUnread();
    void routesArePutInAndWithdrawn();
    void pendingCountsDown();
    void railsAreChecked();
};

void TestCorrectionDialogs::writingIsOffAtFirst()
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

void TestCorrectionDialogs::nothingIsSentUnread()
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

void TestCorrectionDialogs::routesArePutInAndWithdrawn()
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

void TestCorrectionDialogs::pendingCountsDown()
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

void TestCorrectionDialogs::railsAreChecked()
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

QTEST_MAIN(TestCorrectionDialogs)
#include "tst_correction_dialogs.moc"
