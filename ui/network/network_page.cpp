// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/network_page.h"

#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/kpi_tile.h"
#include "ui/widgets/table_view.h"
#include "ui/zones/csv_export.h"

#include <QHeaderView>
#include <QLabel>
#include <QTabWidget>
#include <QVBoxLayout>

#include <utility>

namespace zonescope::ui::network {

using models::ConnectionModel;

NetworkPage::NetworkPage(models::Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_filter(
          new widgets::FilterField(tr("Filter connections: address, :port, algorithm, state, role"), this))
    , m_problem(new QLabel(this))
    , m_tabs(new QTabWidget(this))
    , m_openTable(makeTable(m_open, tr("Open connections"), QStringLiteral("connections-open")))
    , m_endedTable(makeTable(m_ended, tr("Ended connections"), QStringLiteral("connections-ended")))
{
    m_filter->setAccessibleName(tr("Filter connections"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_openTable->setColumnWidths({0, 0, 12, 24, 0, 9, 10, 9, 9, 12, 9, 10, 10, -1});
    m_openTable->setEmptyText(tr("No TCP connection is open."));
    m_endedTable->setColumnWidths({13, 10, 0, 24, 24, 9, 10, 9, 9, 0, 9, 10, 10, -1});
    m_endedTable->setEmptyText(tr("No TCP connection has ended since Zonescope began to watch."));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_openTable, tr("&Open"));
    m_tabs->addTab(m_endedTable, tr("&Ended"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(makeTiles());
    layout->addWidget(m_problem);
    layout->addWidget(m_filter);
    layout->addWidget(m_tabs, 1);
    m_clockwork.setInterval(1000);
    connect(&m_clockwork, &QTimer::timeout, this, &NetworkPage::look);
    connect(m_filter, &widgets::FilterField::filterChanged, this, [this](const QString& text) {
        m_open.setFilter(text);
        m_ended.setFilter(text);
    });
    connect(m_filter, &widgets::FilterField::leaveDown, this, &NetworkPage::focusContent);
}

widgets::TableView* NetworkPage::makeTable(ConnectionModel& model, const QString& name, const QString& key)
{
    auto* table = new widgets::TableView(name, this);
    table->setObjectName(key);
    table->setModel(&model);
    // In the order in which they came, until a title is clicked.
    table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    table->setSortingEnabled(true);
    return table;
}

QWidget* NetworkPage::makeTiles()
{
    auto* tiles = new QWidget(this);
    auto* row = new QHBoxLayout(tiles);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::metric::gap);
    const auto add = [&](const QString& label) {
        auto* tile = new widgets::KpiTile(label, tiles);
        row->addWidget(tile, 1);
        return tile;
    };
    m_openTile = add(tr("Open connections"));
    m_endedTile = add(tr("Ended connections"));
    m_repeatedTile = add(tr("Repeated by this host"));
    m_lostTile = add(tr("Close events missed"));
    return tiles;
}

QString NetworkPage::title() const
{
    return tr("Network");
}

widgets::TableView* NetworkPage::shownTable() const
{
    return m_tabs->currentIndex() == 0 ? m_openTable : m_endedTable;
}

void NetworkPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void NetworkPage::focusContent()
{
    shownTable()->setFocus(Qt::ShortcutFocusReason);
}

bool NetworkPage::closeInnermost()
{
    if (m_filter->text().isEmpty())
        return false;
    m_filter->clear();
    return true;
}

bool NetworkPage::exportNow()
{
    zones::saveTableAsCsv(*shownTable()->model(), tr("connections.csv"), m_workspace, this);
    return true;
}

void NetworkPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    m_workspace.engine().watchConnections(true);
    m_clockwork.start();
    look();
    // Transfers are short: where none is open at the moment, those that ended are what one comes for.
    if (!std::exchange(m_seen, true) && m_open.rowCount() == 0 && m_ended.rowCount() > 0)
        m_tabs->setCurrentWidget(m_endedTable);
}

void NetworkPage::hideEvent(QHideEvent* event)
{
    m_clockwork.stop();
    m_workspace.engine().watchConnections(false);
    Page::hideEvent(event);
}

void NetworkPage::look()
{
    const auto snapshot = m_workspace.engine().connections();
    m_open.show(snapshot);
    m_ended.show(snapshot);
    showFigures(*snapshot);
}

void NetworkPage::showFigures(const congestion::Snapshot& snapshot)
{
    std::uint64_t sent = 0;
    std::uint64_t repeated = 0;
    const auto count = [&](const congestion::TcpCounters& counters) {
        sent += counters.bytesSent;
        repeated += counters.bytesRetransmitted;
    };
    if (snapshot.live)
        for (const congestion::Connection& connection : *snapshot.live)
            count(connection.counters);
    for (const congestion::ClosedChunk& chunk : snapshot.closed)
        for (const congestion::ClosedConnection& row : *chunk)
            count(row.connection.counters);
    const std::size_t open = snapshot.live ? snapshot.live->size() : 0;
    m_openTile->setValue({snapshot.live ? text::number(open) : text::none(),
                          {},
                          tr("of all users, every second"),
                          std::nullopt,
                          {}});
    m_endedTile->setValue(
        {text::number(snapshot.closedTotal), {}, tr("since Zonescope began to watch"), std::nullopt, {}});
    m_repeatedTile->setValue(
        {sent ? text::percent(static_cast<double>(repeated) / static_cast<double>(sent), 2) : text::none(),
         {},
         tr("%1 of %2 sent").arg(text::bytes(repeated), text::bytes(sent)),
         std::nullopt,
         {}});
    m_lostTile->setValue({text::number(snapshot.lostEvents),
                          {},
                          tr("times the kernel had no room"),
                          snapshot.lostEvents ? std::optional(zone::ZoneState::Behind) : std::nullopt,
                          {}});
    const auto& error = snapshot.closeError ? snapshot.closeError : snapshot.dumpError;
    m_problem->setVisible(error.has_value());
    if (error)
        m_problem->setText(text::errorText(*error).both() + u' ' + QString::fromStdString(error->detail));
}

void NetworkPage::saveState(QSettings& settings) const
{
    m_openTable->saveColumns(settings);
    m_endedTable->saveColumns(settings);
}

void NetworkPage::restoreState(const QSettings& settings)
{
    m_openTable->restoreColumns(settings);
    m_endedTable->restoreColumns(settings);
}

} // namespace zonescope::ui::network
