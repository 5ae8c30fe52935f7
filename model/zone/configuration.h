// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/base/strong_id.h"
#include "model/dns/name.h"
#include "model/dns/tsig.h"
#include "model/net/endpoint.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace zonescope::zone {

using base::AclId;
using base::EdgeId;
using base::KeyId;
using base::PrimaryId;
using base::ProxyId;
using base::ZoneId;

/// A TSIG key without its secret: the secret lives in the secret file and in dns::KeyRing only.
struct Key
{
    KeyId id;
    dns::Name name;
    dns::TsigAlgorithm algorithm = dns::TsigAlgorithm::HmacSha256;
    std::uint8_t leastMac = 0; ///< octets to which a signature may be truncated; 0: only whole ones

    friend bool operator==(const Key&, const Key&) = default;
};

/// Who may do something: an address inside one of the prefixes, and, when keys are listed, signed with one of
/// them.
struct Acl
{
    AclId id;
    std::string name;
    std::vector<net::Prefix> prefixes;
    std::vector<KeyId> keys;

    friend bool operator==(const Acl&, const Acl&) = default;
};

enum class TransferPreference : std::uint8_t { IxfrThenAxfr, AxfrOnly };

/// Transfers over TLS (XoT, RFC 9103). Strict never uses anything but TLS with a server that proved who it
/// is; opportunistic encrypts when it can, checks nobody, and says so when it could not.
enum class TlsMode : std::uint8_t { Off, Opportunistic, Strict };

/// How a primary is reached over TLS. Files are PEM, read when a connection begins: a renewed one is taken
/// up.
struct TlsSettings
{
    TlsMode mode = TlsMode::Off;
    std::uint16_t port = 853;    ///< of every address, in place of the address's own
    std::string serverName;      ///< the certificate must be for this name (or address)
    std::string caFile;          ///< who may have signed it; empty: whom the system trusts
    std::string pin;             ///< base64 SHA-256 of the server's public key (RFC 7858 section 4.2)
    std::string certificateFile; ///< ours, with its chain, for mutual TLS
    std::string keyFile;         ///< its private key
    bool alpnOptional =
        false; ///< for servers that select no protocol (NSD 4.6), against RFC 9103 section 7.1

    friend bool operator==(const TlsSettings&, const TlsSettings&) = default;
};
/// Errors: InvalidValue, MissingField, InvalidSecret (the pin is none).
base::Status checkTls(const TlsSettings& tls);

/// A SOCKS5 server through which primaries are reached. Its password lives in the secret file, under the
/// KeyId of the same number: ids are unique over all kinds.
struct Proxy
{
    ProxyId id;
    std::string name;
    net::Endpoint server{{}, 1080};
    std::string user; ///< empty: no login

    KeyId secretId() const { return {id.value}; }
    friend bool operator==(const Proxy&, const Proxy&) = default;
};

/// A server we transfer from. Addresses are tried in order.
struct Primary
{
    PrimaryId id;
    std::string name; ///< what operators call it: "ns1.primary.example"
    std::vector<net::Endpoint> addresses;
    std::optional<KeyId> key;
    TransferPreference preference = TransferPreference::IxfrThenAxfr;
    std::uint16_t maxTransfers = 5; ///< transfers open to it at the same time
    std::optional<net::IpAddress> source;
    bool ixfrOverUdp = false;        ///< small differences in one datagram (RFC 1995 section 2)
    bool everyMessageSigned = false; ///< with a key: no unsigned message, though RFC 8945 allows 99 in a row
    TlsSettings tls;
    std::optional<ProxyId> proxy; ///< nothing: reached directly

    friend bool operator==(const Primary&, const Primary&) = default;
};

/// A server that should serve what we hold: one address. The IPv4 and the IPv6 side of one machine are two
/// edges with the same name, because one can be stale while the other is not.
struct Edge
{
    EdgeId id;
    std::string name; ///< "ams-1"
    net::Endpoint endpoint;
    std::uint16_t maxQueriesPerSecond = 20; ///< politeness; BIND's own default rate for SOA checks
    bool notify = false;                    ///< told by NOTIFY when a zone of its has a new version
    std::optional<KeyId> key = {};          ///< signs that NOTIFY; who signs with it may transfer the zone

    friend bool operator==(const Edge&, const Edge&) = default;
};

