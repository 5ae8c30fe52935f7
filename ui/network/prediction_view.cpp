// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/prediction_view.h"

#include "model/congestion/prediction/forecast_export.h"
#include "ui/charts/chart.h"
#include "ui/charts/line_layers.h"
#include "ui/charts/mark_layers.h"
#include "ui/network/experiment_plots.h"
#include "ui/network/import_preview.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"

#include <QApplication>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QThreadPool>

#include <algorithm>
#include <limits>
#include <set>

namespace zonescope::ui::network {
namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

QString refusalText(congestion::Refusal refusal)
{
    switch (refusal) {
    case congestion::Refusal::TooFewPages:
        return PredictionView::tr(
                   "Too few page loads could be joined with connections: at least %1 are needed to learn "
                   "from.")
            .arg(congestion::fewestRumPages);
    case congestion::Refusal::NoBaseline:
        return PredictionView::tr("No page load of the baseline is among them. Choose another baseline.");
    case congestion::Refusal::TooFewPoints:
        return PredictionView::tr(
            "There are too few times at which both the baseline and another algorithm have page "
            "loads. Import more, or choose longer intervals.");
    case congestion::Refusal::CurveUnlike:
        return PredictionView::tr(
            "The predicted ratios do not follow those of the page loads. The logs lack what "
            "decides, such as busy time.");
    case congestion::Refusal::CurveOff:
        return PredictionView::tr("The predicted ratios follow those of the page loads, but too far away.");
    }
    return {};
}

/// The points of one path and algorithm, as a chart wants them.
struct Series
{
    std::vector<std::int64_t> at;
    std::vector<float> rum, predicted, extrapolated;
    bool hasRum = false, hasPredicted = false, hasExtrapolated = false;
};

Series seriesOf(const congestion::Forecast& forecast, const std::string& path, const std::string& algorithm)
{
    Series series;
    for (const congestion::CurvePoint& point : forecast.curve) {
        if (point.path != path || point.algorithm != algorithm)
            continue;
        series.at.push_back(base::toMicroseconds(point.at));
        series.rum.push_back(point.rum ? static_cast<float>(*point.rum) : unknown);
        // For pages that the model learnt from only the held-out value is a prediction.
        const auto& value = point.heldOut ? point.heldOut : point.predicted;
        series.predicted.push_back(value && !point.extrapolated ? static_cast<float>(*value) : unknown);
        series.extrapolated.push_back(value && point.extrapolated ? static_cast<float>(*value) : unknown);
        series.hasRum = series.hasRum || point.rum;
        series.hasPredicted = series.hasPredicted || (value && !point.extrapolated);
        series.hasExtrapolated = series.hasExtrapolated || (value && point.extrapolated);
    }
    return series;
}

} // namespace

PredictionView::PredictionView(models::Workspace& workspace, QWidget* parent)
    : NetworkView(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(this))
{
    setAcceptDrops(true);
    m_empty->setText(
        tr("No logs imported yet"),
        tr("Import a log of connections and some page loads of browsers. The page loads of all other "
           "connections are then predicted, where the prediction stands the test. Files can be dropped "
           "here."));
    m_empty->setAction(tr("Import &connections…"));
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, [this] { choose(false); });
    m_chart = new charts::Chart(tr("Page load against the baseline"), this);
    m_chart->setValueAxis(logarithmicAxis(charts::ValueKind::Number));
    m_chart->setEmptyText(tr("Nothing to compare yet."),
                          tr("Each point needs three page loads of the baseline and of another algorithm."));
    auto* card = new widgets::Card(tr("Page load against the baseline"), this);
    card->setContent(m_chart);
    m_path = new QComboBox(card);
    m_path->setAccessibleName(tr("Path"));
    m_path->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    card->addHeaderWidget(m_path);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(card);
    m_banner = new widgets::Banner(this);
    m_failure = new widgets::Banner(this);
    m_failure->setObjectName(QStringLiteral("importFailure"));
    m_facts = new QLabel(this);
    m_facts->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::gap);
    layout->addWidget(makeBar());
    layout->addWidget(m_failure);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_facts);
    connect(m_path, &QComboBox::currentIndexChanged, this, &PredictionView::showChart);
    setFocusProxy(m_chart);
    makeSavable(*m_chart, m_workspace, [this] { return facts(); });
    showCounts();
}

