// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/account_dialog.h"

#include "model/cloud/aws_profile.h"
#include "model/cloud/azure/azure_credentials.h"
#include "model/cloud/google/google_credentials.h"
#include "model/cloud/http.h"
#include "model/cloud/openstack/openstack_profile.h"
#include "ui/cloud/auto_revert_dialog.h"
#include "ui/text/revert_text.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace zonescope::ui::cloudpage {

using cloud::Provider;

std::vector<std::string> profilesOf(Provider provider)
{
    switch (provider) {
    case Provider::Aws:
        return cloud::AwsProfiles::ofThisUser().names();
    case Provider::Google: {
        std::vector<std::string> files;
        for (const auto& file : cloud::GoogleProfiles::ofThisUser().files)
            files.push_back(file.string());
        return files;
    }
    case Provider::Azure:
        return cloud::AzureProfiles::ofThisUser().names();
    case Provider::OpenStack:
        break;
    }
    const auto profiles = cloud::OpenStackProfiles::ofThisUser();
    return profiles ? profiles->names() : std::vector<std::string>();
}

AccountDialog::AccountDialog(QWidget* parent, std::shared_ptr<const engine::DriftView> known)
    : QDialog(parent)
    , m_known(std::move(known))
    , m_provider(new QComboBox(this))
    , m_profile(new QComboBox(this))
    , m_explanation(new QLabel(this))
    , m_placesLabel(new QLabel(this))
    , m_places(new QLineEdit(this))
    , m_endpoint(new QLineEdit(this))
    , m_authorities(new QLineEdit(this))
    , m_drift(new QPushButton(this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(tr("Read an account"));
    m_provider->addItem(tr("AWS"), static_cast<int>(Provider::Aws));
    m_provider->addItem(tr("Google Cloud"), static_cast<int>(Provider::Google));
    m_provider->addItem(tr("Azure"), static_cast<int>(Provider::Azure));
    m_provider->addItem(tr("OpenStack"), static_cast<int>(Provider::OpenStack));
    m_provider->setObjectName(QStringLiteral("account-provider"));
    m_profile->setObjectName(QStringLiteral("account-profile"));
    m_profile->setEditable(true);
    m_profile->setMinimumContentsLength(30);
    m_authorities->setPlaceholderText(tr("those of this computer"));
    m_explanation->setWordWrap(true);
    m_problem->setWordWrap(true);
    m_placesLabel->setBuddy(m_places);
    auto* form = new QFormLayout;
    form->addRow(tr("Pro&vider"), m_provider);
    form->addRow(tr("&Profile"), m_profile);
    form->addRow(m_placesLabel, m_places);
    form->addRow(tr("&Endpoint"), m_endpoint);
    form->addRow(tr("Certificate &authorities (file)"), m_authorities);
    auto* driftLabel = new QLabel(tr("When it dri&fts"), this);
    driftLabel->setBuddy(m_drift);
    m_drift->setObjectName(QStringLiteral("account-drift"));
    m_drift->setToolTip(tr("Whether drift in this account is reported, proposed to be put right, or put "
                           "right by itself, and within which limits"));
    form->addRow(driftLabel, m_drift);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_read = buttons->addButton(tr("Rea&d"), QDialogButtonBox::AcceptRole);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_explanation);
    layout->addWidget(m_problem);
    layout->addStretch();
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_endpoint, &QLineEdit::textChanged, this, &AccountDialog::check);
    connect(m_provider, &QComboBox::currentIndexChanged, this, &AccountDialog::showProvider);
    connect(m_profile, &QComboBox::currentTextChanged, this, &AccountDialog::showAutoRevert);
    connect(m_drift, &QPushButton::clicked, this, &AccountDialog::chooseAutoRevert);
    showProvider();
    check();
    showAutoRevert();
}

std::string AccountDialog::label() const
{
    return cloud::accountName(provider(), m_profile->currentText().trimmed().toStdString());
}

