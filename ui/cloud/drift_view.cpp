// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/drift_view.h"

#include "ui/cloud/auto_revert_dialog.h"
#include "ui/cloud/correction_bar.h"
#include "ui/cloud/correction_dialog.h"
#include "ui/cloud/drift_dialogs.h"
#include "ui/cloud/rails_dialog.h"
#include "ui/cloud/revert_bar.h"
#include "ui/cloud/written_dialog.h"
#include "ui/text/drift_text.h"
#include "ui/text/format.h"
#include "ui/text/revert_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/table_view.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace zonescope::ui::cloudpage {

DriftView::DriftView(models::Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_question(workspace.bridge(), this)
    , m_summary(new QLabel(this))
    , m_corrections(new CorrectionBar(workspace, this))
    , m_reverts(new RevertBar(this))
    , m_advice(new QLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(this))
    , m_table(new widgets::TableView(tr("Drift"), this))
{
    m_summary->setWordWrap(true);
    m_advice->setWordWrap(true);
    m_advice->setAccessibleName(tr("About the selected drift"));
    m_empty->setText(
        tr("Nothing says yet how it shall be"),
        tr("Pin the snapshot that is shown, or add states and plans of Terraform or OpenTofu. From "
           "then on every scan is held against it."));
    m_empty->setAction(tr("Pin this snapshot"));
    m_table->setObjectName(QStringLiteral("cloud-drift"));
    m_table->setModel(&m_model);
    m_table->setColumnWidths({11, 11, 12, 16, 20, 13, 13, 10, 12, -1});
    m_table->setEmptyText(tr("Everything is as intended."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(makeBar());
    layout->addWidget(m_corrections);
    layout->addWidget(m_reverts);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_advice);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, &DriftView::pin);
    connect(m_table, &widgets::TableView::rowActivated, this, [this](const QModelIndex& index) {
        emit resourceWanted(m_model.eventAt(index.row()).finding.resource);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &DriftView::updateButtons);
    connect(m_corrections, &CorrectionBar::keepWanted, this,
            [this](std::int64_t id) { ask(engine::KeepCorrection{id}); });
    connect(m_corrections, &CorrectionBar::takeBackWanted, this,
            [this](std::int64_t id) { ask(engine::TakeBackCorrection{id}); });
    connect(m_corrections, &CorrectionBar::overdue, this, &DriftView::refresh);
    connect(m_reverts, &RevertBar::lookWanted, this, &DriftView::lookAtReady);
    connect(m_reverts, &RevertBar::settingsWanted, this, &DriftView::chooseAutoRevert);
    connect(m_reverts, &RevertBar::resumeWanted, this,
            [this](const std::string& account) { ask(engine::ResumeAutoRevert{account}); });
    updateButtons();
}

QWidget* DriftView::makeBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::metric::gap);
    auto* intent = new QPushButton(tr("H&ow it shall be"), bar);
    m_intentMenu = new QMenu(intent);
    intent->setMenu(m_intentMenu);
    m_putRight = new QPushButton(tr("&Put right…"), bar);
    m_ignore = new QPushButton(tr("I&gnore…"), bar);
    m_ignored = new QPushButton(tr("Ignored"), bar);
    m_ignoreMenu = new QMenu(m_ignored);
    m_ignored->setMenu(m_ignoreMenu);
    auto* check = new QPushButton(tr("Chec&k a plan…"), bar);
    check->setToolTip(tr("What a plan of Terraform would do to traffic, before it is applied"));
    row->addWidget(m_summary, 1);
    row->addWidget(m_putRight);
    row->addWidget(m_ignore);
    row->addWidget(m_ignored);
    row->addWidget(check);
    row->addWidget(intent);
    connect(m_putRight, &QPushButton::clicked, this, &DriftView::putRight);
    connect(m_ignore, &QPushButton::clicked, this, &DriftView::ignoreSelected);
    connect(check, &QPushButton::clicked, this, &DriftView::choosePlan);
    fillMenus();
    return bar;
}

void DriftView::refresh()
{
    ask(engine::ShowDrift{});
}

void DriftView::ask(engine::IntentRequest request)
{
    const engine::RequestId id = m_workspace.engine().cloudIntent(std::move(request));
    if (id != 0)
        m_question.ask<engine::IntentAnswer>(
            id, [this](const engine::IntentAnswer& answer) { take(answer); },
            [this](const base::Error& error) { emit failed(error); });
}

