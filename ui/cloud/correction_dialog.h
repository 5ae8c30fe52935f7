// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

#include <QDialog>

class QCheckBox;
class QCompleter;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace zonescope::ui::cloudpage {

/// Completes names of profiles of all providers.
QCompleter* profileCompleter(QObject* parent);

/// What would be written to a provider: who writes, each call, what it would do to traffic. Nothing is sent
/// before it was looked at and confirmed; what was carried out is taken back unless somebody keeps it in
/// time.
class CorrectionDialog final : public QDialog
{
    Q_OBJECT

public:
    CorrectionDialog(models::Workspace& workspace, engine::PrepareCorrection what, QWidget* parent = nullptr);

    /// With the profile that stands there.
    void prepare();
    const std::optional<engine::CorrectionAnswer>& answer() const { return m_answer; }

signals:
    /// It was carried out, or failed.
    void carriedOut(const engine::IntentAnswer& answer);

private:
    void take(const engine::CorrectionAnswer& answer);
    void carryOut();
    void updateButtons();
    void tell(const QString& problem);

    models::Workspace& m_workspace;
    models::Question m_question;
    engine::PrepareCorrection m_what;
    std::optional<engine::CorrectionAnswer> m_answer;

    QLineEdit* m_profile;
    QLineEdit* m_endpoint;
    QSpinBox* m_seconds;
    QPlainTextEdit* m_report;
    QLabel* m_problem;
    QCheckBox* m_read;
    QPushButton* m_look;
    QPushButton* m_go;
};

} // namespace zonescope::ui::cloudpage
