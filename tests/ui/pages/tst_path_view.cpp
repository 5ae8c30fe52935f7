// SPDX-License-Identifier: GPL-3.0-or-later
// The tab Path: what it says of a way, and what it asks of the engine while somebody looks.
#include "tests/kit/result_macros.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/charts/chart.h"
#include "ui/network/network_page.h"
#include "ui/network/path_view.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;
using network::PathView;
using shell::MainWindow;

namespace {

/// The window on that tab.
class Opened
{
public:
    explicit Opened(uikit::FakeEngine& engine)
        : window(engine, shell::ShellOptions{
                             .settingsFile = {}, .clock = engine.clock(), .demo = false, .startDemo = {}})
    {
        window.resize(1280, 860);
        window.show();
        window.goTo({shell::PageId::Network, {}, 0});
        auto* page = window.findChild<network::NetworkPage*>();
        page->showView(QStringLiteral("path"));
        view = window.findChild<PathView*>();
    }

    template <class T>
    T* find(const char* name) const
    {
        return view->findChild<T*>(QLatin1String(name));
    }
    QString cell(const char* table, int row, int column) const
    {
        const auto* model = find<widgets::TableView>(table)->model();
        return model->index(row, column).data().toString();
    }
    bool says(const QString& text) const
    {
        for (const QLabel* label : view->findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(text))
                return true;
        return false;
    }

    MainWindow window;
    PathView* view = nullptr;
};

} // namespace

class TestPathView : public QObject
{
    Q_OBJECT

private slots:
    void aWayIsShownWithItsFindings();
    void onlyWhatIsSeenIsWatched();
    void anAddressIsTraced();
    void whatIsNoAddressIsSaid();
    void noHopIsSaidToLosePackets();
    void modelsAreWellBehaved();
    void pictures_data();
    void pictures();
};

void TestPathView::aWayIsShownWithItsFindings()
{
    uikit::FakeEngine engine;
    const Opened opened(engine);
    QVERIFY(opened.view);
    using Hop = models::PathHopModel;
    const auto* hops = opened.find<widgets::TableView>("path-hops")->model();
    QTRY_COMPARE(hops->rowCount(), 10); // nine hops, one of them with two routers
    QCOMPARE(opened.cell("path-hops", 1, Hop::Labels), QStringLiteral("24001"));
    QCOMPARE(opened.cell("path-hops", 3, Hop::Finding), QStringLiteral("equal-cost branch"));
    QCOMPARE(opened.cell("path-hops", 3, Hop::HopNumber), QString());
    QCOMPARE(opened.cell("path-hops", 5, Hop::Router), QStringLiteral("*"));
    QCOMPARE(opened.cell("path-hops", 5, Hop::Finding), QStringLiteral("never answers"));
    QCOMPARE(opened.cell("path-hops", 6, Hop::Finding), QStringLiteral("limits its answers"));
    QCOMPARE(opened.cell("path-hops", 9, Hop::Finding), QStringLiteral("target"));
    QVERIFY(opened.says(QStringLiteral("probably 3 router")));
    // Never a word of loss beside a router.
    for (int row = 0; row < hops->rowCount(); ++row)
        for (int column = 0; column < hops->columnCount(); ++column)
            QVERIFY(!hops->index(row, column).data().toString().contains(QStringLiteral("loss")));
    QTRY_COMPARE(opened.find<widgets::TableView>("path-changes")->model()->rowCount(), 2);
    QVERIFY(opened.cell("path-changes", 0, 1).contains(QStringLiteral("From hop 7 on")));
    auto* chart = opened.view->findChild<charts::Chart*>();
    QVERIFY(chart->toCsv().count(u'\n') > 120);
}

void TestPathView::onlyWhatIsSeenIsWatched()
{
    uikit::FakeEngine engine;
    Opened opened(engine);
    QTRY_VERIFY(engine.pathWatched);
    const auto first = engine.pathWatched->address;
    opened.find<widgets::TableView>("path-targets")->selectRow(3);
    QVERIFY(engine.pathWatched->address != first);
    QCOMPARE(engine.pathWatched->address, opened.view->shown()->address);
    opened.window.goTo({shell::PageId::Overview, {}, 0});
    QVERIFY(!engine.pathWatched);
    opened.window.goTo({shell::PageId::Network, {}, 0});
    QTRY_VERIFY(engine.pathWatched);
}

