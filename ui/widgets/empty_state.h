// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace zonescope::ui::widgets {

/// Instead of an empty table or axis: what is (not) here, why, and the one useful action.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);

    void setText(const QString& title, const QString& explanation = {});
    void setAction(const QString& label); ///< empty hides the button

signals:
    void actionTriggered();

private:
    QLabel* m_title;
    QLabel* m_explanation;
    QPushButton* m_action;
};

} // namespace zonescope::ui::widgets
