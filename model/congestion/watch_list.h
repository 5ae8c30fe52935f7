// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/limit_policy.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace zonescope::congestion {

/// One moment of a watched connection; rates in octets a second, 0: unknown.
struct WatchSample
{
    base::Timestamp at{};
    float rttUs = 0, minRttUs = 0, receiveRttUs = 0;
    float congestionWindow = 0; ///< segments
    float threshold = 0;        ///< segments; 0: none yet
    float deliveryRate = 0, pacingRate = 0;
    float receivedRate = 0; ///< octets that came since the sample before
    float sentRate = 0;
    float receiveSpace = 0;
    std::uint32_t retransmits = 0; ///< segments since the sample before
    std::uint32_t outOfOrder = 0;  ///< since the sample before; never loss
    LimitedBy limited = LimitedBy::Nothing;
};

/// What is known of one watched connection. Immutable.
struct WatchSeries
{
    Connection connection; ///< newest
    std::vector<WatchSample> samples;
    bool ended = false;
};

/// The connections somebody wants to see in detail: asked for one by one, ten times a second, the last 600
/// samples kept. One thread.
class WatchList
{
public:
    static constexpr std::size_t most = 200;
    static constexpr std::size_t kept = 600;
    using Ask = std::function<std::optional<Connection>(const Connection&)>;

    /// Replaces the set; who stays keeps his samples. Beyond `most` the rest is left out.
    void set(const std::vector<Connection>& wanted);
    bool isEmpty() const { return m_watched.empty(); }
    /// One round. `ask` gives nothing for a socket that is no more.
    void sample(base::Timestamp at, const Ask& ask);
    std::shared_ptr<const WatchSeries> series(std::uint64_t cookie) const; ///< nothing: not watched

private:
    struct Watched
    {
        Connection newest;
        base::Timestamp at{};
        std::deque<WatchSample> samples;
        bool ended = false;
    };
    std::map<std::uint64_t, Watched> m_watched; ///< by cookie
};

/// The difference of two samples as a point of the chart.
WatchSample watchSample(const Connection& before, const Connection& after, base::Timestamp from,
                        base::Timestamp at);

} // namespace zonescope::congestion
