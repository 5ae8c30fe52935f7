// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/latency_model.h"
#include "ui/models/workspace.h"
#include "ui/shell/page.h"

class QLabel;
class QPushButton;

namespace zonescope::ui::widgets {
class TableView;
}

namespace zonescope::ui::propagation {

class DelayChart;
class StageChart;

/// How long changes take to become visible: every edge over time, stages of each change, percentiles. A
/// brushed stretch of time narrows all of them.
class PropagationPage final : public shell::Page
{
    Q_OBJECT

public:
    PropagationPage(models::Workspace& workspace, charts::TimeSelection& time, QWidget* parent = nullptr);

    QString title() const override;
    void focusContent() override;
    bool closeInnermost() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeTop();
    void refresh();
    void fillTables();
    void showScope();

    models::Workspace& m_workspace;
    charts::TimeSelection& m_time;
    models::LatencyModel m_stageModel;
    models::LatencyModel m_edgeModel;
    DelayChart* m_delays;
    StageChart* m_stages;
    widgets::TableView* m_stageTable;
    widgets::TableView* m_edgeTable;
    QLabel* m_scope = nullptr;
    QPushButton* m_allZones = nullptr;
    QPushButton* m_allTime = nullptr;
    bool m_dirty = true;
};

} // namespace zonescope::ui::propagation