void DriftView::take(const engine::IntentAnswer& answer)
{
    m_view = answer.view;
    m_model.show(m_view, m_workspace.now());
    m_summary->setText(summary());
    m_corrections->present(*m_view);
    m_reverts->present(*m_view, m_workspace.now());
    m_stack->setCurrentIndex(m_view->intents.empty() && m_view->events.empty() ? 0 : 1);
    fillMenus();
    if (m_table->currentIndex().row() < 0)
        m_table->selectRow(0);
    updateButtons();
    emit openChanged(m_model.openCount());
}

std::vector<std::string> DriftView::driftingResources() const
{
    std::vector<std::string> ids;
    if (m_view)
        for (const cloud::DriftEvent& event : m_view->events)
            if (event.state == cloud::DriftState::Open)
                ids.push_back(event.finding.resource);
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    return ids;
}

QString DriftView::summary() const
{
    if (m_view->intents.empty())
        return tr("No snapshot is pinned and no file was added.");
    QStringList names;
    for (const engine::IntentInfo& intent : m_view->intents)
        names += intent.snapshot != 0 ? tr("the snapshot %1").arg(QString::fromStdString(intent.label))
                                      : QString::fromStdString(intent.label);
    QString text = tr("Held against %1.").arg(names.join(QStringLiteral(", ")));
    if (m_view->unknown > 0)
        text += u' ' + tr("%n resource(s) could not be read and are not judged.", nullptr,
                          static_cast<int>(m_view->unknown));
    if (m_view->notMade > 0)
        text +=
            u' ' + tr("%n object(s) of a plan do not exist yet.", nullptr, static_cast<int>(m_view->notMade));
    return text;
}

void DriftView::fillMenus()
{
    fillIntentMenu();
    fillIgnoreMenu();
}

void DriftView::fillIntentMenu()
{
    m_intentMenu->clear();
    m_intentMenu->addAction(tr("&Pin this snapshot"), this, &DriftView::pin);
    m_intentMenu->addAction(tr("Add files of &Terraform…"), this, &DriftView::chooseFiles);
    m_intentMenu->addAction(tr("&Guard rails…"), this, &DriftView::setRails);
    m_intentMenu->addAction(tr("When it &drifts…"), this, [this] { chooseAutoRevert({}); })
        ->setEnabled(m_shown != nullptr);
    m_intentMenu->addSeparator();
    QAction* writing = m_intentMenu->addAction(tr("Allo&w writing to clouds"));
    writing->setCheckable(true);
    writing->setChecked(m_view && m_view->writing);
    connect(writing, &QAction::toggled, this, [this](bool on) { ask(engine::AllowWriting{on}); });
    m_intentMenu->addAction(tr("Put in or withdraw &routes…"), this, [this] {
        const cloud::DriftEvent* event = selected();
        changeRoute({event ? QString::fromStdString(event->finding.resource) : QString(), {}});
    });
    m_intentMenu->addAction(tr("What was wri&tten…"), this, &DriftView::showWritten);
    if (!m_view || m_view->intents.empty())
        return;
    m_intentMenu->addSeparator();
    for (const engine::IntentInfo& intent : m_view->intents) {
        const QString name = QString::fromStdString(intent.label);
        const QString text =
            intent.snapshot != 0
                ? tr("Unpin %1 of %2").arg(name, text::shortTime(intent.addedAt, m_workspace.now()))
                : tr("Remove %1").arg(name);
        m_intentMenu->addAction(text, this, [this, id = intent.id] { ask(engine::RemoveIntent{id}); });
    }
}

void DriftView::fillIgnoreMenu()
{
    m_ignoreMenu->clear();
    const std::size_t count = m_view ? m_view->ignores.size() : 0;
    m_ignored->setEnabled(count > 0);
    m_ignored->setText(count == 0 ? tr("Ignored") : tr("Ignored (%1)").arg(text::number(count)));
    for (std::size_t i = 0; i < count; ++i) {
        const cloud::DriftIgnore& rule = m_view->ignores[i];
        const QString what =
            QString::fromStdString(rule.part.empty() ? rule.resource : rule.resource + " " + rule.part);
        m_ignoreMenu->addAction(
            tr("Watch %1 again (%2, until %3)")
                .arg(what, QString::fromStdString(rule.reason), text::dayAndTime(rule.until)),
            this, [this, id = rule.id] { ask(engine::UnignoreDrift{id}); });
    }
}

const cloud::DriftEvent* DriftView::selected() const
{
    const int row = m_table->currentIndex().row();
    return row >= 0 && row < m_model.rowCount() ? &m_model.eventAt(row) : nullptr;
}

