// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/config_file.h"

#include "app/json_fields.h"
#include "app/tls_settings_fields.h"
#include "app/zone_content_fields.h"
#include "model/dns/tsig.h"
#include "model/zone/catalog_plan.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <optional>
#include <set>
#include <sstream>

namespace zonescope::app {
namespace {

using base::Error;
using base::ErrorCode;

/// Reads the parts of the file in the order in which they refer to each other.
class ConfigReader
{
public:
    ConfigReader(const JsonTree& root, std::string_view file, const zone::Configuration& stored)
        : m_root(root)
        , m_file(file)
        , m_stored(stored)
    {
        m_loaded.configuration.reserveIds(stored.nextId());
    }

    base::Result<LoadedConfig> read()
    {
        Fields root(m_root, "", m_file, m_error);
        readService(root);
        if (const JsonTree* limits = root.member("limits"))
            readLimits(*limits);
        const auto part = [&](std::string_view name, auto reader) {
            root.each(name, false, [&](const JsonTree& item, const std::string& path) {
                Fields fields(item, path, m_file, m_error);
                if (!fields.failed())
                    (this->*reader)(fields);
                fields.refuseUnknown();
            });
        };
        part("keys", &ConfigReader::readKey);
        part("acls", &ConfigReader::readAcl);
        part("proxies", &ConfigReader::readProxy);
        part("primaries", &ConfigReader::readPrimary);
        part("edges", &ConfigReader::readEdge);
        part("zones", &ConfigReader::readZone);
        root.each("zones", false, [&](const JsonTree& item, const std::string& path) {
            Fields fields(item, path, m_file, m_error);
            linkZone(fields);
        });
        if (!m_error)
            keepMembers();
        root.refuseUnknown();
        if (m_error)
            return tl::unexpected<Error>(*m_error);
        return std::move(m_loaded);
    }

private:
    static base::Result<net::Endpoint> endpoint(const std::string& text)
    {
        return net::Endpoint::fromText(text);
    }

    void readService(Fields& root)
    {
        m_loaded.service.dataFolder = root.text("dataFolder", true);
        const auto listen = [&](std::string_view name) -> std::vector<net::Endpoint> {
            const JsonTree* part = root.member(name);
            if (!part)
                return {};
            Fields fields(*part, std::string(name), m_file, m_error);
            auto endpoints = fields.list<net::Endpoint>("listen", true, endpoint);
            if (name == "serve")
                m_loaded.service.serveName = fields.text("name", false);
            if (name == "notify")
                m_loaded.service.notifyProxies = fields.list<net::Prefix>(
                    "proxiesFrom", false, [](const std::string& t) { return net::Prefix::fromText(t); });
            fields.refuseUnknown();
            return endpoints;
        };
        m_loaded.service.notifyListen = listen("notify");
        m_loaded.service.serveListen = listen("serve");
    }

    void readLimits(const JsonTree& tree)
    {
        Fields fields(tree, "limits", m_file, m_error);
        zone::EngineLimits limits;
        limits.maxTransfers = fields.number("maxTransfers", limits.maxTransfers);
        limits.transferThreads = fields.number("transferThreads", limits.transferThreads);
        fields.take("maxSoaQueriesPerSecond", limits.maxSoaQueriesPerSecond);
        limits.historyDays = fields.number("historyDays", limits.historyDays);
        limits.keptVersions = fields.number("keptVersions", limits.keptVersions);
        limits.answersPerSecond = fields.number("answersPerSecond", limits.answersPerSecond);
        limits.answerSlip = fields.number("answerSlip", limits.answerSlip);
        limits.serveThreads = fields.number("serveThreads", limits.serveThreads);
        fields.take("connectionLogDays", limits.connectionLogDays);
        fields.take("connectionLogMegabytes", limits.connectionLogMegabytes);
        fields.refuseUnknown();
        if (auto done = m_loaded.configuration.put(limits); !done)
            fields.fail(tree, "limits", done.error());
    }

    void readKey(Fields& fields)
    {
        zone::Key key;
        key.name = fields.convert<dns::Name>("name", true,
                                             [](const std::string& t) { return dns::Name::fromText(t); });
        if (fields.member("algorithm"))
            key.algorithm = fields.convert<dns::TsigAlgorithm>(
                "algorithm", false, [](const std::string& t) { return dns::tsigAlgorithmFromText(t); });
        key.leastMac = fields.number("leastMac", key.leastMac);
        const base::Bytes secret =
            readSecret(fields, "secret", [](const std::string& t) { return dns::TsigKey::decodeSecret(t); });
        if (fields.failed())
            return;
        for (const auto& [id, existing] : m_stored.keys())
            if (existing.name == key.name)
                key.id = id;
        if (const auto id = put(fields, key))
            m_loaded.secrets[*id] = secret;
    }

