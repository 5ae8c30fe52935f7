// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/configuration_repository.h"
#include "model/store/zone_roles.h"

#include "model/dns/tsig.h"

#include <string>

namespace zonescope::store {
namespace {

using base::Status;

/// Removes and writes rows of one kind of thing. Statements are prepared once a save.
class Saver
{
public:
    explicit Saver(Database& database)
        : m_database(database)
    {
    }

    Status save(const zone::Configuration& stored, const zone::Configuration& wanted);

private:
    template <class Map>
    Status difference(const Map& stored, const Map& wanted);

    Status remove(base::KeyId id) { return m_removeKey.execute(id); }
    Status remove(base::AclId id);
    Status remove(base::PrimaryId id);
    Status remove(base::ProxyId id) { return m_removeProxy.execute(id); }
    Status remove(base::EdgeId id) { return m_removeEdge.execute(id); }
    Status remove(base::ZoneId id);

    Status write(const zone::Key& key);
    Status write(const zone::Acl& acl);
    Status write(const zone::Proxy& proxy);
    Status write(const zone::Primary& primary);
    Status write(const zone::Edge& edge);
    Status write(const std::shared_ptr<const zone::Zone>& zone);
    Status write(const zone::EngineLimits& limits);

    template <class Id>
    Status members(base::ZoneId zone, ZoneRole role, const std::vector<Id>& ids);

    Database& m_database;
    Statement m_removeKey = m_database.prepare("DELETE FROM tsig_key WHERE id=?");
    Statement m_removeAcl = m_database.prepare("DELETE FROM acl WHERE id=?");
    Statement m_removeAclPrefixes = m_database.prepare("DELETE FROM acl_prefix WHERE acl=?");
    Statement m_removeAclKeys = m_database.prepare("DELETE FROM acl_key WHERE acl=?");
    Statement m_removeProxy = m_database.prepare("DELETE FROM proxy WHERE id=?");
    Statement m_proxy = m_database.prepare("INSERT INTO proxy(id, name, server, user) VALUES(?,?,?,?)");
    Statement m_removePrimary = m_database.prepare("DELETE FROM primary_server WHERE id=?");
    Statement m_removeAddresses = m_database.prepare("DELETE FROM primary_address WHERE primary_server=?");
    Statement m_removeEdge = m_database.prepare("DELETE FROM edge WHERE id=?");
    Statement m_removeZone = m_database.prepare("DELETE FROM zone WHERE id=?");
    Statement m_removeMembers = m_database.prepare("DELETE FROM zone_member WHERE zone=?");

