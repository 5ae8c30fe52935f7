// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

namespace zonescope::transfer {

/// How long a session waits for what. Operators set seconds in zone::TransferLimits; these are the waits
/// between them.
struct Timings
{
    base::Duration soaFirst{600'000}; ///< until the UDP query is sent again
    base::Duration soaSecond{
        1'000'000}; ///< until it is sent once more, without EDNS in case a middle box drops that
    base::Duration soaLast{1'400'000}; ///< until TCP is tried
    /// A single newer SOA came over TCP: PowerDNS sends the rest in messages of its own, others send nothing
    /// more.
    base::Duration singleSoaGrace{400'000};
    base::Duration progress{100'000}; ///< between two progress reports of a job
    base::Duration second{1'000'000}; ///< one second of zone::TransferLimits; tests shrink it
};

} // namespace zonescope::transfer