    /// The secret stands in the file, or in one of its own that only the service can read (systemd
    /// credentials).
    static base::Bytes readSecret(Fields& fields, const std::string& name,
                                  const std::function<base::Result<base::Bytes>(const std::string&)>& decode)
    {
        const std::string fileName = name + "File";
        const JsonTree* inFile = fields.member(fileName);
        if (!inFile)
            return fields.convert<base::Bytes>(name, true, decode);
        if (const JsonTree* both = fields.member(name))
            return fields.fail(*both, fields.at(name), ErrorCode::InvalidValue,
                               "give " + name + " or " + fileName + ", not both"),
                   "";
        return fields.convert<base::Bytes>(
            fileName, true, [&](const std::string& path) -> base::Result<base::Bytes> {
                std::ifstream stream(path);
                std::string line;
                if (!std::getline(stream, line))
                    return base::fail(ErrorCode::FileFailed, "cannot read a secret from " + path);
                return decode(line);
            });
    }

    void readProxy(Fields& fields)
    {
        zone::Proxy proxy;
        proxy.name = fields.text("name", true);
        proxy.server = fields.convert<net::Endpoint>(
            "address", true, [](const std::string& t) { return net::Endpoint::fromText(t, 1080); });
        proxy.user = fields.text("user", false);
        base::Bytes password;
        const bool given = fields.member("password") || fields.member("passwordFile");
        if (!proxy.user.empty() || given)
            password = readSecret(fields, "password", [](const std::string& t) -> base::Result<base::Bytes> {
                if (t.empty() || t.size() > 255)
                    return base::fail(ErrorCode::InvalidSecret, "a password has 1 to 255 octets (RFC 1929)");
                return t;
            });
        if (given && proxy.user.empty() && !fields.failed())
            fields.fail(fields.tree(), fields.at("user"), ErrorCode::MissingField, "a password needs a user");
        if (fields.failed())
            return;
        for (const auto& [id, existing] : m_stored.proxies())
            if (existing.name == proxy.name)
                proxy.id = id;
        if (const auto id = put(fields, proxy); id && !proxy.user.empty())
            m_loaded.secrets[base::KeyId{id->value}] = password;
    }

    void readAcl(Fields& fields)
    {
        zone::Acl acl;
        acl.name = fields.text("name", true);
        acl.prefixes = fields.list<net::Prefix>(
            "prefixes", true, [](const std::string& t) { return net::Prefix::fromText(t); });
        acl.keys = fields.list<base::KeyId>("keys", false, [&](const std::string& t) { return keyNamed(t); });
        if (fields.failed())
            return;
        for (const auto& [id, existing] : m_stored.acls())
            if (existing.name == acl.name)
                acl.id = id;
        put(fields, acl);
    }

    void readPrimary(Fields& fields)
    {
        zone::Primary primary;
        primary.name = fields.text("name", true);
        primary.addresses = fields.list<net::Endpoint>("addresses", true, endpoint);
        if (fields.member("key"))
            primary.key =
                fields.convert<base::KeyId>("key", false, [&](const std::string& t) { return keyNamed(t); });
        if (fields.member("transfer"))
            primary.preference = fields.convert<zone::TransferPreference>(
                "transfer", false, [](const std::string& t) -> base::Result<zone::TransferPreference> {
                    using enum zone::TransferPreference;
                    if (t == "ixfr" || t == "axfr")
                        return t == "ixfr" ? IxfrThenAxfr : AxfrOnly;
                    return base::fail(ErrorCode::InvalidValue,
                                      "expected \"ixfr\" or \"axfr\", found \"" + t + "\"");
                });
        primary.maxTransfers = fields.number("maxTransfers", primary.maxTransfers);
        primary.ixfrOverUdp = fields.flag("ixfrOverUdp", primary.ixfrOverUdp);
        primary.everyMessageSigned = fields.flag("everyMessageSigned", primary.everyMessageSigned);
        if (const JsonTree* tls = fields.member("tls")) {
            Fields inside(*tls, fields.at("tls"), m_file, m_error);
            primary.tls = readTlsSettings(inside);
        }
        if (fields.member("proxy"))
            primary.proxy = fields.convert<base::ProxyId>(
                "proxy", false, [&](const std::string& t) -> base::Result<base::ProxyId> {
                    for (const auto& [id, proxy] : m_loaded.configuration.proxies())
                        if (proxy.name == t)
                            return id;
                    return base::fail(ErrorCode::UnknownReference, "there is no proxy \"" + t + "\"");
                });
        if (fields.member("source"))
            primary.source = fields.convert<net::IpAddress>(
                "source", false, [](const std::string& t) { return net::IpAddress::fromText(t); });
        if (fields.failed())
            return;
        for (const auto& [id, existing] : m_stored.primaries())
            if (existing.name == primary.name)
                primary.id = id;
        put(fields, primary);
    }

