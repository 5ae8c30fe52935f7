// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/configuration.h"

#include <QObject>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace zonescope::ui::settings {

/// The rows of a primary's form that say how TLS is used; all but the first show only when it is.
class TlsFields final : public QObject
{
    Q_OBJECT

public:
    TlsFields(const zone::TlsSettings& start, QFormLayout* form, QWidget* parent);
    zone::TlsSettings settings() const;

private:
    QLineEdit* addLine(const QString& label, const std::string& value, const QString& hint);
    void showRows();

    QFormLayout* m_form;
    QComboBox* m_mode;
    QSpinBox* m_port;
    QLineEdit* m_name;
    QLineEdit* m_ca;
    QLineEdit* m_pin;
    QLineEdit* m_certificate;
    QLineEdit* m_key;
    QCheckBox* m_alpnOptional;
};

} // namespace zonescope::ui::settings
