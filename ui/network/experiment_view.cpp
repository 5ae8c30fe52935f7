// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/experiment_view.h"

#include "model/congestion/experiment/experiment_export.h"
#include "ui/charts/chart.h"
#include "ui/charts/line_layers.h"
#include "ui/charts/mark_layers.h"
#include "ui/network/experiment_dialog.h"
#include "ui/network/experiment_text.h"
#include "ui/text/error_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>

namespace zonescope::ui::network {
namespace {

/// Ratio and band of each algorithm over time.
std::vector<charts::LayerPtr> ratioLayers(const AnalysedExperiment& data, const QString& baselineText)
{
    std::vector<charts::LayerPtr> layers;
    const auto& arms = data.experiment.design.arms;
    for (std::size_t arm = 1; arm < arms.size(); ++arm) {
        std::vector<std::int64_t> at;
        std::vector<float> middle, low, high;
        for (const auto& point : data.analysis.all.overTime) {
            if (point.arm != arm)
                continue;
            at.push_back(base::toMicroseconds(point.at));
            middle.push_back(static_cast<float>(point.estimate.ratio));
            low.push_back(static_cast<float>(point.estimate.low));
            high.push_back(static_cast<float>(point.estimate.high));
        }
        if (at.empty())
            continue;
        const QString name = QString::fromStdString(arms[arm]);
        const int series = static_cast<int>(arm);
        layers.push_back(std::make_shared<charts::BandLayer>(
            ExperimentView::tr("%1, interval").arg(name), series,
            std::make_shared<charts::TimeSeries>(at, low), std::make_shared<charts::TimeSeries>(at, high)));
        layers.push_back(std::make_shared<charts::LineLayer>(
            name, series, std::make_shared<charts::TimeSeries>(at, middle)));
    }
    if (!layers.empty())
        layers.push_back(std::make_shared<charts::ThresholdLayer>(1.0, baselineText));
    return layers;
}

} // namespace

ExperimentView::ExperimentView(models::Workspace& workspace, QWidget* parent)
    : NetworkView(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(this))
{
    m_empty->setText(
        tr("No experiment yet"),
        tr("An experiment sends under two congestion control algorithms in turn, block by block, and says "
           "which one needs less time on your paths - or that no difference is shown."));
    m_empty->setAction(tr("&New experiment…"));
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, &ExperimentView::begin);
    auto* content = new QWidget(this);
    auto* body = new QVBoxLayout(content);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(theme::metric::gap);
    body->addWidget(makeBar());
    auto* splitter = new QSplitter(content);
    m_table = new widgets::TableView(tr("Experiments"), splitter);
    m_table->setObjectName(QStringLiteral("experiments"));
    m_table->setModel(&m_model);
    m_table->setColumnWidths({-1, 10, 14});
    makeSavable(*m_table, m_workspace, [this] { return listFacts(); });
    splitter->addWidget(m_table);
    splitter->addWidget(makeDetail());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({330, 800});
    splitter->setChildrenCollapsible(false);
    body->addWidget(splitter, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->addWidget(m_stack);
    m_clockwork.setInterval(1000);
    connect(&m_clockwork, &QTimer::timeout, this, &ExperimentView::look);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ExperimentView::selectionChanged);
    setFocusProxy(m_table);
}

QWidget* ExperimentView::makeBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const QString& label) {
        auto* made = new QPushButton(label, bar);
        row->addWidget(made);
        return made;
    };
    connect(button(tr("&New experiment…")), &QPushButton::clicked, this, &ExperimentView::begin);
    m_stop = button(tr("&Stop"));
    m_remove = button(tr("&Remove"));
    m_export = button(tr("Ex&port…"));
    row->addStretch(1);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_workspace.engine().stopExperiment(m_chosen); });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        m_workspace.engine().removeExperiment(m_chosen);
        m_shown.reset();
        look();
    });
    connect(m_export, &QPushButton::clicked, this, &ExperimentView::exportExperiment);
    return bar;
}

