// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intent_requests.h"

#include <QDialog>

#include <array>
#include <map>

class QCheckBox;
class QComboBox;
class QGroupBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTimeEdit;

namespace zonescope::ui::cloudpage {

/// What becomes of drift in one account: only said, proposed, or put right without a person within limits.
class AutoRevertDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit AutoRevertDialog(const cloud::AutoRevertSettings& settings, QWidget* parent = nullptr);

    cloud::AutoRevertSettings settings() const;
    /// Those of the account; as they are at first when there are none yet.
    static cloud::AutoRevertSettings known(const engine::DriftView* view, const std::string& account);

private:
    QWidget* makeClasses(const cloud::AutoRevertSettings& settings);
    QWidget* makeLimits(const cloud::AutoRevertSettings& settings);
    QWidget* makeWindow(const cloud::MaintenanceWindow& window);
    cloud::RevertMode mode() const;
    cloud::MaintenanceWindow window() const;
    /// What the mode makes of the rest, and what is still missing.
    void check();

    const std::string m_account;
    QComboBox* m_mode;
    QLabel* m_explanation;
    QLineEdit* m_profile;
    QLineEdit* m_endpoint;
    QGroupBox* m_classes = nullptr;
    QGroupBox* m_limits = nullptr;
    std::map<cloud::RevertClass, QCheckBox*> m_class;
    QSpinBox* m_most = nullptr;
    QSpinBox* m_hours = nullptr;
    QSpinBox* m_interfaces = nullptr;
    QCheckBox* m_cut = nullptr;
    std::array<QCheckBox*, 7> m_days{};
    QTimeEdit* m_from = nullptr;
    QTimeEdit* m_to = nullptr;
    QComboBox* m_zone = nullptr;
    QLabel* m_windowText = nullptr;
    QLabel* m_problem;
    QPushButton* m_save;
};

} // namespace zonescope::ui::cloudpage
