// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"
#include "ui/shell/navigation.h"
#include "ui/shell/page.h"
#include "ui/shell/shell_options.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <map>
#include <memory>

class QMenu;
class QStackedWidget;
class QSettings;

namespace zonescope::ui::charts {
class TimeSelection;
}
namespace zonescope::ui::widgets {
class Banner;
class Toast;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::shell {

class HeaderBar;
class Sidebar;
class TransferTracker;
struct Candidate;

/// The window: places pages, carries out actions, remembers how it was left. What a page shows is the page's
/// own business. Window thread; the engine has to outlive it.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(engine::Engine& engine, ShellOptions options = {}, QWidget* parent = nullptr);
    ~MainWindow() override;

    models::Workspace& workspace() { return *m_workspace; }
    Place place() const { return m_place; }
    Page* page() const { return m_pages.contains(m_place.page) ? m_pages.at(m_place.page) : nullptr; }
    void goTo(const Place& place);
    void openZone(base::ZoneId zone, int tab = 0);
    void setLanguage(const QString& code); ///< at once: the contents are built anew

    // What actionTable() runs.
    void goOverview();
    void goZones();
    void goPropagation();
    void goPrimaries();
    void goNetwork();
    void goCloud();
    void goReports();
    void goActivity();
    void goSettings();
    void goBack();
    void goForward();
    void openPalette();
    void transferNow();
    void transferFull();
    void transferFrom();
    void probeNow();
    void testChange();
    void cancelTransfer();
    void addZones();
    void pauseZones();
    void removeZones();
    void openCloudFolder();
    void openCloudSnapshot();
    void saveCloudSnapshot();
    void focusFilter();
    void toggleInspector();
    void closeInnermost();
    void toggleLive();
    void exportPage();
    void switchTheme();
    void quit();
    void openManual();
    void showShortcuts();
    void showAbout();

protected:
    void closeEvent(QCloseEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void buildActions();
    void buildContents();
    void connectWorkspace();
    void restoreWindow();
    void saveState();
    Page* create(PageId page);
    Page* ensure(PageId page);
    void showPlace(const Place& place);
    void showEngine();
    void showFirstRun();
    void moveTime();
    void runAction(const QString& id);
    void runCandidate(const Candidate& candidate);
    void openAddZones(const QString& text);
    void transfer(const std::vector<base::ZoneId>& zones, bool full);
    void probe(const std::vector<base::ZoneId>& zones);
    std::vector<base::ZoneId> chosenZones();
    void tell(const QString& text, bool problem);

    ShellOptions m_options;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<models::Workspace> m_workspace;
    charts::TimeSelection* m_time;
    TransferTracker* m_tracker;
    std::unique_ptr<models::Question> m_testChange;
    std::map<QString, QAction*> m_actions;
    QMenu* m_menu = nullptr;
    Sidebar* m_sidebar = nullptr;
    HeaderBar* m_header = nullptr;
    widgets::Banner* m_banner = nullptr;
    widgets::Toast* m_toast = nullptr;
    QStackedWidget* m_stack = nullptr;
    QWidget* m_firstRun = nullptr;
    std::map<PageId, Page*> m_pages;
    Place m_place;
    History m_history;
    QTimer m_clockwork;
    QPointer<QDialog> m_palette;
};

} // namespace zonescope::ui::shell
