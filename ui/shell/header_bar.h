// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/selection.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QMenu;

namespace zonescope::ui::shell {

/// Title, command field, time range, Live: the same on every page.
class HeaderBar final : public QWidget
{
    Q_OBJECT

public:
    explicit HeaderBar(models::Selection& selection, QWidget* parent = nullptr);

    void setTitle(const QString& title);

signals:
    void commandWanted();

private:
    void fillRanges(QMenu* menu);
    void showRange();
    void askForRange();

    models::Selection& m_selection;
    QLabel* m_title;
    QPushButton* m_command;
    QPushButton* m_range;
    QPushButton* m_live;
};

} // namespace zonescope::ui::shell
