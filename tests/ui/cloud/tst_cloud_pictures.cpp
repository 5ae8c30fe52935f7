// SPDX-License-Identifier: GPL-3.0-or-later
// Every tab of the page with the demo's clouds, in both themes and languages: pictures for people in the
// build folder, and the check that nothing is cut off.
#include "app/demo_cloud.h"
#include "model/cloud/health.h"
#include "model/cloud/snapshot_file.h"
#include "tests/kit/result_macros.h"
#include "tests/ui/kit/fake_engine.h"
#include "tests/ui/kit/looks.h"
#include "ui/charts/chart.h"
#include "ui/cloud/account_dialog.h"
#include "ui/cloud/auto_revert_dialog.h"
#include "ui/cloud/reach_form.h"
#include "ui/cloud/route_form.h"
#include "ui/cloud/suppress_dialog.h"
#include "ui/cloud/topology_view.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>

using namespace zonescope;
using namespace zonescope::ui;

namespace {

QStringList cutTexts(const QWidget& window)
{
    QStringList cut;
    const auto check = [&](const QWidget* widget, const QString& text) {
        if (widget->isVisible() && widget->width() < widget->sizeHint().width() - 1 &&
            widget->objectName() != QLatin1String("command-field") &&
            widget->objectName() != QLatin1String("page-title"))
            cut << text;
    };
    for (const QPushButton* button : window.findChildren<QPushButton*>())
        check(button, button->text());
    for (const QCheckBox* box : window.findChildren<QCheckBox*>())
        check(box, box->text());
    for (const QLabel* label : window.findChildren<QLabel*>())
        if (!label->wordWrap() && label->pixmap().isNull())
            check(label, label->text());
    return cut;
}

/// Until what is drawn in threads of the pool is drawn.
void settle()
{
    for (int calm = 0; calm < 3; ++calm) {
        QThreadPool::globalInstance()->waitForDone(5'000);
        QCoreApplication::processEvents();
    }
}

} // namespace

class TestCloudPictures : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void pictures_data();
    void pictures();
    void dialogs_data() { pictures_data(); }
    void dialogs();

private:
    std::vector<cloud::SnapshotPtr> m_scans; ///< oldest first
};

void TestCloudPictures::initTestCase()
{
    QTemporaryDir folder;
    for (int scan = 1; scan <= app::demoScans; ++scan) {
        const auto file = app::writeDemoScan(folder.path().toStdString(), scan, uikit::StoppedClock().wall());
        QVERIFY_RESULT(file);
        const auto read = cloud::readSnapshotFile(*file);
        QVERIFY_RESULT(read);
        m_scans.push_back(*read);
    }
}

void TestCloudPictures::pictures_data()
{
    uikit::addLooks();
}

