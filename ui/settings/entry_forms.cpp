// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/entry_forms.h"

#include "ui/settings/entry_dialog.h"
#include "ui/settings/tls_fields.h"
#include "ui/text/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QSpinBox>

#include <array>

namespace zonescope::ui::settings {
namespace {

using base::Status;

struct EntryForms
{
    Q_DECLARE_TR_FUNCTIONS(EntryForms)
};

constexpr std::array algorithms{dns::TsigAlgorithm::HmacSha256, dns::TsigAlgorithm::HmacSha384,
                                dns::TsigAlgorithm::HmacSha512, dns::TsigAlgorithm::HmacSha224,
                                dns::TsigAlgorithm::HmacSha1,   dns::TsigAlgorithm::HmacMd5};

template <class Value>
Status put(zone::Configuration& configuration, Value value)
{
    if (auto id = configuration.put(std::move(value)); !id)
        return tl::unexpected(id.error());
    return {};
}

template <class Item, class Parse>
base::Result<std::vector<Item>> parsed(const QString& text, Parse parse)
{
    std::vector<Item> found;
    const QStringList items = listItems(text);
    for (const QString& item : items) {
        auto value = parse(item.toStdString());
        if (!value)
            return base::fail(value.error().code, item.toStdString());
        found.push_back(*value);
    }
    return found;
}

QComboBox* keyChoice(const zone::Configuration& configuration, std::optional<base::KeyId> chosen,
                     QWidget* parent)
{
    auto* box = new QComboBox(parent);
    box->addItem(EntryForms::tr("none"), 0);
    for (const auto& [id, key] : configuration.keys())
        box->addItem(text::toQString(key.name), id.value);
    box->setCurrentIndex(std::max(0, box->findData(chosen ? chosen->value : 0)));
    return box;
}

QComboBox* proxyChoice(const zone::Configuration& configuration, std::optional<base::ProxyId> chosen,
                       QWidget* parent)
{
    auto* box = new QComboBox(parent);
    box->addItem(EntryForms::tr("none"), 0);
    for (const auto& [id, proxy] : configuration.proxies())
        box->addItem(QString::fromStdString(proxy.name), id.value);
    box->setCurrentIndex(std::max(0, box->findData(chosen ? chosen->value : 0)));
    return box;
}

} // namespace

QStringList listItems(const QString& text)
{
    static const QRegularExpression separators(QStringLiteral("[,;\\s]+"));
    return text.split(separators, Qt::SkipEmptyParts);
}

void editKey(models::Workspace& workspace, std::optional<base::KeyId> id, QWidget* parent)
{
    const zone::Key* known = id ? workspace.bridge().configuration()->key(*id) : nullptr;
    auto* dialog =
        new EntryDialog(known ? EntryForms::tr("Edit the key") : EntryForms::tr("Add a key"), parent);
    auto* name = new QLineEdit(known ? text::toQString(known->name) : QString(), dialog);
    auto* algorithm = new QComboBox(dialog);
    for (const dns::TsigAlgorithm a : algorithms) {
        QString word = QString::fromStdString(std::string(dns::tsigAlgorithmText(a)));
        algorithm->addItem(dns::isWeak(a) ? EntryForms::tr("%1 (weak)").arg(word) : word,
                           static_cast<int>(a));
    }
    if (known)
        algorithm->setCurrentIndex(algorithm->findData(static_cast<int>(known->algorithm)));
    auto* secret = new QLineEdit(dialog);
    secret->setEchoMode(QLineEdit::Password);
    secret->setPlaceholderText(known ? EntryForms::tr("unchanged") : EntryForms::tr("base64"));
    dialog->form()->addRow(EntryForms::tr("&Name"), name);
    dialog->form()->addRow(EntryForms::tr("&Algorithm"), algorithm);
    dialog->form()->addRow(EntryForms::tr("&Secret"), secret);
    auto* leastMac = new QSpinBox(dialog);
    leastMac->setRange(0, 64);
    leastMac->setSpecialValueText(EntryForms::tr("whole signatures only"));
    leastMac->setSuffix(EntryForms::tr(" octets at least"));
    leastMac->setToolTip(EntryForms::tr("A server may send only the first octets of a signature (RFC 8945): "
                                        "at least half of them, and ten."));
    leastMac->setValue(known ? known->leastMac : 0);
    dialog->form()->addRow(EntryForms::tr("&Truncated to"), leastMac);
    dialog->setSave([&workspace, dialog, name, algorithm, secret, leastMac, id](EntryDialog::Done done) {
        const auto keyName = dns::Name::fromText(name->text().trimmed().toStdString());
        if (!keyName)
            return done(tl::unexpected(keyName.error()));
        const std::string typed = secret->text().trimmed().toStdString();
        const auto octets = dns::TsigKey::decodeSecret(typed);
        if (!typed.empty() && !octets)
            return done(base::fail(octets.error().code)); // the detail could hold the secret
        const zone::Key key{id.value_or(base::KeyId{}), *keyName,
                            static_cast<dns::TsigAlgorithm>(algorithm->currentData().toInt()),
                            static_cast<std::uint8_t>(leastMac->value())};
        const base::Bytes bytes = typed.empty() ? base::Bytes() : *octets;
        workspace.bridge().configure(
            dialog, [key](zone::Configuration& configuration) { return put(configuration, key); }, done,
            [bytes, wanted = *keyName](const zone::Configuration& configuration) {
                std::map<base::KeyId, base::Bytes> secrets;
                for (const auto& [keyId, stored] : configuration.keys())
                    if (stored.name == wanted && !bytes.empty())
                        secrets[keyId] = bytes;
                return secrets;
            });
    });
    dialog->open();
}

void editAcl(models::Workspace& workspace, std::optional<base::AclId> id, QWidget* parent)
{
    const zone::ConfigurationPtr configuration = workspace.bridge().configuration();
    const zone::Acl* known = id ? configuration->acl(*id) : nullptr;
    auto* dialog = new EntryDialog(
        known ? EntryForms::tr("Edit the access list") : EntryForms::tr("Add an access list"), parent);
    auto* name = new QLineEdit(known ? QString::fromStdString(known->name) : QString(), dialog);
    QStringList ranges;
    for (const net::Prefix& prefix : known ? known->prefixes : std::vector<net::Prefix>{})
        ranges << QString::fromStdString(prefix.toText());
    auto* prefixes = new QLineEdit(ranges.join(QStringLiteral(", ")), dialog);
    prefixes->setPlaceholderText(QStringLiteral("192.0.2.0/24, 2001:db8::/32"));
    auto* keys = new QListWidget(dialog);
    keys->setMaximumHeight(120);
    for (const auto& [keyId, key] : configuration->keys()) {
        auto* item = new QListWidgetItem(text::toQString(key.name), keys);
        item->setData(Qt::UserRole, keyId.value);
        const bool chosen = known && std::ranges::find(known->keys, keyId) != known->keys.end();
        item->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
    }
    dialog->form()->addRow(EntryForms::tr("&Name"), name);
    dialog->form()->addRow(EntryForms::tr("&Addresses"), prefixes);
    dialog->form()->addRow(EntryForms::tr("Only with one of these &keys"), keys);
    dialog->setSave([&workspace, dialog, name, prefixes, keys, id](EntryDialog::Done done) {
        auto list = parsed<net::Prefix>(prefixes->text(),
                                        [](const std::string& t) { return net::Prefix::fromText(t); });
        if (!list)
            return done(tl::unexpected(list.error()));
        zone::Acl acl{id.value_or(base::AclId{}), name->text().trimmed().toStdString(), std::move(*list), {}};
        for (int i = 0; i < keys->count(); ++i)
            if (keys->item(i)->checkState() == Qt::Checked)
                acl.keys.push_back(base::KeyId{keys->item(i)->data(Qt::UserRole).toUInt()});
        workspace.bridge().configure(
            dialog, [acl](zone::Configuration& c) { return put(c, acl); }, done);
    });
    dialog->open();
}

void editEdge(models::Workspace& workspace, std::optional<base::EdgeId> id, QWidget* parent)
{
    const zone::Edge* known = id ? workspace.bridge().configuration()->edge(*id) : nullptr;
    auto* dialog =
        new EntryDialog(known ? EntryForms::tr("Edit the edge") : EntryForms::tr("Add an edge"), parent);
    auto* name = new QLineEdit(known ? QString::fromStdString(known->name) : QString(), dialog);
    auto* address = new QLineEdit(known ? text::toQString(known->endpoint) : QString(), dialog);
    address->setPlaceholderText(QStringLiteral("198.51.100.7"));
    auto* rate = new QSpinBox(dialog);
    rate->setRange(1, 10'000);
    rate->setValue(known ? known->maxQueriesPerSecond : zone::Edge{}.maxQueriesPerSecond);
    dialog->form()->addRow(EntryForms::tr("&Name"), name);
    dialog->form()->addRow(EntryForms::tr("&Address"), address);
    auto* notify = new QCheckBox(EntryForms::tr("Tell it by NOTI&FY when a zone has changed here"), dialog);
    notify->setChecked(known && known->notify);
    QComboBox* key =
        keyChoice(*workspace.bridge().configuration(), known ? known->key : std::nullopt, dialog);
    key->setToolTip(
        EntryForms::tr("Signs the NOTIFYs. Whoever signs with it may transfer the zones of this edge."));
    dialog->form()->addRow(EntryForms::tr("Most &queries per second"), rate);
    dialog->form()->addRow(QString(), notify);
    dialog->form()->addRow(EntryForms::tr("TSIG &key"), key);
    dialog->setSave([&workspace, dialog, name, address, rate, notify, key, id](EntryDialog::Done done) {
        const auto endpoint = net::Endpoint::fromText(address->text().trimmed().toStdString());
        if (!endpoint)
            return done(tl::unexpected(endpoint.error()));
        zone::Edge edge{id.value_or(base::EdgeId{}), name->text().trimmed().toStdString(), *endpoint,
                        static_cast<std::uint16_t>(rate->value())};
        edge.notify = notify->isChecked();
        if (key->currentData().toUInt() != 0)
            edge.key = base::KeyId{key->currentData().toUInt()};
        workspace.bridge().configure(
            dialog, [edge](zone::Configuration& c) { return put(c, edge); }, done);
    });
    dialog->open();
}

void editPrimary(models::Workspace& workspace, std::optional<base::PrimaryId> id, QWidget* parent)
{
    const zone::ConfigurationPtr configuration = workspace.bridge().configuration();
    const zone::Primary* known = id ? configuration->primary(*id) : nullptr;
    const zone::Primary start = known ? *known : zone::Primary{};
    auto* dialog =
        new EntryDialog(known ? EntryForms::tr("Edit the primary") : EntryForms::tr("Add a primary"), parent);
    auto* name = new QLineEdit(QString::fromStdString(start.name), dialog);
    QStringList endpoints;
    for (const net::Endpoint& endpoint : start.addresses)
        endpoints << text::toQString(endpoint);
    auto* addresses = new QLineEdit(endpoints.join(QStringLiteral(", ")), dialog);
    addresses->setPlaceholderText(QStringLiteral("192.0.2.1, [2001:db8::1]:5353"));
    auto* key = keyChoice(*configuration, start.key, dialog);
    auto* preference = new QComboBox(dialog);
    for (const auto p : {zone::TransferPreference::IxfrThenAxfr, zone::TransferPreference::AxfrOnly})
        preference->addItem(text::preferenceWord(p), static_cast<int>(p));
    preference->setCurrentIndex(static_cast<int>(start.preference));
    auto* most = new QSpinBox(dialog);
    most->setRange(1, 1000);
    most->setValue(start.maxTransfers);
    dialog->form()->addRow(EntryForms::tr("&Name"), name);
    dialog->form()->addRow(EntryForms::tr("&Addresses"), addresses);
    dialog->form()->addRow(EntryForms::tr("&Key"), key);
    dialog->form()->addRow(EntryForms::tr("&Transfers"), preference);
    dialog->form()->addRow(EntryForms::tr("Most at the same ti&me"), most);
    auto* udp = new QCheckBox(EntryForms::tr("Ask for small changes over &UDP first"), dialog);
    udp->setChecked(start.ixfrOverUdp);
    dialog->form()->addRow(udp);
    auto* everyMessage = new QCheckBox(EntryForms::tr("Every message must be si&gned"), dialog);
    everyMessage->setChecked(start.everyMessageSigned);
    dialog->form()->addRow(everyMessage);
    auto* source =
        new QLineEdit(start.source ? QString::fromStdString(start.source->toText()) : QString(), dialog);
    source->setPlaceholderText(EntryForms::tr("chosen by the system"));
    dialog->form()->addRow(EntryForms::tr("&Our address towards it"), source);
    auto* proxy = proxyChoice(*configuration, start.proxy, dialog);
    dialog->form()->addRow(EntryForms::tr("Through the pro&xy"), proxy);
    auto* tls = new TlsFields(start.tls, dialog->form(), dialog);
    dialog->setSave([&workspace, dialog, name, addresses, key, preference, most, udp, everyMessage, tls,
                     source, proxy, start](EntryDialog::Done done) {
        auto list = parsed<net::Endpoint>(addresses->text(),
                                          [](const std::string& t) { return net::Endpoint::fromText(t); });
        if (!list)
            return done(tl::unexpected(list.error()));
        zone::Primary primary = start;
        primary.name = name->text().trimmed().toStdString();
        primary.addresses = std::move(*list);
        const std::uint32_t chosen = key->currentData().toUInt();
        primary.key = chosen ? std::optional(base::KeyId{chosen}) : std::nullopt;
        primary.preference = static_cast<zone::TransferPreference>(preference->currentData().toInt());
        primary.maxTransfers = static_cast<std::uint16_t>(most->value());
        primary.ixfrOverUdp = udp->isChecked();
        primary.everyMessageSigned = everyMessage->isChecked();
        primary.tls = tls->settings();
        primary.source.reset();
        if (const QString ours = source->text().trimmed(); !ours.isEmpty()) {
            const auto parsedSource = net::IpAddress::fromText(ours.toStdString());
            if (!parsedSource)
                return done(tl::unexpected(parsedSource.error()));
            primary.source = *parsedSource;
        }
        const std::uint32_t through = proxy->currentData().toUInt();
        primary.proxy = through ? std::optional(base::ProxyId{through}) : std::nullopt;
        workspace.bridge().configure(
            dialog, [primary](zone::Configuration& c) { return put(c, primary); }, done);
    });
    dialog->open();
}

} // namespace zonescope::ui::settings
