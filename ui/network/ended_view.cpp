// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/ended_view.h"

#include "ui/network/connection_list.h"
#include "ui/network/ended_filter.h"
#include "ui/network/view_export.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"

#include <QLabel>
#include <QVBoxLayout>

namespace zonescope::ui::network {
namespace {

constexpr std::size_t rowsShown = 10'000;
constexpr int askEvery = 3; // seconds, while new ones end

} // namespace

EndedView::EndedView(models::Workspace& workspace, models::ConnectionFeed& feed, QWidget* parent)
    : NetworkView(parent)
    , m_workspace(workspace)
    , m_feed(feed)
    , m_question(workspace.bridge(), this)
    , m_list(new ConnectionList(m_model, tr("Ended connections"), QStringLiteral("connections-ended"),
                                tr("Filter the log: address, network, :port, zone, algorithm, role"), this))
    , m_state(new QLabel(this))
{
    m_state->setWordWrap(true);
    makeSavable(*m_list->table(), m_workspace, [this] { return facts(); });
    m_list->table()->setColumnWidths({13, 11, 0, 22, 0, 9, 10, 8, 0, 0, 9, 10, 10, -1});
    m_list->table()->setEmptyText(tr("No such connection has ended in this time range."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_state);
    connect(&m_feed, &models::ConnectionFeed::changed, this, &EndedView::fed);
    connect(m_list->filter(), &widgets::FilterField::filterChanged, this, &EndedView::ask);
    connect(&workspace.selection(), &models::Selection::rangeChanged, this, [this] {
        if (isVisible())
            ask();
    });
}

void EndedView::ask()
{
    const auto asked = endedFilter(m_list->filter()->text(), m_workspace.selection().period(),
                                   m_workspace.bridge().configuration().get());
    m_model.setFilter(asked.words);
    congestion::ConnectionFilter filter = asked.filter;
    filter.limit = rowsShown;
    m_askedAt = m_feed.snapshot()->closedTotal;
    m_quiet = 0;
    m_question.ask<engine::ConnectionsAnswer>(
        m_workspace.engine().endedConnections(std::move(filter)),
        [this](const engine::ConnectionsAnswer& answer) {
            m_cut = answer.rows.size() == rowsShown;
            auto snapshot = std::make_shared<congestion::Snapshot>();
            // The model shows the newest first of what is oldest first.
            snapshot->closed = {std::make_shared<const std::vector<congestion::ClosedConnection>>(
                answer.rows.rbegin(), answer.rows.rend())};
            m_model.show(std::move(snapshot));
            tellState();
        },
        [this](const base::Error& error) {
            m_state->setText(text::errorText(error).both() + u' ' + QString::fromStdString(error.detail));
        });
}

void EndedView::fed()
{
    if (!isVisible())
        return;
    ++m_quiet;
    const bool live = m_workspace.selection().period().to >= m_workspace.now() - std::chrono::minutes(2);
    if (live && m_quiet >= askEvery && m_feed.snapshot()->closedTotal != m_askedAt)
        ask();
    else
        tellState();
}

void EndedView::tellState()
{
    const congestion::Snapshot& snapshot = *m_feed.snapshot();
    QStringList words{tr("%n connection(s)", nullptr, m_model.rowCount())};
    if (m_cut)
        words << tr("the newest of more");
    if (const auto& configuration = m_workspace.bridge().configuration())
        words << tr("kept for %n day(s)", nullptr,
                    static_cast<int>(configuration->limits().connectionLogDays));
    words << (snapshot.lostEvents ? tr("%n time(s) the kernel had no room and events were lost", nullptr,
                                       static_cast<int>(snapshot.lostEvents))
                                  : tr("no event was lost"));
    if (snapshot.closeError)
        words << text::errorText(*snapshot.closeError).both() + u' ' +
                     QString::fromStdString(snapshot.closeError->detail);
    m_state->setText(words.join(QStringLiteral(" · ")));
}

ExportFacts EndedView::facts() const
{
    ExportFacts facts;
    facts.title = tr("Ended connections");
    facts.n = static_cast<std::uint64_t>(m_model.rowCount());
    facts.period = periodText(m_workspace.selection().period(), m_workspace.now());
    facts.kernel = QString::fromStdString(m_feed.snapshot()->kernel);
    facts.filters = m_list->filter()->text();
    return facts;
}

void EndedView::focusFilter()
{
    m_list->focusFilter();
}

void EndedView::focusContent()
{
    m_list->table()->setFocus(Qt::ShortcutFocusReason);
}

bool EndedView::closeInnermost()
{
    return m_list->clearFilter();
}

bool EndedView::exportNow()
{
    saveTable(m_model, facts(), m_workspace, this);
    return true;
}

void EndedView::showEvent(QShowEvent* event)
{
    NetworkView::showEvent(event);
    m_feed.want(true);
    ask();
}

void EndedView::hideEvent(QHideEvent* event)
{
    m_feed.want(false);
    NetworkView::hideEvent(event);
}

void EndedView::saveState(QSettings& settings) const
{
    m_list->table()->saveColumns(settings);
}

void EndedView::restoreState(const QSettings& settings)
{
    m_list->table()->restoreColumns(settings);
}

} // namespace zonescope::ui::network
