// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/net/endpoint.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::congestion {

/// "6.1.0-28-amd64": what captions of figures name.
std::string kernelRelease();

/// What the kernel counts for the whole host (its network namespace) since it booted.
enum class HostCounter : std::uint8_t {
    Retransmitted,   ///< Tcp RetransSegs
    Timeouts,        ///< TcpExt TCPTimeouts
    LossProbes,      ///< TcpExt TCPLossProbes
    ListenOverflows, ///< TcpExt ListenOverflows
    ListenDrops,     ///< TcpExt ListenDrops
    BacklogDrops,    ///< TcpExt TCPBacklogDrop
    SegmentsOut,     ///< Tcp OutSegs
    SegmentsIn,      ///< Tcp InSegs
};
inline constexpr std::size_t hostCounterCount = 8;
std::string_view hostCounterName(HostCounter counter); ///< the kernel's: "RetransSegs"

struct HostCounters
{
    std::array<std::uint64_t, hostCounterCount> values{};

    std::uint64_t operator[](HostCounter counter) const { return values[static_cast<std::size_t>(counter)]; }
    friend bool operator==(const HostCounters&, const HostCounters&) = default;
};

/// Adds what one of /proc/net/netstat and /proc/net/snmp says: pairs of lines, names above values. Unknown
/// names and broken lines are passed over. Pure.
void readProcNet(std::string_view text, HostCounters& into);

/// One network interface and the queue in front of it.
struct LinkCounters
{
    std::int32_t index = 0;
    std::string name;
    bool up = false;
    std::uint64_t receivedBytes = 0, sentBytes = 0;
    std::uint64_t receiveErrors = 0, sendErrors = 0;
    std::uint64_t receiveDropped = 0, sendDropped = 0;
    std::string queue; ///< kind of the root queueing discipline: "fq_codel"; empty: unknown
    std::uint64_t queueDrops = 0, queueOverlimits = 0;
    std::uint64_t queueBacklog = 0; ///< octets waiting now

    friend bool operator==(const LinkCounters&, const LinkCounters&) = default;
};

/// The kernel's routing table changed.
struct RouteChange
{
    base::Timestamp at{};
    bool added = true; ///< or replaced
    net::Prefix destination;
    std::optional<net::IpAddress> gateway;
    std::int32_t link = 0; ///< 0: none
    std::uint32_t metric = 0;

    friend bool operator==(const RouteChange&, const RouteChange&) = default;
};

/// One second of the host.
struct HostSample
{
    base::Timestamp at{};
    base::Duration since{0}; ///< length of the interval the rates are of; 0: the first
    HostCounters counters;
    std::vector<LinkCounters> links;

    /// A second, against the sample before; nothing when there is none or a counter went back (a reboot of
    /// the namespace).
    std::optional<double> rate(HostCounter counter, const HostSample& before) const;
};

} // namespace zonescope::congestion
