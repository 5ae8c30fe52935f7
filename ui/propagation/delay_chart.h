// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/workspace.h"

#include <QTimer>
#include <QWidget>

namespace zonescope::ui::charts {
class Chart;
}
namespace zonescope::ui::widgets {
class Card;
}

namespace zonescope::ui::propagation {

/// "Time to visible": every edge's delay of every change, with the target. Drawn anew at most as often as the
/// changes are announced and never while hidden.
class DelayChart final : public QWidget
{
    Q_OBJECT

public:
    /// onlyChosen: the chosen zones when there are any.
    DelayChart(models::Workspace& workspace, charts::TimeSelection& time, bool onlyChosen,
               QWidget* parent = nullptr);

    void setTarget(base::Duration target);
    charts::Chart* chart() const { return m_chart; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void draw();

    models::Workspace& m_workspace;
    widgets::Card* m_card;
    charts::Chart* m_chart;
    base::Duration m_target{5'000'000};
    bool m_onlyChosen;
    bool m_dirty = true;
};

/// "Where the time goes": the stages stacked, their medians over time or one bar for each change.
class StageChart final : public QWidget
{
    Q_OBJECT

public:
    enum class Shows : std::uint8_t { Medians, Changes };
    StageChart(models::Workspace& workspace, charts::TimeSelection& time, Shows shows,
               QWidget* parent = nullptr);
    charts::Chart* chart() const { return m_chart; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void draw();

    models::Workspace& m_workspace;
    charts::TimeSelection& m_time;
    widgets::Card* m_card;
    charts::Chart* m_chart;
    Shows m_shows;
    bool m_dirty = true;
};

} // namespace zonescope::ui::propagation
