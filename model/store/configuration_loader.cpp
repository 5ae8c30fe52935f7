// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/configuration_repository.h"
#include "model/store/zone_roles.h"

#include "model/dns/tsig.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace zonescope::store {
namespace {

using base::Error;
using base::ErrorCode;
using base::Status;

Status damaged(std::string_view table, std::int64_t id, const Error& why)
{
    return base::fail(ErrorCode::StoreCorrupt, "work.sqlite: " + std::string(table) + " " +
                                                   std::to_string(id) + ": " + base::toString(why));
}

/// Calls `take` for every row of the query until it fails.
Status forEachRowOf(const Database& database, std::string_view sql,
                    const std::function<Status(const Statement&)>& take)
{
    Statement rows = database.prepare(sql);
    return forEachRow(rows, [&] { return take(rows); });
}

template <class Thing>
Status putInto(zone::Configuration& configuration, Thing thing, std::string_view table)
{
    const std::int64_t id = thing.id.value;
    if (const auto done = configuration.put(std::move(thing)); !done)
        return damaged(table, id, done.error());
    return {};
}

Status loadKeys(const Database& database, zone::Configuration& into)
{
    return forEachRowOf(database, "SELECT id, name, algorithm, least_mac FROM tsig_key",
                        [&](const Statement& row) {
                            const auto name = dns::Name::fromText(row.text(1));
                            if (!name)
                                return damaged("tsig_key", row.integer(0), name.error());
                            const auto algorithm = dns::tsigAlgorithmFromText(row.text(2));
                            if (!algorithm)
                                return damaged("tsig_key", row.integer(0), algorithm.error());
                            zone::Key key{row.id<base::KeyId>(0), *name, *algorithm};
                            key.leastMac = static_cast<std::uint8_t>(row.integer(3));
                            return putInto(into, std::move(key), "tsig_key");
                        });
}

Status loadAcls(const Database& database, zone::Configuration& into)
{
    std::map<base::AclId, zone::Acl> acls;
    Status done = forEachRowOf(database, "SELECT id, name FROM acl", [&](const Statement& row) -> Status {
        const auto id = row.id<base::AclId>(0);
        acls[id] = zone::Acl{id, std::string(row.text(1)), {}, {}};
        return {};
    });
    if (done)
        done = forEachRowOf(database, "SELECT acl, prefix FROM acl_prefix ORDER BY acl, position",
                            [&](const Statement& row) -> Status {
                                const auto prefix = net::Prefix::fromText(row.text(1));
                                if (!prefix)
                                    return damaged("acl_prefix of acl", row.integer(0), prefix.error());
                                acls[row.id<base::AclId>(0)].prefixes.push_back(*prefix);
                                return {};
                            });
    if (done)
        done = forEachRowOf(database, "SELECT acl, tsig_key FROM acl_key ORDER BY acl, position",
                            [&](const Statement& row) -> Status {
                                acls[row.id<base::AclId>(0)].keys.push_back(row.id<base::KeyId>(1));
                                return {};
                            });
    for (auto acl = acls.begin(); done && acl != acls.end(); ++acl)
        done = putInto(into, acl->second, "acl");
    return done;
}

Status readPrimary(const Statement& row, zone::Primary& primary)
{
    primary.id = row.id<base::PrimaryId>(0);
    primary.name = row.text(1);
    if (const auto key = row.optionalInteger<std::uint32_t>(2))
        primary.key = base::KeyId{*key};
    primary.preference =
        row.integer(3) == 1 ? zone::TransferPreference::AxfrOnly : zone::TransferPreference::IxfrThenAxfr;
    primary.maxTransfers = static_cast<std::uint16_t>(row.integer(4));
    primary.ixfrOverUdp = row.integer(6) != 0;
    primary.everyMessageSigned = row.integer(7) != 0;
    primary.tls.mode = row.integer(8) == 2   ? zone::TlsMode::Strict
                       : row.integer(8) == 1 ? zone::TlsMode::Opportunistic
                                             : zone::TlsMode::Off;
    primary.tls.port = static_cast<std::uint16_t>(row.integer(9));
    primary.tls.serverName = row.text(10);
    primary.tls.caFile = row.text(11);
    primary.tls.pin = row.text(12);
    primary.tls.certificateFile = row.text(13);
    primary.tls.keyFile = row.text(14);
    primary.tls.alpnOptional = row.integer(15) != 0;
    if (const auto proxy = row.optionalInteger<std::uint32_t>(16))
        primary.proxy = base::ProxyId{*proxy};
    if (row.isNull(5))
        return {};
    const auto source = net::IpAddress::fromText(row.text(5));
    if (!source)
        return damaged("primary_server", row.integer(0), source.error());
    primary.source = *source;
    return {};
}

Status loadPrimaries(const Database& database, zone::Configuration& into)
{
    std::map<base::PrimaryId, zone::Primary> primaries;
    Status done = forEachRowOf(
        database,
        "SELECT id, name, tsig_key, preference, max_transfers, source, ixfr_over_udp, every_message_signed, "
        "tls_mode, tls_port, tls_name, tls_ca, tls_pin, tls_certificate, tls_key, tls_alpn_optional, "
        "proxy FROM primary_server",
        [&](const Statement& row) { return readPrimary(row, primaries[row.id<base::PrimaryId>(0)]); });
    if (done)
        done = forEachRowOf(
            database,
            "SELECT primary_server, endpoint FROM primary_address ORDER BY primary_server, position",
            [&](const Statement& row) -> Status {
                const auto endpoint = net::Endpoint::fromText(row.text(1));
                if (!endpoint)
                    return damaged("primary_address of primary", row.integer(0), endpoint.error());
                primaries[row.id<base::PrimaryId>(0)].addresses.push_back(*endpoint);
                return {};
            });
    for (auto primary = primaries.begin(); done && primary != primaries.end(); ++primary)
        done = putInto(into, primary->second, "primary_server");
    return done;
}

Status loadProxies(const Database& database, zone::Configuration& into)
{
    return forEachRowOf(database, "SELECT id, name, server, user FROM proxy", [&](const Statement& row) {
        const auto server = net::Endpoint::fromText(row.text(2));
        if (!server)
            return damaged("proxy", row.integer(0), server.error());
        return putInto(into,
                       zone::Proxy{row.id<base::ProxyId>(0), std::string(row.text(1)), *server,
                                   std::string(row.text(3))},
                       "proxy");
    });
}

Status loadEdges(const Database& database, zone::Configuration& into)
{
    return forEachRowOf(database,
                        "SELECT id, name, endpoint, max_queries_per_second, notify, tsig_key FROM edge",
                        [&](const Statement& row) {
                            const auto endpoint = net::Endpoint::fromText(row.text(2));
                            if (!endpoint)
                                return damaged("edge", row.integer(0), endpoint.error());
                            zone::Edge edge{row.id<base::EdgeId>(0), std::string(row.text(1)), *endpoint,
                                            static_cast<std::uint16_t>(row.integer(3))};
                            edge.notify = row.integer(4) != 0;
                            if (!row.isNull(5))
                                edge.key = row.id<base::KeyId>(5);
                            return putInto(into, edge, "edge");
                        });
}

/// The first enumerator when a newer program wrote a higher number.
template <class Enum>
Enum oneOf(std::int64_t value, Enum highest)
{
    return value >= 0 && value <= static_cast<std::int64_t>(highest) ? static_cast<Enum>(value) : Enum{};
}

zone::Zone readZone(const Statement& row)
{
    const auto u32 = [&row](int column) { return static_cast<std::uint32_t>(row.integer(column)); };
    const auto u64 = [&row](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
    zone::Zone zone;
    zone.id = row.id<base::ZoneId>(0);
    zone.paused = row.integer(2) != 0;
    zone.timers = {u32(3), u32(4), u32(5), u32(6)};
    zone.limits = {u64(7), u64(8), u32(9), u32(10), u32(11), u32(12), u64(13)};
    zone.zonemdCheck = oneOf(row.integer(14), zone::ZonemdCheck::Required);
    zone.zonemdDigest = oneOf(row.integer(15), zone::ZonemdDigest::Sha512);
    zone.strict = row.integer(16) != 0;
    zone.overrides = row.text(17);
    zone.catalog = oneOf(row.integer(19), zone::CatalogRole::Producer);
    if (!row.isNull(20))
        zone.member = zone::CatalogMembership{row.id<base::ZoneId>(20), std::string(row.text(21))};
    if (!row.isNull(22))
        zone.listedIn = row.id<base::ZoneId>(22);
    zone.group = row.text(23);
    return zone;
}

Status readResolvers(std::string_view text, std::vector<net::Endpoint>& into)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const auto endpoint = net::Endpoint::fromText(text.substr(0, end));
        if (!endpoint)
            return tl::unexpected(endpoint.error());
        into.push_back(*endpoint);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

/// Zones name each other in any order: first all without that, then those with it once more.
Status putZones(std::map<base::ZoneId, zone::Zone> zones, zone::Configuration& into)
{
    for (const auto& [id, zone] : zones) {
        zone::Zone alone = zone;
        alone.templates.clear();
        alone.member.reset();
        alone.listedIn.reset();
        if (const auto done = putInto(into, std::move(alone), "zone"); !done)
            return done;
    }
    for (auto& [id, zone] : zones)
        if (!zone.templates.empty() || zone.member || zone.listedIn)
            if (const auto done = putInto(into, std::move(zone), "zone"); !done)
                return done;
    return {};
}

void addMember(zone::Zone& zone, std::int64_t role, std::uint32_t member)
{
    switch (static_cast<ZoneRole>(role)) {
    case ZoneRole::Primary:
        zone.primaries.push_back({member});
        break;
    case ZoneRole::Edge:
        zone.edges.push_back({member});
        break;
    case ZoneRole::NotifyFrom:
        zone.notifyFrom.push_back({member});
        break;
    case ZoneRole::TransferTo:
        zone.transferTo.push_back({member});
        break;
    }
}

Status loadZones(const Database& database, zone::Configuration& into)
{
    std::map<base::ZoneId, zone::Zone> zones;
    Status done = forEachRowOf(
        database,
        "SELECT id, apex, paused, min_refresh, max_refresh, min_retry, max_retry, max_records, max_bytes, "
        "max_seconds, idle_seconds, connect_seconds, min_bytes_per_second, max_rrset_records, zonemd_check, "
        "zonemd_digest, strict, overrides, resolvers, catalog_role, member_of, member_label, listed_in, "
        "catalog_group FROM zone",
        [&](const Statement& row) -> Status {
            auto apex = dns::Name::fromText(row.text(1));
            if (!apex)
                return damaged("zone", row.integer(0), apex.error());
            zone::Zone zone = readZone(row);
            zone.apex = std::move(*apex);
            if (const auto read = readResolvers(row.text(18), zone.resolvers); !read)
                return damaged("zone", row.integer(0), read.error());
            zones.emplace(zone.id, std::move(zone));
            return {};
        });
    if (done)
        done = forEachRowOf(
            database, "SELECT zone, role, member FROM zone_member ORDER BY zone, role, position",
            [&](const Statement& row) -> Status {
                if (const auto found = zones.find(row.id<base::ZoneId>(0)); found != zones.end())
                    addMember(found->second, row.integer(1), static_cast<std::uint32_t>(row.integer(2)));
                return {};
            });
    if (done)
        done = forEachRowOf(
            database, "SELECT zone, catalog_group, template FROM catalog_template ORDER BY zone, position",
            [&](const Statement& row) -> Status {
                if (const auto found = zones.find(row.id<base::ZoneId>(0)); found != zones.end())
                    found->second.templates.push_back({std::string(row.text(1)), row.id<base::ZoneId>(2)});
                return {};
            });
    return done ? putZones(std::move(zones), into) : done;
}

Status loadLimits(const Database& database, zone::Configuration& into)
{
    zone::EngineLimits limits;
    const Status done =
        forEachRowOf(database, "SELECT name, value FROM engine_limit", [&](const Statement& row) -> Status {
            forEachLimit(limits, [&](std::string_view name, auto& value) {
                if (name == row.text(0))
                    value = static_cast<std::remove_reference_t<decltype(value)>>(row.integer(1));
            });
            return {};
        });
    if (!done)
        return done;
    if (const auto put = into.put(limits); !put)
        return damaged("engine_limit", 0, put.error());
    return {};
}

} // namespace

base::Result<zone::Configuration> loadConfiguration(const Database& database)
{
    zone::Configuration configuration;
    // What is referred to comes first: the checked makers refuse a reference to nothing.
    for (const auto load : {loadLimits, loadKeys, loadAcls, loadProxies, loadPrimaries, loadEdges, loadZones})
        if (const auto done = load(database, configuration); !done)
            return tl::unexpected<Error>(done.error());
    const auto next = database.value("SELECT value FROM meta WHERE name='next_id'");
    if (!next)
        return tl::unexpected<Error>(next.error());
    configuration.reserveIds(static_cast<std::uint32_t>(*next));
    return configuration;
}

} // namespace zonescope::store
