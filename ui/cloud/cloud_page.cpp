// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/cloud_page.h"

#include "ui/cloud/drift_view.h"
#include "ui/cloud/finding_pane.h"
#include "ui/cloud/history_pane.h"
#include "ui/cloud/reach_form.h"
#include "ui/cloud/resource_detail.h"
#include "ui/cloud/route_form.h"
#include "ui/cloud/topology_pane.h"
#include "ui/cloud/topology_view.h"
#include "ui/models/release.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/text/words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"
#include "ui/zones/csv_export.h"

#include <QAction>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLayout>
#include <QMimeData>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>

#include <utility>

namespace zonescope::ui::cloudpage {

QString CloudPage::title() const
{
    return tr("Cloud");
}

void CloudPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (!std::exchange(m_asked, true))
        ask(engine::ShowCloud{});
}

void CloudPage::ask(engine::CloudRequest request)
{
    const engine::RequestId id = m_workspace.engine().clouds(std::move(request));
    if (id != 0)
        m_question.ask<engine::CloudAnswer>(
            id, [this](const engine::CloudAnswer& answer) { take(answer); },
            [this](const base::Error& error) { fail(error); });
}

void CloudPage::take(const engine::CloudAnswer& answer)
{
    m_reading = false;
    m_banner->withdraw();
    cloud::CloudViewPtr before = m_view;
    fillChoices(answer);
    m_findingPane->setSuppressions(answer.suppressions);
    showView(answer.view);
    askHistory();
    m_stack->setCurrentIndex(answer.view ? 1 : 0);
    m_drift->setSnapshot(answer.shown, answer.view);
    m_drift->refresh(); // a new scan may have drifted
    if (answer.notRead > 0)
        tellFiles(answer.notRead);
    models::releaseElsewhere(std::move(before)); // now that no tab holds it
}

/// What is not as intended stands above everything as long as it lasts.
void CloudPage::tellDrift(int open)
{
    m_topology->setDrift(m_drift->driftingResources());
    showKillSwitch(m_drift->view()->killed);
    m_tabs->setTabText(m_tabs->indexOf(m_drift),
                       open > 0 ? tr("Dri&ft (%1)").arg(text::number(static_cast<std::uint64_t>(open)))
                                : tr("Dri&ft"));
    if (open > 0 && !m_reading) {
        m_bannerLeadsTo = m_drift;
        m_banner->tell(widgets::Banner::Kind::Warning, tr("%n object(s) are not as intended.", nullptr, open),
                       tr("Show them"));
    } else if (m_bannerLeadsTo == m_drift) {
        m_banner->withdraw();
        m_bannerLeadsTo = nullptr;
    }
}

void CloudPage::tellFiles(std::size_t notRead)
{
    m_bannerLeadsTo = m_scopeTable;
    m_banner->tell(
        widgets::Banner::Kind::Warning,
        tr("%n part(s) could not be read; everything else was.", nullptr, static_cast<int>(notRead)),
        tr("Show which"));
}

void CloudPage::fail(const base::Error& error)
{
    m_reading = false;
    if (error.code == base::ErrorCode::Cancelled)
        m_banner->withdraw();
    else
        m_banner->tell(widgets::Banner::Kind::Failure, text::errorWithDetail(error));
}

void CloudPage::fillChoices(const engine::CloudAnswer& answer)
{
    const qint64 older = m_older->currentData().toLongLong();
    m_snapshot->clear();
    m_older->clear();
    for (const engine::KeptSnapshot& kept : answer.kept) {
        const QString name = tr("%1, %2").arg(QString::fromStdString(kept.label),
                                              text::shortTime(kept.takenAt, m_workspace.now()));
        m_snapshot->addItem(name, static_cast<qint64>(kept.id));
        if (kept.id == answer.shown)
            m_snapshot->setCurrentIndex(m_snapshot->count() - 1);
        else
            m_older->addItem(name, static_cast<qint64>(kept.id));
    }
    m_older->setCurrentIndex(std::max(0, m_older->findData(older)));
    m_filter->setEnabled(answer.shown != 0);
    m_snapshot->setEnabled(answer.shown != 0);
    m_export->setEnabled(answer.shown != 0);
    m_forget->setEnabled(answer.shown != 0);
}

