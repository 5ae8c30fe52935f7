// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/zones_page.h"

#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"
#include "ui/zones/csv_export.h"
#include "ui/zones/difference_view.h"
#include "ui/zones/edge_timeline.h"
#include "ui/zones/zone_edits.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

namespace zonescope::ui::zones {

ZonesPage::ZonesPage(models::Workspace& workspace, charts::TimeSelection& /*time*/, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_model(workspace.zones(), workspace.clock())
{
    m_table = new widgets::TableView(tr("Zones"), this);
    m_table->setModel(&m_model);
    m_table->horizontalHeader()->setSortIndicator(m_model.sortColumn(), m_model.sortOrder());
    m_table->setSortingEnabled(true); // sorts by the indicator, so after it
    m_table->setColumnWidths({14, 20, 10, 19, 0, 22, 14, 14, 12, -1});
    m_table->setEmptyText(tr("No zone matches the filter."));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_splitter = new QSplitter(this);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(makeInspector());
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({620, 400});
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(theme::metric::gap);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::small);
    layout->addWidget(makeTop());
    layout->addWidget(makeChips());
    layout->addWidget(m_splitter, 1);

    m_inspectSoon.setSingleShot(true);
    m_inspectSoon.setInterval(120); // holding an arrow key down runs over hundreds of rows
    connect(&m_inspectSoon, &QTimer::timeout, this, &ZonesPage::inspect);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ZonesPage::onSelectionChanged);
    connect(m_table, &widgets::TableView::rowActivated, this, [this](const QModelIndex& index) {
        emit m_workspace.zoneWanted(m_model.zoneAt(index.row()), 0);
    });
    connect(m_table, &widgets::TableView::detailsWanted, this, &ZonesPage::toggleInspector);
    connect(m_table, &QWidget::customContextMenuRequested, this, &ZonesPage::contextMenu);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &ZonesPage::showVisibleRows);
    connect(m_table->verticalScrollBar(), &QScrollBar::rangeChanged, this, &ZonesPage::showVisibleRows);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ZonesPage::restoreSelection);
    connect(&m_model, &models::ZoneTableModel::rowsCounted, this, &ZonesPage::showCounts);
    connect(&m_model, &models::ZoneTableModel::orderStaleChanged, this,
            [this](bool stale) { m_resort->setVisible(stale); });
    connect(&workspace.zones(), &models::ZoneBook::updated, this, &ZonesPage::showCounts);
    connect(&workspace.selection(), &models::Selection::zonesChanged, this, [this] {
        if (!m_restoring)
            restoreSelection();
    });
    showCounts();
}

QWidget* ZonesPage::makeTop()
{
    auto* top = new QWidget(this);
    m_filter =
        new widgets::FilterField(tr("Filter zones: name, state:behind, primary:ns2, serial>2026112100"), top);
    m_filter->setAccessibleName(tr("Filter zones"));
    m_filter->setObjectName(QStringLiteral("zone-filter"));
    auto* transfer = new QPushButton(theme::icon(theme::Icon::Transfer), tr("&Transfer now"), top);
    auto* pause = new QPushButton(theme::icon(theme::Icon::Pause), tr("&Pause"), top);
    auto* add = new QPushButton(theme::icon(theme::Icon::Add), tr("&Add zones…"), top);
    transfer->setToolTip(tr("Fetch the chosen zones now (F5)"));
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::metric::small);
    row->addWidget(m_filter, 1);
    for (QPushButton* button : {transfer, pause, add})
        row->addWidget(button);
    connect(m_filter, &widgets::FilterField::filterChanged, this, &ZonesPage::applyFilter);
    connect(m_filter, &widgets::FilterField::leaveDown, this, &ZonesPage::focusContent);
    connect(transfer, &QPushButton::clicked, this,
            [this] { emit m_workspace.transferWanted(m_workspace.selection().zones(), false); });
    connect(pause, &QPushButton::clicked, this,
            [this] { togglePause(m_workspace, m_workspace.selection().zones(), this); });
    connect(add, &QPushButton::clicked, this, [this] { emit m_workspace.addZonesWanted({}); });
    return top;
}

