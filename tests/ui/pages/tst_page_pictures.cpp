// SPDX-License-Identifier: GPL-3.0-or-later
// Every page in both themes and both languages: pictures for people in the build folder, and for every one of
// them the check that no text on a button or label is cut off.
#include "model/cloud/cloud_view.h"
#include "tests/model/cloud/samples.h"
#include "tests/ui/kit/cpu_time.h"
#include "tests/ui/kit/fake_engine.h"
#include "tests/ui/kit/looks.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/zones/zones_page.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;
using shell::MainWindow;
using shell::PageId;

namespace {

struct Shot
{
    const char* name;
    PageId page;
    int tab;
};

constexpr Shot shots[] = {
    {"overview", PageId::Overview, 0},         {"zones", PageId::Zones, 0},
    {"propagation", PageId::Propagation, 0},   {"primaries", PageId::Primaries, 0},
    {"network", PageId::Network, 0},           {"cloud", PageId::Cloud, 0},
    {"reports", PageId::Reports, 0},           {"activity", PageId::Activity, 0},
    {"settings", PageId::Settings, 0},         {"zone-timeline", PageId::ZoneDetail, 0},
    {"zone-records", PageId::ZoneDetail, 1},   {"zone-changes", PageId::ZoneDetail, 2},
    {"zone-transfers", PageId::ZoneDetail, 3}, {"zone-settings", PageId::ZoneDetail, 4}};

/// Buttons and one-line labels that are narrower than their text.
QStringList cutTexts(const QWidget& window)
{
    QStringList cut;
    for (const QPushButton* button : window.findChildren<QPushButton*>())
        if (button->isVisible() && button->width() < button->sizeHint().width() - 1 &&
            button->objectName() != QLatin1String("command-field"))
            cut << button->text();
    for (const QLabel* label : window.findChildren<QLabel*>())
        if (label->isVisible() && !label->wordWrap() && label->pixmap().isNull() &&
            label->width() < label->sizeHint().width() - 1 &&
            label->objectName() != QLatin1String("page-title"))
            cut << label->text();
    return cut;
}

} // namespace

class TestPagePictures : public QObject
{
    Q_OBJECT

private slots:
    void pictures_data();
    void pictures();
    void smallWindow();
    void tenThousandZonesOpenQuickly();
    void pagesSwitchQuickly();
};

void TestPagePictures::pictures_data()
{
    uikit::addLooks();
}

void TestPagePictures::pictures()
{
    QFETCH(QString, language);
    QFETCH(bool, dark);
    shell::installLanguage(language);
    theme::Theme::instance().setPreference(dark ? theme::Preference::Dark : theme::Preference::Light);
    uikit::FakeEngine engine;
    engine.cloudView =
        cloud::makeView(cloud::snapshotOf(cloud::sampleResources("networks/aws.json")), {}, {});
    MainWindow window(
        engine,
        shell::ShellOptions{.settingsFile = {}, .clock = engine.clock(), .demo = false, .startDemo = {}});
    window.resize(1280, 800);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTest::qWait(300);
    const QDir folder(QStringLiteral("pictures"));
    QVERIFY(QDir().mkpath(folder.path()));
    const base::ZoneId behind = engine.zoneStatuses()[6].zone;
    window.workspace().selection().setZones({behind});
    for (const Shot& shot : shots) {
        // The page of all zones, as one comes to it: a chosen zone narrows it.
        window.workspace().selection().setZones(shot.page == PageId::Propagation ? std::vector<base::ZoneId>{}
                                                                                 : std::vector{behind});
        window.goTo({shot.page, behind, shot.tab});
        QTest::qWait(450);
        const QString file =
            folder.filePath(QStringLiteral("%1-%2-%3.png")
                                .arg(QLatin1String(shot.name), language,
                                     dark ? QStringLiteral("dark") : QStringLiteral("light")));
        QVERIFY(window.grab().save(file));
        const QStringList cut = cutTexts(window);
        QVERIFY2(cut.isEmpty(), qPrintable(QLatin1String(shot.name) + QStringLiteral(": ") +
                                           cut.join(QStringLiteral(" | "))));
    }
}

void TestPagePictures::smallWindow()
{
    shell::installLanguage(QStringLiteral("de"));
    theme::Theme::instance().setPreference(theme::Preference::Light);
    uikit::FakeEngine engine;
    MainWindow window(
        engine,
        shell::ShellOptions{.settingsFile = {}, .clock = engine.clock(), .demo = false, .startDemo = {}});
    window.resize(900, 600);
    window.show();
    for (const Shot& shot : shots) {
        window.goTo({shot.page, engine.zoneStatuses()[6].zone, shot.tab});
        QTest::qWait(200);
        QVERIFY(window.grab().save(QStringLiteral("pictures/small-%1.png").arg(QLatin1String(shot.name))));
        QVERIFY2(window.width() <= 960, shot.name); // no page forces the window wider
    }
    shell::installLanguage(QStringLiteral("en"));
}

void TestPagePictures::tenThousandZonesOpenQuickly()
{
    uikit::FakeEngine engine(
        uikit::FakeOptions{.zones = 10'000, .edges = 6, .changes = 2000, .versions = false});
    const uikit::CpuTimer timer;
    MainWindow window(
        engine,
        shell::ShellOptions{.settingsFile = {}, .clock = engine.clock(), .demo = false, .startDemo = {}});
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    window.grab();
    qInfo("first picture of the window after %.0f ms", timer.milliseconds());
    QVERIFY2(timer.milliseconds() < 1000,
             qPrintable(QString::number(timer.milliseconds()))); // a debug build on a loaded machine
}

void TestPagePictures::pagesSwitchQuickly()
{
    uikit::FakeEngine engine;
    MainWindow window(
        engine,
        shell::ShellOptions{.settingsFile = {}, .clock = engine.clock(), .demo = false, .startDemo = {}});
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    for (const bool first : {true, false})
        for (const PageId page : shell::sidebarPages) {
            const uikit::CpuTimer timer;
            window.goTo({page, {}, 0});
            window.grab();
            qInfo("%s %s: %.0f ms", qPrintable(shell::pageKey(page)), first ? "first" : "again",
                  timer.milliseconds());
            QVERIFY2(timer.milliseconds() < (first ? 600 : 300), qPrintable(shell::pageKey(page)));
        }
}

int main(int argc, char** argv)
{
    qputenv("TZ", "UTC");
    QApplication application(argc, argv);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QLocale::setDefault(QLocale(QLocale::English));
    shell::installLanguage(QStringLiteral("en"));
    theme::Theme::instance().apply(application, theme::Preference::Light);
    TestPagePictures test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_page_pictures.moc"