void TestPathView::anAddressIsTraced()
{
    uikit::FakeEngine engine;
    Opened opened(engine);
    opened.view->focusFilter();
    auto* address = opened.view->findChild<QLineEdit*>();
    QTest::keyClicks(address, QStringLiteral("2001:db8::77"));
    opened.view->findChild<QComboBox*>()->setCurrentIndex(1);
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(engine.tracesAsked.size(), std::size_t(1));
    QCOMPARE(engine.tracesAsked[0].address.toText(), std::string("[2001:db8::77]:53"));
    QCOMPARE(engine.tracesAsked[0].protocol, path::Protocol::Tcp);
    QTRY_VERIFY(opened.view->findChild<QPushButton*>()->isEnabled());
    QVERIFY(opened.view->closeInnermost());
    QVERIFY(address->text().isEmpty());
}

void TestPathView::whatIsNoAddressIsSaid()
{
    uikit::FakeEngine engine;
    Opened opened(engine);
    auto* address = opened.view->findChild<QLineEdit*>();
    QTest::keyClicks(address, QStringLiteral("ns1.example"));
    QTest::keyClick(address, Qt::Key_Return);
    QVERIFY(engine.tracesAsked.empty());
    QVERIFY(opened.says(QStringLiteral("That is no address")));
}

/// A router that does not answer forwards all the same: no column and no finding speaks of loss.
void TestPathView::noHopIsSaidToLosePackets()
{
    const auto claims = [](const QString& text) {
        return text.contains(QLatin1String("loss"), Qt::CaseInsensitive) ||
               text.contains(QLatin1String("lost"), Qt::CaseInsensitive);
    };
    const models::PathHopModel hops;
    for (int column = 0; column < hops.columnCount(); ++column)
        QVERIFY(!claims(hops.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()));
    for (int verdict = 0; verdict <= int(path::HopVerdict::NothingBeyond); ++verdict) {
        path::Hop hop;
        hop.ttl = 3;
        hop.sent = 100;
        hop.received = 40;
        hop.verdict = static_cast<path::HopVerdict>(verdict);
        QVERIFY2(!claims(models::hopVerdictWord(hop)), qPrintable(models::hopVerdictWord(hop)));
    }
    for (int kind = 0; kind <= int(path::TunnelKind::Unclear); ++kind) {
        path::TunnelVerdict tunnel;
        tunnel.kind = static_cast<path::TunnelKind>(kind);
        tunnel.routers = 4;
        QVERIFY(!claims(models::tunnelSentence(tunnel)));
    }
}

void TestPathView::modelsAreWellBehaved()
{
    uikit::FakeEngine engine;
    const auto views = engine.paths();
    models::PathTargetModel targets;
    models::PathHopModel hops;
    models::PathChangeModel changes;
    const QAbstractItemModelTester first(&targets);
    const QAbstractItemModelTester second(&hops);
    const QAbstractItemModelTester third(&changes);
    const text::Names names(engine.configuration());
    targets.configurationChanged(engine.configuration(), names);
    targets.update({views[2]}, names);
    targets.update(views, names);
    targets.update(views, names);
    QCOMPARE(targets.rowCount(), int(views.size()));
    for (int row = 1; row < targets.rowCount(); ++row)
        QVERIFY(targets.index(row - 1, 0).data().toString() <= targets.index(row, 0).data().toString());
    hops.show(views[0]);
    hops.show(views[0]);
    hops.show(nullptr);
    QCOMPARE(hops.rowCount(), 0);
    changes.show(views[0]->changes);
    changes.show({});
}

void TestPathView::pictures_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("dark");
    QTest::newRow("en-light") << QStringLiteral("en") << false;
    QTest::newRow("de-dark") << QStringLiteral("de") << true;
}

void TestPathView::pictures()
{
    QFETCH(QString, language);
    QFETCH(bool, dark);
    shell::installLanguage(language);
    theme::Theme::instance().setPreference(dark ? theme::Preference::Dark : theme::Preference::Light);
    uikit::FakeEngine engine;
    Opened opened(engine);
    QTest::qWait(400);
    QVERIFY(QDir().mkpath(QStringLiteral("pictures")));
    QVERIFY(opened.window.grab().save(
        QStringLiteral("pictures/path-%1-%2.png")
            .arg(language, dark ? QStringLiteral("dark") : QStringLiteral("light"))));
    shell::installLanguage(QStringLiteral("en"));
}

QTEST_MAIN(TestPathView)
#include "tst_path_view.moc"
