// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings_page.h"

#include "ui/settings/entry_forms.h"
#include "ui/settings/proxy_form.h"
#include "ui/shell/language.h"
#include "ui/shell/shell_options.h"
#include "ui/text/error_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

namespace zonescope::ui::settings {
namespace {

template <class Id>
std::optional<Id> idOf(std::optional<std::uint32_t> value)
{
    return value ? std::optional(Id{*value}) : std::nullopt;
}

QSpinBox* makeNumber(int lowest, int highest, const QString& suffix, QWidget* parent)
{
    auto* box = new QSpinBox(parent);
    box->setRange(lowest, highest);
    box->setSuffix(suffix);
    box->setMaximumWidth(200);
    return box;
}

} // namespace

SettingsPage::SettingsPage(models::Workspace& workspace, QSettings* settings,
                           std::function<void(const QString&)> setLanguage, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_setLanguage(std::move(setLanguage))
    , m_keys(workspace.bridge())
    , m_acls(workspace.bridge())
    , m_edges(workspace.bridge())
    , m_primaries(workspace.bridge())
    , m_proxies(workspace.bridge())
    , m_tabs(new QTabWidget(this))
{
    using zone::Configuration;
    models::Workspace& w = workspace;
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(makeEntries(
                       m_keys, tr("Keys"), tr("&Add a key…"), {24, 20, -1},
                       [this, &w](auto id) { editKey(w, idOf<base::KeyId>(id), this); },
                       [](Configuration& c, std::uint32_t id) { return c.remove(base::KeyId{id}); }),
                   tr("&Keys"));
    m_tabs->addTab(makeEntries(
                       m_acls, tr("Access lists"), tr("&Add an access list…"), {24, 50, -1},
                       [this, &w](auto id) { editAcl(w, idOf<base::AclId>(id), this); },
                       [](Configuration& c, std::uint32_t id) { return c.remove(base::AclId{id}); }),
                   tr("A&ccess lists"));
    m_tabs->addTab(makeEntries(
                       m_edges, tr("Edges"), tr("&Add an edge…"), {24, 30, 20, -1},
                       [this, &w](auto id) { editEdge(w, idOf<base::EdgeId>(id), this); },
                       [](Configuration& c, std::uint32_t id) { return c.remove(base::EdgeId{id}); }),
                   tr("E&dges"));
    m_tabs->addTab(makeEntries(
                       m_primaries, tr("Primaries"), tr("&Add a primary…"), {24, 36, 14, 30, -1},
                       [this, &w](auto id) { editPrimary(w, idOf<base::PrimaryId>(id), this); },
                       [](Configuration& c, std::uint32_t id) { return c.remove(base::PrimaryId{id}); }),
                   tr("&Primaries"));
    m_tabs->addTab(makeEntries(
                       m_proxies, tr("Proxies"), tr("&Add a proxy…"), {24, 30, 20, -1},
                       [this, &w](auto id) { editProxy(w, idOf<base::ProxyId>(id), this); },
                       [](Configuration& c, std::uint32_t id) { return c.remove(base::ProxyId{id}); }),
                   tr("Pro&xies"));
    m_tabs->addTab(makeLimits(), tr("&Limits and history"));
    m_tabs->addTab(makeAppearance(), tr("Appea&rance"));
    m_tabs->addTab(makeAddresses(), tr("Addre&sses"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    connect(&workspace.bridge(), &models::EngineBridge::configurationChanged, this,
            &SettingsPage::readLimits);
    connect(&workspace.bridge(), &models::EngineBridge::statusChanged, this, &SettingsPage::showAddresses);
    readLimits();
    showAddresses();
}

QWidget* SettingsPage::makeEntries(models::ConfigurationTable& model, const QString& name,
                                   const QString& addText, const QList<int>& widths, Edit edit, Remove remove)
{
    auto* page = new QWidget(this);
    auto* table = new widgets::TableView(name, page);
    table->setModel(&model);
    table->setColumnWidths(widths);
    table->setEmptyText(tr("There is none yet."));
    auto* add = new QPushButton(theme::icon(theme::Icon::Add), addText, page);
    auto* change = new QPushButton(theme::icon(theme::Icon::Edit), tr("&Edit…"), page);
    auto* drop = new QPushButton(theme::icon(theme::Icon::Remove), tr("Re&move"), page);
    auto* row = new QHBoxLayout;
    row->addWidget(add);
    row->addWidget(change);
    row->addWidget(drop);
    row->addStretch(1);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, theme::metric::small, 0, 0);
    layout->addWidget(table, 1);
    layout->addLayout(row);
    const auto chosen = [table, &model]() -> std::optional<std::uint32_t> {
        const int at = table->currentIndex().row();
        return at >= 0 && at < model.rowCount() ? std::optional(model.idAt(at)) : std::nullopt;
    };
    const auto enable = [=] {
        change->setEnabled(chosen().has_value());
        drop->setEnabled(chosen().has_value());
    };
    connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, page, enable);
    connect(&model, &QAbstractItemModel::modelReset, page, enable);
    enable();
    connect(add, &QPushButton::clicked, page, [edit] { edit(std::nullopt); });
    const auto editChosen = [edit, chosen] {
        if (const auto id = chosen())
            edit(id);
    };
    connect(change, &QPushButton::clicked, page, editChosen);
    connect(table, &widgets::TableView::rowActivated, page, editChosen);
    connect(drop, &QPushButton::clicked, page, [this, chosen, remove] {
        const auto id = chosen();
        if (!id)
            return;
        m_workspace.bridge().configure(
            this, [remove, id](zone::Configuration& c) { return remove(c, *id); },
            [this](const base::Status& status) {
                if (!status)
                    tell(status.error());
            });
    });
    return page;
}

void SettingsPage::tell(const base::Error& error)
{
    QString problem = text::errorText(error).both();
    if (!error.detail.empty())
        problem += u' ' + QString::fromStdString(error.detail);
    emit m_workspace.notice(problem, true);
}

QWidget* SettingsPage::makeLimits()
{
    auto* page = new QWidget(this);
    m_maxTransfers = makeNumber(1, 5000, {}, page);
    m_threads = makeNumber(1, 64, {}, page);
    m_soaRate = makeNumber(1, 50'000, tr(" per second"), page);
    m_days = makeNumber(1, 3650, tr(" days"), page);
    m_versions = makeNumber(1, 1000, {}, page);
    m_answers = makeNumber(0, 1'000'000, tr(" per second"), page);
    m_answers->setSpecialValueText(tr("no limit"));
    m_answers->setToolTip(tr("Over UDP, to one IPv4 /24 or IPv6 /56. Loopback has no limit."));
    m_slip = makeNumber(0, 100, {}, page);
    m_slip->setSpecialValueText(tr("none"));
    m_serveThreads = makeNumber(1, 64, {}, page);
    m_serveThreads->setToolTip(tr("Takes effect when the program starts the next time."));
    m_logDays = makeNumber(1, 3650, tr(" days"), page);
    m_logDays->setToolTip(tr("TCP connections of this host that ended. Figures a minute are kept for ever."));
    m_logMegabytes = makeNumber(1, 1'000'000, tr(" MB"), page);
    auto* apply = new QPushButton(tr("&Apply"), page);
    auto* form = new QFormLayout(page);
    form->addRow(tr("Most &transfers at the same time"), m_maxTransfers);
    form->addRow(tr("T&hreads for transfers"), m_threads);
    form->addRow(tr("Most serial chec&ks"), m_soaRate);
    form->addRow(tr("History is kept &for"), m_days);
    form->addRow(tr("&Versions kept of each zone"), m_versions);
    form->addRow(tr("Most &answers to one network"), m_answers);
    form->addRow(tr("Truncated instead of dropped: one &in"), m_slip);
    form->addRow(tr("Threads of the built-in &server"), m_serveThreads);
    form->addRow(tr("&Log of connections is kept for"), m_logDays);
    form->addRow(tr("Log of connections, at m&ost"), m_logMegabytes);
    form->addRow(QString(), apply);
    apply->setMaximumWidth(200);
    connect(apply, &QPushButton::clicked, this, &SettingsPage::applyLimits);
    return page;
}

void SettingsPage::readLimits()
{
    if (!m_workspace.bridge().configuration())
        return;
    const zone::EngineLimits& limits = m_workspace.bridge().configuration()->limits();
    m_maxTransfers->setValue(limits.maxTransfers);
    m_threads->setValue(limits.transferThreads);
    m_soaRate->setValue(limits.maxSoaQueriesPerSecond);
    m_days->setValue(static_cast<int>(limits.historyDays));
    m_versions->setValue(static_cast<int>(limits.keptVersions));
    m_answers->setValue(static_cast<int>(limits.answersPerSecond));
    m_slip->setValue(static_cast<int>(limits.answerSlip));
    m_serveThreads->setValue(limits.serveThreads);
    m_logDays->setValue(static_cast<int>(limits.connectionLogDays));
    m_logMegabytes->setValue(static_cast<int>(limits.connectionLogMegabytes));
}

void SettingsPage::applyLimits()
{
    zone::EngineLimits limits;
    limits.maxTransfers = static_cast<std::uint16_t>(m_maxTransfers->value());
    limits.transferThreads = static_cast<std::uint16_t>(m_threads->value());
    limits.maxSoaQueriesPerSecond = static_cast<std::uint16_t>(m_soaRate->value());
    limits.historyDays = static_cast<std::uint32_t>(m_days->value());
    limits.keptVersions = static_cast<std::uint32_t>(m_versions->value());
    limits.answersPerSecond = static_cast<std::uint32_t>(m_answers->value());
    limits.answerSlip = static_cast<std::uint32_t>(m_slip->value());
    limits.serveThreads = static_cast<std::uint16_t>(m_serveThreads->value());
    limits.connectionLogDays = static_cast<std::uint32_t>(m_logDays->value());
    limits.connectionLogMegabytes = static_cast<std::uint32_t>(m_logMegabytes->value());
    m_workspace.bridge().configure(
        this, [limits](zone::Configuration& c) { return c.put(limits); },
        [this](const base::Status& status) {
            if (!status)
                return tell(status.error());
            emit m_workspace.notice(tr("Saved the limits"), false);
        });
}

QWidget* SettingsPage::makeAppearance()
{
    auto* page = new QWidget(this);
    auto* scheme = new QComboBox(page);
    scheme->setObjectName(QStringLiteral("theme"));
    using theme::Preference;
    scheme->addItem(tr("As the desktop"), static_cast<int>(Preference::System));
    scheme->addItem(tr("Light"), static_cast<int>(Preference::Light));
    scheme->addItem(tr("Dark"), static_cast<int>(Preference::Dark));
    scheme->addItem(tr("High contrast"), static_cast<int>(Preference::HighContrast));
    scheme->setCurrentIndex(scheme->findData(static_cast<int>(theme::Theme::instance().preference())));
    auto* language = new QComboBox(page);
    language->setObjectName(QStringLiteral("language"));
    const QStringList codes = shell::languages();
    for (const QString& code : codes)
        language->addItem(shell::languageName(code), code);
    language->setCurrentIndex(language->findData(shell::currentLanguage()));
    for (QComboBox* box : {scheme, language})
        box->setMaximumWidth(260);
    auto* form = new QFormLayout(page);
    form->addRow(tr("C&olours"), scheme);
    form->addRow(tr("Lan&guage"), language);
    auto* desktop =
        new QCheckBox(tr("&Notify on the desktop when a cloud is not as intended any more"), page);
    desktop->setObjectName(QStringLiteral("notify-desktop"));
    desktop->setToolTip(
        tr("Also when a change to a cloud is taken back. Activity and the window say it either way."));
    const QString notifyKey = QLatin1String(shell::notifyDesktopKey);
    desktop->setChecked(!m_settings || m_settings->value(notifyKey, true).toBool());
    desktop->setEnabled(m_settings);
    form->addRow(QString(), desktop);
    connect(desktop, &QCheckBox::toggled, this, [this, notifyKey](bool on) {
        if (m_settings)
            m_settings->setValue(notifyKey, on);
    });
    connect(scheme, &QComboBox::activated, this, [this, scheme] {
        theme::Theme::instance().setPreference(static_cast<Preference>(scheme->currentData().toInt()));
        if (m_settings)
            m_settings->setValue(QStringLiteral("appearance/theme"), scheme->currentData());
    });
    // Queued: the window builds its contents anew, this page included.
    connect(language, &QComboBox::activated, this, [this, language] {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [set = m_setLanguage, code = language->currentData().toString()] { set(code); },
            Qt::QueuedConnection);
    });
    return page;
}

QWidget* SettingsPage::makeAddresses()
{
    auto* page = new QWidget(this);
    m_addresses = new QLabel(page);
    m_addresses->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_addresses->setAccessibleName(tr("Addresses Zonescope listens on"));
    auto* hint = new QLabel(
        tr("Addresses are set when Zonescope is started, in its configuration file or on its command line."),
        page);
    hint->setWordWrap(true);
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(m_addresses);
    layout->addWidget(hint);
    if (m_settings)
        layout->addWidget(makeStartSettings(page));
    layout->addStretch(1);
    return page;
}

/// What is read when the program starts: from whom a PROXY header is believed, and what the server calls
/// itself.
QWidget* SettingsPage::makeStartSettings(QWidget* parent)
{
    auto* box = new QWidget(parent);
    auto* prefixes = new QLineEdit(box);
    prefixes->setObjectName(QStringLiteral("balancers"));
    prefixes->setPlaceholderText(QStringLiteral("192.0.2.0/24, 2001:db8::/32"));
    prefixes->setText(
        m_settings->value(QStringLiteral("engine/notifyProxies")).toStringList().join(QStringLiteral(", ")));
    prefixes->setToolTip(tr("They must speak the PROXY protocol; a header from anybody else is refused."));
    auto* name = new QLineEdit(box);
    name->setObjectName(QStringLiteral("serveName"));
    name->setMaxLength(255); // of RFC 5001; more octets are cut by the server
    name->setPlaceholderText(tr("none"));
    name->setText(m_settings->value(QStringLiteral("engine/serveName")).toString());
    name->setToolTip(tr("Answered to who asks the built-in server for its identifier (NSID)."));
    auto* save = new QPushButton(tr("Sa&ve"), box);
    save->setMaximumWidth(200);
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Load &balancers before the NOTIFY listener"), prefixes);
    form->addRow(tr("&Name of the built-in server (NSID)"), name);
    form->addRow(QString(), save);
    connect(save, &QPushButton::clicked, this, [this, prefixes, name] {
        const QStringList items = listItems(prefixes->text());
        for (const QString& item : items)
            if (const auto prefix = net::Prefix::fromText(item.toStdString()); !prefix)
                return tell(prefix.error());
        m_settings->setValue(QStringLiteral("engine/notifyProxies"), items);
        m_settings->setValue(QStringLiteral("engine/serveName"), name->text().trimmed());
        emit m_workspace.notice(tr("Saved; it takes effect when the program starts the next time"), false);
    });
    return box;
}

void SettingsPage::showAddresses()
{
    const engine::EngineStatus& status = m_workspace.bridge().status();
    const auto list = [](const std::vector<net::Endpoint>& endpoints) {
        QStringList texts;
        for (const net::Endpoint& endpoint : endpoints)
            texts << QString::fromStdString(endpoint.toText());
        return texts.isEmpty() ? tr("nowhere") : texts.join(QStringLiteral(", "));
    };
    m_addresses->setText(tr("NOTIFY is taken at: %1").arg(list(status.notifyAt)) + u'\n' +
                         tr("Zones are served at: %1").arg(list(status.serveAt)));
}

QString SettingsPage::title() const
{
    return tr("Settings");
}

} // namespace zonescope::ui::settings
