// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/experiment_model.h"
#include "ui/models/workspace.h"
#include "ui/network/experiment_plots.h"
#include "ui/network/network_view.h"
#include "ui/network/view_export.h"

#include <QTimer>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace zonescope::ui::charts {
class Chart;
}
namespace zonescope::ui::widgets {
class Banner;
class EmptyState;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::network {

/// Comparisons of congestion control algorithms: the list, and what the chosen one shows. Figures are made on
/// a thread of the pool.
class ExperimentView final : public NetworkView
{
    Q_OBJECT

public:
    explicit ExperimentView(models::Workspace& workspace, QWidget* parent = nullptr);

    QString title() const override { return tr("E&xperiments"); }
    QString key() const override { return QStringLiteral("experiments"); }
    void focusContent() override;
    bool exportNow() override;
    bool exportExperiment();

    /// What is shown now; nothing while it is being made.
    const AnalysedPtr& shown() const { return m_shown; }
    /// Everything of it, by the ending of the name: .csv, .jsonl, .png, .html.
    bool saveAs(const QString& file) const;
    /// What the export of the chart over time says of itself.
    ExportFacts facts(const QString& title) const;
    ExportFacts listFacts() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeBar();
    QWidget* makeDetail();
    void look();
    void selectionChanged();
    void analyse();
    void present(AnalysedPtr analysed);
    void begin();

    models::Workspace& m_workspace;
    models::ExperimentModel m_model;
    QTimer m_clockwork;
    std::shared_ptr<const congestion::ExperimentsSnapshot> m_snapshot;
    congestion::ExperimentId m_chosen;
    std::size_t m_analysedSamples = 0; ///< of the last analysis asked for
    congestion::ExperimentState m_analysedState = congestion::ExperimentState::Running;
    congestion::ExperimentId m_analysed;
    bool m_analysing = false;
    AnalysedPtr m_shown;
    QStackedWidget* m_stack;
    widgets::EmptyState* m_empty;
    widgets::TableView* m_table = nullptr;
    widgets::Banner* m_banner = nullptr;
    QLabel* m_verdict = nullptr;
    QLabel* m_caption = nullptr;
    DistributionPlot* m_distribution = nullptr;
    ForestPlot* m_forest = nullptr;
    charts::Chart* m_ratio = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_export = nullptr;
};

} // namespace zonescope::ui::network
