// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/cloud_requests.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace zonescope::ui::cloudpage {

/// Which account of AWS is read. Only names are asked for: keys stay in the user's AWS files.
class AccountDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit AccountDialog(QWidget* parent = nullptr);

    engine::ReadAws account() const;

private:
    void check();

    QComboBox* m_profile;
    QLineEdit* m_regions;
    QLineEdit* m_endpoint;
    QLineEdit* m_authorities;
    QLabel* m_problem;
    QPushButton* m_read;
};

} // namespace zonescope::ui::cloudpage
