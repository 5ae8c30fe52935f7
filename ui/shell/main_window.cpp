// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/charts/time_selection.h"
#include "ui/shell/actions.h"
#include "ui/shell/desktop_notifier.h"
#include "ui/shell/first_run.h"
#include "ui/shell/header_bar.h"
#include "ui/shell/language.h"
#include "ui/shell/page_factory.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/transfer_tracker.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/toast.h"

#include <QAction>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace zonescope::ui::shell {
namespace {

constexpr int collapseBelow = 1100;
constexpr int liveStepMilliseconds = 2000;

} // namespace

MainWindow::MainWindow(engine::Engine& engine, ShellOptions options, QWidget* parent)
    : QMainWindow(parent)
    , m_options(std::move(options))
    , m_workspace(std::make_unique<models::Workspace>(engine, m_options.clock))
    , m_time(new charts::TimeSelection(this))
    , m_tracker(new TransferTracker(m_workspace->bridge(), this))
    , m_testChange(std::make_unique<models::Question>(m_workspace->bridge(), this))
{
    if (!m_options.settingsFile.isEmpty())
        m_settings = std::make_unique<QSettings>(m_options.settingsFile, QSettings::IniFormat);
    m_workspace->setDemoNetwork(m_options.demoNetwork);
    setWindowTitle(m_options.demo ? tr("Zonescope – demo") : QStringLiteral("Zonescope"));
    setWindowIcon(theme::applicationIcon());
    setMinimumSize(760, 480);
    connectWorkspace();
    buildContents();
    restoreWindow();
}

MainWindow::~MainWindow()
{
    // Pages hold references to the workspace.
    delete takeCentralWidget();
}

void MainWindow::buildActions()
{
    for (const auto& [id, action] : m_actions)
        delete action; // at once: two actions with one key are ambiguous
    m_actions.clear();
    delete m_menu;
    m_menu = new QMenu(this);
    std::map<ActionGroup, QMenu*> groups;
    for (const ActionSpec& spec : actionTable()) {
        auto* action = new QAction(theme::icon(spec.icon), actionMenuText(spec), this);
        action->setObjectName(QLatin1String(spec.id));
        const QKeySequence keys =
            QKeySequence::fromString(QLatin1String(spec.keys), QKeySequence::PortableText);
        if (spec.keyIsLocal)
            action->setText(actionMenuText(spec) + u'\t' + keys.toString(QKeySequence::NativeText));
        else
            action->setShortcut(keys);
        connect(action, &QAction::triggered, this, spec.run);
        addAction(action);
        QMenu*& group = groups[spec.group];
        if (!group)
            group = m_menu->addMenu(actionGroupTitle(spec.group));
        group->addAction(action);
        m_actions[action->objectName()] = action;
    }
}

void MainWindow::buildContents()
{
    m_pages.clear();
    m_firstRun = nullptr;
    delete takeCentralWidget();
    buildActions();
    auto* central = new QWidget(this);
    m_sidebar = new Sidebar(m_menu, central);
    auto* right = new QWidget(central);
    m_header = new HeaderBar(m_workspace->selection(), right);
    m_banner = new widgets::Banner(right);
    m_stack = new QStackedWidget(right);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(theme::metric::gap, theme::metric::small, theme::metric::gap,
                               theme::metric::gap);
    column->setSpacing(theme::metric::gap);
    column->addWidget(m_header);
    column->addWidget(m_banner);
    column->addWidget(m_stack, 1);
    auto* row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_sidebar);
    row->addWidget(right, 1);
    setCentralWidget(central);
    m_toast = new widgets::Toast(right);
    connect(m_sidebar, &Sidebar::pageChosen, this, [this](PageId page) { goTo({page, {}, 0}); });
    connect(m_header, &HeaderBar::commandWanted, this, &MainWindow::openPalette);
    m_sidebar->setCollapsed(width() < collapseBelow);
    showEngine();
    showFirstRun();
}

