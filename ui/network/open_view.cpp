// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/open_view.h"

#include "ui/network/connection_list.h"
#include "ui/network/view_export.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/kpi_tile.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QLabel>
#include <QVBoxLayout>

namespace zonescope::ui::network {

OpenView::OpenView(models::Workspace& workspace, models::ConnectionFeed& feed, models::WatchBook& book,
                   QWidget* parent)
    : NetworkView(parent)
    , m_workspace(workspace)
    , m_feed(feed)
    , m_book(book)
    , m_list(new ConnectionList(m_model, tr("Open connections"), QStringLiteral("connections-open"),
                                tr("Filter connections: address, :port, algorithm, state, role"), this))
    , m_problem(new QLabel(this))
{
    m_problem->setWordWrap(true);
    m_problem->hide();
    makeSavable(*m_list->table(), m_workspace, [this] { return facts(); });
    m_list->table()->setColumnWidths({0, 0, 11, 22, 0, 9, 10, 8, 0, 11, 9, 10, 10, -1});
    m_list->table()->setEmptyText(tr("No TCP connection is open."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(makeTiles());
    layout->addWidget(m_problem);
    layout->addWidget(m_list, 1);
    connect(m_list->filter(), &widgets::FilterField::filterChanged, &m_model,
            &models::ConnectionModel::setFilter);
    connect(m_list->table(), &widgets::TableView::rowActivated, this, &OpenView::watchChosen);
    auto* watch = new QAction(tr("Watch closely"), this);
    m_list->table()->addAction(watch);
    connect(watch, &QAction::triggered, this, &OpenView::watchChosen);
    connect(&m_feed, &models::ConnectionFeed::changed, this, [this] {
        if (isVisible())
            refresh();
    });
}

void OpenView::watchChosen()
{
    const QModelIndex current = m_list->table()->currentIndex();
    if (!current.isValid())
        return;
    if (m_book.add(m_model.connectionAt(current.row())))
        emit watchedWanted();
    else
        emit m_workspace.notice(tr("At most %n connection(s) can be watched closely at a time.", nullptr,
                                   static_cast<int>(congestion::WatchList::most)),
                                true);
}

ExportFacts OpenView::facts() const
{
    ExportFacts facts;
    facts.title = tr("Open connections");
    facts.n = static_cast<std::uint64_t>(m_model.rowCount());
    facts.period = text::dayAndTime(m_feed.snapshot()->at);
    facts.kernel = QString::fromStdString(m_feed.snapshot()->kernel);
    facts.filters = m_list->filter()->text();
    return facts;
}

QWidget* OpenView::makeTiles()
{
    m_openTile = new widgets::KpiTile(tr("Open connections"), this);
    m_endedTile = new widgets::KpiTile(tr("Ended connections"), this);
    m_repeatedTile = new widgets::KpiTile(tr("Repeated by this host"), this);
    m_lostTile = new widgets::KpiTile(tr("Close events missed"), this);
    return widgets::tileRow({m_openTile, m_endedTile, m_repeatedTile, m_lostTile}, this);
}

void OpenView::focusFilter()
{
    m_list->focusFilter();
}

void OpenView::focusContent()
{
    m_list->table()->setFocus(Qt::ShortcutFocusReason);
}

bool OpenView::closeInnermost()
{
    return m_list->clearFilter();
}

bool OpenView::exportNow()
{
    saveTable(m_model, facts(), m_workspace, this);
    return true;
}

void OpenView::showEvent(QShowEvent* event)
{
    NetworkView::showEvent(event);
    m_feed.want(true);
    refresh();
}

void OpenView::hideEvent(QHideEvent* event)
{
    m_feed.want(false);
    NetworkView::hideEvent(event);
}

void OpenView::refresh()
{
    m_model.show(m_feed.snapshot());
    showFigures(*m_feed.snapshot());
}

void OpenView::showFigures(const congestion::Snapshot& snapshot)
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

void OpenView::saveState(QSettings& settings) const
{
    m_list->table()->saveColumns(settings);
}

void OpenView::restoreState(const QSettings& settings)
{
    m_list->table()->restoreColumns(settings);
}

} // namespace zonescope::ui::network
