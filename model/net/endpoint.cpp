// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/endpoint.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <span>

namespace zonescope::net {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::array<std::uint8_t, 12> mappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::string quoted(std::string_view text)
{
    return "'" + std::string(text.substr(0, 80)) + "'";
}

/// Decimal digits only: no sign, no blank, nothing behind.
bool parseNumber(std::string_view text, unsigned largest, unsigned& value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value <= largest &&
           (text.size() == 1 || text.front() != '0');
}

std::size_t fnv1a(std::span<const std::uint8_t> octets, std::size_t seed)
{
    for (const std::uint8_t octet : octets)
        seed = (seed ^ octet) * 1099511628211ULL;
    return seed;
}

struct AddressAndPort
{
    std::string_view address;
    std::optional<std::string_view> port;
};

/// Where the port begins. A bare IPv6 address has several colons and no port.
std::optional<AddressAndPort> split(std::string_view text)
{
    if (const auto hash = text.find('#'); hash != std::string_view::npos)
        return AddressAndPort{text.substr(0, hash), text.substr(hash + 1)};
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos || text.substr(1, close - 1).find(':') == std::string_view::npos)
            return std::nullopt;
        const auto rest = text.substr(close + 1);
        if (rest.empty())
            return AddressAndPort{text.substr(1, close - 1), std::nullopt};
        if (rest.front() != ':')
            return std::nullopt;
        return AddressAndPort{text.substr(1, close - 1), rest.substr(1)};
    }
    if (std::count(text.begin(), text.end(), ':') == 1) {
        const auto colon = text.find(':');
        return AddressAndPort{text.substr(0, colon), text.substr(colon + 1)};
    }
    return AddressAndPort{text, std::nullopt};
}

unsigned widthOf(Family family)
{
    return family == Family::V4 ? 32 : 128;
}

/// The address with everything behind the first `length` bits zero.
IpAddress masked(const IpAddress& address, unsigned length)
{
    auto octets = address.octets();
    for (unsigned i = 0; i < octets.size(); ++i) {
        const unsigned kept = length > i * 8 ? std::min(length - i * 8, 8U) : 0;
        octets.at(i) &= static_cast<std::uint8_t>(0xff00U >> kept);
    }
    return IpAddress::fromOctets(address.family(), octets.data());
}

} // namespace

base::Result<IpAddress> IpAddress::fromText(std::string_view text)
{
    const std::string terminated(text);
    std::array<std::uint8_t, 16> octets{};
    if (text.find('\0') == std::string_view::npos) {
        if (inet_pton(AF_INET, terminated.c_str(), octets.data()) == 1)
            return fromOctets(Family::V4, octets.data());
        if (inet_pton(AF_INET6, terminated.c_str(), octets.data()) == 1)
            return fromOctets(Family::V6, octets.data());
    }
    return fail(ErrorCode::InvalidAddress, "not an IP address: " + quoted(text));
}

IpAddress IpAddress::fromOctets(Family family, const std::uint8_t* octets)
{
    IpAddress address;
    if (family == Family::V6 && std::equal(mappedPrefix.begin(), mappedPrefix.end(), octets)) {
        std::copy_n(octets + mappedPrefix.size(), 4, address.m_octets.begin());
        return address;
    }
    address.m_family = family;
    std::copy_n(octets, family == Family::V4 ? 4 : 16, address.m_octets.begin());
    return address;
}

std::string IpAddress::toText() const
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(m_family == Family::V4 ? AF_INET : AF_INET6, m_octets.data(), text.data(), text.size());
    return text.data();
}

bool IpAddress::isLoopback() const
{
    if (m_family == Family::V4)
        return m_octets[0] == 127;
    return m_octets.back() == 1 &&
           std::all_of(m_octets.begin(), m_octets.end() - 1, [](auto o) { return o == 0; });
}

