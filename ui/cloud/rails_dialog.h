// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intent_requests.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace zonescope::ui::cloudpage {

/// What plans and corrections must not do, and who else looks after resources.
class RailsDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit RailsDialog(const engine::DriftView& view, QWidget* parent = nullptr);
    engine::SetDriftSettings settings() const;

private:
    void check();

    QPlainTextEdit* m_allowed;
    QPlainTextEdit* m_management;
    QPlainTextEdit* m_others;
    QSpinBox* m_most;
    QSpinBox* m_scans;
    QLabel* m_problem;
    QPushButton* m_save;
};

} // namespace zonescope::ui::cloudpage
