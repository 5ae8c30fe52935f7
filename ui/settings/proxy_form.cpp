// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/proxy_form.h"

#include "ui/settings/entry_dialog.h"
#include "ui/text/words.h"

#include <QCoreApplication>
#include <QFormLayout>
#include <QLineEdit>

namespace zonescope::ui::settings {
namespace {

struct ProxyForm
{
    Q_DECLARE_TR_FUNCTIONS(ProxyForm)
};

constexpr std::uint16_t usualPort = 1080; // RFC 1928

} // namespace

void editProxy(models::Workspace& workspace, std::optional<base::ProxyId> id, QWidget* parent)
{
    const zone::ConfigurationPtr configuration = workspace.bridge().configuration();
    const zone::Proxy* known = id ? configuration->proxy(*id) : nullptr;
    auto* dialog =
        new EntryDialog(known ? ProxyForm::tr("Edit the proxy") : ProxyForm::tr("Add a proxy"), parent);
    auto* name = new QLineEdit(known ? QString::fromStdString(known->name) : QString(), dialog);
    auto* address = new QLineEdit(known ? QString::fromStdString(known->server.toText()) : QString(), dialog);
    address->setPlaceholderText(QStringLiteral("192.0.2.9:1080"));
    auto* user = new QLineEdit(known ? QString::fromStdString(known->user) : QString(), dialog);
    user->setPlaceholderText(ProxyForm::tr("empty: no login"));
    auto* password = new QLineEdit(dialog);
    password->setEchoMode(QLineEdit::Password);
    password->setMaxLength(255);
    if (known && !known->user.empty())
        password->setPlaceholderText(ProxyForm::tr("unchanged"));
    dialog->form()->addRow(ProxyForm::tr("&Name"), name);
    dialog->form()->addRow(ProxyForm::tr("&Address"), address);
    dialog->form()->addRow(ProxyForm::tr("&User"), user);
    dialog->form()->addRow(ProxyForm::tr("&Password"), password);
    dialog->setSave([&workspace, dialog, name, address, user, password, id](EntryDialog::Done done) {
        const auto server = net::Endpoint::fromText(address->text().trimmed().toStdString(), usualPort);
        if (!server)
            return done(tl::unexpected(server.error()));
        const zone::Proxy proxy{id.value_or(base::ProxyId{}), name->text().trimmed().toStdString(), *server,
                                user->text().toStdString()};
        const base::Bytes secret = proxy.user.empty() ? base::Bytes() : password->text().toStdString();
        workspace.bridge().configure(
            dialog,
            [proxy](zone::Configuration& c) -> base::Status {
                if (auto put = c.put(proxy); !put)
                    return tl::unexpected(put.error());
                return {};
            },
            done,
            [secret, wanted = proxy.name](const zone::Configuration& c) {
                std::map<base::KeyId, base::Bytes> secrets;
                for (const auto& [proxyId, stored] : c.proxies())
                    if (stored.name == wanted && !secret.empty())
                        secrets[stored.secretId()] = secret;
                return secrets;
            });
    });
    dialog->open();
}

} // namespace zonescope::ui::settings
