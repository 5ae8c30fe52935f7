// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/net/endpoint.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::congestion {

/// One connection of a passive log, as its server saw it end. What the log did not say is nothing.
struct PassiveRecord
{
    std::uint64_t cookie = 0;          ///< the kernel's number of the socket; 0: unknown
    std::optional<base::Timestamp> at; ///< of its end
    std::optional<net::IpAddress> client;
    std::string algorithm;
    std::string path; ///< a name for clients that share a path; empty: the client's network
    std::string page; ///< page load it belonged to, where the log knows
    std::optional<double> bytes;
    std::optional<double> minRttMs;
    std::optional<double> rttMs;
    std::optional<double> retransmittedBytes;
    std::optional<double> retransmits;  ///< segments; used where octets are not known
    std::optional<double> deliveryRate; ///< octets a second
    std::optional<double> ackMs;        ///< from the first octet sent to the last acknowledged
    std::optional<double> busyMs;
    std::optional<double> timeouts;
    std::optional<double> requests;

    friend bool operator==(const PassiveRecord&, const PassiveRecord&) = default;
};

/// One page load, as a browser saw it.
struct RumRecord
{
    std::vector<std::uint64_t> cookies; ///< of its connections, when the server told them (Server-Timing)
    std::optional<base::Timestamp> at;  ///< of its beginning
    std::optional<net::IpAddress> client;
    std::string algorithm;
    std::string path;
    std::string page;
    double loadMs = 0; ///< > 0
    std::optional<double> bytes;

    friend bool operator==(const RumRecord&, const RumRecord&) = default;
};

enum class LogFormat : std::uint8_t {
    Csv,              ///< with a line of column names
    JsonLines,        ///< an object a line
    MlabTcpInfo,      ///< archival records of m-lab/tcp-info, an object a line
    SsText,           ///< what `ss -tin` prints
    IperfJson,        ///< what `iperf3 --json` prints
    Har,              ///< HTTP Archive 1.2
    Boomerang,        ///< beacons, form-encoded, one a line; access log lines as well
    NavigationTiming, ///< PerformanceNavigationTiming.toJSON(), alone, in an array or one a line
};
inline constexpr std::array<LogFormat, 8> logFormats{
    LogFormat::Csv,       LogFormat::JsonLines, LogFormat::MlabTcpInfo, LogFormat::SsText,
    LogFormat::IperfJson, LogFormat::Har,       LogFormat::Boomerang,   LogFormat::NavigationTiming};

/// What could not be read: counted always, told for the first ones.
struct BadLine
{
    std::uint64_t line = 0; ///< from 1
    std::string why;

    friend bool operator==(const BadLine&, const BadLine&) = default;
};
struct ImportReport
{
    LogFormat format = LogFormat::Csv;
    std::uint64_t lines = 0;
    std::uint64_t points = 0; ///< readable entries; snapshots of one connection make one record
    std::uint64_t badLines = 0;
    std::vector<BadLine> bad; ///< at most 100

    void addBad(std::uint64_t line, std::string why)
    {
        if (++badLines <= 100)
            bad.push_back({line, std::move(why)});
    }
};

struct PassiveImport
{
    std::vector<PassiveRecord> records;
    ImportReport report;
};
struct RumImport
{
    std::vector<RumRecord> records;
    ImportReport report;
};

} // namespace zonescope::congestion