QWidget* PredictionView::makeBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const QString& label, auto clicked) {
        auto* made = new QPushButton(label, bar);
        row->addWidget(made);
        connect(made, &QPushButton::clicked, this, clicked);
        return made;
    };
    button(tr("Import &connections…"), [this] { choose(false); });
    button(tr("Import pa&ge loads…"), [this] { choose(true); });
    m_export = button(tr("Ex&port…"), [this] { exportNow(); });
    m_baseline = new QComboBox(bar);
    m_baseline->setAccessibleName(tr("Baseline"));
    m_baseline->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_bucket = new QSpinBox(bar);
    m_bucket->setAccessibleName(tr("Interval of a point"));
    m_bucket->setRange(1, 1440);
    m_bucket->setValue(5);
    m_bucket->setSuffix(tr(" min a point"));
    row->addWidget(m_baseline);
    row->addWidget(m_bucket);
    m_counts = new QLabel(bar);
    row->addWidget(m_counts, 1);
    connect(m_baseline, &QComboBox::activated, this, &PredictionView::predict);
    connect(m_bucket, &QSpinBox::valueChanged, this, &PredictionView::predict);
    return bar;
}

void PredictionView::choose(bool rum)
{
    const QString file = QFileDialog::getOpenFileName(
        this, rum ? tr("Import page loads") : tr("Import connections"), QString(),
        rum ? tr("Page loads (*.csv *.jsonl *.json *.har *.log *.txt *.zst);;All files (*)")
            : tr("Logs of connections (*.csv *.jsonl *.json *.txt *.log *.zst);;All files (*)"));
    if (!file.isEmpty())
        import(file, rum);
}

void PredictionView::import(const QString& file, bool rum)
{
    QPointer<PredictionView> self(this);
    QThreadPool::globalInstance()->start([self, file, rum] {
        auto text = congestion::readLogFile(file.toStdString());
        QMetaObject::invokeMethod(qApp, [self, file, rum, text = std::move(text)] {
            if (self)
                self->preview(file, rum, text);
        });
    });
}

void PredictionView::preview(const QString& file, bool rum, const base::Result<std::string>& text)
{
    if (!text) {
        m_failure->tell(widgets::Banner::Kind::Failure, text::errorText(text.error()).both() + u' ' +
                                                            QString::fromStdString(text.error().detail));
        return;
    }
    m_failure->withdraw();
    auto* dialog = new ImportPreview(QFileInfo(file).fileName(), rum, *text, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, rum] {
        if (rum)
            take(dialog->takeRum());
        else
            take(dialog->takePassive());
    });
    dialog->open();
}

void PredictionView::take(congestion::PassiveImport import)
{
    m_connections = std::make_shared<const std::vector<congestion::PassiveRecord>>(std::move(import.records));
    std::set<std::string> algorithms;
    for (const auto& record : *m_connections)
        if (!record.algorithm.empty())
            algorithms.insert(record.algorithm);
    const QString before = m_baseline->currentText();
    m_baseline->clear();
    for (const std::string& algorithm : algorithms)
        m_baseline->addItem(QString::fromStdString(algorithm));
    const int kept = m_baseline->findText(before.isEmpty() ? QStringLiteral("cubic") : before);
    m_baseline->setCurrentIndex(std::max(kept, 0));
    predict();
}

void PredictionView::take(congestion::RumImport import)
{
    m_loads = std::make_shared<const std::vector<congestion::RumRecord>>(std::move(import.records));
    predict();
}

void PredictionView::predict()
{
    showCounts();
    if (!m_connections)
        return;
    congestion::ForecastOptions options;
    options.baseline = m_baseline->currentText().toStdString();
    options.bucket = std::chrono::minutes(m_bucket->value());
    const auto loads = m_loads ? m_loads : std::make_shared<const std::vector<congestion::RumRecord>>();
    QPointer<PredictionView> self(this);
    QThreadPool::globalInstance()->start(
        [self, number = ++m_wanted, options, connections = m_connections, loads] {
            Prediction made;
            made.joined = congestion::joinPages(*connections, *loads);
            made.forecast = congestion::forecast(made.joined.pages, options);
            made.joined.pages.clear();
            auto shared = std::make_shared<const Prediction>(std::move(made));
            QMetaObject::invokeMethod(qApp, [self, number, shared = std::move(shared)] {
                if (self && self->m_wanted == number)
                    self->present(shared);
            });
        });
}

