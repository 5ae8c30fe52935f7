// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/ended_filter.h"

#include <QStringList>

namespace zonescope::ui::network {
namespace {

std::optional<net::Prefix> prefixOf(const QString& word)
{
    const std::string text = word.toStdString();
    if (const auto prefix = net::Prefix::fromText(text))
        return *prefix;
    const auto address = net::IpAddress::fromText(text);
    if (!address)
        return std::nullopt;
    return net::Prefix{*address, static_cast<std::uint8_t>(address->family() == net::Family::V4 ? 32 : 128)};
}

std::optional<base::ZoneId> zoneOf(const QString& word, const zone::Configuration* configuration)
{
    const auto name = dns::Name::fromText(word.toStdString());
    if (!name || configuration == nullptr)
        return std::nullopt;
    for (const auto& [id, zone] : configuration->zones())
        if (zone->apex == *name)
            return id;
    return std::nullopt;
}

} // namespace

EndedFilter endedFilter(const QString& text, const pipeline::Period& period,
                        const zone::Configuration* configuration)
{
    EndedFilter result;
    result.filter.period = period;
    QStringList rest;
    for (const QString& word : text.split(u' ', Qt::SkipEmptyParts)) {
        bool isPort = false;
        const std::uint32_t port = word.startsWith(u':') ? word.mid(1).toUInt(&isPort) : 0;
        const bool zoneAsked = word.startsWith(QStringLiteral("zone:"));
        if (isPort && port > 0 && port < 65536)
            result.filter.port = static_cast<std::uint16_t>(port);
        else if (zoneAsked)
            result.filter.zones = {zoneOf(word.mid(5), configuration).value_or(base::ZoneId{~0U})};
        else if (const auto prefix = prefixOf(word))
            result.filter.peer = prefix;
        else if (const auto zone = word.contains(u'.') ? zoneOf(word, configuration) : std::nullopt)
            result.filter.zones = {*zone};
        else
            rest << word;
    }
    result.words = rest.join(u' ');
    return result;
}

} // namespace zonescope::ui::network
