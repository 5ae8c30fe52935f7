// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/suppress_dialog.h"

#include "ui/text/cloud_text.h"

#include <QComboBox>
#include <QDateEdit>
#include <QDateTime>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace zonescope::ui::cloudpage {

SuppressDialog::SuppressDialog(const cloud::Finding& finding, const QString& resource, base::Timestamp now,
                               QWidget* parent)
    : QDialog(parent)
    , m_finding(finding)
    , m_what(new QComboBox(this))
    , m_reason(new QLineEdit(this))
    , m_until(new QDateEdit(this))
{
    setWindowTitle(tr("Suppress a finding"));
    auto* title = new QLabel(text::findingTitle(finding.check), this);
    title->setWordWrap(true);
    m_what->addItem(tr("Only for %1").arg(resource));
    m_what->addItem(tr("For all resources"));
    m_what->setMinimumContentsLength(36);
    m_reason->setPlaceholderText(tr("Why it may stay as it is"));
    const QDate today = QDateTime::fromMSecsSinceEpoch(base::toMicroseconds(now) / 1000).date();
    m_until->setMinimumDate(today.addDays(1));
    m_until->setMaximumDate(today.addYears(2));
    m_until->setDate(today.addDays(30));
    m_until->setCalendarPopup(true);
    auto* form = new QFormLayout;
    form->addRow(tr("&What"), m_what);
    form->addRow(tr("&Reason"), m_reason);
    form->addRow(tr("&Until"), m_until);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_accept = buttons->addButton(tr("&Suppress"), QDialogButtonBox::AcceptRole);
    m_accept->setEnabled(false);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(title);
    layout->addLayout(form);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_reason, &QLineEdit::textChanged, this,
            [this] { m_accept->setEnabled(!m_reason->text().trimmed().isEmpty()); });
    m_reason->setFocus();
}

cloud::Suppression SuppressDialog::suppression() const
{
    return {m_finding.check, m_what->currentIndex() == 0 ? m_finding.resources.front() : std::string(),
            m_reason->text().trimmed().toStdString(),
            base::fromMicroseconds(m_until->date().startOfDay().toMSecsSinceEpoch() * 1000)};
}

} // namespace zonescope::ui::cloudpage