void PredictionView::present(PredictionPtr prediction)
{
    m_shown = std::move(prediction);
    std::set<std::string> paths;
    for (const auto& point : m_shown->forecast.curve)
        paths.insert(point.path);
    const QString before = m_path->currentText();
    {
        const QSignalBlocker quiet(m_path);
        m_path->clear();
        for (const std::string& path : paths)
            m_path->addItem(path.empty() ? tr("Unknown path") : QString::fromStdString(path),
                            QString::fromStdString(path));
        m_path->setCurrentIndex(std::max(0, m_path->findText(before)));
    }
    m_path->setVisible(!paths.empty());
    const auto& forecast = m_shown->forecast;
    if (!m_loads)
        m_banner->tell(widgets::Banner::Kind::Information,
                       tr("Import page loads as well: a model needs something to learn from."),
                       tr("Import pa&ge loads…"));
    else if (forecast.refusal)
        m_banner->tell(widgets::Banner::Kind::Warning,
                       tr("The prediction is not shown. %1").arg(refusalText(*forecast.refusal)));
    else
        m_banner->withdraw();
    disconnect(m_banner, &widgets::Banner::actionTriggered, this, nullptr);
    connect(m_banner, &widgets::Banner::actionTriggered, this, [this] { choose(true); });
    showCounts();
    showChart();
}

void PredictionView::showChart()
{
    if (!m_shown)
        return;
    const std::string path = m_path->currentData().toString().toStdString();
    std::set<std::string> algorithms;
    for (const auto& point : m_shown->forecast.curve)
        if (point.path == path)
            algorithms.insert(point.algorithm);
    std::vector<charts::LayerPtr> layers;
    int index = 0;
    const auto add = [&](const QString& name, const std::vector<std::int64_t>& at,
                         std::vector<float> values) {
        layers.push_back(std::make_shared<charts::LineLayer>(
            name, index++, std::make_shared<charts::TimeSeries>(at, std::move(values))));
    };
    for (const std::string& algorithm : algorithms) {
        Series series = seriesOf(m_shown->forecast, path, algorithm);
        const QString name = QString::fromStdString(algorithm);
        if (series.hasRum)
            add(tr("%1, page loads").arg(name), series.at, std::move(series.rum));
        if (series.hasPredicted)
            add(tr("%1, predicted").arg(name), series.at, std::move(series.predicted));
        if (series.hasExtrapolated)
            add(tr("%1, extrapolated").arg(name), series.at, std::move(series.extrapolated));
    }
    if (!layers.empty())
        layers.push_back(std::make_shared<charts::ThresholdLayer>(1.0, m_baseline->currentText()));
    m_chart->setLayers(std::move(layers));
}

void PredictionView::showCounts()
{
    const std::uint64_t connections = m_connections ? m_connections->size() : 0;
    const std::uint64_t loads = m_loads ? m_loads->size() : 0;
    m_counts->setText(
        tr("%1 connections, %2 page loads").arg(text::number(connections), text::number(loads)));
    m_stack->setCurrentIndex(m_connections ? 1 : 0);
    m_export->setEnabled(m_shown != nullptr);
    m_baseline->setEnabled(m_connections != nullptr);
    m_bucket->setEnabled(m_connections != nullptr);
    m_facts->setVisible(m_shown != nullptr);
    if (!m_shown)
        return;
    const auto& forecast = m_shown->forecast;
    QStringList facts{tr("Matched %1 of the page loads: %2 by cookie, %3 by network, time and octets.")
                          .arg(text::percent(m_shown->joined.matchRate()),
                               text::number(m_shown->joined.byCookie), text::number(m_shown->joined.byTime))};
    if (forecast.correlation)
        facts << tr("On page loads the model had not seen: correlation of the ratios %1 (at least %2), mean "
                    "log "
                    "difference %3 (at most %4), %5 points.")
                     .arg(QLocale().toString(*forecast.correlation, 'f', 3),
                          QLocale().toString(congestion::wantedCorrelation, 'f', 2),
                          QLocale().toString(forecast.logDifference.value_or(0), 'f', 3),
                          QLocale().toString(congestion::largestLogDifference, 'f', 2),
                          text::number(forecast.comparedPoints));
    if (forecast.extrapolatedPages > 0)
        facts << tr("%1 of %2 pages are unlike those it learnt from: extrapolated.")
                     .arg(text::number(forecast.extrapolatedPages), text::number(forecast.pages));
    if (m_shown->joined.unusable > 0)
        facts << tr("%1 connections say neither when nor under which algorithm, and were left out.")
                     .arg(text::number(m_shown->joined.unusable));
    m_facts->setText(facts.join(u' '));
}

