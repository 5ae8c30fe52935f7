// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intent_requests.h"

#include <QDialog>

class QComboBox;
class QDateEdit;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace zonescope::ui::cloudpage {

/// What files of Terraform say, before anything of it counts.
class TerraformDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit TerraformDialog(const std::vector<engine::TerraformPreview>& files, QWidget* parent = nullptr);
};

/// What is left out, why and until when.
class IgnoreDialog final : public QDialog
{
    Q_OBJECT

public:
    IgnoreDialog(const cloud::DriftFinding& finding, base::Timestamp now, QWidget* parent = nullptr);
    cloud::DriftIgnore rule() const;

private:
    const cloud::DriftFinding m_finding;
    QComboBox* m_what;
    QLineEdit* m_reason;
    QDateEdit* m_until;
    QPushButton* m_ok;
};

/// What a plan would do, in sentences: the verdict, guard rails, flows.
QString gateReport(const cloud::ChangePlan& plan, const cloud::GateResult& result);

class GateDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit GateDialog(const engine::GateAnswer& answer, QWidget* parent = nullptr);
};

} // namespace zonescope::ui::cloudpage
