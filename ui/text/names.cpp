// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/names.h"

#include <QCoreApplication>

#include <algorithm>

namespace zonescope::ui::text {
namespace {

struct NameWords
{
    Q_DECLARE_TR_FUNCTIONS(Names)
public:
    static QString goneZone(std::uint32_t id) { return tr("zone %1").arg(id); }
    static QString gonePrimary(std::uint32_t id) { return tr("primary %1").arg(id); }
    static QString goneEdge(std::uint32_t id) { return tr("edge %1").arg(id); }
    static QString goneAcl(std::uint32_t id) { return tr("access list %1").arg(id); }
    static QString goneKey(std::uint32_t id) { return tr("key %1").arg(id); }
};

} // namespace

QString toQString(const dns::Name& name)
{
    return QString::fromStdString(name.toDisplay());
}

QString toQString(const net::Endpoint& endpoint)
{
    // Port 53 says nothing an operator does not know.
    return QString::fromStdString(endpoint.port == 53 ? endpoint.address.toText() : endpoint.toText());
}

QString Names::zone(base::ZoneId id) const
{
    const zone::Zone* found = m_configuration ? m_configuration->zone(id) : nullptr;
    return found ? toQString(found->apex) : NameWords::goneZone(id.value);
}

QString Names::primary(base::PrimaryId id) const
{
    const zone::Primary* found = m_configuration ? m_configuration->primary(id) : nullptr;
    return found ? QString::fromStdString(found->name) : NameWords::gonePrimary(id.value);
}

QString Names::edge(base::EdgeId id) const
{
    const zone::Edge* found = m_configuration ? m_configuration->edge(id) : nullptr;
    return found ? QString::fromStdString(found->name) : NameWords::goneEdge(id.value);
}

QStringList Names::zonesBehind(base::PrimaryId primary, base::EdgeId edge, qsizetype most) const
{
    QStringList found;
    if (!m_configuration)
        return found;
    for (const auto& [id, zone] : m_configuration->zones()) {
        if (found.size() >= most)
            break;
        if ((primary && std::ranges::count(zone->primaries, primary) > 0) ||
            (edge && std::ranges::count(zone->edges, edge) > 0))
            found << toQString(zone->apex);
    }
    return found;
}

QString Names::acl(base::AclId id) const
{
    const zone::Acl* found = m_configuration ? m_configuration->acl(id) : nullptr;
    return found ? QString::fromStdString(found->name) : NameWords::goneAcl(id.value);
}

QString Names::key(base::KeyId id) const
{
    const zone::Key* found = m_configuration ? m_configuration->key(id) : nullptr;
    return found ? toQString(found->name) : NameWords::goneKey(id.value);
}

QString Names::keyOf(base::PrimaryId id) const
{
    const zone::Primary* found = m_configuration ? m_configuration->primary(id) : nullptr;
    return found && found->key ? key(*found->key) : QString();
}

} // namespace zonescope::ui::text
