// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

struct sockaddr_storage;

namespace zonescope::net {

enum class Family : std::uint8_t { V4, V6 };

/// An IP address; IPv4 in the first four octets. A v4-mapped IPv6 address becomes V4 at the door. Plain
/// value.
class IpAddress
{
public:
    IpAddress() = default; ///< 0.0.0.0
    /// "192.0.2.1", "2001:db8::1". No host names, no scope ids. Errors: InvalidAddress.
    static base::Result<IpAddress> fromText(std::string_view text);
    static IpAddress fromOctets(Family family, const std::uint8_t* octets);

    std::string toText() const;
    Family family() const { return m_family; }
    const std::array<std::uint8_t, 16>& octets() const { return m_octets; }
    bool isLoopback() const;
    bool isUnspecified() const { return m_octets == std::array<std::uint8_t, 16>{}; } ///< 0.0.0.0 or ::

    friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

private:
    Family m_family = Family::V4;
    std::array<std::uint8_t, 16> m_octets{};
};

/// Address and port.
struct Endpoint
{
    IpAddress address;
    std::uint16_t port = 53;

    /// "192.0.2.1", "192.0.2.1:5353", "2001:db8::1", "[2001:db8::1]:5353", "192.0.2.1#5353" (dig's form).
    /// Errors: InvalidAddress.
    static base::Result<Endpoint> fromText(std::string_view text, std::uint16_t defaultPort = 53);
    /// "192.0.2.1:53", "[2001:db8::1]:53".
    std::string toText() const;
    /// Fills the storage, gives the length to pass to connect(2) and bind(2).
    unsigned toSockaddr(sockaddr_storage& storage) const;
    static Endpoint fromSockaddr(const sockaddr_storage& storage);

    friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

/// "192.0.2.0/24", "2001:db8::/32", or a single address.
struct Prefix
{
    IpAddress address; ///< host bits zero
    std::uint8_t length = 32;

    /// Errors: InvalidPrefix (host bits set, length out of range).
    static base::Result<Prefix> fromText(std::string_view text);
    std::string toText() const;
    bool contains(const IpAddress& address) const;

    friend auto operator<=>(const Prefix&, const Prefix&) = default;
};

} // namespace zonescope::net

template <>
struct std::hash<zonescope::net::IpAddress>
{
    std::size_t operator()(const zonescope::net::IpAddress& a) const noexcept;
};
template <>
struct std::hash<zonescope::net::Endpoint>
{
    std::size_t operator()(const zonescope::net::Endpoint& e) const noexcept;
};