    void readEdge(Fields& fields)
    {
        zone::Edge edge;
        edge.name = fields.text("name", true);
        edge.endpoint = fields.convert<net::Endpoint>("address", true, endpoint);
        edge.maxQueriesPerSecond = fields.number("maxQueriesPerSecond", edge.maxQueriesPerSecond);
        edge.notify = fields.flag("notify", edge.notify);
        if (fields.member("key"))
            edge.key =
                fields.convert<base::KeyId>("key", false, [&](const std::string& t) { return keyNamed(t); });
        if (fields.failed())
            return;
        for (const auto& [id, existing] : m_stored.edges())
            if (existing.name == edge.name && existing.endpoint == edge.endpoint)
                edge.id = id;
        put(fields, edge);
    }

    void readZone(Fields& fields)
    {
        zone::Zone zone;
        zone.apex = fields.convert<dns::Name>("name", true,
                                              [](const std::string& t) { return dns::Name::fromText(t); });
        zone.primaries = fields.list<base::PrimaryId>(
            "primaries", true, [&](const std::string& t) -> base::Result<base::PrimaryId> {
                for (const auto& [id, primary] : m_loaded.configuration.primaries())
                    if (primary.name == t)
                        return id;
                return base::fail(ErrorCode::UnknownReference, "there is no primary \"" + t + "\"");
            });
        // One name may stand for the IPv4 and the IPv6 side of a machine: both are edges of the zone.
        for (const auto& ids : fields.list<std::vector<base::EdgeId>>(
                 "edges", false, [&](const std::string& t) { return edgesNamed(t); }))
            zone.edges.insert(zone.edges.end(), ids.begin(), ids.end());
        const auto acl = [&](const std::string& t) { return aclNamed(t); };
        zone.notifyFrom = fields.list<base::AclId>("notifyFrom", false, acl);
        zone.transferTo = fields.list<base::AclId>("transferTo", false, acl);
        if (const JsonTree* timers = fields.member("timers"))
            zone.timers = readTimers(*timers, fields.at("timers"));
        if (const JsonTree* limits = fields.member("limits"))
            zone.limits = readTransferLimits(*limits, fields.at("limits"));
        zone.paused = fields.flag("paused", false);
        readZoneContent(fields, zone);
        if (fields.failed())
            return;
        if (const zone::Zone* existing = m_stored.zone(zone.apex))
            zone.id = existing->id;
        put(fields, std::move(zone));
    }

    /// What a zone says of other zones, when all are there.
    void linkZone(Fields& fields)
    {
        if (fields.failed() || (!fields.member("templates") && !fields.member("listedIn")))
            return;
        const auto apex = dns::Name::fromText(fields.text("name", true));
        const zone::Zone* read = apex ? m_loaded.configuration.zone(*apex) : nullptr;
        if (read == nullptr)
            return;
        zone::Zone zone = *read;
        const auto named = [&](const std::string& text) { return zoneNamed(text); };
        if (fields.member("listedIn"))
            zone.listedIn = fields.convert<base::ZoneId>("listedIn", false, named);
        fields.each("templates", false, [&](const JsonTree& item, const std::string& path) {
            Fields entry(item, path, m_file, m_error);
            zone::CatalogTemplate made;
            made.group = entry.text("group", true);
            made.zone = entry.convert<base::ZoneId>("zone", true, named);
            entry.refuseUnknown();
            zone.templates.push_back(std::move(made));
        });
        if (fields.failed())
            return;
        if (auto put = m_loaded.configuration.put(std::move(zone)); !put)
            fields.fail(fields.tree(), fields.path(), put.error());
    }

    /// Zones that a catalog made are the catalog's, not the file's: they stay as long as it is consumed.
    void keepMembers()
    {
        for (const auto& [id, stored] : m_stored.zones()) {
            const zone::Zone* before = stored->member ? m_stored.zone(stored->member->catalog) : nullptr;
            const zone::Zone* catalog = before ? m_loaded.configuration.zone(before->apex) : nullptr;
            if (catalog == nullptr || catalog->catalog != zone::CatalogRole::Consumer ||
                m_loaded.configuration.zone(stored->apex) != nullptr)
                continue;
            const zone::CatalogMember member{stored->apex, stored->member->uniqueId, {stored->group}, {}};
            if (auto put = m_loaded.configuration.put(
                    zone::memberZone(m_loaded.configuration, *catalog, member, stored.get()));
                !put)
                m_error = put.error();
        }
    }