QWidget* ZonesPage::makeChips()
{
    auto* chips = new QWidget(this);
    m_attention = new QPushButton(chips);
    m_expired = new QPushButton(chips);
    m_resort = new QPushButton(theme::icon(theme::Icon::Undo), tr("Order changed – re-sort"), chips);
    m_resort->setObjectName(QStringLiteral("resort"));
    m_resort->hide();
    m_count = new QLabel(chips);
    auto* row = new QHBoxLayout(chips);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::metric::small);
    row->addWidget(m_attention);
    row->addWidget(m_expired);
    row->addWidget(m_resort);
    row->addStretch(1);
    row->addWidget(m_count);
    connect(m_attention, &QPushButton::clicked, this,
            [this] { setFilter(QStringLiteral("state:attention")); });
    connect(m_expired, &QPushButton::clicked, this, [this] { setFilter(QStringLiteral("state:expired")); });
    connect(m_resort, &QPushButton::clicked, &m_model, &models::ZoneTableModel::resort);
    return chips;
}

QWidget* ZonesPage::makeInspector()
{
    m_inspector = new QWidget(m_splitter);
    m_inspector->setMinimumWidth(300);
    m_timeline = new EdgeTimeline(m_workspace, m_inspector);
    m_difference = new DifferenceView(m_workspace, false, m_inspector);
    auto* column = new QVBoxLayout(m_inspector);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::metric::gap);
    column->addWidget(m_timeline, 3);
    column->addWidget(m_difference, 1);
    return m_inspector;
}

QString ZonesPage::title() const
{
    return tr("Zones");
}

void ZonesPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ZonesPage::focusContent()
{
    m_table->setFocus(Qt::ShortcutFocusReason);
    if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0)
        // Not selectRow(): that toggles while Ctrl of Ctrl+2 is still held.
        m_table->selectionModel()->setCurrentIndex(m_model.index(0, 1), QItemSelectionModel::ClearAndSelect |
                                                                            QItemSelectionModel::Rows);
}

void ZonesPage::toggleInspector()
{
    m_inspector->setVisible(!m_inspector->isVisible());
    inspect();
}

bool ZonesPage::closeInnermost()
{
    if (!m_filter->text().isEmpty()) {
        setFilter({});
        return true;
    }
    return false;
}

bool ZonesPage::exportNow()
{
    saveTableAsCsv(m_model, tr("zones.csv"), m_workspace, this);
    return true;
}

void ZonesPage::setFilter(const QString& text)
{
    m_filter->setText(text);
    applyFilter(text);
}

void ZonesPage::applyFilter(const QString& text)
{
    if (text == m_model.filterText())
        return;
    m_model.setFilter(text);
    // What is filtered out is no longer chosen: F5 must never act on rows nobody sees.
    std::vector<base::ZoneId> visible = m_workspace.selection().zones();
    std::erase_if(visible, [this](base::ZoneId id) { return m_model.rowOf(id) < 0; });
    m_workspace.selection().setZones(std::move(visible));
}

void ZonesPage::showCounts()
{
    const models::ZoneBook& zones = m_workspace.zones();
    const auto expired = zones.count(zone::ZoneState::Expired);
    m_attention->setText(tr("Attention %1").arg(text::number(zones.attentionCount())));
    m_expired->setText(tr("Expired %1").arg(text::number(expired)));
    m_expired->setVisible(expired > 0);
    const auto all = zones.entries().size();
    const auto shown = static_cast<std::size_t>(m_model.rowCount());
    QString count = shown == all ? tr("%n zone(s)", nullptr, static_cast<int>(all))
                                 : tr("%1 of %2 zones").arg(text::number(shown), text::number(all));
    if (!m_model.filter().notUnderstood().isEmpty())
        count = tr("“%1” is searched in names; fields are state, primary, edge, serial, error.")
                    .arg(m_model.filter().notUnderstood());
    m_count->setText(count);
}

void ZonesPage::showVisibleRows()
{
    if (!isVisible())
        return m_model.setVisibleRows(0, -1);
    const int first = m_table->rowAt(0);
    const int last = m_table->rowAt(m_table->viewport()->height() - 1);
    m_model.setVisibleRows(std::max(0, first), last < 0 ? m_model.rowCount() - 1 : last);
}

void ZonesPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    showVisibleRows();
    restoreSelection();
}

void ZonesPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    m_model.setVisibleRows(0, -1); // nothing repaints while hidden
}

void ZonesPage::onSelectionChanged()
{
    if (m_restoring)
        return;
    std::vector<base::ZoneId> zones;
    const QModelIndex current = m_table->currentIndex();
    const QItemSelection selection = m_table->selectionModel()->selection();
    for (const QItemSelectionRange& range : selection)
        for (int row = range.top(); row <= range.bottom(); ++row)
            zones.push_back(m_model.zoneAt(row));
    // The row with the cursor leads: it is the one the inspector shows.
    if (const auto at = std::ranges::find(zones, m_model.zoneAt(current.row())); at != zones.end())
        std::rotate(zones.begin(), at, at + 1);
    m_restoring = true;
    m_workspace.selection().setZones(std::move(zones));
    m_restoring = false;
    m_inspectSoon.start();
}

/// Rows moved or the model was filled anew: the same zones stay chosen.
void ZonesPage::restoreSelection()
{
    m_restoring = true;
    QItemSelection rows;
    const int lastColumn = m_model.columnCount() - 1;
    for (const base::ZoneId zone : m_workspace.selection().zones())
        if (const int row = m_model.rowOf(zone); row >= 0)
            rows.append(QItemSelectionRange(m_model.index(row, 0), m_model.index(row, lastColumn)));
    m_table->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
    const int current = m_model.rowOf(m_workspace.selection().currentZone());
    if (current >= 0) {
        m_table->selectionModel()->setCurrentIndex(m_model.index(current, 1), QItemSelectionModel::NoUpdate);
        m_table->scrollTo(m_model.index(current, 1));
    }
    m_restoring = false;
    showVisibleRows();
    showCounts();
    m_inspectSoon.start();
}

void ZonesPage::inspect()
{
    if (!m_inspector->isVisible())
        return;
    const base::ZoneId zone = m_workspace.selection().currentZone();
    m_timeline->showZone(zone);
    m_difference->showZone(zone);
}

void ZonesPage::contextMenu(const QPoint& at)
{
    const base::ZoneId zone = m_model.zoneAt(m_table->rowAt(at.y()));
    if (!zone)
        return;
    QMenu menu(this);
    menu.addAction(tr("Open"), this, [this, zone] { emit m_workspace.zoneWanted(zone, 0); });
    menu.addSeparator();
    for (QAction* action : window()->actions())
        for (const char* id : {"transfer", "transfer-full", "transfer-from", "probe", "pause", "remove"})
            if (action->objectName() == QLatin1String(id))
                menu.addAction(action);
    menu.addSeparator();
    menu.addAction(tr("Copy rows"), m_table, &widgets::TableView::copySelection);
    menu.exec(m_table->viewport()->mapToGlobal(at));
}

void ZonesPage::saveState(QSettings& settings) const
{
    m_table->saveColumns(settings);
    settings.setValue(QStringLiteral("zones/splitter"), m_splitter->saveState());
    settings.setValue(QStringLiteral("zones/inspector"), !m_inspector->isHidden());
    settings.setValue(QStringLiteral("zones/sortColumn"), m_model.sortColumn());
    settings.setValue(QStringLiteral("zones/sortOrder"), static_cast<int>(m_model.sortOrder()));
}

void ZonesPage::restoreState(const QSettings& settings)
{
    m_table->restoreColumns(settings);
    m_splitter->restoreState(settings.value(QStringLiteral("zones/splitter")).toByteArray());
    m_inspector->setVisible(settings.value(QStringLiteral("zones/inspector"), true).toBool());
    const int column = settings.value(QStringLiteral("zones/sortColumn"), 0).toInt();
    const auto order =
        static_cast<Qt::SortOrder>(settings.value(QStringLiteral("zones/sortOrder"), 0).toInt());
    m_table->sortByColumn(column, order);
}

} // namespace zonescope::ui::zones
