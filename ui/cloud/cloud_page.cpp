// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/cloud_page.h"

#include "ui/cloud/account_dialog.h"
#include "ui/cloud/reach_form.h"
#include "ui/cloud/resource_detail.h"
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
    m_banner->withdraw();
    fillChoices(answer);
    showView(answer.view);
    m_stack->setCurrentIndex(answer.view ? 1 : 0);
    if (answer.notRead > 0)
        tellFiles(answer.notRead);
}

void CloudPage::tellFiles(std::size_t notRead)
{
    m_banner->tell(
        widgets::Banner::Kind::Warning,
        tr("%n part(s) could not be read; everything else was.", nullptr, static_cast<int>(notRead)),
        tr("Show which"));
}

void CloudPage::fail(const base::Error& error)
{
    if (error.code != base::ErrorCode::Cancelled)
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
            return entry ? text::stateWord(entry->state()) : text::none();
        });
    m_changes.show({});
    m_comparison.forget();
    m_reach->show(m_view);
    applyFilter(m_filter->text());
    const int findings = m_findings.rowCount();
    m_tabs->setTabText(1, findings > 0
                              ? tr("Fin&dings (%1)").arg(text::number(static_cast<std::uint64_t>(findings)))
                              : tr("Fin&dings"));
    m_resourceTable->selectRow(0);
    if (m_tabs->currentIndex() == 4)
        compare();
}

void CloudPage::applyFilter(const QString& text)
{
    m_resources.setFilter(text);
    for (models::CloudListModel* model :
         {static_cast<models::CloudListModel*>(&m_findings), static_cast<models::CloudListModel*>(&m_names),
          static_cast<models::CloudListModel*>(&m_changes), static_cast<models::CloudListModel*>(&m_scopes)})
        model->setFilter(text);
    m_count->setText(tr("%n resource(s)", nullptr, m_resources.rowCount()));
    if (m_resourceTable->currentIndex().row() < 0)
        m_resourceTable->selectRow(0);
}

void CloudPage::compare()
{
    const qint64 older = m_older->currentData().toLongLong();
    const qint64 newer = m_snapshot->currentData().toLongLong();
    if (older == 0 || newer == 0)
        return;
    const engine::RequestId id = m_workspace.engine().clouds(engine::CompareClouds{older, newer});
    if (id != 0)
        m_comparison.ask<engine::CloudDifferenceAnswer>(
            id, [this](const engine::CloudDifferenceAnswer& answer) { m_changes.show(answer); },
            [this](const base::Error& error) { fail(error); });
}

void CloudPage::inspect()
{
    const int row = m_resourceTable->currentIndex().row();
    if (row >= 0 && row < m_resources.rowCount())
        m_detail->show(m_view, m_resources.indexAt(row));
    else
        m_detail->clear();
}

void CloudPage::openResource(const std::string& id)
{
    const cloud::Index index = m_view ? m_view->snapshot->indexOf(id) : cloud::Snapshot::none;
    if (index != cloud::Snapshot::none)
        select(index);
}

void CloudPage::select(cloud::Index resource)
{
    if (m_resources.rowOf(resource) < 0) {
        m_filter->clear(); // what is asked for must be seen
        m_resources.setFilter({});
    }
    m_tabs->setCurrentIndex(0);
    const int row = m_resources.rowOf(resource);
    m_resourceTable->selectRow(row);
    m_resourceTable->scrollTo(m_resources.index(row, 0));
}

widgets::TableView* CloudPage::shownTable() const
{
    const std::array<widgets::TableView*, 6> tables{m_resourceTable, m_findingTable, m_nameTable,
                                                    nullptr,         m_changeTable,  m_scopeTable};
    return tables[static_cast<std::size_t>(std::max(0, m_tabs->currentIndex()))];
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
    else if (auto* table = shownTable())
        table->setFocus(Qt::ShortcutFocusReason);
    else
        m_reach->focusFirst();
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
    const widgets::TableView* table = shownTable();
    if (!m_view || !table)
        return false;
    zones::saveTableAsCsv(*table->model(), tr("cloud.csv"), m_workspace, this);
    return true;
}

void CloudPage::saveState(QSettings& settings) const
{
    for (const widgets::TableView* table :
         {m_resourceTable, m_findingTable, m_nameTable, m_changeTable, m_scopeTable})
        table->saveColumns(settings);
    settings.setValue(QStringLiteral("cloud/splitter"), m_splitter->saveState());
}

void CloudPage::restoreState(const QSettings& settings)
{
    for (widgets::TableView* table :
         {m_resourceTable, m_findingTable, m_nameTable, m_changeTable, m_scopeTable})
        table->restoreColumns(settings);
    m_splitter->restoreState(settings.value(QStringLiteral("cloud/splitter")).toByteArray());
}

void CloudPage::importFrom(const QString& path)
{
    m_banner->tell(widgets::Banner::Kind::Information, tr("Reading %1…").arg(path));
    ask(engine::ImportCloudFolder{path.toStdString()});
}

void CloudPage::chooseAccount()
{
    AccountDialog dialog(this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const engine::ReadAws account = dialog.account();
    m_banner->tell(widgets::Banner::Kind::Information,
                   tr("Reading the account %1…").arg(QString::fromStdString(account.profile)));
    ask(account);
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