/// Another account is another setting: what was chosen for the one before is not for this one.
void AccountDialog::showAutoRevert()
{
    if (m_autoRevert && m_autoRevert->account != label())
        m_autoRevert.reset();
    const cloud::AutoRevertSettings shown =
        m_autoRevert ? *m_autoRevert : AutoRevertDialog::known(m_known.get(), label());
    m_drift->setText(text::revertMode(shown.mode) + QStringLiteral("…"));
}

void AccountDialog::chooseAutoRevert()
{
    AutoRevertDialog dialog(m_autoRevert ? *m_autoRevert : AutoRevertDialog::known(m_known.get(), label()),
                            this);
    if (dialog.exec() == QDialog::Accepted)
        m_autoRevert = dialog.settings();
    showAutoRevert();
}

cloud::Provider AccountDialog::provider() const
{
    return static_cast<Provider>(m_provider->currentData().toInt());
}

void AccountDialog::showProvider()
{
    m_profile->clear();
    for (const std::string& name : profilesOf(provider()))
        m_profile->addItem(QString::fromStdString(name));
    m_places->clear();
    switch (provider()) {
    case Provider::Aws:
        m_explanation->setText(tr("Zonescope only reads: it needs the rights ec2:Describe*, ec2:Get*, "
                                  "ec2:SearchTransitGatewayRoutes, elasticloadbalancing:Describe*, "
                                  "route53:List* and sts:AssumeRole. Keys stay in your AWS files."));
        m_placesLabel->setText(tr("&Regions"));
        m_places->setPlaceholderText(tr("all that are switched on"));
        m_endpoint->setPlaceholderText(tr("AWS itself"));
        break;
    case Provider::Google:
        m_explanation->setText(tr("Zonescope only reads: the roles Compute Network Viewer and DNS Reader are "
                                  "enough. The profile is a service account's key file or the application "
                                  "default credentials of gcloud; neither is copied."));
        m_placesLabel->setText(tr("P&rojects"));
        m_places->setPlaceholderText(tr("the one of the profile"));
        m_endpoint->setPlaceholderText(tr("Google itself"));
        break;
    case Provider::Azure:
        m_explanation->setText(
            tr("Zonescope only reads: the role Reader is enough. The profile is the "
               "environment (AZURE_CLIENT_ID and so on), a service principal of az, or a file "
               "with one; its secret is not copied."));
        m_placesLabel->setText(tr("&Subscriptions"));
        m_places->setPlaceholderText(tr("all that can be seen"));
        m_endpoint->setPlaceholderText(tr("Azure itself"));
        break;
    case Provider::OpenStack:
        m_explanation->setText(
            tr("Zonescope only reads: the role reader is enough. The profile is a cloud of "
               "your clouds.yaml or the environment (OS_AUTH_URL and so on), with a password "
               "or an application credential; neither is copied."));
        m_placesLabel->setText(tr("&Regions"));
        m_places->setPlaceholderText(tr("all of the catalogue"));
        m_endpoint->setPlaceholderText(tr("the auth_url of the profile"));
        break;
    }
}

void AccountDialog::check()
{
    const QString endpoint = m_endpoint->text().trimmed();
    const bool good = endpoint.isEmpty() || cloud::checkUrl(endpoint.toStdString()).has_value();
    m_problem->setText(good ? QString()
                            : tr("The endpoint must begin with https://; http only to this computer."));
    m_read->setEnabled(good);
}

engine::ReadAccount AccountDialog::account() const
{
    engine::ReadAccount account;
    account.provider = provider();
    account.profile = m_profile->currentText().trimmed().toStdString();
    const bool regions = account.provider == Provider::Aws || account.provider == Provider::OpenStack;
    for (const QString& place : m_places->text().split(u',', Qt::SkipEmptyParts))
        (regions ? account.places : account.accounts).push_back(place.trimmed().toStdString());
    account.endpoint = m_endpoint->text().trimmed().toStdString();
    account.caFile = m_authorities->text().trimmed().toStdString();
    return account;
}

} // namespace zonescope::ui::cloudpage
