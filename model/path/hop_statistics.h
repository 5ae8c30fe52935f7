// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/path/hidden_routers.h"
#include "model/path/path_round.h"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace zonescope::path {

/// Round trips to one hop or address. Times in microseconds.
class RttStatistics
{
public:
    void add(base::Duration rtt);

    std::uint64_t count() const { return m_count; }
    base::Duration last() const { return m_last; }
    base::Duration best() const { return m_best; }
    base::Duration worst() const { return m_worst; }
    base::Duration mean() const;
    base::Duration deviation() const; ///< of the sample
    base::Duration jitter() const;    ///< mean difference between one and the next

private:
    std::uint64_t m_count = 0;
    base::Duration m_last{0};
    base::Duration m_best{0};
    base::Duration m_worst{0};
    double m_mean = 0;
    double m_squares = 0;
    double m_differences = 0;
};

/// What missing answers of a hop mean. A router that answers seldom still forwards: nothing is said about
/// packets lost at a router, only from which hop on answers are missing everywhere.
enum class HopVerdict : std::uint8_t {
    Good,
    LimitedAnswers,    ///< some are missing, and later hops show that packets got through
    Silent,            ///< never answered, later hops do
    MissingFromHereOn, ///< from this hop on to the target answers are missing, not before
    Target,
    NothingBeyond, ///< the last that answers; the target does not
};

struct HopAddress
{
    net::IpAddress address;
    std::set<std::uint8_t> flows;
    RttStatistics rtt;
    std::vector<MplsLabel> labels; ///< of the newest answer
    std::optional<int> returnLength;
};

struct Hop
{
    std::uint8_t ttl = 0;
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    RttStatistics rtt;                 ///< over all addresses
    std::vector<HopAddress> addresses; ///< in the order in which they were seen
    HopVerdict verdict = HopVerdict::Good;

    double missingShare() const
    {
        return sent ? static_cast<double>(sent - received) / static_cast<double>(sent) : 0;
    }
};

/// Adds up rounds over one route.
class HopLadder
{
public:
    void add(const Round& round);
    void clear() { *this = HopLadder(); }

    std::uint64_t rounds() const { return m_rounds; }
    /// With verdicts.
    std::vector<Hop> hops() const;
    std::vector<TunnelVerdict> tunnels() const;
    std::optional<std::uint8_t> length() const { return m_length; }

private:
    std::vector<Hop> m_hops; ///< the index is TTL - 1
    std::uint64_t m_rounds = 0;
    std::optional<std::uint8_t> m_length;
    bool m_reached = false;
};

} // namespace zonescope::path
