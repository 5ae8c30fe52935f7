// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/configuration.h"

#include "model/zone/overlay.h"

#include <algorithm>
#include <string_view>

namespace zonescope::zone {
namespace {

using base::ErrorCode;

constexpr std::size_t longestName = 200; // of primaries, edges and ACLs: longer ones fit no table
constexpr std::size_t usersNamed = 5;    // in "still in use by ..."

base::Status checkLabel(std::string_view what, const std::string& name)
{
    const std::string kind(what);
    if (name.empty())
        return base::fail(ErrorCode::InvalidName, kind + " needs a name");
    if (name.size() > longestName)
        return base::fail(ErrorCode::InvalidName,
                          kind + " name is longer than " + std::to_string(longestName) + " octets");
    if (std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
        return base::fail(ErrorCode::InvalidName, kind + " name holds a control character");
    if (name.front() == ' ' || name.back() == ' ')
        return base::fail(ErrorCode::InvalidName, kind + " name begins or ends with a blank");
    return {};
}

base::Status checkEndpoint(const net::Endpoint& endpoint)
{
    if (endpoint.port == 0)
        return base::fail(ErrorCode::InvalidAddress, endpoint.toText() + ": the port is missing");
    return {};
}

template <class Map>
auto* findIn(const Map& map, typename Map::key_type id)
{
    const auto found = map.find(id);
    return found == map.end() ? nullptr : &found->second;
}

/// The id of another entry for which `same` holds.
template <class Map, class Same>
bool anotherHas(const Map& map, typename Map::key_type self, Same same)
{
    return std::ranges::any_of(map,
                               [&](const auto& entry) { return entry.first != self && same(entry.second); });
}

template <class Map, class Id>
base::Status checkKnown(std::string_view what, const Map& map, const std::vector<Id>& ids)
{
    std::set<Id> seen;
    for (const Id id : ids) {
        if (!map.contains(id))
            return base::fail(ErrorCode::UnknownReference,
                              "there is no " + std::string(what) + " " + std::to_string(id.value));
        if (!seen.insert(id).second)
            return base::fail(ErrorCode::Duplicate, std::string(what) + " named twice");
    }
    return {};
}

/// Refuses a removal with the names of those who still use the thing.
class Users
{
public:
    void add(const std::string& name)
    {
        if (m_count < usersNamed)
            m_names += (m_names.empty() ? "" : ", ") + name;
        ++m_count;
    }
    base::Status verdict() const
    {
        if (m_count == 0)
            return {};
        const std::string more =
            m_count > usersNamed ? " and " + std::to_string(m_count - usersNamed) + " more" : std::string();
        return base::fail(ErrorCode::StillInUse, "still used by " + m_names + more);
    }

private:
    std::string m_names;
    std::size_t m_count = 0;
};

template <class Container, class Value>
bool holds(const Container& container, const Value& value)
{
    return std::ranges::find(container, value) != container.end();
}

base::Status notFound(std::string_view what, std::uint32_t id)
{
    return base::fail(ErrorCode::NotFound, "there is no " + std::string(what) + " " + std::to_string(id));
}

base::Status checkTimers(const TimerLimits& timers)
{
    if (timers.minRefresh == 0 || timers.minRefresh > timers.maxRefresh)
        return base::fail(ErrorCode::InvalidValue,
                          "refresh: the least must be at least 1 s and not above the most");
    if (timers.minRetry == 0 || timers.minRetry > timers.maxRetry)
        return base::fail(ErrorCode::InvalidValue,
                          "retry: the least must be at least 1 s and not above the most");
    return {};
}

base::Status checkContent(const Zone& zone)
{
    if (auto overlay = Overlay::parse(zone.overrides, zone.apex); !overlay)
        return tl::unexpected(overlay.error());
    for (const net::Endpoint& resolver : zone.resolvers)
        if (auto checked = checkEndpoint(resolver); !checked)
            return checked;
    return {};
}

bool usesTemplate(const Zone& catalog, ZoneId id)
{
    return std::ranges::any_of(catalog.templates,
                               [&](const CatalogTemplate& entry) { return entry.zone == id; });
}

} // namespace

const Zone* Configuration::zone(ZoneId id) const
{
    const auto* found = findIn(m_zones, id);
    return found ? found->get() : nullptr;
}

const Zone* Configuration::zone(const dns::Name& apex) const
{
    const auto found = m_zoneByApex.find(apex);
    return found == m_zoneByApex.end() ? nullptr : zone(found->second);
}

const Primary* Configuration::primary(PrimaryId id) const
{
    return findIn(m_primaries, id);
}
const Edge* Configuration::edge(EdgeId id) const
{
    return findIn(m_edges, id);
}
const Key* Configuration::key(KeyId id) const
{
    return findIn(m_keys, id);
}
const Acl* Configuration::acl(AclId id) const
{
    return findIn(m_acls, id);
}

bool Configuration::needsSecret(KeyId id) const
{
    const Proxy* known = proxy(ProxyId{id.value});
    return key(id) != nullptr || (known != nullptr && !known->user.empty());
}

const Proxy* Configuration::proxy(ProxyId id) const
{
    return findIn(m_proxies, id);
}

base::Result<ZoneId> Configuration::put(Zone zone)
{
    const auto checked = checkKnown("primary", m_primaries, zone.primaries)
                             .and_then([&] { return checkKnown("edge", m_edges, zone.edges); })
                             .and_then([&] { return checkKnown("ACL", m_acls, zone.notifyFrom); })
                             .and_then([&] { return checkKnown("ACL", m_acls, zone.transferTo); })
                             .and_then([&] { return checkTimers(zone.timers); })
                             .and_then([&] { return checkContent(zone); })
                             .and_then([&] { return checkCatalog(zone); });
    if (!checked)
        return tl::unexpected(checked.error());
    if (const auto taken = m_zoneByApex.find(zone.apex);
        taken != m_zoneByApex.end() && taken->second != zone.id)
        return base::fail(ErrorCode::Duplicate, "zone " + zone.apex.toDisplay() + " is there already");
    zone.id = takeId(zone.id);
    if (const Zone* before = this->zone(zone.id))
        m_zoneByApex.erase(before->apex);
    if (zone.catalog == CatalogRole::None)
        m_catalogs.erase(zone.id);
    else
        m_catalogs.insert(zone.id);
    m_zoneByApex[zone.apex] = zone.id;
    m_zones[zone.id] = std::make_shared<const Zone>(zone);
    return zone.id;
}

base::Result<PrimaryId> Configuration::put(Primary primary)
{
    if (auto checked = checkLabel("primary", primary.name); !checked)
        return tl::unexpected(checked.error());
    if (primary.addresses.empty())
        return base::fail(ErrorCode::InvalidValue, "primary " + primary.name + " needs an address");
    for (std::size_t i = 0; i < primary.addresses.size(); ++i) {
        if (auto checked = checkEndpoint(primary.addresses[i]); !checked)
            return tl::unexpected(checked.error());
        if (std::find(primary.addresses.begin(), primary.addresses.begin() + static_cast<long>(i),
                      primary.addresses[i]) != primary.addresses.begin() + static_cast<long>(i))
            return base::fail(ErrorCode::Duplicate, primary.addresses[i].toText() + " stands twice");
    }
    if (primary.key && !m_keys.contains(*primary.key))
        return base::fail(ErrorCode::UnknownReference,
                          "there is no key " + std::to_string(primary.key->value));
    if (primary.proxy && !m_proxies.contains(*primary.proxy))
        return base::fail(ErrorCode::UnknownReference,
                          "there is no proxy " + std::to_string(primary.proxy->value));
    if (primary.maxTransfers == 0)
        return base::fail(ErrorCode::InvalidValue,
                          "primary " + primary.name + ": at least one transfer must be allowed");
    if (auto checked = checkTls(primary.tls); !checked)
        return base::fail(checked.error().code, "primary " + primary.name + ": " + checked.error().detail);
    if (primary.everyMessageSigned && !primary.key)
        return base::fail(ErrorCode::MissingField,
                          "primary " + primary.name + ": signed messages need a key");
    if (anotherHas(m_primaries, primary.id, [&](const Primary& p) { return p.name == primary.name; }))
        return base::fail(ErrorCode::Duplicate, "primary " + primary.name + " is there already");
    primary.id = takeId(primary.id);
    m_primaries[primary.id] = primary;
    return primary.id;
}

base::Result<EdgeId> Configuration::put(Edge edge)
{
    if (const auto checked =
            checkLabel("edge", edge.name).and_then([&] { return checkEndpoint(edge.endpoint); });
        !checked)
        return tl::unexpected(checked.error());
    if (edge.maxQueriesPerSecond == 0)
        return base::fail(ErrorCode::InvalidValue,
                          "edge " + edge.name + ": at least one query a second must be allowed");
    if (edge.key && !m_keys.contains(*edge.key))
        return base::fail(ErrorCode::UnknownReference,
                          "edge " + edge.name + ": there is no key " + std::to_string(edge.key->value));
    // One name may have several addresses (IPv4 and IPv6), one address only one name.
    if (anotherHas(m_edges, edge.id, [&](const Edge& e) { return e.endpoint == edge.endpoint; }))
        return base::fail(ErrorCode::Duplicate, "an edge at " + edge.endpoint.toText() + " is there already");
    edge.id = takeId(edge.id);
    m_edges[edge.id] = edge;
    return edge.id;
}

base::Result<KeyId> Configuration::put(Key key)
{
    if (key.name.isRoot())
        return base::fail(ErrorCode::InvalidName, "a key needs a name");
    if (anotherHas(m_keys, key.id, [&](const Key& k) { return k.name == key.name; }))
        return base::fail(ErrorCode::Duplicate, "key " + key.name.toDisplay() + " is there already");
    if (key.leastMac != 0 && !dns::isPossibleMacSize(key.algorithm, key.leastMac))
        return base::fail(ErrorCode::InvalidValue,
                          "key " + key.name.toDisplay() + ": no signature of " +
                              std::string(dns::tsigAlgorithmText(key.algorithm)) + " may be truncated to " +
                              std::to_string(key.leastMac) + " octets (RFC 8945 section 5.2.2.1)");
    key.id = takeId(key.id);
    m_keys[key.id] = key;
    return key.id;
}

base::Result<AclId> Configuration::put(Acl acl)
{
    if (auto checked = checkLabel("ACL", acl.name); !checked)
        return tl::unexpected(checked.error());
    if (acl.prefixes.empty())
        return base::fail(ErrorCode::InvalidValue, "ACL " + acl.name + " needs a prefix");
    if (auto checked = checkKnown("key", m_keys, acl.keys); !checked)
        return tl::unexpected(checked.error());
    if (anotherHas(m_acls, acl.id, [&](const Acl& a) { return a.name == acl.name; }))
        return base::fail(ErrorCode::Duplicate, "ACL " + acl.name + " is there already");
    acl.id = takeId(acl.id);
    m_acls[acl.id] = acl;
    return acl.id;
}

base::Result<ProxyId> Configuration::put(Proxy proxy)
{
    if (const auto checked =
            checkLabel("proxy", proxy.name).and_then([&] { return checkEndpoint(proxy.server); });
        !checked)
        return tl::unexpected(checked.error());
    if (proxy.user.size() > 255)
        return base::fail(ErrorCode::InvalidValue,
                          "proxy " + proxy.name + ": a user has at most 255 octets (RFC 1929)");
    if (anotherHas(m_proxies, proxy.id, [&](const Proxy& p) { return p.name == proxy.name; }))
        return base::fail(ErrorCode::Duplicate, "proxy " + proxy.name + " is there already");
    proxy.id = takeId(proxy.id);
    m_proxies[proxy.id] = proxy;
    return proxy.id;
}

base::Status Configuration::put(EngineLimits limits)
{
    if (limits.maxTransfers == 0 || limits.maxSoaQueriesPerSecond == 0 || limits.historyDays == 0)
        return base::fail(ErrorCode::InvalidValue,
                          "transfers, SOA queries a second and days of history must be at least 1");
    if (limits.connectionLogDays - 1U >= 3650 || limits.connectionLogMegabytes - 1U >= 1'000'000) // 0 wraps
        return base::fail(ErrorCode::InvalidValue, "log of connections: 1 to 3650 days, 1 to 1000000 MB");
    if (limits.transferThreads == 0 || limits.transferThreads > 64)
        return base::fail(ErrorCode::InvalidValue, "transfer threads: 1 to 64");
    if (limits.serveThreads == 0 || limits.serveThreads > 64)
        return base::fail(ErrorCode::InvalidValue, "threads of the built-in server: 1 to 64");
    m_limits = limits;
    return {};
}

base::Status Configuration::remove(ZoneId id)
{
    const Zone* gone = zone(id);
    if (!gone)
        return notFound("zone", id.value);
    Users users;
    for (const ZoneId catalog : m_catalogs)
        if (const Zone* zone = this->zone(catalog); catalog != id && usesTemplate(*zone, id))
            users.add(zone->apex.toDisplay());
    if (auto unused = users.verdict(); !unused)
        return unused;
    if (m_catalogs.erase(id) != 0)
        forgetCatalog(id);
    m_zoneByApex.erase(gone->apex);
    m_zones.erase(id);
    return {};
}

void Configuration::forgetCatalog(ZoneId id)
{
    for (auto& [zoneId, zone] : m_zones) {
        if (!(zone->member && zone->member->catalog == id) && zone->listedIn != id)
            continue;
        Zone changed = *zone;
        if (changed.member && changed.member->catalog == id)
            changed.member.reset();
        if (changed.listedIn == id)
            changed.listedIn.reset();
        zone = std::make_shared<const Zone>(std::move(changed));
    }
}

base::Status Configuration::checkCatalog(const Zone& zone) const
{
    const auto roleOf = [&](ZoneId id) {
        const Zone* other = this->zone(id);
        return other ? std::optional(other->catalog) : std::nullopt;
    };
    const std::string name = zone.apex.toDisplay();
    if (zone.catalog == CatalogRole::Producer && !zone.primaries.empty())
        return base::fail(ErrorCode::InvalidValue,
                          name + " is made here as a catalog: it cannot have primaries");
    if (zone.catalog != CatalogRole::Consumer && !zone.templates.empty())
        return base::fail(ErrorCode::InvalidValue, name + " is no consumed catalog: it has no templates");
    for (const CatalogTemplate& entry : zone.templates)
        if (!roleOf(entry.zone) || entry.zone == zone.id)
            return base::fail(ErrorCode::UnknownReference,
                              "the template of group " + entry.group + " is no other zone");
    if (zone.member && roleOf(zone.member->catalog) != CatalogRole::Consumer)
        return base::fail(ErrorCode::UnknownReference, name + " is a member of what is no consumed catalog");
    if (zone.listedIn && (roleOf(*zone.listedIn) != CatalogRole::Producer || zone.listedIn == zone.id))
        return base::fail(ErrorCode::UnknownReference, name + " is listed in what is no catalog made here");
    if (zone.group.size() > 255)
        return base::fail(ErrorCode::InvalidValue, "a group name has at most 255 octets");
    return {};
}

base::Status Configuration::remove(PrimaryId id)
{
    Users users;
    for (const auto& [zoneId, zone] : m_zones)
        if (holds(zone->primaries, id))
            users.add(zone->apex.toDisplay());
    if (auto unused = users.verdict(); !unused)
        return unused;
    return m_primaries.erase(id) ? base::Status() : notFound("primary", id.value);
}

base::Status Configuration::remove(EdgeId id)
{
    Users users;
    for (const auto& [zoneId, zone] : m_zones)
        if (holds(zone->edges, id))
            users.add(zone->apex.toDisplay());
    if (auto unused = users.verdict(); !unused)
        return unused;
    return m_edges.erase(id) ? base::Status() : notFound("edge", id.value);
}

base::Status Configuration::remove(KeyId id)
{
    Users users;
    for (const auto& [primaryId, primary] : m_primaries)
        if (primary.key == id)
            users.add(primary.name);
    for (const auto& [edgeId, edge] : m_edges)
        if (edge.key == id)
            users.add(edge.name);
    for (const auto& [aclId, acl] : m_acls)
        if (holds(acl.keys, id))
            users.add(acl.name);
    if (auto unused = users.verdict(); !unused)
        return unused;
    return m_keys.erase(id) ? base::Status() : notFound("key", id.value);
}

base::Status Configuration::remove(AclId id)
{
    Users users;
    for (const auto& [zoneId, zone] : m_zones)
        if (holds(zone->notifyFrom, id) || holds(zone->transferTo, id))
            users.add(zone->apex.toDisplay());
    if (auto unused = users.verdict(); !unused)
        return unused;
    return m_acls.erase(id) ? base::Status() : notFound("ACL", id.value);
}

base::Status Configuration::remove(ProxyId id)
{
    Users users;
    for (const auto& [primaryId, primary] : m_primaries)
        if (primary.proxy == id)
            users.add(primary.name);
    if (auto unused = users.verdict(); !unused)
        return unused;
    return m_proxies.erase(id) ? base::Status() : notFound("proxy", id.value);
}

bool Configuration::sameAs(const Configuration& other) const
{
    const auto sameZone = [](const auto& a, const auto& b) {
        return a.first == b.first && (a.second == b.second || *a.second == *b.second);
    };
    return m_primaries == other.m_primaries && m_edges == other.m_edges && m_keys == other.m_keys &&
           m_acls == other.m_acls && m_proxies == other.m_proxies && m_limits == other.m_limits &&
           std::ranges::equal(m_zones, other.m_zones, sameZone);
}

bool admits(const Acl& acl, const net::IpAddress& address, std::optional<KeyId> key)
{
    const bool inside =
        std::ranges::any_of(acl.prefixes, [&](const net::Prefix& p) { return p.contains(address); });
    return inside && (acl.keys.empty() || (key && holds(acl.keys, *key)));
}

} // namespace zonescope::zone