/// Bounds for the timers of the SOA, in seconds.
struct TimerLimits
{
    std::uint32_t minRefresh = 30;
    std::uint32_t maxRefresh = 86400;
    std::uint32_t minRetry = 5;
    std::uint32_t maxRetry = 3600;

    friend bool operator==(const TimerLimits&, const TimerLimits&) = default;
};

/// Limits of one transfer: endless and slow ones were faults of every server. 0 means no limit.
struct TransferLimits
{
    std::uint64_t maxRecords = 20'000'000;
    std::uint64_t maxBytes = 4ULL << 30; ///< octets on the wire
    std::uint32_t maxSeconds = 3600;     ///< whole attempt
    std::uint32_t idleSeconds = 30;      ///< without one octet
    std::uint32_t connectSeconds = 5;
    std::uint32_t minBytesPerSecond = 0;     ///< averaged over idleSeconds
    std::uint64_t maxRrsetRecords = 100'000; ///< of one name and type; such a set cannot be answered anyway

    friend bool operator==(const TransferLimits&, const TransferLimits&) = default;
};

/// What a version's own digest (RFC 8976) decides. IfPresent: a digest that does not fit refuses the version;
/// Required: so does none.
enum class ZonemdCheck : std::uint8_t { Off, IfPresent, Required };
/// The digest we put into what we publish, by its number in RFC 8976 section 5.3. Never into a signed zone:
/// the signature over it would not be ours to make.
enum class ZonemdDigest : std::uint8_t { None = 0, Sha384 = 1, Sha512 = 2 };

/// RFC 9432. Consumer: transferred, its members become our zones. Producer: made here, never transferred;
/// lists those of our zones that say so.
enum class CatalogRole : std::uint8_t { None, Consumer, Producer };

/// Members of this group get the settings of that zone instead of the catalog's own.
struct CatalogTemplate
{
    std::string group;
    ZoneId zone;

    friend bool operator==(const CatalogTemplate&, const CatalogTemplate&) = default;
};

/// Which catalog made a zone, and the label it has there: a new label means a new zone (RFC 9432
/// section 5.4).
struct CatalogMembership
{
    ZoneId catalog;
    std::string uniqueId;

    friend bool operator==(const CatalogMembership&, const CatalogMembership&) = default;
};

struct Zone
{
    ZoneId id;
    dns::Name apex;
    std::vector<PrimaryId> primaries; ///< asked in this order, the notifier first
    std::vector<EdgeId> edges;
    std::vector<AclId> notifyFrom; ///< besides the primaries' own addresses
    std::vector<AclId> transferTo; ///< who may AXFR from the built-in server; empty: loopback only
    TimerLimits timers;
    TransferLimits limits;
    bool paused = false;
    ZonemdCheck zonemdCheck = ZonemdCheck::IfPresent;
    ZonemdDigest zonemdDigest = ZonemdDigest::None;
    bool strict = false;   ///< an error among the semantic checks refuses the version
    std::string overrides; ///< lines of our own records, see overlay.h; checked
    /// Asked for the addresses of what the apex is an alias of; empty: it is not flattened.
    std::vector<net::Endpoint> resolvers;
    CatalogRole catalog = CatalogRole::None;
    std::vector<CatalogTemplate> templates;  ///< of a consumer
    std::optional<CatalogMembership> member; ///< a catalog made it and will remove it
    std::optional<ZoneId> listedIn;          ///< a producer
    std::string group;                       ///< what the catalog that lists it says of it

    friend bool operator==(const Zone&, const Zone&) = default;
};

/// Limits of the engine as a whole.
struct EngineLimits
{
    std::uint16_t maxTransfers = 64; ///< open in all
    std::uint16_t transferThreads = 2;
    std::uint16_t maxSoaQueriesPerSecond = 500; ///< refresh checks started a second: no storm at start
    std::uint32_t historyDays = 90;
    std::uint32_t keptVersions = 16; ///< versions of a zone whose differences stay at hand
    /// Answers over UDP a second to one IPv4 /24 or IPv6 /56 outside loopback; 0: no limit.
    std::uint32_t answersPerSecond = 1000;
    std::uint32_t answerSlip = 2;   ///< every n-th answer above that goes out truncated; 0: none
    std::uint16_t serveThreads = 1; ///< of the built-in server; read when the engine starts
    // The log of TCP connections that ended; the figures of its minutes stay for ever.
    std::uint32_t connectionLogDays = 7;
    std::uint32_t connectionLogMegabytes = 1024;

