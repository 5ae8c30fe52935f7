// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_page.h"

#include "ui/propagation/delay_chart.h"
#include "ui/propagation/delay_layers.h"
#include "ui/text/format.h"
#include "ui/text/words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/kpi_tile.h"
#include "ui/widgets/table_view.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QStyledItemDelegate>

#include <cmath>
#include <limits>

namespace zonescope::ui::overview {
namespace {

constexpr base::Duration visibleTarget{5'000'000};
constexpr std::size_t trendPoints = 60;
constexpr int trendBuckets = 24;

/// The one useful action looks like what it is.
class LinkDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        for (const auto role : {QPalette::Text, QPalette::HighlightedText})
            option->palette.setColor(role, theme::colors().accent);
    }
};

/// "4.1 s" -> number and unit of the tile.
std::pair<QString, QString> split(const QString& text)
{
    const auto space = text.indexOf(u' ');
    return space < 0 ? std::pair(text, QString()) : std::pair(text.left(space), text.mid(space + 1));
}

} // namespace

OverviewPage::OverviewPage(models::Workspace& workspace, charts::TimeSelection& time, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_attention(workspace.zones(), workspace.clock())
{
    auto* delays = new propagation::DelayChart(workspace, time, false, this);
    delays->setTarget(visibleTarget);
    auto* stages =
        new propagation::StageChart(workspace, time, propagation::StageChart::Shows::Medians, this);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(theme::metric::gap);
    grid->addWidget(makeTiles(), 0, 0, 1, 2);
    grid->addWidget(makeAttention(), 1, 0, 1, 2);
    grid->addWidget(delays, 2, 0);
    grid->addWidget(stages, 2, 1);
    grid->setColumnStretch(0, 3);
    grid->setColumnStretch(1, 2);
    grid->setRowStretch(2, 1);

    m_quiet.setSingleShot(true);
    m_quiet.setInterval(250);
    connect(&m_quiet, &QTimer::timeout, this, &OverviewPage::refresh);
    const auto soon = [this] {
        if (isVisible() && !m_quiet.isActive())
            m_quiet.start();
    };
    connect(&workspace.zones(), &models::ZoneBook::updated, this, soon);
    connect(&workspace.zones(), &models::ZoneBook::reset, this, soon);
    connect(&workspace.changes(), &models::ChangeBook::changed, this, soon);
    connect(&workspace.bridge(), &models::EngineBridge::statusChanged, this, [this, soon] {
        m_transferTrend.push_back(static_cast<float>(m_workspace.bridge().status().transfersPerMinute));
        if (m_transferTrend.size() > trendPoints)
            m_transferTrend.pop_front();
        soon();
    });
    connect(&workspace.bridge(), &models::EngineBridge::primariesChanged, this, soon);
    connect(&m_attention, &QAbstractItemModel::modelReset, this, &OverviewPage::showAttention);
    refresh();
}

QWidget* OverviewPage::makeTiles()
{
    m_zones = new widgets::KpiTile(tr("Zones current"), this);
    m_visible = new widgets::KpiTile(tr("Time to visible, p99"), this);
    m_transfers = new widgets::KpiTile(tr("Transfers"), this);
    m_notifies = new widgets::KpiTile(tr("NOTIFY accepted"), this);
    m_primaries = new widgets::KpiTile(tr("Primaries answering"), this);
    connect(m_zones, &widgets::KpiTile::activated, this,
            [this] { emit m_workspace.pageWanted(QStringLiteral("zones")); });
    connect(m_visible, &widgets::KpiTile::activated, this,
            [this] { emit m_workspace.pageWanted(QStringLiteral("propagation")); });
    connect(m_transfers, &widgets::KpiTile::activated, this,
            [this] { emit m_workspace.pageWanted(QStringLiteral("activity")); });
    connect(m_notifies, &widgets::KpiTile::activated, this,
            [this] { emit m_workspace.pageWanted(QStringLiteral("activity")); });
    connect(m_primaries, &widgets::KpiTile::activated, this,
            [this] { emit m_workspace.pageWanted(QStringLiteral("primaries")); });
    return widgets::tileRow({m_zones, m_visible, m_transfers, m_notifies, m_primaries}, this);
}

QWidget* OverviewPage::makeAttention()
{
    m_card = new widgets::Card(tr("Needs attention"), this);
    m_either = new QStackedWidget(m_card);
    m_table = new widgets::TableView(tr("Needs attention"), m_either);
    m_table->setModel(&m_attention);
    m_table->setColumnWidths({16, 22, -1, 14, 16});
    m_table->setItemDelegateForColumn(models::AttentionModel::Action, new LinkDelegate(m_table));
    m_table->horizontalHeader()->hide();
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_allWell = new widgets::EmptyState(m_either);
    m_either->addWidget(m_table);
    m_either->addWidget(m_allWell);
    m_card->setContent(m_either);
    connect(m_table, &widgets::TableView::rowActivated, this,
            [this](const QModelIndex& index) { act(index.row()); });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == models::AttentionModel::Action)
            act(index.row());
    });
    return m_card;
}

QString OverviewPage::title() const
{
    return tr("Overview");
}

void OverviewPage::focusContent()
{
    m_table->setFocus(Qt::ShortcutFocusReason);
}

void OverviewPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    refresh();
}

void OverviewPage::refresh()
{
    showZones();
    showLatency();
    showTraffic();
    showPrimaries();
    showAttention();
}

void OverviewPage::showZones()
{
    const models::ZoneBook& zones = m_workspace.zones();
    const auto all = zones.entries().size();
    const auto attention = zones.attentionCount();
    const auto current = zones.count(zone::ZoneState::Current) + zones.count(zone::ZoneState::Refreshing);
    widgets::KpiValue value;
    value.number = text::number(current);
    value.note = attention ? tr("of %1; %2 need attention").arg(text::number(all), text::number(attention))
                           : tr("of %1").arg(text::number(all));
    const auto worst = zones.attention(1);
    value.mark = worst.empty() ? zone::ZoneState::Current : zones.entries()[worst.front()].state();
    m_zones->setValue(value);
}

void OverviewPage::showLatency()
{
    const pipeline::Period period = m_workspace.selection().period();
    pipeline::Histogram all;
    std::vector<pipeline::Histogram> buckets(trendBuckets);
    const auto width = std::max<base::Duration>((period.to - period.from) / trendBuckets, base::Duration(1));
    for (const models::Arrival& arrival : m_workspace.changes().arrivals({}, period)) {
        if (!arrival.delay)
            continue;
        all.add(*arrival.delay);
        buckets[std::min<std::size_t>(static_cast<std::size_t>((arrival.at - period.from) / width),
                                      trendBuckets - 1)]
            .add(*arrival.delay);
    }
    widgets::KpiValue value;
    value.number = text::none();
    value.note = tr("target %1").arg(text::duration(visibleTarget));
    if (const auto p99 = all.quantile(0.99)) {
        std::tie(value.number, value.unit) = split(text::duration(*p99));
        value.mark = *p99 <= visibleTarget ? zone::ZoneState::Current : zone::ZoneState::Behind;
        for (const pipeline::Histogram& bucket : buckets)
            value.trend.push_back(bucket.count()
                                      ? static_cast<float>(base::toMilliseconds(*bucket.quantile(0.99)))
                                      : std::numeric_limits<float>::quiet_NaN());
    }
    m_visible->setValue(value);
}

void OverviewPage::showTraffic()
{
    const engine::EngineStatus& status = m_workspace.bridge().status();
    const auto perMinute = static_cast<std::uint64_t>(std::llround(status.transfersPerMinute));
    widgets::KpiValue transfers;
    transfers.number = text::number(perMinute);
    transfers.unit = tr("/ min");
    transfers.note = tr("%1 open, %2 waiting")
                         .arg(text::number(status.transfersOpen), text::number(status.zonesScheduled));
    if (m_transferTrend.size() > 8)
        transfers.trend.assign(m_transferTrend.begin(), m_transferTrend.end());
    m_transfers->setValue(transfers);
    widgets::KpiValue notifies;
    notifies.number = text::number(status.notifiesAccepted);
    notifies.note = status.notifiesRefused ? tr("%1 refused").arg(text::number(status.notifiesRefused))
                                           : tr("since the start");
    m_notifies->setValue(notifies);
}

void OverviewPage::showPrimaries()
{
    const models::PrimaryModel& primaries = m_workspace.primaries();
    const auto all = static_cast<std::uint64_t>(primaries.rowCount());
    const auto failing = primaries.failingCount();
    widgets::KpiValue value;
    value.number = text::number(all - failing);
    QString worst;
    for (int row = 0; row < primaries.rowCount() && worst.isEmpty(); ++row)
        if (primaries.stateAt(row) == zone::ZoneState::Failing)
            worst = m_workspace.names().primary(primaries.primaryAt(row));
    value.note = failing ? tr("of %1; %2").arg(text::number(all), worst) : tr("of %1").arg(text::number(all));
    value.mark = failing ? zone::ZoneState::Failing : zone::ZoneState::Current;
    m_primaries->setValue(value);
}

void OverviewPage::showAttention()
{
    const models::ZoneBook& zones = m_workspace.zones();
    const int rows = m_attention.rowCount();
    m_card->setSubtitle(
        tr("%1 of %2 zones").arg(text::number(zones.attentionCount()), text::number(zones.entries().size())));
    m_allWell->setText(tr("All %1 zones are current").arg(text::number(zones.entries().size())));
    m_either->setCurrentWidget(rows ? static_cast<QWidget*>(m_table) : m_allWell);
    // As many rows as there are, five at most: the charts keep their place.
    m_either->setFixedHeight(std::clamp(rows, 3, 5) * theme::metric::rowHeight() + 4);
}

void OverviewPage::act(int row)
{
    const base::ZoneId zone = m_attention.zoneAt(row);
    if (!zone)
        return;
    switch (m_attention.remedyAt(row)) {
    case models::AttentionModel::Remedy::Transfer:
        return emit m_workspace.transferWanted({zone}, false);
    case models::AttentionModel::Remedy::Primary:
        m_workspace.selection().setZones({zone});
        return emit m_workspace.pageWanted(QStringLiteral("primaries"));
    case models::AttentionModel::Remedy::Show:
        return emit m_workspace.zoneWanted(zone, 0);
    }
}

} // namespace zonescope::ui::overview