void MainWindow::connectWorkspace()
{
    using models::Workspace;
    Workspace* w = m_workspace.get();
    connect(w, &Workspace::zoneWanted, this, &MainWindow::openZone);
    connect(w, &Workspace::pageWanted, this, [this](const QString& key) { goTo({pageFromKey(key), {}, 0}); });
    connect(w, &Workspace::zonesFilterWanted, this, [this](const QString& filter) {
        goTo({PageId::Zones, {}, 0});
        applyZoneFilter(*ensure(PageId::Zones), filter);
    });
    connect(w, &Workspace::addZonesWanted, this, &MainWindow::openAddZones);
    connect(w, &Workspace::notice, this, &MainWindow::tell);
    connect(w, &Workspace::alerted, this, [this](const QString& text) {
        const QString key = QLatin1String(notifyDesktopKey);
        if (m_options.notifier && (!m_settings || m_settings->value(key, true).toBool()))
            m_options.notifier->notify(tr("Zonescope: clouds"), text);
    });
    connect(w, &Workspace::transferWanted, this, &MainWindow::transfer);
    connect(w, &Workspace::probeWanted, this, &MainWindow::probe);
    connect(w, &Workspace::exportWanted, this, &MainWindow::exportPage);
    connect(m_tracker, &TransferTracker::told, this, &MainWindow::tell);
    connect(&w->bridge(), &models::EngineBridge::statusChanged, this, &MainWindow::showEngine);
    connect(&w->zones(), &models::ZoneBook::updated, this, &MainWindow::showEngine);
    connect(&w->zones(), &models::ZoneBook::reset, this, [this] {
        showEngine();
        showFirstRun();
    });
    connect(&w->bridge(), &models::EngineBridge::primariesChanged, this, &MainWindow::showEngine);
    connect(&w->selection(), &models::Selection::rangeChanged, this, &MainWindow::moveTime);
    m_clockwork.setInterval(liveStepMilliseconds);
    connect(&m_clockwork, &QTimer::timeout, this, [this] {
        if (m_workspace->selection().isLive())
            moveTime();
    });
}

/// All charts look at the same stretch of time; while live it moves on.
void MainWindow::moveTime()
{
    const pipeline::Period period = m_workspace->selection().period();
    m_time->setHome({base::toMicroseconds(period.from), base::toMicroseconds(period.to)});
}

void MainWindow::restoreWindow()
{
    resize(1280, 800);
    Place first;
    if (m_settings) {
        const QSize size = m_settings->value(QStringLiteral("window/size")).toSize();
        if (size.isValid())
            resize(size);
        if (m_settings->value(QStringLiteral("window/maximized")).toBool())
            setWindowState(windowState() | Qt::WindowMaximized);
        first.page = pageFromKey(m_settings->value(QStringLiteral("window/page")).toString());
        if (first.page == PageId::ZoneDetail)
            first.page = PageId::Zones;
        const qint64 span = m_settings->value(QStringLiteral("window/span"), 0).toLongLong();
        if (span > 0)
            m_workspace->selection().setSpan(base::Duration(span));
    }
    moveTime();
    showPlace(first);
    m_history.visit(first);
}

void MainWindow::saveState()
{
    if (!m_settings)
        return;
    m_settings->setValue(QStringLiteral("window/size"), isMaximized() ? normalGeometry().size() : size());
    m_settings->setValue(QStringLiteral("window/maximized"), isMaximized());
    m_settings->setValue(QStringLiteral("window/page"), pageKey(m_place.page));
    m_settings->setValue(QStringLiteral("window/span"),
                         static_cast<qint64>(m_workspace->selection().span().count()));
    m_settings->setValue(QStringLiteral("appearance/desktop"),
                         static_cast<int>(theme::Theme::instance().desktopScheme()));
    for (const auto& [id, page] : m_pages)
        page->saveState(*m_settings);
    m_settings->sync();
}

Page* MainWindow::create(PageId page)
{
    return createPage(
        page, {*m_workspace, *m_time, m_settings.get(), [this](const QString& code) { setLanguage(code); }},
        m_stack);
}

