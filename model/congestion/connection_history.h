// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/congestion/connection.h"
#include "model/pipeline/histogram.h"
#include "model/pipeline/history.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::congestion {

// What is kept of connections that ended, as the database sees it: rows, minutes, and how to ask for them.

/// Where a minute's figures belong: the network of the peer (/24, /48) and the algorithm of our side.
struct MinuteKey
{
    std::int64_t minute = 0; ///< since 1970
    net::Prefix peer;
    std::string algorithm; ///< empty: unknown, it lived between two samples

    friend auto operator<=>(const MinuteKey&, const MinuteKey&) = default;
};

/// Of the connections that ended in a minute. Mergeable: two halves of a minute added are the minute.
struct MinuteFigures
{
    std::uint64_t connections = 0;
    std::uint64_t bytesSent = 0;
    std::uint64_t bytesReceived = 0;
    std::uint64_t bytesRetransmitted = 0;
    std::uint64_t bytesAcked = 0;
    std::uint64_t busyUs = 0; ///< while there was something to send: acked / busy is the sending rate
    pipeline::Histogram rtt;  ///< smoothed, at the end of each connection

    void add(const TcpCounters& counters);
    void merge(const MinuteFigures& other);
    /// For the database: a version octet, varints, the packed histogram. Errors: StoreCorrupt.
    base::Bytes pack() const;
    static base::Result<MinuteFigures> unpack(base::ByteView packed);

    friend bool operator==(const MinuteFigures&, const MinuteFigures&) = default;
};
struct MinuteRow
{
    MinuteKey key;
    MinuteFigures figures;

    friend bool operator==(const MinuteRow&, const MinuteRow&) = default;
};

/// Which rows of the log are wanted, newest first.
struct ConnectionFilter
{
    pipeline::Period period;         ///< empty: all of time
    std::optional<net::Prefix> peer; ///< one address: /32, /128
    std::uint16_t port = 0;          ///< of either side; 0: any
    /// Those whose transfers belong to these zones, by socket cookie; empty: any.
    std::vector<base::ZoneId> zones;
    std::size_t limit = 10'000;
};

/// How long and how much the log keeps; the figures of minutes stay for ever.
struct LogLimits
{
    std::uint32_t days = 7;
    std::uint32_t megabytes = 1024;

    friend bool operator==(const LogLimits&, const LogLimits&) = default;
};

/// The network a peer's figures are kept under: /24 of IPv4, /48 of IPv6.
net::Prefix peerNetwork(const net::IpAddress& peer);

} // namespace zonescope::congestion
