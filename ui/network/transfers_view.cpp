// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/transfers_view.h"

#include "ui/charts/chart.h"
#include "ui/network/transfer_layers.h"
#include "ui/network/view_export.h"
#include "ui/text/format.h"
#include "ui/text/verdict_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>
#include <map>

namespace zonescope::ui::network {
namespace {

constexpr std::size_t attemptsShown = 2000;
constexpr std::size_t ganttShown = 400;

/// "12 healthy, 3 slow primary": the most frequent first.
QString verdictCounts(const std::vector<pipeline::TransferAttempt>& attempts)
{
    std::map<pipeline::TransferVerdict, int> counts;
    for (const pipeline::TransferAttempt& attempt : attempts)
        if (attempt.verdict)
            ++counts[*attempt.verdict];
    std::vector<std::pair<int, pipeline::TransferVerdict>> order;
    for (const auto& [verdict, count] : counts)
        order.emplace_back(count, verdict);
    std::ranges::sort(order, std::ranges::greater());
    QStringList words;
    for (const auto& [count, verdict] : order)
        words << text::verdictWord(verdict) + u' ' + text::number(static_cast<std::uint64_t>(count));
    return words.join(QStringLiteral(" · "));
}

} // namespace

TransfersView::TransfersView(models::Workspace& workspace, models::ConnectionFeed& feed,
                             charts::TimeSelection& time, QWidget* parent)
    : NetworkView(parent)
    , m_workspace(workspace)
    , m_feed(feed)
    , m_question(workspace.bridge(), this)
    , m_model(workspace.bridge(), workspace.clock())
    , m_table(new widgets::TableView(tr("Transfers and their connections"), this))
{
    m_table->setObjectName(QStringLiteral("network-transfers"));
    m_table->setModel(&m_model);
    makeSavable(*m_table, m_workspace, [this] {
        return facts(tr("Transfers and their connections"), static_cast<std::uint64_t>(m_model.rowCount()));
    });
    m_table->setColumnWidths({13, 20, 10, 16, 0, 0, 10, 10, 12, 0, 26, -1});
    m_table->setEmptyText(tr("No transfer in this time range."));
    auto* card = new widgets::Card(tr("Transfers and their connections"), this);
    card->setFlush(true);
    card->setContent(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(makeCharts(time), 3);
    layout->addWidget(card, 2);
    m_soon.setSingleShot(true);
    m_soon.setInterval(500);
    connect(&m_soon, &QTimer::timeout, this, &TransfersView::draw);
    connect(&workspace.bridge(), &models::EngineBridge::attempted, this,
            [this](const std::vector<pipeline::TransferAttempt>& attempts) {
                m_attempts.insert(m_attempts.begin(), attempts.rbegin(), attempts.rend());
                if (m_attempts.size() > attemptsShown)
                    m_attempts.resize(attemptsShown);
                if (isVisible())
                    m_soon.start();
            });
    connect(&workspace.selection(), &models::Selection::rangeChanged, this, [this] {
        if (isVisible())
            ask();
    });
    connect(m_table, &widgets::TableView::rowActivated, this, [this](const QModelIndex& index) {
        if (const base::ZoneId zone = m_model.zoneAt(index.row()))
            emit m_workspace.zoneWanted(zone, 3);
    });
}

QWidget* TransfersView::makeCharts(charts::TimeSelection& time)
{
    auto* both = new QWidget(this);
    m_ganttCard = new widgets::Card(tr("Transfers of each primary"), both);
    m_gantt = new charts::Chart(tr("Transfers of each primary"), m_ganttCard);
    m_gantt->setSelection(&time);
    m_gantt->setEmptyText(tr("No transfer in this time range"),
                          tr("Connecting, waiting, data and stalls of each transfer appear here."));
    m_ganttCard->setContent(m_gantt);
    m_scatterCard = new widgets::Card(tr("Time against"), both);
    m_against = new QComboBox(m_scatterCard);
    m_against->setAccessibleName(tr("What the time is held against"));
    for (const auto what : {Against::RoundTrip, Against::RepeatedBySender, Against::OutOfOrder})
        m_against->addItem(againstWord(what), static_cast<int>(what));
    m_scatterCard->addHeaderWidget(m_against);
    m_scatter = new charts::Chart(tr("Time of a transfer against its path"), m_scatterCard);
    charts::ValueAxis axis;
    axis.logarithmic = true;
    axis.kind = charts::ValueKind::Milliseconds;
    m_scatter->setValueAxis(axis);
    m_scatter->setLegendVisible(false);
    auto* content = new QWidget(m_scatterCard);
    auto* below = new QVBoxLayout(content);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(theme::metric::small);
    m_correlation = new QLabel(content); // beneath the chart: beside the choice it would be cut off
    m_correlation->setWordWrap(true);
    m_correlation->setFont(theme::font(theme::TextSize::Small));
    m_correlation->setTextInteractionFlags(Qt::TextSelectableByMouse);
    below->addWidget(m_scatter, 1);
    below->addWidget(m_correlation);
    m_scatterCard->setContent(content);
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::metric::gap);
    row->addWidget(m_ganttCard, 3);
    row->addWidget(m_scatterCard, 2);
    connect(m_against, &QComboBox::currentIndexChanged, this, &TransfersView::drawScatter);
    const auto openZone = [this](std::uint64_t id) {
        emit m_workspace.zoneWanted(base::ZoneId{static_cast<std::uint32_t>(id)}, 3);
    };
    connect(m_gantt, &charts::Chart::markActivated, this, openZone);
    connect(m_scatter, &charts::Chart::markActivated, this, openZone);
    makeSavable(*m_gantt, m_workspace, [this] { return facts(m_ganttCard->title(), m_attempts.size()); });
    makeSavable(*m_scatter, m_workspace, [this] {
        const auto what = static_cast<Against>(m_against->currentData().toInt());
        return facts(m_scatterCard->title() + u' ' + againstWord(what) + QStringLiteral(", ") +
                         m_correlation->text(),
                     scatterOf(m_attempts, what).n);
    });
    return both;
}

void TransfersView::ask()
{
    const pipeline::Period period = m_workspace.selection().period();
    m_model.show({}, {}, period);
    pipeline::HistoryFilter filter;
    filter.period = period;
    filter.limit = attemptsShown;
    m_question.ask<engine::AttemptsAnswer>(m_workspace.engine().attempts(filter),
                                           [this](const engine::AttemptsAnswer& answer) {
                                               m_attempts = answer.attempts;
                                               draw();
                                           });
}

void TransfersView::draw()
{
    m_gantt->setLayers(ganttLayers(m_attempts, ganttShown, m_workspace.names(), theme::colors()));
    m_ganttCard->setSubtitle(verdictCounts(m_attempts));
    drawScatter();
}

void TransfersView::drawScatter()
{
    const auto what = static_cast<Against>(m_against->currentData().toInt());
    charts::ValueAxis axis;
    axis.kind = kindOf(what);
    m_scatter->setHorizontalAxis(axis, againstWord(what));
    if (what == Against::RepeatedBySender)
        m_scatter->setEmptyText(
            tr("Not known"), tr("Only the sender knows what it repeated: it is shown for primaries that run "
                                "on this host."));
    else
        m_scatter->setEmptyText(tr("No transfer over TCP in this time range"));
    const Scatter scatter = scatterOf(m_attempts, what);
    m_scatter->setLayers({scatter.layer});
    const QString words = scatter.correlation ? tr("Spearman's rank correlation ρ = %1, n = %2")
                                                    .arg(QLocale().toString(*scatter.correlation, 'f', 2),
                                                         text::number(scatter.n))
                                              : tr("n = %1").arg(text::number(scatter.n));
    m_correlation->setText(words);
}

ExportFacts TransfersView::facts(const QString& title, std::uint64_t n) const
{
    ExportFacts facts;
    facts.title = title;
    facts.n = n;
    facts.period = periodText(m_workspace.selection().period(), m_workspace.now());
    facts.kernel = QString::fromStdString(m_feed.snapshot()->kernel);
    return facts;
}

void TransfersView::focusContent()
{
    m_table->setFocus(Qt::ShortcutFocusReason);
}

bool TransfersView::exportNow()
{
    if (m_gantt->hasFocus())
        emit m_gantt->savePictureWanted();
    else if (m_scatter->hasFocus())
        emit m_scatter->savePictureWanted();
    else
        saveTable(
            m_model,
            facts(tr("Transfers and their connections"), static_cast<std::uint64_t>(m_model.rowCount())),
            m_workspace, this);
    return true;
}

void TransfersView::saveState(QSettings& settings) const
{
    m_table->saveColumns(settings);
}

void TransfersView::restoreState(const QSettings& settings)
{
    m_table->restoreColumns(settings);
}

void TransfersView::showEvent(QShowEvent* event)
{
    NetworkView::showEvent(event);
    ask();
}

} // namespace zonescope::ui::network
