// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/endpoint.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::cloud {

/// One inventory for four providers: what differs between them is data in mapping_*.cpp, what they share is
/// here. Plain values; any thread.
enum class Provider : std::uint8_t { Aws, Google, Azure, OpenStack };

/// What a resource is, whoever sells it.
enum class Kind : std::uint8_t {
    Account,
    Region,
    Network,
    Subnet,
    RouteTable,
    Route, ///< where routes are objects of their own (Google)
    Filter,
    NetworkAcl, ///< stateless
    Interface,
    Instance,
    PublicAddress,
    InternetGateway,
    NatGateway,
    VpnGateway,
    VpnTunnel,
    VpnPeer,
    BgpRouter,
    Hub,
    HubAttachment,
    HubRouteTable,
    Peering,
    Endpoint,
    LoadBalancer,
    PrefixList,
    DnsZone,
    DnsRecord,
    Other, ///< known by its raw attributes only
};
inline constexpr std::size_t kindCount = static_cast<std::size_t>(Kind::Other) + 1;

enum class RelationKind : std::uint8_t {
    ContainedIn,
    AttachedTo,
    AssociatedWith,
    RoutesTo,
    PeersWith,
    TunnelsTo,
    ResolvesTo,
    References,
};

/// Stable words for files and the database: "aws", "route-table", "contained-in".
std::string_view providerWord(Provider provider);
std::string_view kindWord(Kind kind);
std::string_view relationWord(RelationKind kind);
std::optional<Provider> providerFromWord(std::string_view word);
std::optional<Kind> kindFromWord(std::string_view word);

struct Tag
{
    std::string key;
    std::string value;
    friend bool operator==(const Tag&, const Tag&) = default;
};

/// From the resource that carries it to the native id of another one, which may be unknown to us.
struct Relation
{
    RelationKind kind = RelationKind::References;
    std::string target;
    friend bool operator==(const Relation&, const Relation&) = default;
};

enum class TargetKind : std::uint8_t {
    Local,
    InternetGateway,
    EgressOnlyGateway,
    Nat,
    Peering,
    Hub,
    VpnGateway,
    Endpoint,
    Interface,
    Instance,
    Address, ///< a next hop's address
    Drop,    ///< on purpose
    Other,
};
enum class RouteOrigin : std::uint8_t { System, Static, Propagated };

struct Route
{
    std::optional<net::Prefix> destination; ///< none: destinationList names it
    std::string destinationList;            ///< prefix list or service tag
    TargetKind targetKind = TargetKind::Other;
    std::string target; ///< native id, or the address of the next hop
    RouteOrigin origin = RouteOrigin::Static;
    bool blackhole = false;          ///< the provider says that the target is gone
    std::uint32_t priority = 0;      ///< lower wins among equal prefixes (Google)
    std::vector<std::string> onlyTo; ///< instance tags it applies to (Google); empty: all
    friend bool operator==(const Route&, const Route&) = default;
};

struct PortRange
{
    std::uint16_t first = 0;
    std::uint16_t last = 65535;
    friend auto operator<=>(const PortRange&, const PortRange&) = default;
};

inline constexpr int anyProtocol = -1;

/// One rule of a filter. A rule with neither remotes nor remoteGroups matches nobody.
struct Rule
{
    std::string id; ///< the provider's, or made from what the rule says
    bool ingress = true;
    bool allow = true;
    std::uint32_t priority = 0;                ///< lower is looked at first; 0 where order does not matter
    int protocol = anyProtocol;                ///< IANA number
    std::vector<PortRange> ports{PortRange{}}; ///< destination ports
    std::vector<net::Prefix> remotes;          ///< who is on the other side
    std::vector<std::string> remoteGroups;     ///< filters, prefix lists, service tags, instance tags
    std::vector<net::Prefix> locals;           ///< empty: everything the filter stands before
    std::vector<std::string> onlyTo;           ///< instance tags it applies to (Google); empty: all
    friend bool operator==(const Rule&, const Rule&) = default;
};

struct Resource
{
    Provider provider = Provider::Aws;
    Kind kind = Kind::Other;
    std::string account; ///< account, project or subscription; empty when the reply did not say
    std::string region;  ///< "global" where there is none
    std::string id;      ///< native; Azure's folded to lower case, Google's without host and version
    std::string name;
    std::string state; ///< the provider's word
    std::vector<Tag> tags;
    std::vector<net::Prefix> prefixes;
    std::vector<net::IpAddress> addresses; ///< private and public
    std::vector<std::string> dnsNames;     ///< without the dot at the end, lower case
    std::vector<Relation> relations;
    std::vector<Route> routes;
    std::vector<Rule> rules;
    std::string collection; ///< how the provider calls the list it came in; decides the mapping
    std::string parent;     ///< native id of the resource whose reply carried this one; usually empty
    std::string raw;        ///< every attribute, redacted, canonical JSON
    std::uint64_t hash = 0; ///< of raw: equal means unchanged
    std::vector<std::string> redacted; ///< paths whose values were taken out

    /// "aws/123456789012/eu-central-1/network/vpc-1": unique in a snapshot.
    std::string key() const;
};

/// A CIDR or a single address; host bits are cleared, as providers themselves do.
std::optional<net::Prefix> prefixFromText(std::string_view text);
/// The network of that length that the address is in; host bits cleared.
net::Prefix networkOf(const net::IpAddress& address, unsigned length);
net::Prefix wholeInternet(net::Family family);
bool contains(const net::Prefix& outer, const net::Prefix& inner);
bool overlap(const net::Prefix& a, const net::Prefix& b);
/// 10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7, link-local and loopback.
bool isPrivate(const net::IpAddress& address);

} // namespace zonescope::cloud
