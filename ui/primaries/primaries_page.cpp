// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/primaries/primaries_page.h"

#include "ui/primaries/access_lines.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/table_view.h"
#include "ui/zones/csv_export.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace zonescope::ui::primaries {

PrimariesPage::PrimariesPage(models::Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_transfers(workspace.bridge(), workspace.clock())
    , m_table(new widgets::TableView(tr("Primaries"), this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    m_table->setModel(&workspace.primaries());
    m_table->setColumnWidths({14, 22, 16, 10, 13, 15, 15, 15, 11, 12, 8, -1});
    m_table->setEmptyText(tr("There is no primary yet. Adding a zone makes one."));
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(makeInspector());
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(theme::metric::gap);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &PrimariesPage::inspect);
    connect(m_table, &widgets::TableView::detailsWanted, this, &PrimariesPage::toggleInspector);
    connect(m_table, &widgets::TableView::rowActivated, this, [this] { m_showZones->click(); });
    connect(&workspace.bridge(), &models::EngineBridge::primariesChanged, this, &PrimariesPage::inspect);
    connect(&workspace.primaries(), &QAbstractItemModel::modelReset, this,
            [this] { m_table->selectRow(std::max(0, m_workspace.primaries().rowOf(m_shown))); });
    connect(&workspace.selection(), &models::Selection::zonesChanged, this, &PrimariesPage::chooseOfZone);
    m_table->selectRow(0);
    chooseOfZone();
}

QWidget* PrimariesPage::makeInspector()
{
    m_inspector = new QWidget(m_splitter);
    auto* left = new widgets::Card(tr("Transfers from this primary"), m_inspector);
    m_transferTable = new widgets::TableView(tr("Transfers from this primary"), left);
    m_transferTable->setModel(&m_transfers);
    m_transferTable->setColumnWidths({13, 20, 10, 0, 22, 9, 9, 9, 12, 0, 18, -1});
    m_transferTable->setEmptyText(tr("No transfer in this time range."));
    left->setFlush(true);
    left->setContent(m_transferTable);

    auto* right = new widgets::Card(tr("For its configuration"), m_inspector);
    m_problem = new QLabel(right);
    m_problem->setWordWrap(true);
    m_seenFrom = new QLabel(right);
    m_seenFrom->setWordWrap(true);
    m_seenFrom->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_zones = new QLabel(right);
    m_showZones = new QPushButton(theme::icon(theme::Icon::Zones), tr("Show its &zones"), right);
    m_paste = new QPlainTextEdit(right);
    m_paste->setReadOnly(true);
    m_paste->setTabChangesFocus(true);
    m_paste->setFont(theme::monospace());
    m_paste->setAccessibleName(tr("Lines for the primary's configuration"));
    auto* copy = new QPushButton(theme::icon(theme::Icon::Copy), tr("&Copy the lines"), right);
    auto* row = new QHBoxLayout;
    row->addWidget(m_zones, 1);
    row->addWidget(m_showZones);
    row->addWidget(copy);
    right->body()->addWidget(m_problem);
    right->body()->addWidget(m_seenFrom);
    right->body()->addWidget(m_paste, 1);
    right->body()->addLayout(row);
    auto* layout = new QHBoxLayout(m_inspector);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(left, 3);
    layout->addWidget(right, 2);
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_paste->toPlainText());
        emit m_workspace.notice(tr("Copied the lines"), false);
    });
    connect(m_showZones, &QPushButton::clicked, this, [this] {
        if (chosen())
            emit m_workspace.zonesFilterWanted(QStringLiteral("primary:") +
                                               m_workspace.names().primary(chosen()));
    });
    return m_inspector;
}

base::PrimaryId PrimariesPage::chosen() const
{
    return m_workspace.primaries().primaryAt(m_table->currentIndex().row());
}

