// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/path_view.h"

#include "ui/charts/chart.h"
#include "ui/network/path_timeline.h"
#include "ui/network/view_export.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <sys/utsname.h>

#include <algorithm>

namespace zonescope::ui::network {
namespace {

constexpr auto shownHistory = std::chrono::hours(24 * 7);

QString kernelRelease()
{
    utsname name{};
    return ::uname(&name) == 0 ? QString::fromLatin1(name.release) : QString();
}

} // namespace

PathView::PathView(models::Workspace& workspace, QWidget* parent)
    : NetworkView(parent)
    , m_workspace(workspace)
    , m_problem(new QLabel(this))
    , m_targetTable(new widgets::TableView(tr("Servers and the ways to them"), this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    m_targetTable->setObjectName(QStringLiteral("path-targets"));
    m_targetTable->setModel(&m_targets);
    makeSavable(*m_targetTable, m_workspace, [this] { return listFacts(); });
    m_targetTable->setColumnWidths({18, 22, 7, 10, 11, 10, 12, 10, -6});
    m_targetTable->setEmptyText(
        tr("There is no primary and no edge yet. Enter the address of a server above to see the way to it."));
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_splitter->addWidget(m_targetTable);
    m_splitter->addWidget(makeLadder());
    m_splitter->addWidget(makePast());
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({150, 300, 190});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(makeEntry());
    layout->addWidget(m_problem);
    layout->addWidget(m_splitter, 1);
    setFocusProxy(m_targetTable);

    auto& bridge = m_workspace.bridge();
    m_targets.configurationChanged(bridge.configuration(), bridge.names());
    connect(&bridge, &models::EngineBridge::pathsChanged, this, &PathView::take);
    connect(&bridge, &models::EngineBridge::configurationChanged, this, [this] {
        m_targets.configurationChanged(m_workspace.bridge().configuration(), m_workspace.names());
    });
    connect(m_targetTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    select(m_targets.at(current.row())->target);
            });
}

QWidget* PathView::makeEntry()
{
    auto* entry = new QWidget(this);
    auto* row = new QHBoxLayout(entry);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("&Address:"), entry);
    m_address = new QLineEdit(entry);
    m_address->setPlaceholderText(tr("192.0.2.1, 192.0.2.1:5353 or 2001:db8::1"));
    m_address->setAccessibleName(tr("Address of a server"));
    m_address->setClearButtonEnabled(true);
    label->setBuddy(m_address);
    m_protocol = new QComboBox(entry);
    m_protocol->setAccessibleName(tr("Kind of probes"));
    m_protocol->addItem(tr("UDP: DNS queries"), static_cast<int>(path::Protocol::Udp));
    m_protocol->addItem(tr("TCP: connection attempts"), static_cast<int>(path::Protocol::Tcp));
    m_trace = new QPushButton(tr("&Trace"), entry);
    row->addWidget(label);
    row->addWidget(m_address, 1);
    row->addWidget(m_protocol);
    row->addWidget(m_trace);
    connect(m_trace, &QPushButton::clicked, this, &PathView::traceEntered);
    connect(m_address, &QLineEdit::returnPressed, this, &PathView::traceEntered);
    return entry;
}

QWidget* PathView::makeLadder()
{
    auto* ladder = new QWidget(this);
    auto* layout = new QVBoxLayout(ladder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::gap / 2);
    m_summary = new QLabel(tr("Choose a server to see the way to it."), ladder);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_summary->setAccessibleName(tr("Findings"));
    m_hopTable = new widgets::TableView(tr("Hops"), ladder);
    m_hopTable->setObjectName(QStringLiteral("path-hops"));
    m_hopTable->setModel(&m_hops);
    makeSavable(*m_hopTable, m_workspace, [this] { return facts(); });
    m_hopTable->setColumnWidths({5, 16, 8, 8, 8, 10, 10, 0, 7, 12, 7, -14});
    m_hopTable->setEmptyText(tr("Nothing is known of this way yet."));
    layout->addWidget(m_summary);
    layout->addWidget(m_hopTable, 1);
    return ladder;
}

