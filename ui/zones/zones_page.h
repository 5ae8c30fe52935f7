// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/workspace.h"
#include "ui/models/zone_table_model.h"
#include "ui/shell/page.h"

class QLabel;
class QPushButton;
class QSplitter;
class QToolButton;

namespace zonescope::ui::widgets {
class FilterField;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::zones {

class DifferenceView;
class EdgeTimeline;

/// The zone table, its filter and the inspector of the chosen zone.
class ZonesPage final : public shell::Page
{
    Q_OBJECT

public:
    ZonesPage(models::Workspace& workspace, charts::TimeSelection& time, QWidget* parent = nullptr);

    QString title() const override;
    void focusFilter() override;
    void focusContent() override;
    void toggleInspector() override;
    bool closeInnermost() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

    void setFilter(const QString& text);
    models::ZoneTableModel& model() { return m_model; }
    widgets::TableView* table() const { return m_table; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeChips();
    QWidget* makeInspector();
    void applyFilter(const QString& text);
    void showCounts();
    void showVisibleRows();
    void onSelectionChanged();
    void restoreSelection();
    void inspect();
    void contextMenu(const QPoint& at);

    models::Workspace& m_workspace;
    models::ZoneTableModel m_model;
    widgets::FilterField* m_filter = nullptr;
    widgets::TableView* m_table = nullptr;
    QSplitter* m_splitter = nullptr;
    QWidget* m_inspector = nullptr;
    EdgeTimeline* m_timeline = nullptr;
    DifferenceView* m_difference = nullptr;
    QLabel* m_count = nullptr;
    QPushButton* m_resort = nullptr;
    QPushButton* m_attention = nullptr;
    QPushButton* m_expired = nullptr;
    QTimer m_inspectSoon;
    bool m_restoring = false;
};

} // namespace zonescope::ui::zones
