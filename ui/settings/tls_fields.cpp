// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/tls_fields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>

namespace zonescope::ui::settings {

TlsFields::TlsFields(const zone::TlsSettings& start, QFormLayout* form, QWidget* parent)
    : QObject(parent)
    , m_form(form)
    , m_mode(new QComboBox(parent))
    , m_port(new QSpinBox(parent))
{
    m_mode->setObjectName(QStringLiteral("tlsMode"));
    m_mode->addItem(tr("Not encrypted"), static_cast<int>(zone::TlsMode::Off));
    m_mode->addItem(tr("TLS when possible, server not checked"),
                    static_cast<int>(zone::TlsMode::Opportunistic));
    m_mode->addItem(tr("TLS only, server checked"), static_cast<int>(zone::TlsMode::Strict));
    m_mode->setCurrentIndex(static_cast<int>(start.mode));
    m_port->setRange(1, 65535);
    m_port->setValue(start.port);
    m_form->addRow(tr("&Encryption"), m_mode);
    m_form->addRow(tr("TLS &port"), m_port);
    m_name = addLine(tr("Ser&ver name"), start.serverName, tr("in its certificate"));
    m_ca = addLine(tr("CA &file"), start.caFile, tr("the system's when empty"));
    m_pin = addLine(tr("P&in"), start.pin, tr("SHA-256 of its public key, base64"));
    m_certificate = addLine(tr("Our &certificate"), start.certificateFile, tr("file, for mutual TLS"));
    m_key = addLine(tr("Our private ke&y"), start.keyFile, tr("file, for mutual TLS"));
    m_alpnOptional = new QCheckBox(tr("Accept a server that &selects no protocol, as NSD 4.6"), parent);
    m_alpnOptional->setChecked(start.alpnOptional);
    m_form->addRow(m_alpnOptional);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &TlsFields::showRows);
    showRows();
}

QLineEdit* TlsFields::addLine(const QString& label, const std::string& value, const QString& hint)
{
    auto* line = new QLineEdit(QString::fromStdString(value), static_cast<QWidget*>(parent()));
    line->setPlaceholderText(hint);
    m_form->addRow(label, line);
    return line;
}

void TlsFields::showRows()
{
    const auto mode = static_cast<zone::TlsMode>(m_mode->currentData().toInt());
    for (QWidget* field :
         {static_cast<QWidget*>(m_port), static_cast<QWidget*>(m_certificate), static_cast<QWidget*>(m_key)})
        m_form->setRowVisible(field, mode != zone::TlsMode::Off);
    for (QWidget* field : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_ca),
                           static_cast<QWidget*>(m_pin), static_cast<QWidget*>(m_alpnOptional)})
        m_form->setRowVisible(field, mode == zone::TlsMode::Strict);
}

zone::TlsSettings TlsFields::settings() const
{
    const auto textOf = [](const QLineEdit* line) { return line->text().trimmed().toStdString(); };
    return {static_cast<zone::TlsMode>(m_mode->currentData().toInt()),
            static_cast<std::uint16_t>(m_port->value()),
            textOf(m_name),
            textOf(m_ca),
            textOf(m_pin),
            textOf(m_certificate),
            textOf(m_key),
            m_alpnOptional->isChecked()};
}

} // namespace zonescope::ui::settings
