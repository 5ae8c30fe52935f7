// SPDX-License-Identifier: GPL-3.0-or-later
// How the page is put together; what it does is in cloud_page.cpp.
#include "ui/cloud/cloud_page.h"
#include "ui/cloud/drift_view.h"
#include "ui/cloud/finding_pane.h"
#include "ui/cloud/history_pane.h"
#include "ui/cloud/reach_form.h"
#include "ui/cloud/resource_detail.h"
#include "ui/cloud/route_form.h"
#include "ui/cloud/topology_pane.h"
#include "ui/cloud/topology_view.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

namespace zonescope::ui::cloudpage {
namespace {

QWidget* emptyTab(QWidget* parent)
{
    auto* tab = new QWidget(parent);
    (new QVBoxLayout(tab))->setContentsMargins(0, 0, 0, 0);
    return tab;
}

} // namespace

CloudPage::CloudPage(models::Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_question(workspace.bridge(), this)
    , m_comparison(workspace.bridge(), this)
    , m_past(workspace.bridge(), this)
    , m_banner(new widgets::Banner(this))
    , m_killBanner(new widgets::Banner(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(this))
{
    setAcceptDrops(true);
    m_empty->setText(
        tr("No cloud is known yet"),
        tr("Save what the provider's command line prints (aws ec2 describe-vpcs, gcloud … --format=json, "
           "az … -o json) into a folder and open it here, or drop it on this page. Secrets are taken out "
           "before anything is kept."));
    m_empty->setAction(tr("Open a folder…"));
    auto* content = new QWidget(this);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(theme::metric::gap);
    inner->addWidget(makeContent(), 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(makeBar());
    layout->addWidget(m_killBanner);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, &CloudPage::chooseFolder);
    connect(m_banner, &widgets::Banner::actionTriggered, this, &CloudPage::bannerPressed);
    connect(m_killBanner, &widgets::Banner::actionTriggered, this, &CloudPage::throwKillSwitch);
}

QMenu* CloudPage::makeMenu(QWidget* parent)
{
    auto* menu = new QMenu(parent);
    menu->addAction(tr("Open a &folder…"), this, &CloudPage::chooseFolder);
    menu->addAction(tr("Open a s&napshot…"), this, &CloudPage::chooseFile);
    menu->addAction(tr("Read an &account…"), this, &CloudPage::chooseAccount);
    menu->addSeparator();
    m_export = menu->addAction(tr("&Save the snapshot…"), this, &CloudPage::saveSnapshot);
    m_forget = menu->addAction(tr("For&get the snapshot"), this, &CloudPage::forget);
    m_forget->setToolTip(tr("Removes the snapshot that is shown from this computer"));
    return menu;
}

QWidget* CloudPage::makeBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::metric::gap);
    m_filter = new widgets::FilterField(
        tr("Filter: name, id, tag, address, 10.0.0.0/8, kind:subnet, provider:aws"), bar);
    m_filter->setAccessibleName(tr("Filter resources"));
    m_snapshot = new QComboBox(bar);
    m_snapshot->setObjectName(QStringLiteral("cloud-snapshot"));
    m_snapshot->setAccessibleName(tr("Snapshot that is shown"));
    m_snapshot->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_count = new QLabel(bar);
    auto* actions = new QPushButton(theme::icon(theme::Icon::Cloud), tr("Sna&pshots"), bar);
    actions->setMenu(makeMenu(actions));
    row->addWidget(m_filter, 1);
    row->addWidget(m_count);
    row->addWidget(m_snapshot);
    row->addWidget(actions);
    row->addWidget(makeKillSwitch(bar));
    connect(m_filter, &widgets::FilterField::filterChanged, this, &CloudPage::applyFilter);
    connect(m_filter, &widgets::FilterField::leaveDown, this, &CloudPage::focusContent);
    connect(m_snapshot, &QComboBox::activated, this,
            [this] { ask(engine::ShowCloud{m_snapshot->currentData().toLongLong()}); });
    return bar;
}

/// On every tab and in every state of the page: whoever needs it is in a hurry.
QWidget* CloudPage::makeKillSwitch(QWidget* parent)
{
    m_kill = new QPushButton(theme::icon(theme::Icon::Pause), tr("&Kill switch"), parent);
    m_kill->setObjectName(QStringLiteral("kill-switch"));
    m_kill->setToolTip(
        tr("Stops at once whatever is put right by itself, in every account; what is half done "
           "is taken back (Ctrl+Shift+K)"));
    m_kill->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+K")));
    connect(m_kill, &QPushButton::clicked, this, &CloudPage::throwKillSwitch);
    return m_kill;
}

widgets::TableView* CloudPage::makeTable(models::PlainTable& model, const QString& name, const QString& key,
                                         const QList<int>& widths)
{
    auto* table = new widgets::TableView(name, this);
    table->setObjectName(key);
    table->setModel(&model);
    table->setColumnWidths(widths);
    return table;
}

QWidget* CloudPage::makeInventory()
{
    m_resourceTable = makeTable(m_resources, tr("Inventory"), QStringLiteral("cloud-inventory"),
                                {22, 16, 12, 16, 14, 24, 18, 18, -1});
    m_resourceTable->setEmptyText(tr("No resource matches the filter."));
    m_resourceTable->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_resourceTable->setSortingEnabled(true);
    connect(m_resourceTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &CloudPage::inspect);
    return m_inventoryTab = emptyTab(this);
}

/// The detail stands beside the inventory and the topology and speaks of what is selected in both: they share
/// one splitter, which goes where it is looked at. Beside the tabs it took the room of their names.
QWidget* CloudPage::makeContent()
{
    m_detail = new ResourceDetail(this);
    m_resourceViews = new QStackedWidget(this);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->addWidget(m_resourceViews);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    connect(m_detail, &ResourceDetail::resourceWanted, this, [this](cloud::Index resource) {
        m_tabs->currentWidget() == m_topologyTab ? mark(resource) : select(resource);
    });
    connect(m_detail, &ResourceDetail::copied, this,
            [this] { emit m_workspace.notice(tr("Copied."), false); });
    QWidget* tabs = makeTabs();
    m_resourceViews->addWidget(m_resourceTable);
    m_resourceViews->addWidget(m_topology);
    connect(m_tabs, &QTabWidget::currentChanged, this, &CloudPage::tabShown);
    tabShown();
    return tabs;
}

QWidget* CloudPage::makeTopology()
{
    m_topology = new TopologyPane(this);
    connect(m_topology->view(), &TopologyView::resourceSelected, this, &CloudPage::mark);
    connect(m_topology->view(), &TopologyView::resourceActivated, this, &CloudPage::select);
    connect(m_topology, &TopologyPane::saved, &m_workspace, &models::Workspace::notice);
    return m_topologyTab = emptyTab(this);
}

QWidget* CloudPage::makeFindings()
{
    m_findingTable =
        makeTable(m_findings, tr("Findings"), QStringLiteral("cloud-findings"), {12, 36, 30, 28, -30, 26});
    m_findingPane = new FindingPane(
        m_findings, m_findingTable, [this] { return m_workspace.now(); }, this);
    connect(m_findingPane, &FindingPane::resourceWanted, this, &CloudPage::openResource);
    connect(m_findingPane, &FindingPane::suppressionWanted, this, &CloudPage::suppress);
    return m_findingPane;
}

QWidget* CloudPage::makeNames()
{
    m_nameTable = makeTable(m_names, tr("Names in the DNS"), QStringLiteral("cloud-names"),
                            {16, 30, 8, 30, 30, 18, -1});
    m_nameTable->setEmptyText(tr("No zone that is held here or in a cloud has an address or an alias."));
    connect(m_nameTable, &widgets::TableView::rowActivated, this, [this](const QModelIndex& index) {
        const cloud::DnsJoinRow& row = m_names.nameAt(index.row());
        if (row.resource != cloud::Snapshot::none)
            select(row.resource);
        else if (row.record != cloud::Snapshot::none)
            select(row.record);
        else
            emit m_workspace.zoneWanted(row.zone, 1);
    });
    return m_nameTable;
}

QWidget* CloudPage::makeRoutes()
{
    m_routeTable = makeTable(m_routes, tr("Routes that fit"), QStringLiteral("cloud-routes"),
                             {26, 20, 34, 20, 18, 10, -20});
    m_routeTable->setEmptyText(tr("Write where packets start and where they are to go."));
    m_routeForm = new RouteForm(m_routes, m_routeTable, this);
    connect(m_routeForm, &RouteForm::resourceWanted, this, &CloudPage::select);
    return m_routeForm;
}

QWidget* CloudPage::makeHistory()
{
    m_scanTable = makeTable(m_scans, tr("Scans"), QStringLiteral("cloud-scans"), {22, 30, 12, 10, 12, -16});
    m_history = new HistoryPane(m_scans, m_scanTable, this);
    connect(m_history, &HistoryPane::scanWanted, this, [this](qint64 id) { ask(engine::ShowCloud{id}); });
    connect(m_history, &HistoryPane::resourceWanted, this, &CloudPage::select);
    connect(m_history, &HistoryPane::comparisonWanted, this, [this](qint64 older, qint64 newer) {
        m_tabs->setCurrentWidget(m_changesTab); // asks for the usual comparison, which this one replaces
        compareScans(older, newer);
    });
    return m_history;
}

QWidget* CloudPage::makeChanges()
{
    m_changesTab = new QWidget(this);
    m_changeTable =
        makeTable(m_changes, tr("Changes"), QStringLiteral("cloud-changes"), {12, 18, 34, 26, 26, -1});
    m_changeTable->setEmptyText(tr("No difference, or no older snapshot is chosen."));
    m_older = new QComboBox(m_changesTab);
    m_compared = new QLabel(m_changesTab);
    m_compared->setTextFormat(Qt::PlainText);
    auto* olderTitle = new QLabel(tr("Compared wit&h"), m_changesTab);
    olderTitle->setBuddy(m_older);
    auto* choice = new QHBoxLayout;
    choice->addWidget(olderTitle);
    choice->addWidget(m_older);
    choice->addWidget(m_compared);
    choice->addStretch(1);
    auto* column = new QVBoxLayout(m_changesTab);
    column->setContentsMargins(0, theme::metric::gap, 0, 0);
    column->addLayout(choice);
    column->addWidget(m_changeTable, 1);
    connect(m_older, &QComboBox::activated, this, &CloudPage::compare);
    return m_changesTab;
}

QWidget* CloudPage::makeTabs()
{
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_reach = new ReachForm(this);
    m_scopeTable = makeTable(m_scopes, tr("What was read"), QStringLiteral("cloud-scopes"),
                             {16, 40, 14, 18, 16, 12, 20, -1});
    m_tabs->addTab(makeInventory(), tr("&Inventory"));
    m_tabs->addTab(makeTopology(), tr("&Topology"));
    m_tabs->addTab(makeFindings(), tr("Fin&dings"));
    m_drift = new DriftView(m_workspace, this);
    m_tabs->addTab(m_drift, tr("Dri&ft"));
    m_tabs->addTab(makeNames(), tr("N&ames"));
    m_tabs->addTab(m_reach, tr("Reacha&bility"));
    m_tabs->addTab(makeRoutes(), tr("Ro&utes"));
    m_tabs->addTab(makeHistory(), tr("Histor&y"));
    m_tabs->addTab(makeChanges(), tr("&Changes"));
    m_tabs->addTab(m_scopeTable, tr("What &was read"));
    connect(m_drift, &DriftView::resourceWanted, this, &CloudPage::openResource);
    connect(m_drift, &DriftView::failed, this, &CloudPage::fail);
    connect(m_reach, &ReachForm::routeWanted, m_drift, &DriftView::changeRoute);
    connect(m_routeForm, &RouteForm::routeWanted, m_drift, &DriftView::changeRoute);
    connect(m_drift, &DriftView::openChanged, this, &CloudPage::tellDrift);
    return m_tabs;
}

} // namespace zonescope::ui::cloudpage
