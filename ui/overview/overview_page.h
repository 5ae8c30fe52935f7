// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/attention_model.h"
#include "ui/models/workspace.h"
#include "ui/shell/page.h"

#include <QTimer>

#include <deque>

class QStackedWidget;

namespace zonescope::ui::widgets {
class Card;
class EmptyState;
class KpiTile;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::overview {

/// Is all well, and if not, what first? Tiles, the list of zones that need attention, two charts.
class OverviewPage final : public shell::Page
{
    Q_OBJECT

public:
    OverviewPage(models::Workspace& workspace, charts::TimeSelection& time, QWidget* parent = nullptr);

    QString title() const override;
    void focusContent() override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeTiles();
    QWidget* makeAttention();
    void refresh();
    void showZones();
    void showLatency();
    void showTraffic();
    void showPrimaries();
    void showAttention();
    void act(int row);

    models::Workspace& m_workspace;
    models::AttentionModel m_attention;
    widgets::KpiTile* m_zones = nullptr;
    widgets::KpiTile* m_visible = nullptr;
    widgets::KpiTile* m_transfers = nullptr;
    widgets::KpiTile* m_notifies = nullptr;
    widgets::KpiTile* m_primaries = nullptr;
    widgets::Card* m_card = nullptr;
    widgets::TableView* m_table = nullptr;
    widgets::EmptyState* m_allWell = nullptr;
    QStackedWidget* m_either = nullptr;
    std::deque<float> m_transferTrend;
    QTimer m_quiet;
};

} // namespace zonescope::ui::overview
