// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/propagation/delay_chart.h"

#include "ui/charts/chart.h"
#include "ui/charts/density_layer.h"
#include "ui/charts/mark_layers.h"
#include "ui/propagation/delay_layers.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QVBoxLayout>

namespace zonescope::ui::propagation {
namespace {

constexpr int medianBuckets = 12;
constexpr std::size_t changesShown = 40;

pipeline::Period periodOf(const charts::TimeRange& range)
{
    return {base::fromMicroseconds(range.from), base::fromMicroseconds(range.to)};
}

void openChange(models::Workspace& workspace, std::uint64_t id)
{
    const auto& changes = workspace.changes().changes();
    if (const auto found = changes.find(id); found != changes.end())
        emit workspace.zoneWanted(found->second.zone, 0);
}

} // namespace

DelayChart::DelayChart(models::Workspace& workspace, charts::TimeSelection& time, bool onlyChosen,
                       QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_card(new widgets::Card(tr("Time to visible, every edge"), this))
    , m_chart(new charts::Chart(tr("Time to visible, every edge"), this))
    , m_onlyChosen(onlyChosen)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_card->setContent(m_chart);
    m_chart->setSelection(&time);
    charts::ValueAxis axis;
    axis.logarithmic = true;
    axis.kind = charts::ValueKind::Milliseconds;
    m_chart->setValueAxis(axis);
    m_chart->setEmptyText(tr("No change in this time range"),
                          tr("Points appear when a zone changes and its edges follow."));
    connect(&workspace.changes(), &models::ChangeBook::changed, this, &DelayChart::refresh);
    connect(&workspace.selection(), &models::Selection::rangeChanged, this, &DelayChart::refresh);
    if (onlyChosen)
        connect(&workspace.selection(), &models::Selection::zonesChanged, this, &DelayChart::refresh);
    connect(m_chart, &charts::Chart::markActivated, this,
            [this](std::uint64_t id) { openChange(m_workspace, id); });
    connect(m_chart, &charts::Chart::savePictureWanted, &workspace, &models::Workspace::exportWanted);
    connect(m_chart, &charts::Chart::saveDataWanted, &workspace, &models::Workspace::exportWanted);
}

void DelayChart::setTarget(base::Duration target)
{
    m_target = target;
    refresh();
}

void DelayChart::refresh()
{
    m_dirty = true;
    if (isVisible())
        draw();
}

void DelayChart::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_dirty)
        draw();
}

void DelayChart::draw()
{
    m_dirty = false;
    const std::vector<base::ZoneId> zones =
        m_onlyChosen ? m_workspace.selection().zones() : std::vector<base::ZoneId>{};
    const pipeline::Period period = m_workspace.selection().period();
    const DelayData delays = delayData(m_workspace.changes().arrivals(zones, period), m_workspace.names());
    std::vector<charts::LayerPtr> layers;
    layers.push_back(
        std::make_shared<charts::DensityLayer>(tr("Time to visible"), delays.cloud, delays.edges));
    layers.push_back(std::make_shared<charts::ThresholdLayer>(base::toMilliseconds(m_target),
                                                              tr("target %1").arg(text::duration(m_target))));
    m_chart->setLayers(std::move(layers));
    QStringList facts;
    if (const auto p50 = delays.overall.quantile(0.5)) {
        facts << tr("p50 %1").arg(text::duration(*p50))
              << tr("p99 %1").arg(text::duration(*delays.overall.quantile(0.99)));
        const double within = static_cast<double>(delays.overall.countAtMost(m_target)) /
                              static_cast<double>(delays.overall.count() + delays.overall.failures());
        facts << tr("%1 within the target").arg(text::percent(within));
    }
    if (delays.overall.failures() > 0)
        facts << tr("%n failure(s)", nullptr, static_cast<int>(delays.overall.failures()));
    if (m_workspace.changes().isCut())
        facts << tr("newest changes only");
    m_card->setSubtitle(facts.join(QStringLiteral(" · ")));
}

StageChart::StageChart(models::Workspace& workspace, charts::TimeSelection& time, Shows shows,
                       QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_time(time)
    , m_card(new widgets::Card(
          shows == Shows::Medians ? tr("Where the time goes") : tr("Stages of each change"), this))
    , m_chart(new charts::Chart(m_card->title(), this))
    , m_shows(shows)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_card->setContent(m_chart);
    charts::ValueAxis axis;
    axis.kind = charts::ValueKind::Milliseconds;
    m_chart->setValueAxis(axis);
    m_chart->setEmptyText(tr("No change in this time range"));
    m_card->setSubtitle(shows == Shows::Medians ? tr("median per stage")
                                                : tr("newest %1 changes").arg(changesShown));
    if (shows == Shows::Medians)
        m_chart->setSelection(&time);
    connect(&workspace.changes(), &models::ChangeBook::changed, this, &StageChart::refresh);
    connect(&workspace.selection(), &models::Selection::rangeChanged, this, &StageChart::refresh);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &StageChart::refresh);
    if (shows == Shows::Changes) {
        connect(&workspace.selection(), &models::Selection::zonesChanged, this, &StageChart::refresh);
        connect(&time, &charts::TimeSelection::brushChanged, this, &StageChart::refresh);
        connect(m_chart, &charts::Chart::markActivated, this,
                [this](std::uint64_t id) { openChange(m_workspace, id); });
    }
    connect(m_chart, &charts::Chart::savePictureWanted, &workspace, &models::Workspace::exportWanted);
    connect(m_chart, &charts::Chart::saveDataWanted, &workspace, &models::Workspace::exportWanted);
}

void StageChart::refresh()
{
    m_dirty = true;
    if (isVisible())
        draw();
}

void StageChart::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_dirty)
        draw();
}

void StageChart::draw()
{
    m_dirty = false;
    using charts::StackedBarsLayer;
    const auto parts = charts::stageParts(theme::colors());
    if (m_shows == Shows::Medians) {
        auto bars =
            stageBarsOverTime(m_workspace.changes(), {}, m_workspace.selection().period(), medianBuckets);
        m_chart->setLayers(
            {std::make_shared<StackedBarsLayer>(parts, std::move(bars), StackedBarsLayer::Position::Time)});
        return;
    }
    const pipeline::Period period =
        m_time.brush() ? periodOf(*m_time.brush()) : m_workspace.selection().period();
    ChangeBars found = stageBarsOfChanges(m_workspace.changes(), m_workspace.selection().zones(), period,
                                          changesShown, m_workspace.names());
    m_chart->setCategories(found.categories, true);
    m_chart->setLayers({std::make_shared<StackedBarsLayer>(parts, std::move(found.bars),
                                                           StackedBarsLayer::Position::Category)});
}

} // namespace zonescope::ui::propagation