void TestCloudPictures::pictures()
{
    QFETCH(QString, language);
    QFETCH(bool, dark);
    shell::installLanguage(language);
    theme::Theme::instance().setPreference(dark ? theme::Preference::Dark : theme::Preference::Light);
    uikit::FakeEngine engine;
    engine.cloudView = cloud::makeView(m_scans.back(), {}, {m_scans[4], m_scans[3], m_scans[2]});
    for (std::size_t i = m_scans.size(); i-- > 0;)
        engine.cloudHistory.scans.push_back({{static_cast<std::int64_t>(i + 1), m_scans[i]->label(),
                                              m_scans[i]->takenAt(), m_scans[i]->resources().size()},
                                             cloud::tallyOf(*m_scans[i])});
    shell::MainWindow window(
        engine,
        shell::ShellOptions{.settingsFile = {}, .clock = engine.clock(), .demo = false, .startDemo = {}});
    window.resize(1280, 800);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    window.goTo({shell::PageId::Cloud, {}, 0});
    auto* page = window.page();
    auto* tabs = page->findChild<QTabWidget*>();
    auto* inventory = page->findChild<widgets::TableView*>(QStringLiteral("cloud-inventory"));
    QTRY_VERIFY(inventory->model()->rowCount() > 50);
    page->findChild<cloudpage::ReachForm*>()->ask(QStringLiteral("internet"), QStringLiteral("eni-0bastion"),
                                                  QStringLiteral("22"));
    page->findChild<cloudpage::RouteForm*>()->ask(QStringLiteral("subnet-0app1"),
                                                  QStringLiteral("10.30.1.10"));
    QVERIFY(QDir().mkpath(QStringLiteral("pictures")));
    const QString suffix = language + (dark ? QStringLiteral("-dark") : QStringLiteral("-light"));
    for (const QToolButton* arrow : tabs->tabBar()->findChildren<QToolButton*>())
        QVERIFY2(!arrow->isVisible(), "not all tabs have room");
    for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        settle();
        QVERIFY(window.grab().save(QStringLiteral("pictures/cloud-%1-%2.png").arg(tab).arg(suffix)));
        const QStringList cut = cutTexts(window);
        QVERIFY2(cut.isEmpty(),
                 qPrintable(QStringLiteral("%1: ").arg(tab) + cut.join(QStringLiteral(" | "))));
        for (const charts::Chart* chart : tabs->currentWidget()->findChildren<charts::Chart*>())
            QVERIFY2(!chart->layers().empty() && !chart->layers().front()->isEmpty(),
                     qPrintable(chart->accessibleName()));
    }
    auto* view = page->findChild<cloudpage::TopologyView*>();
    tabs->setCurrentIndex(1);
    view->showResource(m_scans.back()->indexOf("subnet-0app1"));
    view->zoomBy(2.2);
    settle();
    QVERIFY(window.grab().save(QStringLiteral("pictures/cloud-near-%1.png").arg(suffix)));
    QVERIFY(view->picture().save(QStringLiteral("pictures/cloud-export-%1.png").arg(suffix)));
    cloudpage::SuppressDialog dialog(engine.cloudView->findings.front(), QStringLiteral("rtb-0private"),
                                     engine.clock()->wall());
    dialog.show();
    settle();
    QVERIFY(dialog.grab().save(QStringLiteral("pictures/cloud-suppress-%1.png").arg(suffix)));
    QVERIFY2(cutTexts(dialog).isEmpty(), qPrintable(cutTexts(dialog).join(u'|')));
}

void TestCloudPictures::dialogs()
{
    QFETCH(QString, language);
    QFETCH(bool, dark);
    shell::installLanguage(language);
    theme::Theme::instance().setPreference(dark ? theme::Preference::Dark : theme::Preference::Light);
    QVERIFY(QDir().mkpath(QStringLiteral("pictures")));
    const QString suffix = language + (dark ? QStringLiteral("-dark") : QStringLiteral("-light"));
    cloud::AutoRevertSettings settings;
    settings.account = "AWS production";
    settings.mode = cloud::RevertMode::Auto;
    settings.profile = "production-writer";
    settings.classes = {cloud::RevertClass::RouteMissing, cloud::RevertClass::RuleExtra};
    cloudpage::AutoRevertDialog revert(settings);
    cloudpage::AccountDialog account;
    for (QDialog* dialog : {static_cast<QDialog*>(&revert), static_cast<QDialog*>(&account)}) {
        dialog->show();
        settle();
        QVERIFY(dialog->grab().save(
            QStringLiteral("pictures/%1-%2.png")
                .arg(dialog == &revert ? QStringLiteral("cloud-revert") : QStringLiteral("cloud-account"),
                     suffix)));
        QVERIFY2(cutTexts(*dialog).isEmpty(), qPrintable(cutTexts(*dialog).join(u'|')));
        // Qt's own words come from a package of their own.
        QCOMPARE(
            dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Cancel)->text().remove(u'&'),
            language == QLatin1String("de") ? QStringLiteral("Abbrechen") : QStringLiteral("Cancel"));
    }
}

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    theme::Theme::instance().apply(application, theme::Preference::Light);
    TestCloudPictures test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_cloud_pictures.moc"