    Statement m_key =
        m_database.prepare("INSERT INTO tsig_key(id, name, algorithm, least_mac) VALUES(?,?,?,?)");
    Statement m_acl = m_database.prepare("INSERT INTO acl(id, name) VALUES(?,?)");
    Statement m_aclPrefix = m_database.prepare("INSERT INTO acl_prefix(acl, position, prefix) VALUES(?,?,?)");
    Statement m_aclKey = m_database.prepare("INSERT INTO acl_key(acl, position, tsig_key) VALUES(?,?,?)");
    Statement m_primary = m_database.prepare(
        "INSERT INTO primary_server(id, name, tsig_key, preference, max_transfers, "
        "source, ixfr_over_udp, every_message_signed, tls_mode, tls_port, tls_name, tls_ca, "
        "tls_pin, tls_certificate, tls_key, tls_alpn_optional, proxy) "
        "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    Statement m_address =
        m_database.prepare("INSERT INTO primary_address(primary_server, position, endpoint) VALUES(?,?,?)");
    Statement m_edge = m_database.prepare(
        "INSERT INTO edge(id, name, endpoint, max_queries_per_second, notify, tsig_key) VALUES(?,?,?,?,?,?)");
    Statement m_zone = m_database.prepare(
        "INSERT INTO zone(id, apex, paused, min_refresh, max_refresh, min_retry, max_retry, max_records, "
        "max_bytes, max_seconds, idle_seconds, connect_seconds, min_bytes_per_second, max_rrset_records, "
        "zonemd_check, zonemd_digest, strict, overrides, resolvers, catalog_role, member_of, member_label, "
        "listed_in, catalog_group) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    Statement m_template = m_database.prepare(
        "INSERT INTO catalog_template(zone, position, catalog_group, template) VALUES(?,?,?,?)");
    Statement m_removeTemplates = m_database.prepare("DELETE FROM catalog_template WHERE zone=?");
    Statement m_member =
        m_database.prepare("INSERT INTO zone_member(zone, role, position, member) VALUES(?,?,?,?)");
    Statement m_limit = m_database.prepare("INSERT OR REPLACE INTO engine_limit(name, value) VALUES(?,?)");
    Statement m_meta = m_database.prepare("INSERT OR REPLACE INTO meta(name, value) VALUES(?,?)");
};

template <class T>
bool same(const T& a, const T& b)
{
    return a == b;
}

bool same(const std::shared_ptr<const zone::Zone>& a, const std::shared_ptr<const zone::Zone>& b)
{
    return a == b || *a == *b; // an edit copies the map, not the zones
}

/// Walks two ordered maps side by side.
template <class Map>
Status Saver::difference(const Map& stored, const Map& wanted)
{
    auto old = stored.begin();
    auto fresh = wanted.begin();
    while (old != stored.end() || fresh != wanted.end()) {
        const bool onlyOld = fresh == wanted.end() || (old != stored.end() && old->first < fresh->first);
        const bool onlyFresh = old == stored.end() || (!onlyOld && fresh->first < old->first);
        Status done;
        if (!onlyOld && !onlyFresh && same(old->second, fresh->second)) {
            ++old;
            ++fresh;
            continue;
        }
        if (!onlyFresh)
            done = remove((old++)->first);
        if (done && !onlyOld)
            done = write((fresh++)->second);
        if (!done)
            return done;
    }
    return {};
}

Status Saver::remove(base::AclId id)
{
    Status done = m_removeAcl.execute(id);
    if (done)
        done = m_removeAclPrefixes.execute(id);
    return done ? m_removeAclKeys.execute(id) : done;
}

Status Saver::remove(base::PrimaryId id)
{
    const Status done = m_removePrimary.execute(id);
    return done ? m_removeAddresses.execute(id) : done;
}

Status Saver::remove(base::ZoneId id)
{
    Status done = m_removeZone.execute(id);
    if (done)
        done = m_removeTemplates.execute(id);
    return done ? m_removeMembers.execute(id) : done;
}

Status Saver::write(const zone::Key& key)
{
    return m_key.execute(key.id, key.name.toText(), dns::tsigAlgorithmText(key.algorithm),
                         static_cast<std::int64_t>(key.leastMac));
}

Status Saver::write(const zone::Acl& acl)
{
    Status done = m_acl.execute(acl.id, acl.name);
    for (std::size_t i = 0; done && i < acl.prefixes.size(); ++i)
        done = m_aclPrefix.execute(acl.id, i, acl.prefixes[i].toText());
    for (std::size_t i = 0; done && i < acl.keys.size(); ++i)
        done = m_aclKey.execute(acl.id, i, acl.keys[i]);
    return done;
}

Status Saver::write(const zone::Proxy& proxy)
{
    return m_proxy.execute(proxy.id, proxy.name, proxy.server.toText(), proxy.user);
}

Status Saver::write(const zone::Primary& primary)
{
    const auto source = primary.source ? std::optional(primary.source->toText()) : std::nullopt;
    Status done = m_primary.execute(
        primary.id, primary.name, primary.key, primary.preference, primary.maxTransfers, source,
        primary.ixfrOverUdp, primary.everyMessageSigned, primary.tls.mode, primary.tls.port,
        primary.tls.serverName, primary.tls.caFile, primary.tls.pin, primary.tls.certificateFile,
        primary.tls.keyFile, primary.tls.alpnOptional, primary.proxy);
    for (std::size_t i = 0; done && i < primary.addresses.size(); ++i)
        done = m_address.execute(primary.id, i, primary.addresses[i].toText());
    return done;
}

Status Saver::write(const zone::Edge& edge)
{
    return m_edge.execute(edge.id, edge.name, edge.endpoint.toText(), edge.maxQueriesPerSecond, edge.notify,
                          edge.key);
}

std::string joined(const std::vector<net::Endpoint>& endpoints)
{
    std::string text;
    for (const net::Endpoint& endpoint : endpoints)
        text += (text.empty() ? "" : " ") + endpoint.toText();
    return text;
}

template <class Id>
Status Saver::members(base::ZoneId zone, ZoneRole role, const std::vector<Id>& ids)
{
    Status done;
    for (std::size_t i = 0; done && i < ids.size(); ++i)
        done = m_member.execute(zone, role, i, ids[i]);
    return done;
}

Status Saver::write(const std::shared_ptr<const zone::Zone>& zone)
{
    const zone::TimerLimits& timers = zone->timers;
    const zone::TransferLimits& limits = zone->limits;
    Status done = m_zone.execute(
        zone->id, zone->apex.toText(), zone->paused, timers.minRefresh, timers.maxRefresh, timers.minRetry,
        timers.maxRetry, limits.maxRecords, limits.maxBytes, limits.maxSeconds, limits.idleSeconds,
        limits.connectSeconds, limits.minBytesPerSecond, limits.maxRrsetRecords, zone->zonemdCheck,
        zone->zonemdDigest, zone->strict, zone->overrides, joined(zone->resolvers), zone->catalog,
        zone->member ? std::optional(zone->member->catalog) : std::nullopt,
        zone->member ? zone->member->uniqueId : std::string(), zone->listedIn, zone->group);
    for (std::size_t i = 0; done && i < zone->templates.size(); ++i)
        done = m_template.execute(zone->id, i, zone->templates[i].group, zone->templates[i].zone);
    if (done)
        done = members(zone->id, ZoneRole::Primary, zone->primaries);
    if (done)
        done = members(zone->id, ZoneRole::Edge, zone->edges);
    if (done)
        done = members(zone->id, ZoneRole::NotifyFrom, zone->notifyFrom);
    return done ? members(zone->id, ZoneRole::TransferTo, zone->transferTo) : done;
}

Status Saver::write(const zone::EngineLimits& limits)
{
    Status done;
    forEachLimit(limits, [&](std::string_view name, const auto& value) {
        if (done)
            done = m_limit.execute(name, value);
    });
    return done;
}

Status Saver::save(const zone::Configuration& stored, const zone::Configuration& wanted)
{
    Transaction transaction(m_database);
    Status done = transaction.begun();
    if (done)
        done = difference(stored.keys(), wanted.keys());
    if (done)
        done = difference(stored.acls(), wanted.acls());
    if (done)
        done = difference(stored.proxies(), wanted.proxies());
    if (done)
        done = difference(stored.primaries(), wanted.primaries());
    if (done)
        done = difference(stored.edges(), wanted.edges());
    if (done)
        done = difference(stored.zones(), wanted.zones());
    if (done && !(stored.limits() == wanted.limits()))
        done = write(wanted.limits());
    if (done && stored.nextId() != wanted.nextId())
        done = m_meta.execute("next_id", wanted.nextId());
    return done ? transaction.commit() : done;
}

} // namespace

base::Status saveDifference(Database& database, const zone::Configuration& stored,
                            const zone::Configuration& wanted)
{
    return Saver(database).save(stored, wanted);
}

} // namespace zonescope::store
