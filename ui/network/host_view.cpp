// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/host_view.h"

#include "ui/charts/chart.h"
#include "ui/network/host_layers.h"
#include "ui/network/view_export.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/kpi_tile.h"
#include "ui/widgets/table_view.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace zonescope::ui::network {

using congestion::HostCounter;

HostView::HostView(models::Workspace& workspace, models::ConnectionFeed& feed, QWidget* parent)
    : NetworkView(parent)
    , m_workspace(workspace)
    , m_feed(feed)
    , m_problem(new widgets::Banner(this))
    , m_table(new widgets::TableView(tr("Network interfaces"), this))
{
    m_table->setObjectName(QStringLiteral("network-links"));
    m_table->setModel(&m_links);
    makeSavable(*m_table, m_workspace, [this] { return facts(tr("Network interfaces")); });
    m_table->setColumnWidths({16, 8, 13, 13, 10, 10, 14, 12, -1});
    m_table->setEmptyText(tr("Nothing is known of the interfaces."));
    auto* card = new widgets::Card(tr("Interfaces and their queues"), this);
    card->setFlush(true);
    card->setContent(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(makeTiles());
    layout->addWidget(m_problem);
    layout->addWidget(makeCharts(), 3);
    layout->addWidget(card, 2);
    connect(&m_feed, &models::ConnectionFeed::changed, this, [this] {
        if (isVisible())
            refresh();
    });
}

QWidget* HostView::makeTiles()
{
    m_repeated = new widgets::KpiTile(tr("Repeated segments"), this);
    m_timeouts = new widgets::KpiTile(tr("RTO timeouts"), this);
    m_probes = new widgets::KpiTile(tr("Loss probes"), this);
    m_listen = new widgets::KpiTile(tr("Listen drops"), this);
    m_backlog = new widgets::KpiTile(tr("Backlog dropped"), this);
    m_queue = new widgets::KpiTile(tr("Queue dropped"), this);
    return widgets::tileRow({m_repeated, m_timeouts, m_probes, m_listen, m_backlog, m_queue}, this);
}

QWidget* HostView::makeCharts()
{
    auto* both = new QWidget(this);
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::metric::gap);
    const auto add = [&](const QString& title) {
        auto* card = new widgets::Card(title, both);
        auto* chart = new charts::Chart(title, card);
        chart->setSelection(&m_time);
        chart->setEmptyText(tr("Two samples are needed"), tr("The host is looked at once a second."));
        card->setContent(chart);
        row->addWidget(card, 1);
        makeSavable(*chart, m_workspace, [this, title] { return facts(title); });
        return chart;
    };
    m_tcp = add(tr("Repeated by TCP, a second"));
    m_drops = add(tr("Dropped by this host, a second"));
    return both;
}

void HostView::refresh()
{
    const auto history = m_feed.snapshot()->host;
    if (!history)
        return;
    m_links.show(*history);
    showTiles(*history);
    m_tcp->setLayers({rateLayer(tr("segments repeated"), 0, *history, HostCounter::Retransmitted),
                      rateLayer(tr("timeouts"), 3, *history, HostCounter::Timeouts),
                      rateLayer(tr("loss probes"), 2, *history, HostCounter::LossProbes),
                      routeMarks(*history)});
    m_drops->setLayers({rateLayer(tr("listen drops"), 3, *history, HostCounter::ListenDrops),
                        rateLayer(tr("backlog drops"), 1, *history, HostCounter::BacklogDrops),
                        queueDropLayer(tr("queue drops"), 4, *history)});
    if (!history->samples.empty())
        m_time.setHome({base::toMicroseconds(history->samples.front()->at),
                        base::toMicroseconds(history->samples.back()->at) + charts::second});
    if (history->error)
        m_problem->tell(widgets::Banner::Kind::Warning, text::errorText(*history->error).both() + u' ' +
                                                            QString::fromStdString(history->error->detail));
    else
        m_problem->withdraw();
}

void HostView::showTiles(const congestion::HostHistory& history)
{
    const auto rate = [&](widgets::KpiTile& tile, HostCounter counter) {
        const auto now = newestRate(history, counter);
        tile.setValue({now ? QLocale().toString(*now, 'f', *now < 10 ? 1 : 0) : text::none(),
                       tr("/ s"),
                       tr("%1 in 10 min").arg(text::number(rise(history, counter))),
                       std::nullopt,
                       {}});
    };
    rate(*m_repeated, HostCounter::Retransmitted);
    rate(*m_timeouts, HostCounter::Timeouts);
    rate(*m_probes, HostCounter::LossProbes);
    const auto drops = [&](widgets::KpiTile& tile, std::uint64_t count, const QString& note) {
        tile.setValue({history.samples.empty() ? text::none() : text::number(count),
                       {},
                       note,
                       count ? std::optional(zone::ZoneState::Behind) : std::nullopt,
                       {}});
    };
    drops(*m_listen, rise(history, HostCounter::ListenDrops), tr("connections, 10 min"));
    drops(*m_backlog, rise(history, HostCounter::BacklogDrops), tr("segments, 10 min"));
    drops(*m_queue, queueDropRise(history), tr("packets, 10 min"));
}

ExportFacts HostView::facts(const QString& title) const
{
    ExportFacts facts;
    facts.title = title;
    facts.kernel = QString::fromStdString(m_feed.snapshot()->kernel);
    if (const auto host = m_feed.snapshot()->host; host && !host->samples.empty()) {
        facts.n = host->samples.size();
        facts.period = periodText({host->samples.front()->at, host->samples.back()->at}, m_workspace.now());
    }
    return facts;
}

void HostView::focusContent()
{
    m_table->setFocus(Qt::ShortcutFocusReason);
}

bool HostView::exportNow()
{
    if (m_tcp->hasFocus())
        emit m_tcp->savePictureWanted();
    else if (m_drops->hasFocus())
        emit m_drops->savePictureWanted();
    else
        saveTable(m_links, facts(tr("Network interfaces")), m_workspace, this);
    return true;
}

void HostView::saveState(QSettings& settings) const
{
    m_table->saveColumns(settings);
}

void HostView::restoreState(const QSettings& settings)
{
    m_table->restoreColumns(settings);
}

void HostView::showEvent(QShowEvent* event)
{
    NetworkView::showEvent(event);
    m_feed.want(true);
    refresh();
}

void HostView::hideEvent(QHideEvent* event)
{
    m_feed.want(false);
    NetworkView::hideEvent(event);
}

} // namespace zonescope::ui::network
