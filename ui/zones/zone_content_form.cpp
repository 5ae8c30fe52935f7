// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/zone_content_form.h"

#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace zonescope::ui::zones {
namespace {

constexpr int overrideLines = 5;

template <class Enum>
Enum chosen(const QComboBox* box)
{
    return static_cast<Enum>(box->currentData().toInt());
}

QString nameOf(const zone::Configuration& configuration, base::ZoneId id)
{
    const zone::Zone* zone = configuration.zone(id);
    return zone ? QString::fromStdString(zone->apex.toDisplay()) : QString();
}

base::Result<base::ZoneId> zoneNamed(const zone::Configuration& configuration, const QString& text)
{
    const auto name = dns::Name::fromText(text.trimmed().toStdString());
    if (!name)
        return tl::unexpected(name.error());
    if (const zone::Zone* zone = configuration.zone(*name))
        return zone->id;
    return base::fail(base::ErrorCode::UnknownReference, "there is no zone " + name->toDisplay());
}

} // namespace

ZoneContentForm::ZoneContentForm(QWidget* parent)
    : QWidget(parent)
    , m_check(new QComboBox(this))
    , m_digest(new QComboBox(this))
    , m_strict(new QCheckBox(tr("&Strict: errors found in the content refuse a version"), this))
    , m_overrides(new QPlainTextEdit(this))
    , m_resolvers(new QLineEdit(this))
    , m_role(new QComboBox(this))
    , m_templates(new QLineEdit(this))
    , m_listedIn(new QComboBox(this))
    , m_group(new QLineEdit(this))
{
    m_check->addItem(tr("Not checked"), static_cast<int>(zone::ZonemdCheck::Off));
    m_check->addItem(tr("Checked when there is one"), static_cast<int>(zone::ZonemdCheck::IfPresent));
    m_check->addItem(tr("Required"), static_cast<int>(zone::ZonemdCheck::Required));
    m_digest->addItem(tr("None"), static_cast<int>(zone::ZonemdDigest::None));
    m_digest->addItem(tr("SHA-384"), static_cast<int>(zone::ZonemdDigest::Sha384));
    m_digest->addItem(tr("SHA-512"), static_cast<int>(zone::ZonemdDigest::Sha512));
    m_role->addItem(tr("An ordinary zone"), static_cast<int>(zone::CatalogRole::None));
    m_role->addItem(tr("A catalog: its members become zones here"),
                    static_cast<int>(zone::CatalogRole::Consumer));
    m_role->addItem(tr("A catalog made here of the zones listed in it"),
                    static_cast<int>(zone::CatalogRole::Producer));
    m_overrides->setFont(theme::monospace());
    m_overrides->setTabChangesFocus(true);
    m_overrides->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_overrides->setFixedHeight(overrideLines * theme::metric::rowHeight());
    m_overrides->setPlaceholderText(tr("add www 300 A 192.0.2.1\nreplace mail A 192.0.2.2\ndelete old TXT"));
    m_overrides->setToolTip(
        tr("One record a line after add, replace or delete. They are laid over every version "
           "that is transferred; the transferred zone itself stays as it is."));
    m_resolvers->setPlaceholderText(tr("192.0.2.53, [2001:db8::53]:5353"));
    m_resolvers->setToolTip(
        tr("When the top of the zone is an alias (CNAME or ALIAS), its addresses are looked "
           "up at these servers and published instead."));
    m_templates->setPlaceholderText(tr("group = zone, other group = other zone"));
    m_templates->setToolTip(
        tr("Members of these groups get the settings of that zone, all others those of the "
           "catalog."));
    m_group->setToolTip(tr("What the catalog that lists this zone says of it."));

    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("&Digest of transferred versions (ZONEMD)"), m_check);
    form->addRow(tr("Digest we &put in"), m_digest);
    form->addRow(m_strict);
    form->addRow(tr("&Own records"), m_overrides);
    form->addRow(tr("Resolvers for the &top of the zone"), m_resolvers);
    form->addRow(tr("&Catalog"), m_role);
    form->addRow(tr("Te&mplates of groups"), m_templates);
    form->addRow(tr("&Listed in"), m_listedIn);
    form->addRow(tr("&Group"), m_group);
    connect(m_role, &QComboBox::currentIndexChanged, this, [this] {
        m_templates->setEnabled(chosen<zone::CatalogRole>(m_role) == zone::CatalogRole::Consumer);
    });
}

void ZoneContentForm::choose(QComboBox* box, int value)
{
    box->setCurrentIndex(std::max(0, box->findData(value)));
}

void ZoneContentForm::read(const zone::Zone& zone, const zone::Configuration& configuration)
{
    choose(m_check, static_cast<int>(zone.zonemdCheck));
    choose(m_digest, static_cast<int>(zone.zonemdDigest));
    m_strict->setChecked(zone.strict);
    m_overrides->setPlainText(QString::fromStdString(zone.overrides));
    QStringList resolvers;
    for (const net::Endpoint& resolver : zone.resolvers)
        resolvers << QString::fromStdString(resolver.toText());
    m_resolvers->setText(resolvers.join(QStringLiteral(", ")));
    choose(m_role, static_cast<int>(zone.catalog));
    QStringList templates;
    for (const zone::CatalogTemplate& entry : zone.templates)
        templates << QString::fromStdString(entry.group) + QStringLiteral(" = ") +
                         nameOf(configuration, entry.zone);
    m_templates->setText(templates.join(QStringLiteral(", ")));
    m_templates->setEnabled(zone.catalog == zone::CatalogRole::Consumer);
    m_listedIn->clear();
    m_listedIn->addItem(tr("No catalog"), 0U);
    for (const auto& [id, other] : configuration.zones())
        if (other->catalog == zone::CatalogRole::Producer && id != zone.id)
            m_listedIn->addItem(QString::fromStdString(other->apex.toDisplay()), id.value);
    m_listedIn->setCurrentIndex(std::max(0, m_listedIn->findData(zone.listedIn ? zone.listedIn->value : 0U)));
    m_group->setText(QString::fromStdString(zone.group));
}

base::Status ZoneContentForm::write(zone::Zone& zone, const zone::Configuration& configuration) const
{
    zone.zonemdCheck = chosen<zone::ZonemdCheck>(m_check);
    zone.zonemdDigest = chosen<zone::ZonemdDigest>(m_digest);
    zone.strict = m_strict->isChecked();
    zone.overrides = m_overrides->toPlainText().toStdString();
    zone.catalog = chosen<zone::CatalogRole>(m_role);
    zone.group = m_group->text().trimmed().toStdString();
    zone.listedIn.reset();
    if (const auto listed = m_listedIn->currentData().toUInt(); listed != 0)
        zone.listedIn = base::ZoneId{listed};
    zone.resolvers.clear();
    for (const QString& text : m_resolvers->text().split(u',', Qt::SkipEmptyParts)) {
        const auto resolver = net::Endpoint::fromText(text.trimmed().toStdString());
        if (!resolver)
            return tl::unexpected(resolver.error());
        zone.resolvers.push_back(*resolver);
    }
    zone.templates.clear();
    if (zone.catalog != zone::CatalogRole::Consumer)
        return {};
    for (const QString& text : m_templates->text().split(u',', Qt::SkipEmptyParts)) {
        const auto id = zoneNamed(configuration, text.section(u'=', 1));
        if (!id)
            return tl::unexpected(id.error());
        zone.templates.push_back({text.section(u'=', 0, 0).trimmed().toStdString(), *id});
    }
    return {};
}

} // namespace zonescope::ui::zones
