// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/add_zones_dialog.h"

#include "ui/text/error_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"
#include "ui/zones/list_findings.h"
#include "ui/zones/zone_additions.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace zonescope::ui::zones {
namespace {

constexpr qint64 largestFile = 32LL << 20;
constexpr int probeAfterMilliseconds = 400; // typing must not send a query for every letter

} // namespace

AddZonesDialog::AddZonesDialog(models::Workspace& workspace, const QString& text, QWidget* parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_model(workspace.bridge())
    , m_tabs(new QTabWidget(this))
    , m_problem(new QLabel(this))
    , m_table(new widgets::TableView(tr("Preview"), this))
{
    setObjectName(QStringLiteral("add-zones"));
    setWindowTitle(tr("Add zones"));
    resize(860, 640);
    auto* defaults = makeDefaults();
    m_tabs->addTab(makeForm(), tr("&One zone"));
    m_tabs->addTab(makeList(), tr("A &list"));
    m_table->setModel(&m_model);
    m_table->setColumnWidths({24, 22, 10, 18, 12, -1});
    m_table->setEmptyText(tr("Rows appear here and are tried at once."));
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_add = buttons->addButton(tr("Add"), QDialogButtonBox::AcceptRole);
    m_add->setEnabled(false);
    m_add->setDefault(true);
    auto* again = buttons->addButton(tr("&Try again"), QDialogButtonBox::ActionRole);
    again->setAutoDefault(false);

    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_tabs);
    layout->addWidget(defaults);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    m_soon.setSingleShot(true);
    m_soon.setInterval(probeAfterMilliseconds);
    connect(&m_soon, &QTimer::timeout, this,
            [this] { m_tabs->currentIndex() == 0 ? readForm() : readList(); });
    connect(m_tabs, &QTabWidget::currentChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(&m_model, &models::AddZonesModel::ticksChanged, this, [this](int ticked) {
        m_add->setEnabled(ticked > 0);
        m_add->setText(ticked > 0 ? tr("Add %n zone(s)", nullptr, ticked) : tr("Add"));
    });
    connect(again, &QPushButton::clicked, &m_model, &models::AddZonesModel::probe);
    connect(buttons, &QDialogButtonBox::accepted, this, &AddZonesDialog::add);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    if (!text.isEmpty()) {
        m_tabs->setCurrentIndex(1);
        m_list->setPlainText(text);
    }
}

QWidget* AddZonesDialog::makeForm()
{
    auto* page = new QWidget(this);
    m_zone = new QLineEdit(page);
    m_zone->setPlaceholderText(QStringLiteral("example.org"));
    m_zone->setObjectName(QStringLiteral("zone-name"));
    auto* form = new QFormLayout(page);
    form->addRow(tr("&Zone"), m_zone);
    connect(m_zone, &QLineEdit::textChanged, &m_soon, qOverload<>(&QTimer::start));
    return page;
}

QWidget* AddZonesDialog::makeList()
{
    auto* page = new QWidget(this);
    m_list = new QPlainTextEdit(page);
    m_list->setObjectName(QStringLiteral("zone-list"));
    m_list->setAccessibleName(tr("List of zones"));
    m_list->setFont(theme::monospace());
    m_list->setTabChangesFocus(true);
    m_list->setPlaceholderText(tr("Paste a list, one zone a line:\nexample.org 192.0.2.1 k1 ams-1;fra-1\n"
                                  "or CSV: zone,primary,key,edges\nor a piece of named.conf"));
    m_findings = new QLabel(page);
    m_findings->setWordWrap(true);
    m_findings->hide();
    auto* open = new QPushButton(tr("Open a &file…"), page);
    open->setAutoDefault(false);
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_findings);
    layout->addWidget(open, 0, Qt::AlignLeft);
    connect(m_list, &QPlainTextEdit::textChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(open, &QPushButton::clicked, this, &AddZonesDialog::openFile);
    return page;
}

QWidget* AddZonesDialog::makeDefaults()
{
    auto* box = new QGroupBox(tr("Where rows do not say otherwise"), this);
    m_primary = new QComboBox(box);
    m_primary->setEditable(true);
    m_primary->setObjectName(QStringLiteral("primary"));
    m_primary->lineEdit()->setPlaceholderText(tr("192.0.2.1, 192.0.2.1:5353 or name=192.0.2.1"));
    m_key = new QComboBox(box);
    m_key->setObjectName(QStringLiteral("key"));
    m_newKey = new QLineEdit(box);
    m_newKey->setPlaceholderText(tr("New key: hmac-sha256:name:secret"));
    m_newKey->setEchoMode(QLineEdit::PasswordEchoOnEdit);
    m_newKey->setAccessibleName(tr("New key"));
    m_edges = new QLineEdit(box);
    m_edges->setObjectName(QStringLiteral("edges"));
    m_edges->setPlaceholderText(tr("ams-1; fra-1; new-1=198.51.100.7"));
    const zone::ConfigurationPtr& configuration = m_workspace.bridge().configuration();
    m_primary->addItem(QString());
    m_key->addItem(tr("as the primary's settings say"), QString());
    QStringList edges;
    if (configuration) {
        for (const auto& [id, primary] : configuration->primaries())
            m_primary->addItem(QString::fromStdString(primary.name));
        for (const auto& [id, key] : configuration->keys())
            m_key->addItem(text::toQString(key.name), text::toQString(key.name));
        for (const auto& [id, edge] : configuration->edges())
            edges << QString::fromStdString(edge.name);
    }
    m_edges->setText(edges.join(QStringLiteral("; "))); // most zones are served by all edges
    auto* keys = new QHBoxLayout;
    keys->addWidget(m_key, 1);
    keys->addWidget(m_newKey, 1);
    auto* form = new QFormLayout(box);
    form->addRow(tr("&Primary"), m_primary);
    form->addRow(tr("&Key"), keys);
    form->addRow(tr("&Edges"), m_edges);
    connect(m_primary, &QComboBox::currentTextChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(m_key, &QComboBox::currentIndexChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(m_newKey, &QLineEdit::textChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(m_edges, &QLineEdit::textChanged, &m_soon, qOverload<>(&QTimer::start));
    return box;
}

QString AddZonesDialog::primaryTyped() const
{
    return m_primary->currentText().trimmed();
}

QStringList AddZonesDialog::edgesTyped() const
{
    QStringList edges;
    const QStringList parts = m_edges->text().split(u';', Qt::SkipEmptyParts);
    for (const QString& part : parts)
        if (!part.trimmed().isEmpty())
            edges << part.trimmed();
    return edges;
}

void AddZonesDialog::readKey()
{
    m_newKeys.clear();
    const QString typed = m_newKey->text().trimmed();
    m_key->setEnabled(typed.isEmpty());
    if (typed.isEmpty())
        return;
    if (auto key = dns::TsigKey::fromText(typed.toStdString())) {
        const QString name = text::toQString(key->name);
        m_newKeys.emplace(name, std::move(*key));
    } else {
        m_problem->setText(text::errorText(key.error()).both());
        m_problem->show();
    }
}

void AddZonesDialog::applyDefaults(models::ZoneWish& wish) const
{
    if (!wish.primary && wish.primaryName.isEmpty()) {
        const QString typed = primaryTyped();
        const auto equals = typed.indexOf(u'=');
        const QString address = equals < 0 ? typed : typed.mid(equals + 1).trimmed();
        if (const auto endpoint = net::Endpoint::fromText(address.toStdString()))
            wish.primary = *endpoint;
        if (equals >= 0)
            wish.primaryName = typed.left(equals).trimmed();
        else if (!wish.primary)
            wish.primaryName = typed;
    }
    if (wish.keyName.isEmpty())
        wish.keyName = m_newKeys.empty() ? m_key->currentData().toString() : m_newKeys.begin()->first;
    if (wish.edges.isEmpty())
        wish.edges = edgesTyped();
}

void AddZonesDialog::readForm()
{
    const std::string name = m_zone->text().trimmed().toStdString();
    const auto apex = dns::Name::fromText(name);
    m_problem->setVisible(!name.empty() && !apex);
    if (name.empty() || !apex) {
        m_problem->setText(apex ? QString() : text::errorText(apex.error()).both());
        return preview({});
    }
    models::ZoneWish wish;
    wish.apex = *apex;
    preview({wish});
}

void AddZonesDialog::readList()
{
    m_problem->hide();
    const ZoneList list = readZoneList(m_list->toPlainText().toStdString());
    m_findings->setText(findingsText(list.findings, 4));
    m_findings->setVisible(!list.findings.empty());
    std::vector<models::ZoneWish> wishes;
    for (const ListedZone& zone : list.zones)
        wishes.push_back(wishOf(zone));
    preview(std::move(wishes));
}

void AddZonesDialog::preview(std::vector<models::ZoneWish> wishes)
{
    readKey();
    for (models::ZoneWish& wish : wishes)
        applyDefaults(wish);
    m_model.setNewKeys(m_newKeys);
    m_model.setWishes(std::move(wishes));
}

void AddZonesDialog::openFile()
{
    const QString name = QFileDialog::getOpenFileName(this, tr("Open a list of zones"));
    if (name.isEmpty())
        return;
    QFile file(name);
    if (file.open(QIODevice::ReadOnly) && file.size() <= largestFile)
        return m_list->setPlainText(QString::fromUtf8(file.readAll()));
    m_problem->setText(tr("%1 cannot be read.").arg(name));
    m_problem->show();
}

void AddZonesDialog::add()
{
    const std::vector<models::ZoneWish> wishes = m_model.ticked();
    const auto keys = m_newKeys;
    m_add->setEnabled(false);
    m_workspace.bridge().configure(
        this,
        [wishes, keys](zone::Configuration& configuration) { return addZones(configuration, wishes, keys); },
        [this, count = static_cast<int>(wishes.size())](const base::Status& status) {
            if (status) {
                emit m_workspace.notice(tr("Added %n zone(s)", nullptr, count), false);
                return accept();
            }
            m_add->setEnabled(true);
            m_problem->setText(text::errorText(status.error()).both() + u'\n' +
                               QString::fromStdString(status.error().detail));
            m_problem->show();
        },
        [keys](const zone::Configuration& configuration) { return secretsFor(configuration, keys); });
}

} // namespace zonescope::ui::zones