    friend bool operator==(const EngineLimits&, const EngineLimits&) = default;
};

/// Everything an operator set, as one immutable value. The engine thread owns the newest; other threads hold
/// shared_ptr<const Configuration> and see no change under their hands. Maps are ordered so that files diff
/// well. The with...() functions check and give a changed copy; the with…() of an existing id replaces it.
class Configuration
{
public:
    const std::map<ZoneId, std::shared_ptr<const Zone>>& zones() const { return m_zones; }
    const std::map<PrimaryId, Primary>& primaries() const { return m_primaries; }
    const std::map<EdgeId, Edge>& edges() const { return m_edges; }
    const std::map<KeyId, Key>& keys() const { return m_keys; }
    const std::map<AclId, Acl>& acls() const { return m_acls; }
    const std::map<ProxyId, Proxy>& proxies() const { return m_proxies; }
    const EngineLimits& limits() const { return m_limits; }

    const Zone* zone(ZoneId id) const;
    const Zone* zone(const dns::Name& apex) const;
    const Primary* primary(PrimaryId id) const;
    const Edge* edge(EdgeId id) const;
    const Key* key(KeyId id) const;
    const Acl* acl(AclId id) const;
    const Proxy* proxy(ProxyId id) const;

    /// The secret file has, or should have, something under this id: a key, or a proxy with a user.
    bool needsSecret(KeyId id) const;

    /// Adds or replaces, gives the id back. Id none: a fresh one is chosen. An id that is given but not
    /// present is inserted as it is (the store restores, a configuration file ties names to stored ids) and
    /// nextId() moves past it. Errors: Duplicate (name taken), UnknownReference, InvalidName, InvalidValue,
    /// InvalidAddress.
    /// A zone may name other zones (catalogs, templates): those come first.
    base::Result<ZoneId> put(Zone zone);
    base::Result<PrimaryId> put(Primary primary);
    base::Result<EdgeId> put(Edge edge);
    base::Result<KeyId> put(Key key);
    base::Result<AclId> put(Acl acl);
    base::Result<ProxyId> put(Proxy proxy);
    base::Status put(EngineLimits limits);

    /// Errors: NotFound; StillInUse with the names of up to five users. Members of a catalog that goes become
    /// ordinary zones; those it listed are listed nowhere.
    base::Status remove(ZoneId id);
    base::Status remove(PrimaryId id);
    base::Status remove(EdgeId id);
    base::Status remove(KeyId id);
    base::Status remove(AclId id);
    base::Status remove(ProxyId id);

    /// Ids are never used again, also after a restart: history rows keep their meaning.
    std::uint32_t nextId() const { return m_nextId; }
    void reserveIds(std::uint32_t next) { m_nextId = std::max(m_nextId, next); }

    /// Same content (the id counter aside).
    bool sameAs(const Configuration& other) const;

private:
    base::Status checkCatalog(const Zone& zone) const;
    void forgetCatalog(ZoneId id);
    template <class Id>
    Id takeId(Id wanted)
    {
        if (!wanted)
            wanted.value = m_nextId;
        m_nextId = std::max(m_nextId, wanted.value + 1);
        return wanted;
    }

    std::map<ZoneId, std::shared_ptr<const Zone>> m_zones;
    std::unordered_map<dns::Name, ZoneId> m_zoneByApex;
    std::set<ZoneId> m_catalogs; ///< those of m_zones with a role
    std::map<PrimaryId, Primary> m_primaries;
    std::map<EdgeId, Edge> m_edges;
    std::map<KeyId, Key> m_keys;
    std::map<AclId, Acl> m_acls;
    std::map<ProxyId, Proxy> m_proxies;
    EngineLimits m_limits;
    std::uint32_t m_nextId = 1;
};

using ConfigurationPtr = std::shared_ptr<const Configuration>;

/// True when the address is inside a prefix of the ACL and, if the ACL lists keys, `key` is one of them.
bool admits(const Acl& acl, const net::IpAddress& address, std::optional<KeyId> key);

} // namespace zonescope::zone