void DriftView::updateButtons()
{
    const cloud::DriftEvent* event = selected();
    m_ignore->setEnabled(event && event->state != cloud::DriftState::Closed);
    // Off until it is allowed; what others own is put right by them.
    m_putRight->setVisible(m_view && m_view->writing);
    m_putRight->setEnabled(event && event->state != cloud::DriftState::Closed &&
                           event->finding.canBePutBack());
    m_advice->setVisible(event != nullptr);
    if (!event)
        return;
    QString advice = text::driftSentence(event->finding) + u' ' + text::driftAdvice(event->finding);
    if (const engine::RevertNote* note = m_model.noteAt(m_table->currentIndex().row()))
        advice += u' ' + text::revertSentence(note->decision, m_workspace.now());
    m_advice->setText(advice);
}

void DriftView::setFilter(const QString& text)
{
    m_model.setFilter(text);
}

void DriftView::pin()
{
    ask(engine::PinIntent{m_snapshot});
}

void DriftView::chooseFiles()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("States and plans of Terraform"), {}, tr("Terraform (*.tfstate *.json);;All files (*)"));
    if (!files.isEmpty())
        importFiles(files);
}

void DriftView::importFiles(const QStringList& files)
{
    engine::PreviewTerraform preview;
    for (const QString& file : files)
        preview.files.emplace_back(file.toStdString());
    const engine::RequestId id = m_workspace.engine().cloudIntent(preview);
    m_workspace.bridge().whenAnswered(
        id, this, [this, paths = preview.files](const base::Result<engine::Answer>& answer) {
            if (!answer)
                return emit failed(answer.error());
            auto* dialog = new TerraformDialog(std::get<engine::TerraformPreviewAnswer>(*answer).files, this);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this, [this, paths] { ask(engine::AddTerraform{paths}); });
            dialog->open();
        });
}

void DriftView::ignoreSelected()
{
    const cloud::DriftEvent* event = selected();
    if (!event)
        return;
    auto* dialog = new IgnoreDialog(event->finding, m_workspace.now(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { ask(engine::IgnoreDrift{dialog->rule()}); });
    dialog->open();
}

void DriftView::putRight()
{
    if (const cloud::DriftEvent* event = selected()) {
        const engine::RevertNote* note = m_model.noteAt(m_table->currentIndex().row());
        correct(correctionFor({event->finding.key()}, note ? note->account : std::string()));
    }
}

void DriftView::lookAtReady()
{
    correct(correctionFor(m_reverts->ready(), m_reverts->readyAccount()));
}

engine::PrepareCorrection DriftView::correctionFor(std::vector<std::string> keys,
                                                   const std::string& account) const
{
    const cloud::AutoRevertSettings known = AutoRevertDialog::known(m_view.get(), account);
    return {std::move(keys), {}, known.profile, known.endpoint};
}

void DriftView::chooseAutoRevert(const std::string& account)
{
    const std::string whose = !account.empty() ? account
                              : m_shown        ? m_shown->snapshot->label()
                                               : std::string();
    auto* dialog = new AutoRevertDialog(AutoRevertDialog::known(m_view.get(), whose), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { ask(engine::SetAutoRevert{dialog->settings()}); });
    dialog->open();
}

void DriftView::showWritten()
{
    auto* dialog = new WrittenDialog(m_view ? m_view->corrections : std::vector<engine::CorrectionInfo>(),
                                     m_workspace.now(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void DriftView::changeRoute(const RouteWish& wish)
{
    auto* dialog = new RouteDialog(m_shown, wish, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { correct({{}, dialog->actions(), {}, {}}); });
    dialog->open();
}

void DriftView::correct(engine::PrepareCorrection what)
{
    auto* dialog = new CorrectionDialog(m_workspace, std::move(what), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CorrectionDialog::carriedOut, this, &DriftView::take);
    dialog->open();
}

void DriftView::setRails()
{
    auto* dialog = new RailsDialog(m_view ? *m_view : engine::DriftView(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { ask(dialog->settings()); });
    dialog->open();
}

void DriftView::choosePlan()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("A plan as JSON (terraform show -json)"), {},
                                                      tr("Plans (*.json);;All files (*)"));
    if (!file.isEmpty())
        checkPlan(file);
}

void DriftView::checkPlan(const QString& file)
{
    const engine::RequestId id =
        m_workspace.engine().cloudIntent(engine::CheckTerraformPlan{file.toStdString(), m_snapshot});
    m_workspace.bridge().whenAnswered(id, this, [this](const base::Result<engine::Answer>& answer) {
        if (!answer)
            return emit failed(answer.error());
        auto* dialog = new GateDialog(std::get<engine::GateAnswer>(*answer), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
}

} // namespace zonescope::ui::cloudpage
