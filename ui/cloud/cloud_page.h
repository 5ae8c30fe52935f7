// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cloud_models.h"
#include "ui/models/workspace.h"
#include "ui/shell/page.h"

#include <vector>

class QAction;
class QComboBox;
class QLabel;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace zonescope::ui::widgets {
class Banner;
class EmptyState;
class FilterField;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::cloudpage {

class DriftView;
class FindingPane;
class HistoryPane;
class ReachForm;
class ResourceDetail;
class RouteForm;
class TopologyPane;

/// Networks of all clouds in one place: inventory, topology, findings, names, reachability, routes, scans
/// over time, what changed between two of them, and how well each was read. Folders of providers'
/// command-line output and snapshot files can be dropped on it.
class CloudPage final : public shell::Page
{
    Q_OBJECT

public:
    explicit CloudPage(models::Workspace& workspace, QWidget* parent = nullptr);

    QString title() const override;
    void focusFilter() override;
    void focusContent() override;
    bool closeInnermost() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

    /// A folder, or a snapshot file.
    void importFrom(const QString& path);
    void readAccount(const engine::ReadAccount& account);
    // Each asks which; the window's menu calls them as well.
    void chooseFolder();
    void chooseFile();
    void saveSnapshot();

protected:
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeBar();
    QWidget* makeKillSwitch(QWidget* parent);
    QMenu* makeMenu(QWidget* parent);
    QWidget* makeTabs();
    QWidget* makeContent();
    QWidget* makeInventory();
    QWidget* makeTopology();
    QWidget* makeFindings();
    QWidget* makeNames();
    QWidget* makeRoutes();
    QWidget* makeHistory();
    QWidget* makeChanges();
    widgets::TableView* makeTable(models::PlainTable& model, const QString& name, const QString& key,
                                  const QList<int>& widths);
    widgets::TableView* shownTable() const; ///< null where there is none
    std::vector<widgets::TableView*> tables() const;
    void tabShown();

    void ask(engine::CloudRequest request);
    void take(const engine::CloudAnswer& answer);
    void fail(const base::Error& error);
    void fillChoices(const engine::CloudAnswer& answer);
    void showView(cloud::CloudViewPtr view);
    void tellFiles(std::size_t notRead);
    void tellDrift(int open);
    void throwKillSwitch();
    void showKillSwitch(bool on);
    void compare();
    void compareScans(qint64 older, qint64 newer);
    void askHistory();
    void suppress(const engine::SuppressFinding& what);
    void countFindings();
    void inspect();
    void openResource(const std::string& id);
    void select(cloud::Index resource);
    void mark(cloud::Index resource); ///< selects without leaving the tab
    void chooseAccount();
    void bannerPressed();
    void forget();
    void applyFilter(const QString& text);

    models::Workspace& m_workspace;
    models::Question m_question;
    models::Question m_comparison;
    models::Question m_past;
    cloud::CloudViewPtr m_view;
    models::CloudResourceModel m_resources;
    models::CloudFindingModel m_findings;
    models::CloudNameModel m_names;
    models::CloudChangeModel m_changes;
    models::CloudScopeModel m_scopes;
    models::CloudRouteModel m_routes;
    models::CloudScanModel m_scans;
    bool m_asked = false;

    widgets::Banner* m_banner = nullptr;
    widgets::Banner* m_killBanner = nullptr;
    bool m_reading = false; ///< an account: the banner can stop it
    QWidget* m_bannerLeadsTo = nullptr;
    QStackedWidget* m_stack = nullptr;
    widgets::EmptyState* m_empty = nullptr;
    QComboBox* m_snapshot = nullptr;
    QComboBox* m_older = nullptr;
    QPushButton* m_kill = nullptr;
    bool m_killed = false;
    QAction* m_export = nullptr;
    QAction* m_forget = nullptr;
    widgets::FilterField* m_filter = nullptr;
    QLabel* m_count = nullptr;
    QTabWidget* m_tabs = nullptr;
    QWidget* m_inventoryTab = nullptr;
    QWidget* m_topologyTab = nullptr;
    QSplitter* m_splitter = nullptr; ///< in one of the two
    QStackedWidget* m_resourceViews = nullptr;
    widgets::TableView* m_resourceTable = nullptr;
    widgets::TableView* m_findingTable = nullptr;
    widgets::TableView* m_nameTable = nullptr;
    widgets::TableView* m_changeTable = nullptr;
    widgets::TableView* m_scopeTable = nullptr;
    widgets::TableView* m_routeTable = nullptr;
    widgets::TableView* m_scanTable = nullptr;
    QLabel* m_compared = nullptr;
    QWidget* m_changesTab = nullptr;
    FindingPane* m_findingPane = nullptr;
    TopologyPane* m_topology = nullptr;
    HistoryPane* m_history = nullptr;
    RouteForm* m_routeForm = nullptr;
    ResourceDetail* m_detail = nullptr;
    ReachForm* m_reach = nullptr;
    DriftView* m_drift = nullptr;
};

} // namespace zonescope::ui::cloudpage
