// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/prediction/records.h"

#include <cstdint>
#include <string>
#include <vector>

namespace zonescope::kit {

struct LabLog
{
    std::vector<congestion::PassiveRecord> connections;
    std::vector<congestion::RumRecord> loads; ///< of every page
};

struct LabOptions
{
    std::uint64_t seed = 1;
    int pagesEach = 40;  ///< on each path, of each algorithm
    int paths = 4;       ///< with loss that comes and goes
    bool cookies = true; ///< RUM names the sockets
};

/// Page loads and connection logs as a block-randomised lab would record them. On each path cubic, reno and
/// bbr carry pages in turn; loss on the path rises and falls within the hour. Every page needs four
/// connections. A connection's time is handshake, slow start (a round trip for each doubling), then octets
/// over the rate: that of the bottleneck, or for cubic and reno what loss allows (Mathis et al. 1997: segment
/// / round trip * sqrt(3/2) / sqrt(loss), cubic a third more), or for bbr nine tenths of the bottleneck
/// whatever the loss below a fifth; time-outs add a fifth of a second each. What bbr repeats grows with loss
/// faster than for the others. The browser adds its own few per cent. The kernel's busy time is the
/// connection's without the handshake.
LabLog makeLabLog(const LabOptions& options);

} // namespace zonescope::kit
