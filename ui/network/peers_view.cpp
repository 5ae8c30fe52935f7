// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/peers_view.h"

#include "ui/charts/chart.h"
#include "ui/network/peer_cells.h"
#include "ui/network/view_export.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QHeaderView>
#include <QVBoxLayout>

#include <algorithm>

namespace zonescope::ui::network {
namespace {

constexpr std::size_t lanesShown = 20;
constexpr int columns = 120;
constexpr int everyMinute = 60'000;

} // namespace

PeersView::PeersView(models::Workspace& workspace, models::ConnectionFeed& feed, charts::TimeSelection& time,
                     QWidget* parent)
    : NetworkView(parent)
    , m_workspace(workspace)
    , m_feed(feed)
    , m_question(workspace.bridge(), this)
    , m_metric(new QComboBox(this))
    , m_card(new widgets::Card(tr("Peers over time"), this))
    , m_chart(new charts::Chart(tr("Peers over time"), m_card))
    , m_table(new widgets::TableView(tr("Networks of peers"), this))
{
    m_metric->setAccessibleName(tr("What the shades show"));
    for (const auto metric : {PeerMetric::MedianRtt, PeerMetric::SlowRtt, PeerMetric::RepeatedShare,
                              PeerMetric::SendingRate, PeerMetric::Volume})
        m_metric->addItem(metricWord(metric), static_cast<int>(metric));
    m_chart->setSelection(&time);
    m_chart->setEmptyText(tr("No connection ended in this time range"),
                          tr("Figures appear a minute after the first connection has ended."));
    m_card->addHeaderWidget(m_metric);
    m_card->setContent(m_chart);
    m_table->setObjectName(QStringLiteral("network-peers"));
    m_table->setModel(&m_model);
    makeSavable(*m_table, m_workspace, [this] { return facts(tr("Networks of peers")); });
    m_table->setColumnWidths({26, 12, 10, 10, 10, 18, 11, -1});
    m_table->setEmptyText(tr("No connection ended in this time range."));
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    auto* tableCard = new widgets::Card(tr("Networks of peers"), this);
    tableCard->setFlush(true);
    tableCard->setContent(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(m_card, 3);
    layout->addWidget(tableCard, 2);
    m_clockwork.setInterval(everyMinute);
    connect(&m_clockwork, &QTimer::timeout, this, &PeersView::ask);
    connect(m_metric, &QComboBox::currentIndexChanged, this, &PeersView::draw);
    connect(&workspace.selection(), &models::Selection::rangeChanged, this, [this] {
        if (isVisible())
            ask();
    });
    makeSavable(*m_chart, workspace, [this] { return facts(m_metric->currentText()); });
}

void PeersView::ask()
{
    m_question.ask<engine::MinutesAnswer>(
        m_workspace.engine().connectionMinutes(m_workspace.selection().period(), std::nullopt),
        [this](const engine::MinutesAnswer& answer) {
            m_minutes = answer.rows;
            draw();
        });
}

void PeersView::draw()
{
    const auto metric = static_cast<PeerMetric>(m_metric->currentData().toInt());
    std::vector<PeerRow> peers = peersOf(m_minutes);
    std::vector<charts::LaneName> lanes;
    for (std::size_t i = 0; i < std::min(lanesShown, peers.size()); ++i)
        lanes.push_back({QString::fromStdString(peers[i].peer.toText()), zone::ZoneState::Current});
    auto cells = cellsOf(m_minutes, peers, lanesShown, metric, columns);
    m_chart->setLayers({std::make_shared<charts::HeatmapLayer>(metricWord(metric), kindOf(metric),
                                                               std::move(lanes), std::move(cells))});
    std::uint64_t connections = 0;
    for (const PeerRow& peer : peers)
        connections += peer.figures.connections;
    QStringList words{tr("%n connection(s)", nullptr, static_cast<int>(connections))};
    if (peers.size() > lanesShown)
        words << tr("the %1 busiest of %2 networks").arg(lanesShown).arg(peers.size());
    m_card->setSubtitle(words.join(QStringLiteral(" · ")));
    m_model.show(std::move(peers));
}

ExportFacts PeersView::facts(const QString& title) const
{
    ExportFacts facts;
    facts.title = title;
    for (const congestion::MinuteRow& row : m_minutes)
        facts.n += row.figures.connections;
    facts.period = periodText(m_workspace.selection().period(), m_workspace.now());
    facts.kernel = QString::fromStdString(m_feed.snapshot()->kernel);
    return facts;
}

void PeersView::focusContent()
{
    m_table->setFocus(Qt::ShortcutFocusReason);
}

bool PeersView::exportNow()
{
    if (m_chart->hasFocus())
        emit m_chart->savePictureWanted();
    else
        saveTable(m_model, facts(tr("Networks of peers")), m_workspace, this);
    return true;
}

void PeersView::saveState(QSettings& settings) const
{
    m_table->saveColumns(settings);
    settings.setValue(QStringLiteral("network/peers/metric"), m_metric->currentIndex());
}

void PeersView::restoreState(const QSettings& settings)
{
    m_table->restoreColumns(settings);
    m_metric->setCurrentIndex(
        std::clamp(settings.value(QStringLiteral("network/peers/metric")).toInt(), 0, m_metric->count() - 1));
}

void PeersView::showEvent(QShowEvent* event)
{
    NetworkView::showEvent(event);
    m_clockwork.start();
    ask();
}

void PeersView::hideEvent(QHideEvent* event)
{
    m_clockwork.stop();
    NetworkView::hideEvent(event);
}

} // namespace zonescope::ui::network
