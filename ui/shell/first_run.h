// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

#include <QWidget>

#include <functional>

class QPushButton;

namespace zonescope::ui::shell {

/// Instead of an empty overview: three ways to begin.
class FirstRun final : public QWidget
{
    Q_OBJECT

public:
    /// startDemo may be empty: then the third choice is not offered.
    FirstRun(models::Workspace& workspace, std::function<bool(QString*)> startDemo,
             QWidget* parent = nullptr);

private:
    QPushButton* choice(const QString& title, const QString& explanation, const QString& label);
    void importFile();

    models::Workspace& m_workspace;
    std::function<bool(QString*)> m_startDemo;
};

} // namespace zonescope::ui::shell
