// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/resource.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace zonescope::cloud {
namespace {

constexpr std::array<std::string_view, 4> providers{"aws", "google", "azure", "openstack"};
constexpr std::array<std::string_view, kindCount> kinds{
    "account",        "region",          "network",    "subnet",   "route-table",    "route",
    "filter",         "network-acl",     "interface",  "instance", "public-address", "internet-gateway",
    "nat-gateway",    "vpn-gateway",     "vpn-tunnel", "vpn-peer", "bgp-router",     "hub",
    "hub-attachment", "hub-route-table", "peering",    "endpoint", "load-balancer",  "prefix-list",
    "dns-zone",       "dns-record",      "other"};
constexpr std::array<std::string_view, 8> relations{"contained-in", "attached-to", "associated-with",
                                                    "routes-to",    "peers-with",  "tunnels-to",
                                                    "resolves-to",  "references"};

template <class Enum, std::size_t size>
std::optional<Enum> fromWord(const std::array<std::string_view, size>& words, std::string_view word)
{
    const auto found = std::ranges::find(words, word);
    if (found == words.end())
        return std::nullopt;
    return static_cast<Enum>(found - words.begin());
}

net::IpAddress masked(const net::IpAddress& address, unsigned length)
{
    std::array<std::uint8_t, 16> octets = address.octets();
    for (unsigned i = 0; i < octets.size(); ++i) {
        const unsigned bits = length > i * 8 ? std::min(8U, length - i * 8) : 0;
        octets[i] = static_cast<std::uint8_t>(octets[i] & ~(0xFFU >> bits));
    }
    // fromOctets would turn a v4-mapped prefix into V4, which an IPv6 prefix never is.
    return net::IpAddress::fromOctets(address.family(), octets.data());
}

} // namespace

std::string_view providerWord(Provider provider)
{
    return providers[static_cast<std::size_t>(provider)];
}

std::string_view kindWord(Kind kind)
{
    return kinds[static_cast<std::size_t>(kind)];
}

std::string_view relationWord(RelationKind kind)
{
    return relations[static_cast<std::size_t>(kind)];
}

std::optional<Provider> providerFromWord(std::string_view word)
{
    return fromWord<Provider>(providers, word);
}

std::optional<Kind> kindFromWord(std::string_view word)
{
    return fromWord<Kind>(kinds, word);
}

std::string Resource::key() const
{
    std::string key;
    key.reserve(account.size() + region.size() + id.size() + 32);
    key.append(providerWord(provider)).append("/").append(account).append("/").append(region);
    key.append("/").append(kindWord(kind)).append("/").append(id);
    return key;
}

std::optional<net::Prefix> prefixFromText(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const auto address = net::IpAddress::fromText(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    const unsigned longest = address->family() == net::Family::V4 ? 32 : 128;
    unsigned length = longest;
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
        if (error != std::errc{} || end != digits.data() + digits.size() || length > longest)
            return std::nullopt;
    }
    return net::Prefix{masked(*address, length), static_cast<std::uint8_t>(length)};
}

net::Prefix networkOf(const net::IpAddress& address, unsigned length)
{
    return {masked(address, length), static_cast<std::uint8_t>(length)};
}

net::Prefix wholeInternet(net::Family family)
{
    const std::array<std::uint8_t, 16> zero{};
    return {net::IpAddress::fromOctets(family, zero.data()), 0};
}

bool contains(const net::Prefix& outer, const net::Prefix& inner)
{
    return outer.length <= inner.length && outer.address.family() == inner.address.family() &&
           masked(inner.address, outer.length) == outer.address;
}

bool overlap(const net::Prefix& a, const net::Prefix& b)
{
    return contains(a, b) || contains(b, a);
}

bool isPrivate(const net::IpAddress& address)
{
    static const std::array<net::Prefix, 10> ranges{
        *prefixFromText("10.0.0.0/8"),     *prefixFromText("172.16.0.0/12"),
        *prefixFromText("192.168.0.0/16"), *prefixFromText("100.64.0.0/10"),
        *prefixFromText("127.0.0.0/8"),    *prefixFromText("fc00::/7"),
        *prefixFromText("169.254.0.0/16"), *prefixFromText("fe80::/10"),
        *prefixFromText("::1/128"),        *prefixFromText("0.0.0.0/8")};
    return std::ranges::any_of(ranges, [&](const net::Prefix& range) { return range.contains(address); });
}

} // namespace zonescope::cloud
