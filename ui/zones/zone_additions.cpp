// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/zone_additions.h"

#include <algorithm>

namespace zonescope::ui::zones {
namespace {

using base::Result;

template <class Map>
auto idNamed(const Map& map, const std::string& name) -> std::optional<typename Map::key_type>
{
    const auto found =
        std::ranges::find_if(map, [&](const auto& entry) { return entry.second.name == name; });
    return found == map.end() ? std::nullopt : std::optional(found->first);
}

Result<std::optional<base::KeyId>> keyFor(zone::Configuration& configuration, const QString& name,
                                          const std::map<QString, dns::TsigKey>& newKeys)
{
    if (name.isEmpty())
        return std::optional<base::KeyId>();
    const auto wanted = dns::Name::fromText(name.toStdString());
    if (!wanted)
        return tl::unexpected(wanted.error());
    for (const auto& [id, key] : configuration.keys())
        if (key.name == *wanted)
            return std::optional(id);
    const auto typed = newKeys.find(name);
    if (typed == newKeys.end())
        return base::fail(base::ErrorCode::TsigSecretMissing, name.toStdString());
    auto id = configuration.put(zone::Key{{}, typed->second.name, typed->second.algorithm});
    if (!id)
        return tl::unexpected(id.error());
    return std::optional(*id);
}

Result<base::PrimaryId> primaryFor(zone::Configuration& configuration, const models::ZoneWish& wish,
                                   const std::map<QString, dns::TsigKey>& newKeys)
{
    const auto key = keyFor(configuration, wish.keyName, newKeys);
    if (!key)
        return tl::unexpected(key.error());
    const std::string name = wish.primaryName.toStdString();
    for (const auto& [id, known] : configuration.primaries()) {
        const bool sameName = !name.empty() && known.name == name;
        const bool sameAddress =
            wish.primary && std::ranges::find(known.addresses, *wish.primary) != known.addresses.end();
        // One address may be two primaries: signed with one key for these zones, with another for those.
        if (sameName || (sameAddress && name.empty() && (!*key || known.key == *key)))
            return id;
    }
    if (!wish.primary)
        return base::fail(base::ErrorCode::UnknownReference, "primary " + name);
    zone::Primary primary;
    primary.name = name.empty() ? wish.primary->toText() : name;
    if (idNamed(configuration.primaries(), primary.name) && *key)
        primary.name += " " + configuration.key(**key)->name.toDisplay();
    primary.addresses = {*wish.primary};
    primary.key = *key;
    return configuration.put(std::move(primary));
}

Result<base::EdgeId> edgeFor(zone::Configuration& configuration, const std::string& text)
{
    if (const auto known = idNamed(configuration.edges(), text))
        return *known;
    const auto equals = text.find('=');
    const std::string address = equals == std::string::npos ? text : text.substr(equals + 1);
    const auto endpoint = net::Endpoint::fromText(address);
    if (!endpoint)
        return base::fail(base::ErrorCode::UnknownReference, "edge " + text);
    for (const auto& [id, edge] : configuration.edges())
        if (edge.endpoint == *endpoint)
            return id;
    zone::Edge edge;
    edge.name = equals == std::string::npos ? address : text.substr(0, equals);
    edge.endpoint = *endpoint;
    return configuration.put(std::move(edge));
}

base::Status addOne(zone::Configuration& configuration, const models::ZoneWish& wish,
                    const std::map<QString, dns::TsigKey>& newKeys)
{
    zone::Zone zone;
    zone.apex = wish.apex;
    const auto primary = primaryFor(configuration, wish, newKeys);
    if (!primary)
        return tl::unexpected(primary.error());
    zone.primaries = {*primary};
    for (const QString& text : wish.edges) {
        const auto edge = edgeFor(configuration, text.trimmed().toStdString());
        if (!edge)
            return tl::unexpected(edge.error());
        if (std::ranges::find(zone.edges, *edge) == zone.edges.end())
            zone.edges.push_back(*edge);
    }
    const auto id = configuration.put(std::move(zone));
    if (!id)
        return tl::unexpected(id.error());
    return {};
}

} // namespace

base::Status addZones(zone::Configuration& configuration, const std::vector<models::ZoneWish>& wishes,
                      const std::map<QString, dns::TsigKey>& newKeys)
{
    for (const models::ZoneWish& wish : wishes) {
        base::Status added = addOne(configuration, wish, newKeys);
        if (!added)
            return base::fail(added.error().code, wish.apex.toDisplay() + ": " + added.error().detail);
    }
    return {};
}

std::map<base::KeyId, base::Bytes> secretsFor(const zone::Configuration& configuration,
                                              const std::map<QString, dns::TsigKey>& newKeys)
{
    std::map<base::KeyId, base::Bytes> secrets;
    for (const auto& [name, typed] : newKeys)
        for (const auto& [id, key] : configuration.keys())
            if (key.name == typed.name && !typed.secret.empty())
                secrets[id] = typed.secret;
    return secrets;
}

} // namespace zonescope::ui::zones