QWidget* PathView::makePast()
{
    auto* past = new QSplitter(Qt::Horizontal, this);
    m_timeline = new charts::Chart(tr("Round trip to the target over time"), past);
    m_timeline->setEmptyText(tr("No round yet"),
                             tr("The round trip appears here, with every change of the route."));
    charts::ValueAxis axis;
    axis.kind = charts::ValueKind::Milliseconds;
    m_timeline->setValueAxis(axis);
    m_changeTable = new widgets::TableView(tr("Changes of this path"), past);
    m_changeTable->setObjectName(QStringLiteral("path-changes"));
    m_changeTable->setModel(&m_changes);
    m_changeTable->setColumnWidths({18, -30});
    m_changeTable->setEmptyText(tr("No change of route, round trip or node has been seen."));
    past->addWidget(m_timeline);
    past->addWidget(m_changeTable);
    past->setChildrenCollapsible(false);
    past->setSizes({600, 400});
    makeSavable(*m_timeline, m_workspace, [this] { return timelineFacts(); });
    makeSavable(*m_changeTable, m_workspace, [this] { return facts(); });
    return past;
}

QString PathView::title() const
{
    return tr("&Path");
}

void PathView::focusFilter()
{
    m_address->setFocus(Qt::ShortcutFocusReason);
    m_address->selectAll();
}

void PathView::focusContent()
{
    m_targetTable->setFocus(Qt::ShortcutFocusReason);
}

bool PathView::closeInnermost()
{
    if (m_address->text().isEmpty() && m_problem->isHidden())
        return false;
    m_address->clear();
    m_problem->hide();
    return true;
}

