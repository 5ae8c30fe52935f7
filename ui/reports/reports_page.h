// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/workspace.h"
#include "ui/reports/report_exporter.h"
#include "ui/shell/page.h"

#include <QTimer>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace zonescope::ui::reports {

class ReportPreview;

/// Freshness and incidents: options left, the report itself right, export.
class ReportsPage final : public shell::Page
{
    Q_OBJECT

public:
    ReportsPage(models::Workspace& workspace, charts::TimeSelection& time, QWidget* parent = nullptr);

    QString title() const override;
    bool exportNow() override;
    /// Without asking for a folder.
    void exportTo(const QString& folder);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeOptions();
    void refresh();
    void ask();
    Formats formats() const;
    pipeline::Period period() const;

    models::Workspace& m_workspace;
    charts::TimeSelection& m_time;
    models::Question m_question;
    std::shared_ptr<const report::Document> m_document;
    ReportPreview* m_preview;
    QComboBox* m_period = nullptr;
    QComboBox* m_zones = nullptr;
    QDoubleSpinBox* m_target = nullptr;
    QCheckBox* m_pdf = nullptr;
    QCheckBox* m_html = nullptr;
    QCheckBox* m_csv = nullptr;
    QCheckBox* m_png = nullptr;
    QCheckBox* m_clouds = nullptr;
    QLabel* m_state = nullptr;
    QPushButton* m_export = nullptr;
    QTimer m_soon;
};

} // namespace zonescope::ui::reports