/// Coming from a failing zone, its primary is the one to look at.
void PrimariesPage::chooseOfZone()
{
    const models::ZoneEntry* entry = m_workspace.zones().find(m_workspace.selection().currentZone());
    if (!entry || entry->settings->primaries.empty())
        return;
    const base::PrimaryId wanted =
        entry->status.lastErrorPrimary ? entry->status.lastErrorPrimary : entry->settings->primaries.front();
    if (const int row = m_workspace.primaries().rowOf(wanted); row >= 0)
        m_table->selectRow(row);
}

void PrimariesPage::inspect()
{
    const base::PrimaryId primary = chosen();
    const int row = m_workspace.primaries().rowOf(primary);
    m_inspector->setEnabled(row >= 0);
    if (row < 0)
        return;
    const zone::PrimaryStatus& status = m_workspace.primaries().statusAt(row);
    const text::Names& names = m_workspace.names();
    QString problem;
    if (status.lastError)
        problem =
            text::errorText(*status.lastError, {names.primary(primary), names.keyOf(primary), {}}).both();
    else if (status.changesByPolling > 0 && status.changesByNotify == 0)
        problem = tr("Its changes are found only by asking: its NOTIFY does not reach us. Add the notify "
                     "line below there.");
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    QString zones = tr("%n zone(s)", nullptr, static_cast<int>(m_workspace.primaries().zonesAt(row)));
    if (status.zonesAffected > 0)
        zones += QStringLiteral(", ") + tr("%n affected", nullptr, static_cast<int>(status.zonesAffected));
    m_zones->setText(zones);
    const QString lines = accessLines(*m_workspace.bridge().configuration(), primary,
                                      m_workspace.bridge().status().notifyAt, status.seenFrom);
    m_seenFrom->setText(seenFromText(primary, status));
    if (m_paste->toPlainText() != lines)
        m_paste->setPlainText(lines);
    if (primary != m_shown) {
        m_shown = primary;
        m_transfers.show({}, primary, {m_workspace.selection().period().from, base::Timestamp::max()});
    }
}

/// For the access list there: what the primary sees is not always what we have.
QString PrimariesPage::seenFromText(base::PrimaryId id, const zone::PrimaryStatus& status) const
{
    const zone::ConfigurationPtr configuration = m_workspace.bridge().configuration();
    const zone::Primary* primary = configuration->primary(id);
    const zone::Proxy* proxy = primary && primary->proxy ? configuration->proxy(*primary->proxy) : nullptr;
    const QString proxyName = proxy ? QString::fromStdString(proxy->name) : QString();
    if (status.seenFrom) {
        const QString address = QString::fromStdString(status.seenFrom->toText());
        return proxy ? tr("It sees us as %1, the address the proxy %2 leaves from.").arg(address, proxyName)
                     : tr("It sees us as %1.").arg(address);
    }
    return proxy ? tr("The proxy %1 has not said from which address it leaves; look at its own network.")
                       .arg(proxyName)
                 : tr("The address it sees is known after the first check.");
}

QString PrimariesPage::title() const
{
    return tr("Primaries");
}

void PrimariesPage::focusContent()
{
    m_table->setFocus(Qt::ShortcutFocusReason);
}

void PrimariesPage::toggleInspector()
{
    m_inspector->setVisible(!m_inspector->isVisible());
}

bool PrimariesPage::exportNow()
{
    zones::saveTableAsCsv(m_workspace.primaries(), tr("primaries.csv"), m_workspace, this);
    return true;
}

void PrimariesPage::saveState(QSettings& settings) const
{
    m_table->saveColumns(settings);
    m_transferTable->saveColumns(settings);
    settings.setValue(QStringLiteral("primaries/splitter"), m_splitter->saveState());
}

void PrimariesPage::restoreState(const QSettings& settings)
{
    m_table->restoreColumns(settings);
    m_transferTable->restoreColumns(settings);
    m_splitter->restoreState(settings.value(QStringLiteral("primaries/splitter")).toByteArray());
}

} // namespace zonescope::ui::primaries