void CloudPage::showView(cloud::CloudViewPtr view)
{
    m_view = std::move(view);
    m_detail->clear();
    m_resources.show(m_view);
    m_findings.show(m_view);
    m_scopes.show(m_view);
    m_names.show(
        m_view, [this](base::ZoneId zone) { return m_workspace.names().zone(zone); },
        [this](base::ZoneId zone) {
            const models::ZoneEntry* entry = m_workspace.zones().find(zone);
            if (!entry)
                return text::none();
            // Whether the world sees the record as it stands here: held, and by how many edges.
            const QString state = text::stateWord(entry->state());
            if (entry->status.edges.empty())
                return state;
            return tr("%1, at %2 of %n edge(s)", nullptr, static_cast<int>(entry->status.edges.size()))
                .arg(state, text::number(entry->status.edgesCurrent));
        });
    m_changes.show({});
    m_comparison.forget();
    m_compared->clear();
    m_reach->show(m_view);
    m_routeForm->show(m_view);
    m_topology->show(m_view);
    m_history->showView(m_view);
    applyFilter(m_filter->text());
    countFindings();
    m_resourceTable->selectRow(0);
    tabShown();
}

void CloudPage::countFindings()
{
    const int findings = m_findings.rowCount();
    m_tabs->setTabText(m_tabs->indexOf(m_findingPane),
                       findings > 0
                           ? tr("Fin&dings (%1)").arg(text::number(static_cast<std::uint64_t>(findings)))
                           : tr("Fin&dings"));
}

void CloudPage::applyFilter(const QString& text)
{
    m_resources.setFilter(text);
    for (models::CloudListModel* model :
         {static_cast<models::CloudListModel*>(&m_findings), static_cast<models::CloudListModel*>(&m_names),
          static_cast<models::CloudListModel*>(&m_changes), static_cast<models::CloudListModel*>(&m_scopes)})
        model->setFilter(text);
    m_drift->setFilter(text);
    m_count->setText(tr("%n resource(s)", nullptr, m_resources.rowCount()));
    if (m_resourceTable->currentIndex().row() < 0)
        m_resourceTable->selectRow(0);
}

void CloudPage::compare()
{
    compareScans(m_older->currentData().toLongLong(), m_snapshot->currentData().toLongLong());
}

/// Any two that are kept; the answer says which.
void CloudPage::compareScans(qint64 older, qint64 newer)
{
    if (older == 0 || newer == 0 || older == newer)
        return;
    const engine::RequestId id = m_workspace.engine().clouds(engine::CompareClouds{older, newer});
    if (id != 0)
        m_comparison.ask<engine::CloudDifferenceAnswer>(
            id,
            [this](const engine::CloudDifferenceAnswer& answer) {
                m_changes.show(answer);
                const auto name = [this](const cloud::SnapshotPtr& s) {
                    return tr("%1, %2").arg(QString::fromStdString(s->label()),
                                            text::shortTime(s->takenAt(), m_workspace.now()));
                };
                m_compared->setText(tr("From %1 to %2").arg(name(answer.older), name(answer.newer)));
            },
            [this](const base::Error& error) { fail(error); });
}

void CloudPage::askHistory()
{
    if (const engine::RequestId id = m_workspace.engine().clouds(engine::AskCloudHistory{}))
        m_past.ask<engine::CloudHistoryAnswer>(
            id,
            [this](const engine::CloudHistoryAnswer& answer) { m_history->show(answer, m_workspace.now()); },
            [this](const base::Error& error) { fail(error); });
}

void CloudPage::suppress(const engine::SuppressFinding& what)
{
    const engine::RequestId id = m_workspace.engine().clouds(what);
    m_workspace.bridge().whenAnswered(id, this, [this](const base::Result<engine::Answer>& answer) {
        if (!answer)
            return fail(answer.error());
        m_findingPane->setSuppressions(std::get<engine::SuppressionsAnswer>(*answer).suppressions);
        countFindings();
    });
}

/// What belongs to the tab: the detail of a resource, the difference.
void CloudPage::tabShown()
{
    const QWidget* shown = m_tabs->currentWidget();
    if (shown == m_inventoryTab || shown == m_topologyTab) {
        shown->layout()->addWidget(m_splitter);
        m_splitter->show();
        m_resourceViews->setCurrentWidget(shown == m_topologyTab ? static_cast<QWidget*>(m_topology)
                                                                 : m_resourceTable);
    }
    if (shown == m_changesTab && m_compared->text().isEmpty())
        compare();
}

void CloudPage::inspect()
{
    const int row = m_resourceTable->currentIndex().row();
    if (row >= 0 && row < m_resources.rowCount())
        m_detail->show(m_view, m_resources.indexAt(row));
    else
        m_detail->clear();
    if (row >= 0 && row < m_resources.rowCount())
        m_topology->view()->showResource(m_resources.indexAt(row));
}

void CloudPage::openResource(const std::string& id)
{
    const cloud::Index index = m_view ? m_view->snapshot->indexOf(id) : cloud::Snapshot::none;
    if (index != cloud::Snapshot::none)
        select(index);
}

void CloudPage::select(cloud::Index resource)
{
    m_tabs->setCurrentWidget(m_inventoryTab);
    mark(resource);
}

