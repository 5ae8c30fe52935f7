// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "tests/netlab/plan.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace zonescope::netlab {

class Namespace;

struct Counters
{
    std::uint64_t there = 0; ///< packets from the near end
    std::uint64_t back = 0;  ///< from the far end
    std::uint64_t lost = 0;  ///< by chance, both directions
    std::uint64_t queueDrops = 0;
    std::uint64_t answers = 0; ///< ICMP of routers
    std::uint64_t refused = 0; ///< the device took no more
};

/// What came out at the far end, for tests that count what a prober does to its target.
struct Arrival
{
    std::uint16_t fromPort = 0;
    std::uint8_t protocol = 0;
    std::uint8_t ttlLeft = 0; ///< 1: the probe was exactly long enough
};

/// Forwards between two devices of a namespace as a Plan says; one thread. Thread-safe.
class Emulator
{
public:
    struct Ends
    {
        std::string nearDevice; ///< in the middle namespace
        std::string farDevice;
        std::array<std::uint8_t, 6> nearHardware{}; ///< of the other end of each pair
        std::array<std::uint8_t, 6> farHardware{};
    };
    /// Errors: those of the packet sockets.
    static base::Result<std::unique_ptr<Emulator>> start(const Namespace& middle, const Ends& ends,
                                                         Plan plan);
    virtual ~Emulator() = default; ///< stops; packets on their way are lost

    /// From now on; packets on their way come out as before.
    virtual void setPlan(Plan plan) = 0;
    /// A path of its own to one address of the far end.
    virtual void setPlan(const net::IpAddress& far, Plan plan) = 0;
    virtual Counters counters() const = 0;
    /// Since the last call; at most 100,000.
    virtual std::vector<Arrival> takeArrivals() = 0;
};

} // namespace zonescope::netlab
