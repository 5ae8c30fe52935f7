// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/connection_model.h"
#include "ui/models/workspace.h"
#include "ui/shell/page.h"

#include <QTimer>

class QLabel;
class QTabWidget;

namespace zonescope::ui::widgets {
class Banner;
class FilterField;
class KpiTile;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::network {

/// TCP connections of this host: those that are open, every one that ended, and what the kernel counted.
/// Looks once a second, and only while it is seen.
class NetworkPage final : public shell::Page
{
    Q_OBJECT

public:
    explicit NetworkPage(models::Workspace& workspace, QWidget* parent = nullptr);

    QString title() const override;
    void focusFilter() override;
    void focusContent() override;
    bool closeInnermost() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTiles();
    widgets::TableView* makeTable(models::ConnectionModel& model, const QString& name, const QString& key);
    widgets::TableView* shownTable() const;
    void look();
    void showFigures(const congestion::Snapshot& snapshot);

    models::Workspace& m_workspace;
    models::ConnectionModel m_open{models::ConnectionModel::Shows::Open};
    models::ConnectionModel m_ended{models::ConnectionModel::Shows::Ended};
    widgets::FilterField* m_filter;
    QLabel* m_problem;
    widgets::KpiTile* m_openTile = nullptr;
    widgets::KpiTile* m_endedTile = nullptr;
    widgets::KpiTile* m_repeatedTile = nullptr;
    widgets::KpiTile* m_lostTile = nullptr;
    QTabWidget* m_tabs;
    widgets::TableView* m_openTable;
    widgets::TableView* m_endedTable;
    QTimer m_clockwork;
    bool m_seen = false;
};

} // namespace zonescope::ui::network
