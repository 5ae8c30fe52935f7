// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/account_dialog.h"

#include "model/cloud/aws_profile.h"
#include "model/cloud/http.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace zonescope::ui::cloudpage {

AccountDialog::AccountDialog(QWidget* parent)
    : QDialog(parent)
    , m_profile(new QComboBox(this))
    , m_regions(new QLineEdit(this))
    , m_endpoint(new QLineEdit(this))
    , m_authorities(new QLineEdit(this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(tr("Read an AWS account"));
    m_profile->setEditable(true);
    for (const std::string& name : cloud::AwsProfiles::ofThisUser().names())
        m_profile->addItem(QString::fromStdString(name));
    m_profile->setMinimumContentsLength(30);
    m_regions->setPlaceholderText(tr("all that are switched on"));
    m_endpoint->setPlaceholderText(tr("AWS itself"));
    m_authorities->setPlaceholderText(tr("those of this computer"));
    auto* explanation =
        new QLabel(tr("Zonescope only reads: it needs the rights ec2:Describe*, ec2:Get*, "
                      "ec2:SearchTransitGatewayRoutes, elasticloadbalancing:Describe*, route53:List* and "
                      "sts:AssumeRole. Keys stay in your AWS files."),
                   this);
    explanation->setWordWrap(true);
    m_problem->setWordWrap(true);
    auto* form = new QFormLayout;
    form->addRow(tr("&Profile"), m_profile);
    form->addRow(tr("&Regions"), m_regions);
    form->addRow(tr("&Endpoint"), m_endpoint);
    form->addRow(tr("Certificate &authorities (file)"), m_authorities);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_read = buttons->addButton(tr("Rea&d"), QDialogButtonBox::AcceptRole);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(explanation);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_endpoint, &QLineEdit::textChanged, this, &AccountDialog::check);
    check();
}

void AccountDialog::check()
{
    const QString endpoint = m_endpoint->text().trimmed();
    const bool good = endpoint.isEmpty() || cloud::checkUrl(endpoint.toStdString()).has_value();
    m_problem->setText(good ? QString()
                            : tr("The endpoint must begin with https://; http only to this computer."));
    m_read->setEnabled(good);
}

engine::ReadAws AccountDialog::account() const
{
    engine::ReadAws account;
    account.profile = m_profile->currentText().trimmed().toStdString();
    for (const QString& region : m_regions->text().split(u',', Qt::SkipEmptyParts))
        account.regions.push_back(region.trimmed().toStdString());
    account.endpoint = m_endpoint->text().trimmed().toStdString();
    account.caFile = m_authorities->text().trimmed().toStdString();
    return account;
}

} // namespace zonescope::ui::cloudpage