void PathView::traceEntered()
{
    const auto address = net::Endpoint::fromText(m_address->text().trimmed().toStdString());
    if (!address) {
        m_problem->setText(tr("That is no address. Write it as 192.0.2.1 or 2001:db8::1, with a port as "
                              "192.0.2.1:5353 or [2001:db8::1]:5353; names are not looked up."));
        m_problem->show();
        m_address->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_problem->hide();
    path::Target target;
    target.address = *address;
    target.protocol = static_cast<path::Protocol>(m_protocol->currentData().toInt());
    const int known = m_targets.rowOf(target);
    if (known >= 0)
        target = m_targets.at(known)->target;
    const auto request = m_workspace.engine().tracePath(target);
    m_trace->setEnabled(false);
    m_workspace.bridge().whenAnswered(request, this,
                                      [this, target](const base::Result<engine::Answer>& answer) {
                                          m_trace->setEnabled(true);
                                          if (!answer) {
                                              m_problem->setText(text::errorText(answer.error()).both());
                                              m_problem->show();
                                          }
                                          const int row = m_targets.rowOf(target);
                                          if (row >= 0)
                                              m_targetTable->selectRow(row);
                                      });
}

void PathView::select(const path::Target& target)
{
    if (m_target && *m_target == target)
        return;
    m_target = target;
    m_history.clear();
    m_changes.show({});
    const int row = m_targets.rowOf(target);
    showPicture(row >= 0 ? m_targets.at(row) : nullptr);
    if (isVisible()) {
        m_workspace.engine().watchPath(m_target);
        askForHistory();
    }
}

void PathView::askForHistory()
{
    const base::Timestamp now = m_workspace.now();
    const auto request = m_workspace.engine().pathHistory(m_target->address, {now - shownHistory, now});
    m_workspace.bridge().whenAnswered(
        request, this, [this, asked = *m_target](const base::Result<engine::Answer>& answer) {
            if (!answer || !m_target || *m_target != asked)
                return; // without history the picture of now is still right
            if (const auto* past = std::get_if<engine::PathHistoryAnswer>(&*answer)) {
                m_history = past->rounds;
                std::erase_if(m_history, [&](const pipeline::PathRecord& round) {
                    return round.tcp != (asked.protocol == path::Protocol::Tcp);
                });
                if (m_shown)
                    showPicture(m_shown);
            }
        });
}

void PathView::take(const std::vector<models::PathViewPtr>& views)
{
    m_targets.update(views, m_workspace.names());
    if (!m_target && m_targets.rowCount() > 0 && isVisible())
        m_targetTable->selectRow(0);
    for (const models::PathViewPtr& view : views)
        if (m_target && view->target.address == m_target->address &&
            view->target.protocol == m_target->protocol && isVisible())
            showPicture(view);
}

void PathView::showPicture(const models::PathViewPtr& view)
{
    m_shown = view;
    m_hops.show(view);
    if (!view) {
        m_summary->setText(tr("Choose a server to see the way to it."));
        return;
    }
    showSummary(*view);
    showTimeline(*view);
}

void PathView::showSummary(const path::PathView& view)
{
    QStringList lines;
    lines << caption();
    if (view.error)
        lines << text::errorText(*view.error).both();
    else if (view.blocked)
        lines << tr("A router on the way says that the target cannot be reached.");
    else if (view.rounds > 0 && !view.reached)
        lines << tr("The target does not answer these probes.");
    for (const path::TunnelVerdict& verdict : view.tunnels)
        lines << models::tunnelSentence(verdict);
    const int row = m_targets.rowOf(view.target);
    if (row >= 0 && !m_targets.zonesBehind(row).isEmpty()) {
        const QStringList zones = m_targets.zonesBehind(row);
        lines << tr("%n zone(s) depend on it: %1", nullptr, static_cast<int>(zones.size()))
                     .arg(zones.mid(0, 5).join(QStringLiteral(", ")) +
                          (zones.size() > 5 ? QStringLiteral(" …") : QString()));
    }
    m_summary->setText(lines.join(u'\n'));
}

void PathView::showTimeline(const path::PathView& view)
{
    m_timeline->setLayers(pathTimelineLayers(m_history, view));
    std::vector<path::PathChange> changes;
    const base::Timestamp since = view.changes.empty() ? base::Timestamp::max() : view.changes.front().at;
    for (path::PathChange& change : models::changesOf(m_history))
        if (change.at < since)
            changes.push_back(std::move(change));
    changes.insert(changes.end(), view.changes.begin(), view.changes.end());
    m_changes.show(std::move(changes));
}

QString PathView::caption() const
{
    if (!m_shown)
        return tr("No path");
    const QString target = QString::fromStdString(m_shown->target.address.toText());
    if (m_shown->rounds == 0)
        return tr("The way to %1 is being traced.").arg(target);
    return tr("The way to %1, %n round(s) since %2, %3 probes", nullptr, static_cast<int>(m_shown->rounds))
        .arg(target, text::dayAndTime(m_shown->since),
             m_shown->target.protocol == path::Protocol::Tcp ? QStringLiteral("TCP") : QStringLiteral("UDP"));
}

ExportFacts PathView::listFacts() const
{
    ExportFacts facts;
    facts.title = tr("The ways to all servers");
    facts.kernel = kernelRelease();
    facts.n = static_cast<std::uint64_t>(m_targets.rowCount());
    std::optional<pipeline::Period> period;
    for (int row = 0; row < m_targets.rowCount(); ++row)
        if (const auto view = m_targets.at(row); view && view->rounds > 0)
            period =
                period ? pipeline::Period{std::min(period->from, view->since), std::max(period->to, view->at)}
                       : pipeline::Period{view->since, view->at};
    if (period)
        facts.period = periodText(*period, m_workspace.now());
    return facts;
}

/// Of the way that is shown.
ExportFacts PathView::facts() const
{
    ExportFacts facts;
    facts.title = caption();
    facts.kernel = kernelRelease();
    if (!m_shown)
        return facts;
    facts.n = m_shown->rounds;
    facts.period = text::dayAndTime(m_shown->since) + QStringLiteral(" – ") + text::dayAndTime(m_shown->at);
    facts.filters = m_shown->target.protocol == path::Protocol::Tcp ? tr("TCP probes") : tr("UDP probes");
    return facts;
}

ExportFacts PathView::timelineFacts() const
{
    ExportFacts made = facts();
    made.n = m_shown ? m_shown->timeline.size() + m_history.size() : 0;
    if (!m_history.empty() && m_shown) {
        const auto first = std::ranges::min(m_history, {}, &pipeline::PathRecord::at).at;
        made.period = text::dayAndTime(std::min(first, m_shown->since)) + QStringLiteral(" – ") +
                      text::dayAndTime(m_shown->at);
    }
    return made;
}

bool PathView::exportNow()
{
    if (m_timeline->hasFocus())
        emit m_timeline->savePictureWanted();
    else if (m_targetTable->hasFocus() || !m_shown)
        saveTable(m_targets, listFacts(), m_workspace, this);
    else if (m_changeTable->hasFocus())
        saveTable(m_changes, facts(), m_workspace, this);
    else
        saveTable(m_hops, facts(), m_workspace, this);
    return true;
}

void PathView::showEvent(QShowEvent* event)
{
    NetworkView::showEvent(event);
    take(m_workspace.engine().paths());
    if (!m_target)
        return;
    m_workspace.engine().watchPath(m_target);
    askForHistory();
}

void PathView::hideEvent(QHideEvent* event)
{
    m_workspace.engine().watchPath(std::nullopt);
    NetworkView::hideEvent(event);
}

void PathView::saveState(QSettings& settings) const
{
    m_targetTable->saveColumns(settings);
    m_hopTable->saveColumns(settings);
    settings.setValue(QStringLiteral("path-splitter"), m_splitter->saveState());
}

void PathView::restoreState(const QSettings& settings)
{
    m_targetTable->restoreColumns(settings);
    m_hopTable->restoreColumns(settings);
    m_splitter->restoreState(settings.value(QStringLiteral("path-splitter")).toByteArray());
}

} // namespace zonescope::ui::network