void CloudPage::mark(cloud::Index resource)
{
    if (m_resources.rowOf(resource) < 0) {
        m_filter->clear(); // what is asked for must be seen
        m_resources.setFilter({});
    }
    const int row = m_resources.rowOf(resource);
    m_resourceTable->selectRow(row);
    m_resourceTable->scrollTo(m_resources.index(row, 0));
}

std::vector<widgets::TableView*> CloudPage::tables() const
{
    return {m_resourceTable, m_findingTable, m_nameTable, m_changeTable,
            m_scopeTable,    m_routeTable,   m_scanTable, m_drift->table()};
}

widgets::TableView* CloudPage::shownTable() const
{
    QWidget* shown = m_tabs->currentWidget();
    if (shown == m_inventoryTab)
        return m_resourceTable;
    if (shown == m_topologyTab)
        return nullptr;
    if (auto* table = qobject_cast<widgets::TableView*>(shown))
        return table;
    return shown ? shown->findChild<widgets::TableView*>() : nullptr;
}

void CloudPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void CloudPage::focusContent()
{
    if (m_stack->currentIndex() == 0)
        m_empty->setFocus();
    else if (m_tabs->currentWidget() == m_topologyTab)
        m_topology->view()->setFocus(Qt::ShortcutFocusReason);
    else if (m_tabs->currentWidget() == m_reach)
        m_reach->focusFirst();
    else if (m_tabs->currentWidget() == m_routeForm)
        m_routeForm->focusFirst();
    else if (auto* table = shownTable())
        table->setFocus(Qt::ShortcutFocusReason);
}

bool CloudPage::closeInnermost()
{
    if (m_filter->text().isEmpty())
        return false;
    m_filter->clear();
    return true;
}

bool CloudPage::exportNow()
{
    if (m_view && m_tabs->currentWidget() == m_topologyTab) {
        m_topology->savePicture();
        return true;
    }
    const widgets::TableView* table = shownTable();
    if (!m_view || !table)
        return false;
    zones::saveTableAsCsv(*table->model(), tr("cloud.csv"), m_workspace, this);
    return true;
}

void CloudPage::saveState(QSettings& settings) const
{
    for (const widgets::TableView* table : tables())
        table->saveColumns(settings);
    settings.setValue(QStringLiteral("cloud/parts"), m_splitter->saveState());
}

void CloudPage::restoreState(const QSettings& settings)
{
    for (widgets::TableView* table : tables())
        table->restoreColumns(settings);
    m_splitter->restoreState(settings.value(QStringLiteral("cloud/parts")).toByteArray());
}

void CloudPage::importFrom(const QString& path)
{
    m_banner->tell(widgets::Banner::Kind::Information, tr("Reading %1…").arg(path));
    ask(engine::ImportCloudFolder{path.toStdString()});
}

void CloudPage::bannerPressed()
{
    m_banner->withdraw();
    if (std::exchange(m_reading, false))
        m_workspace.engine().clouds(engine::StopReading{});
    else
        m_tabs->setCurrentWidget(m_bannerLeadsTo ? m_bannerLeadsTo : m_scopeTable);
}

void CloudPage::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder with the provider's output"));
    if (!folder.isEmpty())
        importFrom(folder);
}

void CloudPage::chooseFile()
{
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Open a snapshot"), {}, tr("Snapshots (*.zscloud)"));
    if (!file.isEmpty())
        importFrom(file);
}

void CloudPage::saveSnapshot()
{
    if (!m_view) {
        m_banner->tell(widgets::Banner::Kind::Warning, tr("There is no snapshot to save yet."));
        return;
    }
    const QString suggestion = m_snapshot->currentText().section(u',', 0, 0) + QStringLiteral(".zscloud");
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Save the snapshot"), suggestion, tr("Snapshots (*.zscloud)"));
    if (file.isEmpty())
        return;
    const engine::RequestId id = m_workspace.engine().clouds(
        engine::ExportCloud{m_snapshot->currentData().toLongLong(), file.toStdString()});
    m_workspace.bridge().whenAnswered(id, this, [this, file](const base::Result<engine::Answer>& answer) {
        if (answer)
            emit m_workspace.notice(tr("The snapshot was saved as %1.").arg(file), false);
        else
            fail(answer.error());
    });
}

void CloudPage::forget()
{
    ask(engine::ForgetCloud{m_snapshot->currentData().toLongLong()});
}

void CloudPage::dragEnterEvent(QDragEnterEvent* event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile())
        event->acceptProposedAction();
}

void CloudPage::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    importFrom(event->mimeData()->urls().front().toLocalFile());
}

} // namespace zonescope::ui::cloudpage