Page* MainWindow::ensure(PageId page)
{
    Page*& made = m_pages[page];
    if (!made) {
        made = create(page);
        made->setAccessibleName(made->title());
        m_stack->addWidget(made);
        if (m_settings)
            made->restoreState(*m_settings);
    }
    return made;
}

void MainWindow::goTo(const Place& place)
{
    m_history.visit(place);
    showPlace(place);
}

void MainWindow::showPlace(const Place& place)
{
    m_place = place;
    Page* page = ensure(place.page);
    if (place.page == PageId::ZoneDetail)
        showZone(*page, place.zone, place.tab);
    // Who is in the sidebar walks on there; who is in a page goes with it, not to what comes next in the
    // window.
    const bool follow = m_stack->isAncestorOf(focusWidget());
    m_stack->setCurrentWidget(m_firstRun && place.page == PageId::Overview ? m_firstRun : page);
    m_header->setTitle(page->title());
    m_sidebar->setCurrent(place.page);
    if (follow)
        page->focusContent();
}

void MainWindow::openZone(base::ZoneId zone, int tab)
{
    if (!m_workspace->zones().find(zone))
        return;
    m_workspace->selection().setZones({zone});
    goTo({PageId::ZoneDetail, zone, tab});
    page()->focusContent();
}

void MainWindow::setLanguage(const QString& code)
{
    saveState();
    if (m_settings)
        m_settings->setValue(QStringLiteral("appearance/language"), code);
    installLanguage(code);
    buildContents();
    showPlace(m_place);
}

/// Without a zone the overview has nothing to show but three ways to begin.
void MainWindow::showFirstRun()
{
    const bool empty = m_workspace->zones().entries().empty();
    if (empty == (m_firstRun != nullptr))
        return;
    if (empty) {
        m_firstRun = new FirstRun(*m_workspace, m_options.startDemo, m_stack);
        m_stack->addWidget(m_firstRun);
    } else {
        m_firstRun->deleteLater();
        m_firstRun = nullptr;
    }
    if (m_pages.contains(m_place.page))
        showPlace(m_place);
}

void MainWindow::showEngine()
{
    const engine::EngineStatus& status = m_workspace->bridge().status();
    const int perMinute = static_cast<int>(status.transfersPerMinute + 0.5);
    const QString text =
        !status.running ? tr("Engine stopped")
        : status.storeError
            ? tr("Running · no history")
            : tr("Running · %1 transfers/min").arg(text::number(static_cast<std::uint64_t>(perMinute)));
    m_sidebar->setEngineText(text, status.running && !status.storeError);
    m_sidebar->setBadge(PageId::Zones, m_workspace->zones().attentionCount());
    m_sidebar->setBadge(PageId::Primaries, m_workspace->primaries().failingCount());
    if (status.storeError)
        m_banner->tell(widgets::Banner::Kind::Failure, text::errorText(*status.storeError).both());
    else
        m_banner->withdraw();
}

void MainWindow::tell(const QString& text, bool problem)
{
    m_toast->show(problem ? tr("Problem: %1").arg(text) : text);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveState();
    QMainWindow::closeEvent(event);
}

void MainWindow::hideEvent(QHideEvent* event)
{
    m_clockwork.stop(); // nothing moves while nobody looks
    QMainWindow::hideEvent(event);
}

void MainWindow::showEvent(QShowEvent* event)
{
    m_clockwork.start();
    QMainWindow::showEvent(event);
    // Not the menu button, which merely comes first. Later, because the page is not visible yet.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (!focusWidget() || m_sidebar->isAncestorOf(focusWidget()))
                page()->focusContent();
        },
        Qt::QueuedConnection);
    // History is read after the first paint: the window stands at once.
    QMetaObject::invokeMethod(&m_workspace->changes(), &models::ChangeBook::reload, Qt::QueuedConnection);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    m_sidebar->setCollapsed(event->size().width() < collapseBelow);
    QMainWindow::resizeEvent(event);
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        return closeInnermost();
    QMainWindow::keyPressEvent(event);
}

} // namespace zonescope::ui::shell
