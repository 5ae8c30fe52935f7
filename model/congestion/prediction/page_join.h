// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/prediction/records.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace zonescope::congestion {

/// What a page's connections say of it. The order is that of Page::features.
enum class Feature : std::uint8_t {
    Bytes,
    Connections,
    MinRtt,       ///< ms, the smallest
    Rtt,          ///< ms, mean
    Retransmits,  ///< share of the octets
    DeliveryRate, ///< octets a second, sum
    AckTime,      ///< ms, the longest
    BusyTime,     ///< ms, the longest
    Timeouts,
    Requests,
};
inline constexpr std::size_t featureCount = 10;
std::string_view featureWord(Feature feature); ///< "busy time"

/// One page load: the connections that carried it and, when a browser told, what it took.
struct Page
{
    base::Timestamp at{};
    std::string path;      ///< clients that share it are compared with each other only
    std::string algorithm; ///< of its connections
    std::array<double, featureCount> features{};
    std::uint16_t known = 0;      ///< bit set of features that at least one connection gave
    std::optional<double> loadMs; ///< RUM

    bool knows(Feature feature) const { return known & (1U << static_cast<unsigned>(feature)); }
};

struct JoinOptions
{
    base::Duration slack{2'000'000}; ///< clocks of browser and server may differ by this much
    base::Duration pause{500'000};   ///< a client that is quiet for so long has finished a page
};

struct JoinResult
{
    std::vector<Page> pages;    ///< with and without RUM, in order of time
    std::uint64_t rumPages = 0; ///< read
    std::uint64_t byCookie = 0; ///< of them joined by the socket's cookie
    std::uint64_t byTime = 0;   ///< by network, time and octets
    std::uint64_t unusable = 0; ///< connections without time or algorithm: cannot be placed

    double matchRate() const
    {
        return rumPages ? static_cast<double>(byCookie + byTime) / static_cast<double>(rumPages) : 0;
    }
};

/// Finds the connections of every page load: by cookie, else those of the client's network (/24, /48) that
/// ended during it and together carried about its octets (half to twice). A connection belongs to one page.
/// What is left is grouped into pages by its page id, or by pauses of its client. Pure.
JoinResult joinPages(std::span<const PassiveRecord> connections, std::span<const RumRecord> loads,
                     const JoinOptions& options = {});

} // namespace zonescope::congestion