base::Result<Endpoint> Endpoint::fromText(std::string_view text, std::uint16_t defaultPort)
{
    const auto parts = split(text);
    if (!parts)
        return fail(ErrorCode::InvalidAddress, "expected [IPv6 address]:port in " + quoted(text));
    unsigned port = defaultPort;
    if (parts->port && !parseNumber(*parts->port, 65535, port))
        return fail(ErrorCode::InvalidAddress, "port is not a number from 0 to 65535 in " + quoted(text));
    auto address = IpAddress::fromText(parts->address);
    if (!address)
        return fail(ErrorCode::InvalidAddress, address.error().detail);
    return Endpoint{*address, static_cast<std::uint16_t>(port)};
}

std::string Endpoint::toText() const
{
    const std::string number = std::to_string(port);
    return address.family() == Family::V4 ? address.toText() + ":" + number
                                          : "[" + address.toText() + "]:" + number;
}

unsigned Endpoint::toSockaddr(sockaddr_storage& storage) const
{
    std::memset(&storage, 0, sizeof storage);
    if (address.family() == Family::V4) {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        in.sin_port = htons(port);
        std::memcpy(&in.sin_addr, address.octets().data(), 4);
        std::memcpy(&storage, &in, sizeof in);
        return sizeof in;
    }
    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(port);
    std::memcpy(&in6.sin6_addr, address.octets().data(), 16);
    std::memcpy(&storage, &in6, sizeof in6);
    return sizeof in6;
}

Endpoint Endpoint::fromSockaddr(const sockaddr_storage& storage)
{
    if (storage.ss_family == AF_INET6) {
        sockaddr_in6 in6{};
        std::memcpy(&in6, &storage, sizeof in6);
        return {IpAddress::fromOctets(Family::V6, in6.sin6_addr.s6_addr), ntohs(in6.sin6_port)};
    }
    sockaddr_in in{};
    std::memcpy(&in, &storage, sizeof in);
    std::array<std::uint8_t, 4> octets{};
    std::memcpy(octets.data(), &in.sin_addr, octets.size());
    return {IpAddress::fromOctets(Family::V4, octets.data()), ntohs(in.sin_port)};
}

base::Result<Prefix> Prefix::fromText(std::string_view text)
{
    const auto slash = text.find('/');
    const auto given = IpAddress::fromText(text.substr(0, slash));
    if (!given)
        return fail(ErrorCode::InvalidPrefix, given.error().detail);
    const unsigned width = widthOf(given->family());
    unsigned length = width;
    if (slash != std::string_view::npos && !parseNumber(text.substr(slash + 1), width, length))
        return fail(ErrorCode::InvalidPrefix, "prefix length is not a number from 0 to " +
                                                  std::to_string(width) + " in " + quoted(text));
    const IpAddress network = masked(*given, length);
    if (network != *given)
        return fail(ErrorCode::InvalidPrefix, "host bits are set in " + quoted(text) + ", the network is " +
                                                  network.toText() + "/" + std::to_string(length));
    return Prefix{network, static_cast<std::uint8_t>(length)};
}

std::string Prefix::toText() const
{
    return address.toText() + "/" + std::to_string(length);
}

bool Prefix::contains(const IpAddress& other) const
{
    return other.family() == address.family() && masked(other, length) == address;
}

} // namespace zonescope::net

std::size_t
std::hash<zonescope::net::IpAddress>::operator()(const zonescope::net::IpAddress& a) const noexcept
{
    using zonescope::net::Family;
    const std::span octets(a.octets());
    return zonescope::net::fnv1a(octets.first(a.family() == Family::V4 ? 4 : 16),
                                 14695981039346656037ULL + static_cast<std::size_t>(a.family()));
}

std::size_t std::hash<zonescope::net::Endpoint>::operator()(const zonescope::net::Endpoint& e) const noexcept
{
    const std::array<std::uint8_t, 2> port{static_cast<std::uint8_t>(e.port >> 8),
                                           static_cast<std::uint8_t>(e.port & 0xff)};
    return zonescope::net::fnv1a(port, std::hash<zonescope::net::IpAddress>()(e.address));
}
