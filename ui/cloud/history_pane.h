// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/cloud/history_layers.h"
#include "ui/models/cloud_models.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace zonescope::ui::charts {
class Chart;
class TimeSelection;
} // namespace zonescope::ui::charts
namespace zonescope::ui::widgets {
class Card;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::cloudpage {

/// Every scan that is kept, and how the estate grew: resources, tunnels, addresses.
class HistoryPane final : public QWidget
{
    Q_OBJECT

public:
    /// `table` shows `model`.
    HistoryPane(models::CloudScanModel& model, widgets::TableView* table, QWidget* parent = nullptr);

    void show(const engine::CloudHistoryAnswer& answer, base::Timestamp now);
    void showView(cloud::CloudViewPtr view);
    const std::vector<charts::Chart*>& charts() const { return m_charts; }

signals:
    void scanWanted(qint64 id);
    void comparisonWanted(qint64 older, qint64 newer);
    void resourceWanted(zonescope::cloud::Index resource);

private:
    QWidget* makeList();
    charts::Chart* addChart(QLayout* layout, const QString& title, const QString& empty);
    void draw();
    void enable();
    void compare();

    models::CloudScanModel& m_model;
    widgets::TableView* m_table;
    cloud::CloudViewPtr m_view;
    base::Timestamp m_now{};
    QComboBox* m_by = nullptr;
    QComboBox* m_useOf = nullptr;
    QPushButton* m_show = nullptr;
    QPushButton* m_compare = nullptr;
    std::vector<charts::Chart*> m_charts; ///< inventory, tunnels, addresses
    std::vector<widgets::Card*> m_cards;  ///< theirs
};

} // namespace zonescope::ui::cloudpage