QWidget* ExperimentView::makeDetail()
{
    auto* detail = new QWidget(this);
    auto* layout = new QVBoxLayout(detail);
    layout->setContentsMargins(theme::metric::small, 0, 0, 0);
    layout->setSpacing(theme::metric::small);
    m_banner = new widgets::Banner(detail);
    m_verdict = new QLabel(detail);
    m_verdict->setFont(theme::font(theme::TextSize::Title));
    m_verdict->setWordWrap(true);
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_caption = new QLabel(detail);
    m_caption->setWordWrap(true);
    layout->addWidget(m_verdict);
    layout->addWidget(m_banner);
    auto* grid = new QGridLayout;
    grid->setSpacing(theme::metric::gap);
    const auto card = [&](const QString& title, QWidget* content, int row, int column, int columns) {
        auto* made = new widgets::Card(title, detail);
        made->setContent(content);
        grid->addWidget(made, row, column, 1, columns);
    };
    m_distribution = new DistributionPlot(tr("Time of a transfer"), detail);
    m_forest = new ForestPlot(tr("Ratio to the baseline on each path"), detail);
    m_ratio = new charts::Chart(tr("Ratio to the baseline over time"), detail);
    m_ratio->setValueAxis(logarithmicAxis(charts::ValueKind::Number));
    m_ratio->setEmptyText(tr("Not enough blocks yet."), tr("Every four blocks make a point."));
    makeSavable(*m_ratio, m_workspace, [this] { return facts(m_ratio->accessibleName()); });
    m_distribution->makeSavable(m_workspace, [this] { return facts(m_distribution->accessibleName()); });
    m_forest->makeSavable(m_workspace, [this] { return facts(m_forest->accessibleName()); });
    card(tr("Time of a transfer"), m_distribution, 0, 0, 1);
    card(tr("Ratio to the baseline on each path"), m_forest, 0, 1, 1);
    card(tr("Ratio to the baseline over time"), m_ratio, 1, 0, 2);
    grid->setRowStretch(0, 1);
    grid->setRowStretch(1, 1);
    layout->addLayout(grid, 1);
    layout->addWidget(m_caption);
    return detail;
}

void ExperimentView::focusContent()
{
    (m_stack->currentIndex() == 0 ? static_cast<QWidget*>(m_empty) : m_table)
        ->setFocus(Qt::ShortcutFocusReason);
}

void ExperimentView::showEvent(QShowEvent* event)
{
    NetworkView::showEvent(event);
    m_clockwork.start();
    look();
}

void ExperimentView::hideEvent(QHideEvent* event)
{
    m_clockwork.stop();
    NetworkView::hideEvent(event);
}

void ExperimentView::look()
{
    const auto snapshot = m_workspace.engine().experiments();
    if (m_snapshot && m_snapshot->number == snapshot->number && m_snapshot == snapshot)
        return;
    m_snapshot = snapshot;
    m_model.show(snapshot);
    m_stack->setCurrentIndex(snapshot->experiments.empty() ? 0 : 1);
    if (!snapshot->experiments.empty()) {
        const int row = std::max(0, m_model.rowOf(m_chosen));
        if (m_table->currentIndex().row() != row)
            m_table->selectRow(row);
    }
    selectionChanged();
}

void ExperimentView::selectionChanged()
{
    const auto chosen = m_model.at(m_table->currentIndex().row());
    const bool running = chosen && m_snapshot && m_snapshot->running == chosen->id;
    m_stop->setEnabled(running);
    m_remove->setEnabled(chosen && !running);
    m_export->setEnabled(chosen != nullptr);
    if (!chosen)
        return;
    m_chosen = chosen->id;
    analyse();
}

/// Some ten milliseconds for thousands of transfers: not on the window's thread. What comes in meanwhile is
/// looked at after it.
void ExperimentView::analyse()
{
    const auto chosen = m_model.at(m_model.rowOf(m_chosen));
    if (!chosen || m_analysing)
        return;
    if (m_analysed == chosen->id && m_analysedSamples == chosen->samples.size() &&
        m_analysedState == chosen->state)
        return;
    m_analysing = true;
    m_analysed = chosen->id;
    m_analysedSamples = chosen->samples.size();
    m_analysedState = chosen->state;
    QPointer<ExperimentView> self(this);
    QThreadPool::globalInstance()->start([self, chosen] {
        auto made = std::make_shared<const AnalysedExperiment>(
            AnalysedExperiment{*chosen, congestion::analyse(*chosen)});
        QMetaObject::invokeMethod(qApp, [self, made = std::move(made)] {
            if (!self)
                return;
            self->m_analysing = false;
            self->present(made);
            self->analyse();
        });
    });
}

void ExperimentView::present(AnalysedPtr analysed)
{
    m_shown = std::move(analysed);
    const auto& all = m_shown->analysis.all;
    const congestion::Experiment& experiment = m_shown->experiment;
    QStringList verdicts;
    for (const auto& comparison : all.comparisons)
        verdicts << verdictText(experiment, all, comparison);
    m_verdict->setText(verdicts.join(u'\n'));
    if (m_snapshot && m_snapshot->bookError)
        m_banner->tell(widgets::Banner::Kind::Failure,
                       tr("What is measured now cannot be kept: %1")
                           .arg(text::errorText(*m_snapshot->bookError).both()));
    else if (!experiment.note.empty())
        m_banner->tell(widgets::Banner::Kind::Failure, QString::fromStdString(experiment.note));
    else if (!all.guards.empty())
        m_banner->tell(widgets::Banner::Kind::Warning, guardReason(all.guards.front()));
    else if (!all.complete())
        m_banner->tell(
            widgets::Banner::Kind::Information,
            experiment.state == congestion::ExperimentState::Running
                ? tr("Greyed figures may still change sign: looking early finds differences that are not "
                     "there.")
                : tr("It ended before the planned number, so nothing is concluded."));
    else
        m_banner->withdraw();
    m_caption->setText(captionText(experiment, m_shown->analysis));
    m_distribution->present(m_shown);
    m_forest->present(m_shown);
    m_ratio->setLayers(ratioLayers(*m_shown, QString::fromStdString(experiment.design.arms[0])));
}

