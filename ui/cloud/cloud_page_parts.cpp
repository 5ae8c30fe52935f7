// SPDX-License-Identifier: GPL-3.0-or-later
// How the page is put together; what it does is in cloud_page.cpp.
#include "ui/cloud/cloud_page.h"
#include "ui/cloud/reach_form.h"
#include "ui/cloud/resource_detail.h"
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

CloudPage::CloudPage(models::Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_question(workspace.bridge(), this)
    , m_comparison(workspace.bridge(), this)
    , m_banner(new widgets::Banner(this))
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
    inner->addWidget(makeTabs(), 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(makeBar());
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, &CloudPage::chooseFolder);
    connect(m_banner, &widgets::Banner::actionTriggered, this, [this] {
        m_banner->withdraw();
        m_tabs->setCurrentWidget(m_scopeTable);
    });
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
    m_snapshot->setAccessibleName(tr("Snapshot that is shown"));
    m_snapshot->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_count = new QLabel(bar);
    auto* actions = new QPushButton(theme::icon(theme::Icon::Cloud), tr("Sna&pshots"), bar);
    actions->setMenu(makeMenu(actions));
    row->addWidget(m_filter, 1);
    row->addWidget(m_count);
    row->addWidget(m_snapshot);
    row->addWidget(actions);
    connect(m_filter, &widgets::FilterField::filterChanged, this, &CloudPage::applyFilter);
    connect(m_filter, &widgets::FilterField::leaveDown, this, &CloudPage::focusContent);
    connect(m_snapshot, &QComboBox::activated, this,
            [this] { ask(engine::ShowCloud{m_snapshot->currentData().toLongLong()}); });
    return bar;
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
    m_detail = new ResourceDetail(this);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->addWidget(m_resourceTable);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    connect(m_resourceTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &CloudPage::inspect);
    connect(m_detail, &ResourceDetail::resourceWanted, this, &CloudPage::select);
    connect(m_detail, &ResourceDetail::copied, this,
            [this] { emit m_workspace.notice(tr("Copied."), false); });
    return m_splitter;
}

QWidget* CloudPage::makeTabs()
{
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(makeInventory(), tr("&Inventory"));
    m_findingTable =
        makeTable(m_findings, tr("Findings"), QStringLiteral("cloud-findings"), {12, 36, 34, 34, -1});
    m_findingTable->setEmptyText(tr("Nothing to complain about."));
    m_nameTable = makeTable(m_names, tr("Names in the DNS"), QStringLiteral("cloud-names"),
                            {16, 30, 8, 30, 30, 18, -1});
    m_nameTable->setEmptyText(tr("No zone that is held here or in a cloud has an address or an alias."));
    m_reach = new ReachForm(this);
    auto* changes = new QWidget(this);
    m_changeTable =
        makeTable(m_changes, tr("Changes"), QStringLiteral("cloud-changes"), {12, 18, 34, 26, 26, -1});
    m_changeTable->setEmptyText(tr("No difference, or no older snapshot is chosen."));
    m_older = new QComboBox(changes);
    auto* olderTitle = new QLabel(tr("Compared wit&h"), changes);
    olderTitle->setBuddy(m_older);
    auto* choice = new QHBoxLayout;
    choice->addWidget(olderTitle);
    choice->addWidget(m_older);
    choice->addStretch(1);
    auto* column = new QVBoxLayout(changes);
    column->setContentsMargins(0, theme::metric::gap, 0, 0);
    column->addLayout(choice);
    column->addWidget(m_changeTable, 1);
    m_scopeTable = makeTable(m_scopes, tr("What was read"), QStringLiteral("cloud-scopes"),
                             {16, 40, 14, 18, 16, 12, 20, -1});
    m_tabs->addTab(m_findingTable, tr("Fin&dings"));
    m_tabs->addTab(m_nameTable, tr("N&ames"));
    m_tabs->addTab(m_reach, tr("Reacha&bility"));
    m_tabs->addTab(changes, tr("&Changes"));
    m_tabs->addTab(m_scopeTable, tr("What &was read"));
    connect(m_older, &QComboBox::activated, this, &CloudPage::compare);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this, changes] {
        if (m_tabs->currentWidget() == changes)
            compare();
    });
    connect(m_findingTable, &widgets::TableView::rowActivated, this, [this](const QModelIndex& index) {
        openResource(m_findings.findingAt(index.row()).resources.front());
    });
    connect(m_nameTable, &widgets::TableView::rowActivated, this, [this](const QModelIndex& index) {
        const cloud::DnsJoinRow& row = m_names.nameAt(index.row());
        if (row.resource != cloud::Snapshot::none)
            select(row.resource);
        else if (row.record == cloud::Snapshot::none)
            emit m_workspace.zoneWanted(row.zone, 1);
    });
    return m_tabs;
}

} // namespace zonescope::ui::cloudpage
