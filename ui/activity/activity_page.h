// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"
#include "ui/shell/page.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace zonescope::ui::widgets {
class FilterField;
class TableView;
} // namespace zonescope::ui::widgets

namespace zonescope::ui::activity {

/// What happened, line by line. Follows the end only while the reader is at the end.
class ActivityPage final : public shell::Page
{
    Q_OBJECT

public:
    explicit ActivityPage(models::Workspace& workspace, QWidget* parent = nullptr);

    QString title() const override;
    void focusFilter() override;
    void focusContent() override;
    bool closeInnermost() override;
    bool exportNow() override;
    void saveState(QSettings& settings) const override;
    void restoreState(const QSettings& settings) override;

private:
    void applyFilter();
    void showState();
    bool isAtEnd() const;

    models::Workspace& m_workspace;
    models::ActivityModel& m_model;
    QComboBox* m_group;
    widgets::FilterField* m_words;
    QPushButton* m_onlyZone;
    QPushButton* m_pause;
    QPushButton* m_older;
    QLabel* m_state;
    widgets::TableView* m_table;
    bool m_follow = true;
};

} // namespace zonescope::ui::activity
