// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/prediction/forecast.h"
#include "model/congestion/prediction/log_import.h"
#include "ui/models/workspace.h"
#include "ui/network/network_view.h"
#include "ui/network/view_export.h"

#include <memory>

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace zonescope::ui::charts {
class Chart;
}
namespace zonescope::ui::widgets {
class Banner;
class EmptyState;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::network {

/// What passive logs and page loads gave together.
struct Prediction
{
    congestion::JoinResult joined; ///< without its pages
    congestion::Forecast forecast;
};
using PredictionPtr = std::shared_ptr<const Prediction>;

/// Imports logs of connections and of page loads, and shows the page loads' ratio curve beside the one that
/// is predicted from connections alone - or why the prediction is not shown. Reading and learning happen on
/// threads of the pool.
class PredictionView final : public NetworkView
{
    Q_OBJECT

public:
    explicit PredictionView(models::Workspace& workspace, QWidget* parent = nullptr);

    QString title() const override { return tr("Pre&diction"); }
    QString key() const override { return QStringLiteral("prediction"); }
    bool exportNow() override;

    /// Reads a file in the background and shows what would be taken from it. `rum`: page loads.
    void import(const QString& file, bool rum);
    /// Takes what was read, as the buttons of the preview do.
    void take(congestion::PassiveImport import);
    void take(congestion::RumImport import);
    const PredictionPtr& shown() const { return m_shown; }
    bool saveAs(const QString& file) const;
    /// What every export says of itself: n, period, kernel, what was chosen.
    ExportFacts facts() const;

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeBar();
    void choose(bool rum);
    void preview(const QString& file, bool rum, const base::Result<std::string>& text);
    void predict();
    void present(PredictionPtr prediction);
    void showChart();
    void showCounts();

    models::Workspace& m_workspace;
    std::shared_ptr<const std::vector<congestion::PassiveRecord>> m_connections;
    std::shared_ptr<const std::vector<congestion::RumRecord>> m_loads;
    PredictionPtr m_shown;
    std::uint64_t m_wanted = 0; ///< number of the newest prediction asked for
    QStackedWidget* m_stack;
    widgets::EmptyState* m_empty;
    widgets::Banner* m_banner = nullptr;
    /// Its own place: a prediction that ends later must not hide that a file could not be read.
    widgets::Banner* m_failure = nullptr;
    charts::Chart* m_chart = nullptr;
    QComboBox* m_path = nullptr;
    QComboBox* m_baseline = nullptr;
    QSpinBox* m_bucket = nullptr;
    QLabel* m_counts = nullptr;
    QLabel* m_facts = nullptr;
    QPushButton* m_export = nullptr;
};

} // namespace zonescope::ui::network
