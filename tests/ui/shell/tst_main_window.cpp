// SPDX-License-Identifier: GPL-3.0-or-later
// The window driven by keyboard alone.
#include "tests/kit/result_macros.h"
#include "tests/ui/shell/window_fixture.h"
#include "ui/models/zone_table_model.h"
#include "ui/shell/actions.h"
#include "ui/shell/command_palette.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/toast.h"
#include "ui/zones/add_zones_dialog.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTextBrowser>

#include <set>

using namespace zonescope;
using namespace zonescope::ui;
using namespace zonescope::ui::shelltest;

class TestMainWindow : public QObject, private WindowFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void pagesByKey();
    void filterTransferAndOpen();
    void selectionSurvivesPagesAndFilters();
    void paletteRunsCommands();
    void transferFromAChosenPrimary();
    void testChange();
    void pauseRemoveAndUndo();
    void addOneZone();
    void addAList();
    void helpAndShortcuts();
    void everyActionHasItsPlace();
    void languageAtOnce();
    void stateIsRemembered();
    void emptyEngineOffersThreeWays();
    void narrowWindowCollapsesTheSidebar();
    void hiddenWindowRestsItsTables();
};

void TestMainWindow::pagesByKey()
{
    const PageId order[] = {PageId::Overview,  PageId::Zones,    PageId::Propagation,
                            PageId::Primaries, PageId::Network,  PageId::Cloud,
                            PageId::Reports,   PageId::Activity, PageId::Settings};
    for (int i = 0; i < 9; ++i) {
        press(static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
        QCOMPARE(m_window->place().page, order[i]);
    }
    press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(m_window->place().page, PageId::Activity);
    press(Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(m_window->place().page, PageId::Settings);
}

void TestMainWindow::filterTransferAndOpen()
{
    press(Qt::Key_2, Qt::ControlModifier);
    press(Qt::Key_F, Qt::ControlModifier);
    auto* filter = qobject_cast<widgets::FilterField*>(QApplication::focusWidget());
    QVERIFY(filter);
    QTest::keyClicks(filter, QStringLiteral("corp"));
    QTRY_COMPARE(zonesPage().model().rowCount(), 6);
    press(Qt::Key_Down);
    QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget*>(zonesPage().table()));
    press(Qt::Key_A, Qt::ControlModifier);
    press(Qt::Key_F5);
    QTRY_COMPARE(m_engine->transfersAsked.size(), 1U);
    QCOMPARE(m_engine->transfersAsked.back().zones.size(), 6U);
    QVERIFY(!m_engine->transfersAsked.back().full);
    press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE(m_engine->transfersAsked.size(), 2U);
    QVERIFY(m_engine->transfersAsked.back().full);
    press(Qt::Key_F7);
    QTRY_COMPARE(m_engine->probesAsked.size(), 1U);
    press(Qt::Key_Return);
    QCOMPARE(m_window->place().page, PageId::ZoneDetail);
    press(Qt::Key_F5);
    QTRY_COMPARE(m_engine->transfersAsked.size(), 3U);
    QCOMPARE(m_engine->transfersAsked.back().zones.size(), 1U);
    press(Qt::Key_Escape);
    QCOMPARE(m_window->place().page, PageId::Zones);
    press(Qt::Key_Escape); // the innermost thing now is the filter
    QTRY_COMPARE(zonesPage().model().rowCount(), 60);
}

void TestMainWindow::selectionSurvivesPagesAndFilters()
{
    press(Qt::Key_2, Qt::ControlModifier);
    const base::ZoneId zone = zonesPage().model().zoneAt(7);
    zonesPage().table()->selectRow(7);
    QCOMPARE(m_window->workspace().selection().currentZone(), zone);
    press(Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(m_window->workspace().selection().currentZone(), zone);
    press(Qt::Key_2, Qt::ControlModifier);
    zonesPage().model().sort(static_cast<int>(models::ZoneColumn::Zone), Qt::DescendingOrder);
    QCOMPARE(zonesPage().model().zoneAt(zonesPage().table()->currentIndex().row()), zone);
    QCOMPARE(m_window->workspace().selection().currentZone(), zone);
}

void TestMainWindow::paletteRunsCommands()
{
    press(Qt::Key_K, Qt::ControlModifier);
    auto* palette = m_window->findChild<shell::CommandPalette*>();
    QVERIFY(palette);
    QTest::keyClicks(palette->field(), QStringLiteral("corp tr"));
    QVERIFY(palette->resultCount() > 0);
    QTest::keyClick(palette->field(), Qt::Key_Return);
    QTRY_COMPARE(m_engine->transfersAsked.size(), 1U);
    QCOMPARE(m_window->workspace().names().zone(m_engine->transfersAsked.back().zones.front()),
             QStringLiteral("corp.example"));
    QTRY_VERIFY(!m_window->findChild<shell::CommandPalette*>());
    press(Qt::Key_K, Qt::ControlModifier);
    palette = m_window->findChild<shell::CommandPalette*>();
    QTest::keyClicks(palette->field(), QStringLiteral("fra-2"));
    QTest::keyClick(palette->field(), Qt::Key_Return);
    QTRY_COMPARE(m_window->place().page, PageId::Zones);
    QCOMPARE(zonesPage().model().filterText(), QStringLiteral("edge:fra-2"));
}

void TestMainWindow::transferFromAChosenPrimary()
{
    press(Qt::Key_2, Qt::ControlModifier);
    zonesPage().table()->selectRow(0);
    whenDialogOpens([](QDialog& dialog) {
        const auto boxes = dialog.findChildren<QComboBox*>();
        boxes[0]->setCurrentIndex(boxes[0]->findText(QStringLiteral("ns2.primary.example")));
        boxes[1]->setCurrentText(QStringLiteral("192.0.2.2:5353"));
        dialog.findChild<QPushButton*>()->click();
    });
    press(Qt::Key_F6);
    QTRY_COMPARE(m_engine->transfersAsked.size(), 1U);
    QCOMPARE(m_engine->transfersAsked.back().address->port, 5353);
    QVERIFY(m_engine->transfersAsked.back().primary);
}

void TestMainWindow::testChange()
{
    press(Qt::Key_2, Qt::ControlModifier);
    const int all = zonesPage().model().rowCount();
    zonesPage().setFilter(QStringLiteral("primary:ns1.primary")); // which has a key
    QTRY_VERIFY(zonesPage().model().rowCount() > 0 && zonesPage().model().rowCount() < all);
    zonesPage().table()->selectRow(0);
    zonesPage().focusContent();
    QTRY_VERIFY(m_window->workspace().selection().currentZone());
    const base::ZoneId zone = m_window->workspace().selection().currentZone();
    whenDialogOpens([](QDialog& dialog) {
        const bool good = !dialog.findChild<QLabel*>(QStringLiteral("problem"));
        good ? dialog.findChild<QPushButton*>()->click() : dialog.reject();
        QVERIFY(good);
    });
    press(Qt::Key_T, Qt::ControlModifier);
    QTRY_COMPARE(m_engine->testChangesAsked, std::vector<base::ZoneId>{zone});
    QCOMPARE(m_window->place().page, PageId::ZoneDetail);
    QCOMPARE(m_window->place().zone, zone);
    QTRY_VERIFY(
        m_window->findChild<widgets::Toast*>()->text().contains(QStringLiteral("took the test change")));

    // Without a key there is nothing to send.
    auto changed = *m_engine->configuration();
    for (const base::PrimaryId id : changed.zone(zone)->primaries) {
        zone::Primary primary = *changed.primary(id);
        primary.key.reset();
        QVERIFY(changed.put(primary));
    }
    m_engine->configure(m_engine->configuration(), changed, {});
    QTRY_VERIFY(
        m_window->workspace().bridge().configuration()->primary(changed.zone(zone)->primaries.front())->key ==
        std::nullopt);
    whenDialogOpens([](QDialog& dialog) {
        const bool good = dialog.findChild<QLabel*>(QStringLiteral("problem")) &&
                          !dialog.findChild<QPushButton*>()->isEnabled();
        dialog.reject();
        QVERIFY(good);
    });
    press(Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(m_engine->testChangesAsked.size(), 1U);
}

void TestMainWindow::pauseRemoveAndUndo()
{
    press(Qt::Key_2, Qt::ControlModifier);
    press(Qt::Key_F, Qt::ControlModifier);
    zonesPage().setFilter(QStringLiteral("corp.example"));
    // The old selection is filtered away first; then the first row of what is left is chosen.
    QTRY_VERIFY(zonesPage().model().rowCount() > 0);
    zonesPage().table()->selectRow(0);
    zonesPage().focusContent();
    QTRY_VERIFY(m_window->workspace().selection().currentZone());
    const base::ZoneId zone = m_window->workspace().selection().currentZone();
    press(Qt::Key_P, Qt::ControlModifier);
    QTRY_VERIFY(m_engine->configuration()->zone(zone)->paused);
    QTRY_COMPARE(m_window->workspace().zones().find(zone)->state(), zone::ZoneState::Paused);
    press(Qt::Key_Delete, Qt::ControlModifier);
    QTRY_VERIFY(!m_engine->configuration()->zone(zone));
    auto* toast = m_window->findChild<widgets::Toast*>();
    // The answer comes after the configuration changed; until then the toast still speaks of the pause.
    QTRY_COMPARE(toast->text(), QStringLiteral("Removed 1 zone"));
    const auto buttons = toast->findChildren<QPushButton*>();
    QTest::mouseClick(buttons.front(), Qt::LeftButton);
    QTRY_VERIFY(m_engine->configuration()->zone(zone));
    QVERIFY(m_engine->configuration()->zone(zone)->paused); // as it was, under its old id
}

void TestMainWindow::addOneZone()
{
    press(Qt::Key_N, Qt::ControlModifier);
    auto* dialog = m_window->findChild<zones::AddZonesDialog*>();
    QVERIFY(dialog);
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("zone-name")),
                     QStringLiteral("new.example"));
    dialog->findChild<QComboBox*>(QStringLiteral("primary"))->setCurrentText(QStringLiteral("ns9=192.0.2.9"));
    QTRY_COMPARE(dialog->model().rowCount(), 1);
    QTRY_COMPARE(dialog->model().tickedCount(), 1);
    QTest::keyClick(dialog->findChild<QLineEdit*>(QStringLiteral("zone-name")), Qt::Key_Return);
    const dns::Name name = dns::Name::fromText("new.example").value();
    QTRY_VERIFY(m_engine->configuration()->zone(name));
    const zone::Zone* zone = m_engine->configuration()->zone(name);
    QCOMPARE(m_engine->configuration()->primary(zone->primaries.front())->name, std::string("ns9"));
    QCOMPARE(zone->edges.size(), 12U);
    QTRY_VERIFY(!m_window->findChild<zones::AddZonesDialog*>());
}

void TestMainWindow::addAList()
{
    emit m_window->workspace().addZonesWanted(
        QStringLiteral("one.example 192.0.2.1\nbad..name\ntwo.example 192.0.2.1\n"));
    auto* dialog = m_window->findChild<zones::AddZonesDialog*>();
    QVERIFY(dialog);
    QTRY_COMPARE(dialog->model().tickedCount(), 2);
    bool told = false;
    for (const QLabel* label : dialog->findChildren<QLabel*>())
        told = told || label->text().startsWith(QLatin1String("Line 2: "));
    QVERIFY(told);
    dialog->reject();
}

void TestMainWindow::helpAndShortcuts()
{
    press(Qt::Key_F1);
    auto* manual = m_window->findChild<QDialog*>(QStringLiteral("manual"));
    QVERIFY(manual);
    const QString shownText = manual->findChild<QTextBrowser*>()->toPlainText();
    for (const char* heading : {"First steps", "What a transfer may bring", "The way to a primary",
                                "NOTIFY through a load balancer"})
        QVERIFY2(shownText.contains(QLatin1String(heading)), heading);
    manual->close();
    m_window->activateWindow();
    QTest::keySequence(m_window.get(), QKeySequence(QStringLiteral("Ctrl+?")));
    auto* sheet = m_window->findChild<QDialog*>(QStringLiteral("shortcuts"));
    QVERIFY(sheet);
    QSet<QString> shown;
    for (const QLabel* label : sheet->findChildren<QLabel*>())
        shown << label->text();
    for (const shell::ActionSpec& spec : shell::actionTable())
        QVERIFY2(spec.keys[0] == '\0' || shown.contains(shell::actionText(spec)), spec.id);
}

void TestMainWindow::everyActionHasItsPlace()
{
    std::set<QString> keys;
    for (const shell::ActionSpec& spec : shell::actionTable()) {
        QVERIFY(spec.run);
        QVERIFY(!shell::actionText(spec).isEmpty());
        const QKeySequence sequence(QLatin1String(spec.keys));
        QVERIFY2(spec.keys[0] == '\0' || !sequence.isEmpty(), spec.id);
        QVERIFY2(sequence.isEmpty() || keys.insert(sequence.toString()).second, spec.id);
        QVERIFY(m_window->findChild<QAction*>(QLatin1String(spec.id)));
    }
}

void TestMainWindow::languageAtOnce()
{
    m_window->goTo({PageId::Zones, {}, 0});
    m_window->setLanguage(QStringLiteral("de"));
    QCOMPARE(m_window->page()->title(), QStringLiteral("Zonen"));
    QCOMPARE(zonesPage().model().headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(),
             QStringLiteral("Zustand"));
    QCOMPARE(m_window->findChild<QAction*>(QStringLiteral("transfer"))->text(),
             QStringLiteral("Jetzt &übertragen"));
    zonesPage().setFilter(QStringLiteral("state:rück"));
    QCOMPARE(zonesPage().model().filter().notUnderstood(),
             QStringLiteral("state:rück")); // words begin as they are written
    zonesPage().setFilter(QStringLiteral("state:abgel"));
    QCOMPARE(zonesPage().model().rowCount(), 2);
    m_window->setLanguage(QStringLiteral("en"));
    QCOMPARE(m_window->page()->title(), QStringLiteral("Zones"));
}

void TestMainWindow::stateIsRemembered()
{
    const QString file = m_folder.filePath(QStringLiteral("zonescope.ini"));
    const auto options = [&] {
        return shell::ShellOptions{
            .settingsFile = file, .clock = m_engine->clock(), .demo = false, .startDemo = {}};
    };
    {
        MainWindow first(*m_engine, options());
        first.show();
        first.resize(1180, 700);
        first.goTo({PageId::Zones, {}, 0});
        auto& page = static_cast<zones::ZonesPage&>(*first.page());
        page.table()->sortByColumn(static_cast<int>(models::ZoneColumn::Zone), Qt::DescendingOrder);
        page.toggleInspector();
        first.workspace().selection().setSpan(std::chrono::hours(6));
        theme::Theme::instance().setDesktop(true, false);
        first.close();
    }
    theme::Theme::instance().setDesktop(false, false);
    QCOMPARE(QSettings(file, QSettings::IniFormat).value(QStringLiteral("appearance/desktop")).toInt(),
             static_cast<int>(theme::Scheme::Dark));
    MainWindow second(*m_engine, options());
    second.show();
    QCOMPARE(second.size(), QSize(1180, 700));
    QCOMPARE(second.place().page, PageId::Zones);
    auto& page = static_cast<zones::ZonesPage&>(*second.page());
    QCOMPARE(page.model().sortColumn(), static_cast<int>(models::ZoneColumn::Zone));
    QCOMPARE(page.model().sortOrder(), Qt::DescendingOrder);
    QCOMPARE(second.workspace().selection().span(), base::Duration(std::chrono::hours(6)));
}

void TestMainWindow::emptyEngineOffersThreeWays()
{
    open(FakeOptions{.zones = 0, .edges = 0, .primaries = 0, .changes = 0});
    auto* firstRun = m_window->findChild<QWidget*>(QStringLiteral("first-run"));
    QVERIFY(firstRun && firstRun->isVisible());
    QCOMPARE(firstRun->findChildren<QPushButton*>().size(), 2); // no demo offered here
    for (const PageId page : allPages)
        if (page != PageId::ZoneDetail)
            m_window->goTo({page, {}, 0});
    press(Qt::Key_F5); // nothing chosen: told, not crashed
    QVERIFY(m_engine->transfersAsked.empty());
}

void TestMainWindow::narrowWindowCollapsesTheSidebar()
{
    m_window->resize(1280, 800);
    auto* button = m_window->findChild<QWidget*>(QStringLiteral("page-zones"));
    QVERIFY(button->parentWidget()->width() == 208);
    m_window->resize(1000, 700);
    QTRY_COMPARE(button->parentWidget()->width(), 48);
}

void TestMainWindow::hiddenWindowRestsItsTables()
{
    m_window->goTo({PageId::Zones, {}, 0});
    QCoreApplication::processEvents();
    m_window->hide();
    QTest::qWait(200);
    QSignalSpy announced(&zonesPage().model(), &QAbstractItemModel::dataChanged);
    engine::Batch news;
    news.zones = m_engine->zoneStatuses();
    m_engine->send(std::move(news));
    QTest::qWait(250);
    QCOMPARE(announced.count(), 0);
}

int main(int argc, char** argv)
{
    return runInEnglish<TestMainWindow>(argc, argv);
}

#include "tst_main_window.moc"
