// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/net/endpoint.h"

#include <cstddef>
#include <optional>

namespace zonescope::net {

// The PROXY protocol of load balancers: who the client behind them is, in front of everything else on a
// connection (versions 1 and 2) or in a datagram (version 2). Pure.

enum class ProxyTransport : std::uint8_t { Stream, Datagram };

/// Whether octets begin as a header does. No DNS message does: as TCP length, id and flags the signature of
/// version 2 would be a query of opcode 1 (IQUERY, RFC 3425), "PROXY " one of opcode 10.
enum class ProxySignature : std::uint8_t { None, Unfinished, Version1, Version2 };
ProxySignature proxySignature(base::ByteView octets, ProxyTransport transport);

struct ProxyHeader
{
    std::size_t size = 0; ///< octets; what follows is the client's
    /// Nothing: the load balancer speaks for itself (LOCAL, UNKNOWN), so it is the client.
    std::optional<Endpoint> client;
};

/// Longest header taken: addresses of every family and room for what load balancers add (TLS, their ids).
inline constexpr std::size_t longestProxyHeader = 2048;

/// Nothing: more octets are needed (streams only). Errors: ProxyHeaderRefused (no header, another version, a
/// family or transport that cannot be ours, too long, cut).
base::Result<std::optional<ProxyHeader>> readProxyHeader(base::ByteView octets, ProxyTransport transport);

} // namespace zonescope::net
