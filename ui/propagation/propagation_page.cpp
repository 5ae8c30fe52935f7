// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/propagation/propagation_page.h"

#include "ui/charts/chart.h"
#include "ui/propagation/delay_chart.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/table_view.h"
#include "ui/zones/csv_export.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>

namespace zonescope::ui::propagation {

PropagationPage::PropagationPage(models::Workspace& workspace, charts::TimeSelection& time, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_time(time)
    , m_stageModel(models::LatencyModel::By::Stage, workspace.changes(), workspace.bridge())
    , m_edgeModel(models::LatencyModel::By::Edge, workspace.changes(), workspace.bridge())
    , m_delays(new DelayChart(workspace, time, true, this))
    , m_stages(new StageChart(workspace, time, StageChart::Shows::Changes, this))
    , m_stageTable(new widgets::TableView(tr("Percentiles by stage"), this))
    , m_edgeTable(new widgets::TableView(tr("Percentiles by edge"), this))
{
    auto* stageCard = new widgets::Card(tr("By stage"), this);
    auto* edgeCard = new widgets::Card(tr("By edge"), this);
    for (const auto& [table, model, card] : {std::tuple(m_stageTable, &m_stageModel, stageCard),
                                             std::tuple(m_edgeTable, &m_edgeModel, edgeCard)}) {
        table->setModel(model);
        table->setSortingEnabled(true);
        table->setEmptyText(tr("No change in this time range."));
        card->setFlush(true);
        card->setContent(table);
    }
    m_edgeTable->setColumnWidths({9, 8, 7, 7, 7, 7, 8, -12});
    m_stageTable->setColumnWidths({11, 9, 6, 6, 6, -1, 0, 0}); // a stage never fails at an edge
    m_stageTable->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); // the order of their life
    m_edgeTable->sortByColumn(models::LatencyModel::P99, Qt::DescendingOrder);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(theme::metric::gap);
    grid->addWidget(makeTop(), 0, 0, 1, 2);
    grid->addWidget(m_delays, 1, 0);
    grid->addWidget(m_stages, 1, 1);
    grid->addWidget(edgeCard, 2, 0);
    grid->addWidget(stageCard, 2, 1);
    grid->setRowStretch(1, 3);
    grid->setRowStretch(2, 2);
    grid->setColumnStretch(0, 4);
    grid->setColumnStretch(1, 3);
    connect(&workspace.changes(), &models::ChangeBook::changed, this, &PropagationPage::refresh);
    connect(&workspace.selection(), &models::Selection::zonesChanged, this, &PropagationPage::refresh);
    connect(&workspace.selection(), &models::Selection::rangeChanged, this, &PropagationPage::refresh);
    connect(&time, &charts::TimeSelection::brushChanged, this, &PropagationPage::refresh);
    connect(m_edgeTable, &widgets::TableView::rowActivated, this, [this](const QModelIndex& index) {
        const base::EdgeId edge{m_edgeModel.idAt(index.row())};
        emit m_workspace.zonesFilterWanted(QStringLiteral("edge:") + m_workspace.names().edge(edge));
    });
}

QWidget* PropagationPage::makeTop()
{
    auto* top = new QWidget(this);
    m_scope = new QLabel(top);
    m_allZones = new QPushButton(theme::icon(theme::Icon::Clear), tr("All &zones"), top);
    m_allTime = new QPushButton(theme::icon(theme::Icon::Clear), tr("&Whole time range"), top);
    auto* probe = new QPushButton(theme::icon(theme::Icon::Probe), tr("&Probe now"), top);
    probe->setToolTip(tr("Ask every edge of the chosen zones for its serial now (F7)"));
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_scope, 1);
    row->addWidget(m_allZones);
    row->addWidget(m_allTime);
    row->addWidget(probe);
    connect(m_allZones, &QPushButton::clicked, this, [this] { m_workspace.selection().setZones({}); });
    connect(m_allTime, &QPushButton::clicked, this, [this] { m_time.setBrush(std::nullopt); });
    connect(probe, &QPushButton::clicked, this, [this] {
        const auto& chosen = m_workspace.selection().zones();
        if (chosen.empty())
            return emit m_workspace.notice(tr("Choose one or more zones first."), false);
        emit m_workspace.probeWanted(chosen);
    });
    return top;
}

QString PropagationPage::title() const
{
    return tr("Propagation");
}

void PropagationPage::focusContent()
{
    m_delays->chart()->setFocus(Qt::ShortcutFocusReason);
}

bool PropagationPage::closeInnermost()
{
    if (!m_time.brush())
        return false;
    m_time.setBrush(std::nullopt);
    return true;
}

bool PropagationPage::exportNow()
{
    if (m_edgeTable->hasFocus())
        zones::saveTableAsCsv(m_edgeModel, tr("edges.csv"), m_workspace, this);
    else if (m_stageTable->hasFocus())
        zones::saveTableAsCsv(m_stageModel, tr("stages.csv"), m_workspace, this);
    else
        return false;
    return true;
}

void PropagationPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (m_dirty)
        fillTables();
}

void PropagationPage::refresh()
{
    m_dirty = true;
    if (isVisible())
        fillTables();
}

void PropagationPage::fillTables()
{
    m_dirty = false;
    pipeline::Period period = m_workspace.selection().period();
    if (m_time.brush())
        period = {base::fromMicroseconds(m_time.brush()->from), base::fromMicroseconds(m_time.brush()->to)};
    m_stageModel.show(m_workspace.selection().zones(), period);
    m_edgeModel.show(m_workspace.selection().zones(), period);
    showScope();
}

void PropagationPage::showScope()
{
    const auto& zones = m_workspace.selection().zones();
    QString scope = zones.empty()       ? tr("All zones")
                    : zones.size() == 1 ? m_workspace.names().zone(zones.front())
                                        : tr("%n zone(s)", nullptr, static_cast<int>(zones.size()));
    if (m_time.brush()) {
        const base::Timestamp now = m_workspace.now();
        scope += QStringLiteral("  ·  ") +
                 tr("%1 to %2")
                     .arg(text::shortTime(base::fromMicroseconds(m_time.brush()->from), now),
                          text::shortTime(base::fromMicroseconds(m_time.brush()->to), now));
    }
    m_scope->setText(scope);
    m_allZones->setVisible(!zones.empty());
    m_allTime->setVisible(m_time.brush().has_value());
}

void PropagationPage::saveState(QSettings& settings) const
{
    m_edgeTable->saveColumns(settings);
    m_stageTable->saveColumns(settings);
}

void PropagationPage::restoreState(const QSettings& settings)
{
    m_edgeTable->restoreColumns(settings);
    m_stageTable->restoreColumns(settings);
}

} // namespace zonescope::ui::propagation