    base::Result<base::ZoneId> zoneNamed(const std::string& text) const
    {
        const auto name = dns::Name::fromText(text);
        if (const zone::Zone* zone = name ? m_loaded.configuration.zone(*name) : nullptr)
            return zone->id;
        return base::fail(ErrorCode::UnknownReference, "there is no zone \"" + text + "\"");
    }

    zone::TimerLimits readTimers(const JsonTree& tree, const std::string& path)
    {
        Fields fields(tree, path, m_file, m_error);
        zone::TimerLimits timers;
        timers.minRefresh = fields.number("minRefresh", timers.minRefresh);
        timers.maxRefresh = fields.number("maxRefresh", timers.maxRefresh);
        timers.minRetry = fields.number("minRetry", timers.minRetry);
        timers.maxRetry = fields.number("maxRetry", timers.maxRetry);
        fields.refuseUnknown();
        return timers;
    }

    zone::TransferLimits readTransferLimits(const JsonTree& tree, const std::string& path)
    {
        Fields fields(tree, path, m_file, m_error);
        zone::TransferLimits limits;
        limits.maxRecords = fields.number("maxRecords", limits.maxRecords);
        limits.maxBytes = fields.number("maxBytes", limits.maxBytes);
        limits.maxSeconds = fields.number("maxSeconds", limits.maxSeconds);
        limits.idleSeconds = fields.number("idleSeconds", limits.idleSeconds);
        limits.connectSeconds = fields.number("connectSeconds", limits.connectSeconds);
        limits.maxRrsetRecords = fields.number("maxRrsetRecords", limits.maxRrsetRecords);
        limits.minBytesPerSecond = fields.number("minBytesPerSecond", limits.minBytesPerSecond);
        fields.refuseUnknown();
        return limits;
    }

    base::Result<base::KeyId> keyNamed(const std::string& text) const
    {
        const auto name = dns::Name::fromText(text);
        if (name)
            for (const auto& [id, key] : m_loaded.configuration.keys())
                if (key.name == *name)
                    return id;
        return base::fail(ErrorCode::UnknownReference, "there is no key \"" + text + "\"");
    }
    base::Result<base::AclId> aclNamed(const std::string& text) const
    {
        for (const auto& [id, acl] : m_loaded.configuration.acls())
            if (acl.name == text)
                return id;
        return base::fail(ErrorCode::UnknownReference, "there is no ACL \"" + text + "\"");
    }
    base::Result<std::vector<base::EdgeId>> edgesNamed(const std::string& text) const
    {
        std::vector<base::EdgeId> ids;
        for (const auto& [id, edge] : m_loaded.configuration.edges())
            if (edge.name == text)
                ids.push_back(id);
        if (ids.empty())
            return base::fail(ErrorCode::UnknownReference, "there is no edge \"" + text + "\"");
        return ids;
    }

    /// Into the new configuration; the same stored thing named twice is an error, not a replacement.
    template <class Value>
    auto put(Fields& fields, Value value) -> std::optional<decltype(value.id)>
    {
        if (value.id && !m_reused.insert(value.id.value).second)
            return fields.fail(fields.tree(), fields.path(), ErrorCode::Duplicate,
                               "stands twice in the file"),
                   std::nullopt;
        const auto id = m_loaded.configuration.put(std::move(value));
        if (!id)
            return fields.fail(fields.tree(), fields.path(), id.error()), std::nullopt;
        return *id;
    }

    const JsonTree& m_root;
    std::string_view m_file;
    const zone::Configuration& m_stored; ///< ids come from here
    std::optional<Error> m_error;
    LoadedConfig m_loaded;
    std::set<std::uint32_t> m_reused; ///< stored ids taken over; ids are unique over all kinds
};

base::Result<std::string> readFile(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    if (!stream || !(text << stream.rdbuf()))
        return base::fail(ErrorCode::FileFailed, file.string() + ": cannot be read");
    return std::move(text).str();
}

} // namespace

base::Result<LoadedConfig> loadConfig(std::string_view text, std::string_view fileName,
                                      const zone::Configuration& stored)
{
    auto tree = parseJsonTree(text);
    if (!tree)
        return base::fail(tree.error().code, std::string(fileName) + ": " + tree.error().detail);
    return ConfigReader(*tree, fileName, stored).read();
}

base::Result<LoadedConfig> loadConfigFile(const std::filesystem::path& file,
                                          const zone::Configuration& stored)
{
    return readFile(file).and_then(
        [&](const std::string& text) { return loadConfig(text, file.string(), stored); });
}

base::Result<ServiceOptions> loadServiceOptions(const std::filesystem::path& file)
{
    return loadConfigFile(file, {}).map([](LoadedConfig loaded) { return std::move(loaded.service); });
}

} // namespace zonescope::app
