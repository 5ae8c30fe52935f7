// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/primaries/access_lines.h"

#include "ui/text/names.h"

#include <algorithm>

namespace zonescope::ui::primaries {
namespace {

bool isWildcard(const net::Endpoint& endpoint)
{
    const auto& octets = endpoint.address.octets();
    return std::ranges::all_of(octets, [](std::uint8_t o) { return o == 0; });
}

struct Us
{
    QString address = QStringLiteral("our-address");
    std::uint16_t port = 53;
};

/// The listener of the same family as the primary's first address; a wildcard tells the port only.
Us usTowards(const zone::Primary& primary, const std::vector<net::Endpoint>& ours)
{
    Us us;
    if (primary.source)
        us.address = QString::fromStdString(primary.source->toText());
    for (const net::Endpoint& endpoint : ours) {
        const bool sameFamily = primary.addresses.empty() ||
                                endpoint.address.family() == primary.addresses.front().address.family();
        if (!sameFamily)
            continue;
        us.port = endpoint.port;
        if (!primary.source && !isWildcard(endpoint))
            us.address = QString::fromStdString(endpoint.address.toText());
        break;
    }
    return us;
}

QString exampleZone(const zone::Configuration& configuration, base::PrimaryId primary)
{
    for (const auto& [id, zone] : configuration.zones())
        if (std::ranges::find(zone->primaries, primary) != zone->primaries.end())
            return text::toQString(zone->apex);
    return QStringLiteral("example.org");
}

} // namespace

QString accessLines(const zone::Configuration& configuration, base::PrimaryId id,
                    const std::vector<net::Endpoint>& ours)
{
    const zone::Primary* primary = configuration.primary(id);
    if (!primary)
        return {};
    const Us us = usTowards(*primary, ours);
    const zone::Key* key = primary->key ? configuration.key(*primary->key) : nullptr;
    const QString keyName = key ? text::toQString(key->name) : QString();
    const QString zone = exampleZone(configuration, id);
    const QString port = QString::number(us.port);
    // Program text, not prose: the same in every language.
    QString lines = QStringLiteral("# BIND\nzone \"%1\" { …\n").arg(zone);
    lines += key ? QStringLiteral("    allow-transfer { key \"%1\"; };\n").arg(keyName)
                 : QStringLiteral("    allow-transfer { %1; };\n").arg(us.address);
    lines += QStringLiteral("    also-notify { %1 port %2%3; };\n};\n")
                 .arg(us.address, port, key ? QStringLiteral(" key \"%1\"").arg(keyName) : QString());
    lines += QStringLiteral("\n# Knot DNS\nremote:\n  - id: zonescope\n    address: %1@%2\n")
                 .arg(us.address, port);
    if (key)
        lines += QStringLiteral("    key: %1\n").arg(keyName);
    lines += QStringLiteral("acl:\n  - id: zonescope\n    address: %1\n").arg(us.address);
    if (key)
        lines += QStringLiteral("    key: %1\n").arg(keyName);
    lines += QStringLiteral(
                 "    action: transfer\nzone:\n  - domain: %1\n    notify: zonescope\n    acl: zonescope\n")
                 .arg(zone);
    const QString nsdKey = key ? keyName : QStringLiteral("NOKEY");
    lines +=
        QStringLiteral("\n# NSD\nzone:\n    name: \"%1\"\n    notify: %2@%3 %4\n    provide-xfr: %2 %4\n")
            .arg(zone, us.address, port, nsdKey);
    lines +=
        QStringLiteral("\n# PowerDNS\npdnsutil set-meta %1 ALSO-NOTIFY %2:%3\n").arg(zone, us.address, port);
    lines += key ? QStringLiteral("pdnsutil activate-tsig-key %1 %2 primary\n").arg(zone, keyName)
                 : QStringLiteral("pdnsutil set-meta %1 ALLOW-AXFR-FROM %2\n").arg(zone, us.address);
    return lines;
}

} // namespace zonescope::ui::primaries
