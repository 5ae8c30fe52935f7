// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/checks.h"

#include <QDialog>

class QComboBox;
class QDateEdit;
class QLineEdit;
class QPushButton;

namespace zonescope::ui::cloudpage {

/// Why a finding may stay as it is, and until when. Without a reason it cannot be accepted: whoever comes
/// later wants to know.
class SuppressDialog final : public QDialog
{
    Q_OBJECT

public:
    SuppressDialog(const cloud::Finding& finding, const QString& resource, base::Timestamp now,
                   QWidget* parent = nullptr);

    cloud::Suppression suppression() const;

private:
    cloud::Finding m_finding;
    QComboBox* m_what;
    QLineEdit* m_reason;
    QDateEdit* m_until;
    QPushButton* m_accept = nullptr;
};

} // namespace zonescope::ui::cloudpage
