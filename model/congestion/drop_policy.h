// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/host_counters.h"

#include <map>
#include <string>
#include <vector>

namespace zonescope::congestion {

/// Something of this host was dropped: a counter that should stand still rose.
struct DropAlert
{
    std::string what; ///< "ListenDrops", "eth0 queue", "eth0 receive"
    std::uint64_t count = 0;
    base::Timestamp at{};

    friend bool operator==(const DropAlert&, const DropAlert&) = default;
};

/// Decides when a rising drop counter is worth a line of Activity: at once, then at most once a minute with
/// what came together meanwhile. The first sample is the level, no news. Pure, one thread.
class DropPolicy
{
public:
    std::vector<DropAlert> look(const HostSample& sample);

private:
    struct Counter
    {
        std::uint64_t told = 0; ///< value that was spoken of, or seen first
        base::Timestamp at{};   ///< of the last alert
    };
    void consider(const std::string& what, std::uint64_t value, base::Timestamp at,
                  std::vector<DropAlert>& into);

    std::map<std::string, Counter> m_counters;
};

} // namespace zonescope::congestion
