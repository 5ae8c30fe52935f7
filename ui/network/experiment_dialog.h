// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/experiment_model.h"
#include "ui/models/workspace.h"

#include <QDialog>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace zonescope::ui::widgets {
class TableView;
}

namespace zonescope::ui::network {

/// What is compared, on which paths, how often - and before that what this host allows and how many transfers
/// an answer needs. Starts the experiment when it is accepted.
class ExperimentDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ExperimentDialog(models::Workspace& workspace, QWidget* parent = nullptr);

    /// What the fields say now. The complaint, when a line of the targets cannot be read.
    base::Result<congestion::ExperimentDesign> design() const;
    congestion::ExperimentId begun() const { return m_begun; }
    /// What was found out about this host; the dialog asks by itself, in the background.
    void setPreflight(const congestion::ExperimentPreflight& preflight);

    void accept() override;

private:
    QWidget* makePreflight();
    QWidget* makeForm();
    QWidget* makePlanner();
    void askHost();
    void replan();
    void showRoute();
    void kindChanged();

    models::Workspace& m_workspace;
    models::AlgorithmModel m_algorithms;
    congestion::ExperimentPreflight m_preflight;
    congestion::ExperimentId m_begun;
    widgets::TableView* m_table = nullptr;
    QLabel* m_host = nullptr;
    QLineEdit* m_name = nullptr;
    QComboBox* m_kind = nullptr;
    QComboBox* m_baseline = nullptr;
    QComboBox* m_against = nullptr;
    QPlainTextEdit* m_targets = nullptr;
    QDoubleSpinBox* m_megabytes = nullptr;
    QSpinBox* m_blocks = nullptr;
    QSpinBox* m_timeout = nullptr;
    QSpinBox* m_difference = nullptr;
    QDoubleSpinBox* m_spread = nullptr;
    QLabel* m_plan = nullptr;
    QLabel* m_route = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_usePlan = nullptr;
    QPushButton* m_start = nullptr;
};

} // namespace zonescope::ui::network
