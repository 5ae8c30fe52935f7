// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/history_pane.h"

#include "ui/charts/chart.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace zonescope::ui::cloudpage {
namespace {

constexpr int leastListHeight = 150;

enum Which { Inventory, UseOverTime, Tunnels, Addresses };

} // namespace

HistoryPane::HistoryPane(models::CloudScanModel& model, widgets::TableView* table, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_table(table)
{
    auto* pictures = new QWidget(this);
    auto* row = new QHBoxLayout(pictures);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::metric::gap);
    auto* left = new QVBoxLayout;
    left->setSpacing(theme::metric::gap);
    row->addLayout(left, 1);
    addChart(left, tr("Inventory"), tr("No scan with this name has been counted yet."));
    addChart(left, tr("Addresses taken over time"), tr("No scan says how full its subnets were."));
    auto* right = new QVBoxLayout;
    right->setSpacing(theme::metric::gap);
    row->addLayout(right, 1);
    addChart(right, tr("VPN tunnels"), tr("No VPN tunnel was seen."));
    addChart(right, tr("Addresses taken, the fullest subnets"), tr("No subnet says how full it is."));
    m_by = new QComboBox(this);
    m_by->setAccessibleName(tr("Inventory counted by"));
    m_by->addItem(tr("by kind"), static_cast<int>(CountBy::Kind));
    m_by->addItem(tr("by provider"), static_cast<int>(CountBy::Provider));
    m_by->addItem(tr("by account"), static_cast<int>(CountBy::Account));
    m_by->addItem(tr("by region"), static_cast<int>(CountBy::Region));
    m_cards[Inventory]->addHeaderWidget(m_by);
    m_useOf = new QComboBox(this);
    m_useOf->setObjectName(QStringLiteral("history-use-of"));
    m_useOf->setAccessibleName(tr("Addresses taken in"));
    m_useOf->addItem(tr("of subnets"), false);
    m_useOf->addItem(tr("of networks"), true);
    m_cards[UseOverTime]->addHeaderWidget(m_useOf);
    connect(m_useOf, &QComboBox::activated, this, &HistoryPane::draw);
    auto* parts = new QSplitter(Qt::Vertical, this);
    parts->setChildrenCollapsible(false);
    parts->addWidget(makeList());
    // In a low window the charts scroll, so that the list keeps rows enough to choose two.
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(pictures);
    parts->addWidget(scroll);
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 3);
    m_table->setMinimumHeight(leastListHeight);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->addWidget(parts, 1);
    connect(m_by, &QComboBox::activated, this, &HistoryPane::draw);
    connect(m_charts[Addresses], &charts::Chart::markActivated, this,
            [this](std::uint64_t id) { emit resourceWanted(static_cast<cloud::Index>(id)); });
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &HistoryPane::draw);
    enable();
}

charts::Chart* HistoryPane::addChart(QLayout* layout, const QString& title, const QString& empty)
{
    auto* card = new widgets::Card(title, this);
    auto* chart = new charts::Chart(title, card);
    chart->setEmptyText(empty);
    card->setContent(chart);
    layout->addWidget(card);
    m_charts.push_back(chart);
    m_cards.push_back(card);
    return chart;
}

QWidget* HistoryPane::makeList()
{
    auto* list = new QWidget(this);
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::metric::small);
    auto* buttons = new QHBoxLayout;
    m_show = new QPushButton(tr("Show this scan"), list);
    m_compare = new QPushButton(tr("Compare"), list);
    m_compare->setToolTip(tr("Choose two scans with Ctrl; one alone is compared with the one before it"));
    buttons->addWidget(m_show);
    buttons->addWidget(m_compare);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addWidget(m_table, 1);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    connect(m_show, &QPushButton::clicked, this, [this] {
        const auto rows = m_table->selectionModel()->selectedRows();
        if (rows.size() == 1)
            emit scanWanted(m_model.scanAt(rows.front().row()).snapshot.id);
    });
    connect(m_compare, &QPushButton::clicked, this, &HistoryPane::compare);
    connect(m_table, &widgets::TableView::rowActivated, this,
            [this](const QModelIndex& index) { emit scanWanted(m_model.scanAt(index.row()).snapshot.id); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPane::enable);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &HistoryPane::enable);
    return list;
}

void HistoryPane::enable()
{
    const auto rows = m_table->selectionModel()->selectedRows();
    m_show->setEnabled(rows.size() == 1);
    m_compare->setEnabled(rows.size() == 2 ||
                          (rows.size() == 1 && rows.front().row() + 1 < m_model.rowCount()));
}

void HistoryPane::compare()
{
    const auto rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return;
    int newer = rows.front().row();
    int older = rows.size() == 2 ? rows.back().row() : newer + 1;
    if (newer > older) // newest first
        std::swap(newer, older);
    if (older < m_model.rowCount())
        emit comparisonWanted(m_model.scanAt(older).snapshot.id, m_model.scanAt(newer).snapshot.id);
}

void HistoryPane::show(const engine::CloudHistoryAnswer& answer, base::Timestamp now)
{
    m_now = now;
    m_model.show(answer.scans);
    draw();
}

void HistoryPane::showView(cloud::CloudViewPtr view)
{
    m_view = std::move(view);
    draw();
}

void HistoryPane::draw()
{
    const auto scans =
        m_view ? scansOf(m_model.scans(), m_view->snapshot->label()) : std::vector<engine::CloudScan>();
    const auto& palette = theme::colors();
    m_cards[Inventory]->setSubtitle(m_view ? tr("%1, %n scan(s)", nullptr, static_cast<int>(scans.size()))
                                                 .arg(QString::fromStdString(m_view->snapshot->label()))
                                           : QString());
    m_charts[Inventory]->setLayers(inventoryLayers(scans, static_cast<CountBy>(m_by->currentData().toInt())));
    m_charts[Tunnels]->setLayers({tunnelLayer(scans, palette, m_now)});
    charts::ValueAxis percent;
    percent.kind = charts::ValueKind::Percent;
    percent.low = 0;
    percent.high = 1;
    m_charts[UseOverTime]->setValueAxis(percent);
    m_charts[UseOverTime]->setLayers(useLayers(scans, m_useOf->currentData().toBool()));
    const UseChart use = m_view && m_view->topology ? useChart(*m_view->topology, palette) : UseChart();
    m_charts[Addresses]->setValueAxis(percent);
    m_charts[Addresses]->setCategories(use.names);
    m_charts[Addresses]->setLayers(use.layer ? std::vector{use.layer} : std::vector<charts::LayerPtr>());
}

} // namespace zonescope::ui::cloudpage