void PredictionView::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().first().isLocalFile())
        event->acceptProposedAction();
}

/// Which kind a dropped file is shows in its first lines: only page loads know load times.
void PredictionView::dropEvent(QDropEvent* event)
{
    const QString file = event->mimeData()->urls().first().toLocalFile();
    QFile head(file);
    if (!head.open(QIODevice::ReadOnly))
        return;
    const std::string text = head.read(65536).toStdString();
    const bool rum = file.endsWith(QStringLiteral(".har")) || text.find("t_done") != std::string::npos ||
                     text.find("loadEventEnd") != std::string::npos ||
                     text.find("load_ms") != std::string::npos ||
                     text.find("\"onLoad\"") != std::string::npos;
    event->acceptProposedAction();
    import(file, rum);
}

ExportFacts PredictionView::facts() const
{
    ExportFacts facts;
    facts.title = tr("Page load against the baseline");
    // Logs may come from another host, and none of the formats says from which kernel.
    facts.kernel = tr("not in the logs");
    if (!m_shown)
        return facts;
    const congestion::Forecast& forecast = m_shown->forecast;
    facts.n = forecast.pages;
    if (!forecast.curve.empty()) {
        const auto [first, last] = std::ranges::minmax(forecast.curve, {}, &congestion::CurvePoint::at);
        facts.period =
            periodText({first.at, last.at + std::chrono::minutes(m_bucket->value())}, m_workspace.now());
    }
    QStringList filters{tr("baseline %1").arg(m_baseline->currentText()),
                        tr("%n minute(s) a point", nullptr, m_bucket->value())};
    if (m_path->count() > 0)
        filters.prepend(tr("path %1").arg(m_path->currentText()));
    if (forecast.refusal)
        filters << tr("prediction refused");
    facts.filters = filters.join(QStringLiteral(", "));
    return facts;
}

bool PredictionView::saveAs(const QString& file) const
{
    if (!m_shown)
        return false;
    const double matched = m_shown->joined.matchRate();
    for (const char* ending : {".png", ".html", ".pdf"})
        if (file.endsWith(QLatin1String(ending)))
            return writeFigure(file, figureOf(*m_chart, facts())).isEmpty();
    const std::string about = facts().caption().toStdString();
    const std::string text = file.endsWith(QStringLiteral(".jsonl"))
                                 ? congestion::forecastJsonLines(m_shown->forecast, matched, about)
                                 : congestion::forecastCsv(m_shown->forecast, matched, about);
    QFile out(file);
    return out.open(QIODevice::WriteOnly) && out.write(text.data(), static_cast<qint64>(text.size())) >= 0;
}

bool PredictionView::exportNow()
{
    if (!m_shown)
        return false;
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export the prediction"), tr("prediction.csv"),
        tr("CSV (*.csv);;JSON lines (*.jsonl);;Picture (*.png);;Report (*.html);;Report on "
           "paper (*.pdf)"));
    if (file.isEmpty())
        return true;
    const bool saved = saveAs(file);
    emit m_workspace.notice(saved ? tr("Saved %1.").arg(file) : tr("%1 could not be written.").arg(file),
                            !saved);
    return true;
}

} // namespace zonescope::ui::network
