// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/edge_timeline.h"

#include "ui/charts/chart.h"
#include "ui/charts/mark_layers.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QVBoxLayout>

#include <algorithm>

namespace zonescope::ui::zones {

EdgeTimeline::EdgeTimeline(models::Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_question(workspace.bridge(), this)
    , m_card(new widgets::Card(tr("Serial across edges"), this))
    , m_chart(new charts::Chart(tr("Serial across edges"), this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_card->setContent(m_chart);
    m_chart->setLegendVisible(false);
    m_again.setSingleShot(true);
    m_again.setInterval(1000); // a busy zone changes many times a second; the eye does not
    connect(&m_again, &QTimer::timeout, this, &EdgeTimeline::follow);
    connect(&workspace.zones(), &models::ZoneBook::updated, this, [this](const auto& positions) {
        const models::ZoneEntry* entry = m_workspace.zones().find(m_zone);
        if (!entry || !m_followNewest || m_again.isActive())
            return;
        const auto mine = static_cast<std::uint32_t>(entry - m_workspace.zones().entries().data());
        if (std::ranges::find(positions, mine) != positions.end())
            m_again.start();
    });
}

void EdgeTimeline::showZone(base::ZoneId zone)
{
    m_zone = zone;
    m_followNewest = true;
    follow();
}

void EdgeTimeline::showChange(const pipeline::Change& change)
{
    m_zone = change.zone;
    m_followNewest = false;
    base::Duration slowest{0};
    bool everywhere = true;
    for (const pipeline::EdgeArrival& edge : change.edges) {
        everywhere = everywhere && edge.delay;
        slowest = std::max(slowest, edge.delay.value_or(base::Duration(0)));
    }
    m_focus = {change.toSerial, change.startedAt, {}};
    m_focus.lateAfter = base::Duration(5'000'000);
    const std::optional<base::Timestamp> visible =
        everywhere ? std::optional(change.startedAt + slowest) : std::nullopt;
    m_period = periodAround(change.startedAt, visible, m_workspace.now());
    ask();
}

void EdgeTimeline::follow()
{
    const models::ZoneEntry* entry = m_workspace.zones().find(m_zone);
    if (!entry || !entry->status.heldSerial || !entry->status.heldSince) {
        m_question.forget();
        if (entry)
            m_chart->setEmptyText(tr("Nothing observed yet"),
                                  tr("Lanes appear with the first answers of the edges."));
        else
            m_chart->setEmptyText(tr("No zone chosen"), tr("Choose one to see which edge has which serial."));
        m_chart->setLayers({});
        m_card->setSubtitle({});
        return;
    }
    const zone::ZoneStatus& status = entry->status;
    m_focus = SerialFocus{*status.heldSerial, *status.heldSince};
    const pipeline::Change* change = m_workspace.changes().newestOf(m_zone);
    if (change && change->toSerial == *status.heldSerial)
        m_focus.changedAt = change->startedAt;
    m_period = periodAround(m_focus.changedAt, status.visibleEverywhereAt, m_workspace.now());
    m_card->setSubtitle(tr("%1 · %2 of %3 edges")
                            .arg(text::serial(*status.heldSerial), text::number(status.edgesCurrent),
                                 text::number(status.edges.size())));
    ask();
}

void EdgeTimeline::ask()
{
    m_stale = !isVisible();
    if (m_stale)
        return;
    pipeline::HistoryFilter filter;
    filter.zones = {m_zone};
    filter.period = {m_period.from, m_workspace.now()}; // zooming out shows what came after
    m_question.ask<engine::SerialsAnswer>(m_workspace.engine().serials(filter),
                                          [this](const auto& answer) { draw(answer); });
}

void EdgeTimeline::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        ask();
}

void EdgeTimeline::draw(const engine::SerialsAnswer& answer)
{
    std::vector<charts::LayerPtr> layers;
    charts::EventMark changed; // below the lanes: its line must not cross out their words
    changed.at = base::toMicroseconds(m_focus.changedAt);
    changed.label = tr("changed at the primary");
    layers.push_back(std::make_shared<charts::EventsLayer>(std::vector{changed}));
    layers.push_back(std::make_shared<charts::SwimlaneLayer>(
        serialLanes(answer, m_focus, {m_period.from, m_workspace.now()}, m_workspace.names())));
    std::vector<charts::TimeRange> gaps;
    for (const pipeline::DataGap& gap : answer.gaps)
        gaps.push_back({base::toMicroseconds(gap.period.from), base::toMicroseconds(gap.period.to)});
    if (!gaps.empty())
        layers.push_back(std::make_shared<charts::DataGapsLayer>(gaps));
    m_chart->selection()->setHome({base::toMicroseconds(m_period.from), base::toMicroseconds(m_period.to)});
    m_chart->setLayers(std::move(layers));
}

} // namespace zonescope::ui::zones