/// Of all experiments.
ExportFacts ExperimentView::listFacts() const
{
    ExportFacts facts;
    facts.title = tr("Experiments");
    facts.n = static_cast<std::uint64_t>(m_model.rowCount());
    std::optional<pipeline::Period> period;
    if (m_snapshot)
        for (const auto& experiment : m_snapshot->experiments) {
            const bool running = experiment->state == congestion::ExperimentState::Running;
            const base::Timestamp to = running ? m_workspace.now() : experiment->endedAt;
            period = period ? pipeline::Period{std::min(period->from, experiment->startedAt),
                                               std::max(period->to, to)}
                            : pipeline::Period{experiment->startedAt, to};
            facts.kernel = QString::fromStdString(experiment->conditions.kernel);
        }
    if (period)
        facts.period = periodText(*period, m_workspace.now());
    return facts;
}

ExportFacts ExperimentView::facts(const QString& title) const
{
    ExportFacts facts;
    facts.title = title;
    if (!m_shown)
        return facts;
    const congestion::Experiment& experiment = m_shown->experiment;
    facts.n = experiment.samples.size();
    facts.kernel = QString::fromStdString(experiment.conditions.kernel);
    if (!experiment.samples.empty())
        facts.period = periodText({experiment.samples.front().startedAt,
                                   experiment.samples.back().startedAt + experiment.samples.back().took},
                                  m_workspace.now());
    QStringList arms;
    for (const std::string& arm : experiment.design.arms)
        arms << QString::fromStdString(arm);
    facts.filters = arms.join(QStringLiteral(", "));
    if (!experiment.design.name.empty())
        facts.filters.prepend(QString::fromStdString(experiment.design.name) + QStringLiteral(": "));
    return facts;
}

void ExperimentView::begin()
{
    ExperimentDialog dialog(m_workspace, this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    m_chosen = dialog.begun();
    m_snapshot.reset();
    look();
}

bool ExperimentView::saveAs(const QString& file) const
{
    if (!m_shown)
        return false;
    if (file.endsWith(QStringLiteral(".png"))) {
        const QSize each(900, 320);
        const QFontMetrics metrics(m_caption->font());
        QImage page(QSize(each.width(), each.height() * 3 + metrics.height() * 3) * 2, QImage::Format_RGB32);
        page.setDevicePixelRatio(2);
        page.fill(theme::colors().card);
        QPainter painter(&page);
        painter.drawImage(QPoint(0, 0), m_distribution->toImage(each, theme::colors()));
        painter.drawImage(QPoint(0, each.height()), m_forest->toImage(each, theme::colors()));
        painter.drawImage(QPoint(0, each.height() * 2), m_ratio->toImage(each, theme::colors()));
        painter.setPen(theme::colors().text);
        painter.drawText(QRect(8, each.height() * 3, each.width() - 16, metrics.height() * 3),
                         Qt::TextWordWrap, m_verdict->text() + u'\n' + m_caption->text());
        return page.save(file);
    }
    const auto text = file.endsWith(QStringLiteral(".jsonl"))
                          ? congestion::experimentJsonLines(m_shown->experiment, m_shown->analysis)
                      : file.endsWith(QStringLiteral(".html"))
                          ? congestion::experimentHtml(m_shown->experiment, m_shown->analysis)
                          : congestion::experimentCsv(m_shown->experiment, m_shown->analysis);
    QFile out(file);
    return out.open(QIODevice::WriteOnly) && out.write(text.data(), static_cast<qint64>(text.size())) >= 0;
}

/// Of what has the focus: a chart, the list; else the whole experiment.
bool ExperimentView::exportNow()
{
    if (m_table->hasFocus() && m_model.rowCount() > 0) {
        saveTable(m_model, listFacts(), m_workspace, this);
        return true;
    }
    if (m_ratio->hasFocus()) {
        emit m_ratio->savePictureWanted();
        return true;
    }
    for (ExperimentPlot* plot :
         {static_cast<ExperimentPlot*>(m_distribution), static_cast<ExperimentPlot*>(m_forest)})
        if (m_shown && plot->hasFocus()) {
            saveFigure(plot->figure(facts(plot->accessibleName())), m_workspace, this);
            return true;
        }
    return exportExperiment();
}

bool ExperimentView::exportExperiment()
{
    if (!m_shown)
        return false;
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export the experiment"), tr("experiment.csv"),
        tr("CSV (*.csv);;JSON lines (*.jsonl);;Picture (*.png);;Report section (*.html)"));
    if (file.isEmpty())
        return true;
    const bool saved = saveAs(file);
    emit m_workspace.notice(saved ? tr("Saved %1.").arg(file) : tr("%1 could not be written.").arg(file),
                            !saved);
    return true;
}

} // namespace zonescope::ui::network
