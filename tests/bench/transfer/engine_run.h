// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/tsig.h"
#include "model/net/endpoint.h"

#include <cstdint>
#include <optional>

namespace zonescope::bench {

struct EngineRun
{
    double wall = 0; ///< s from the zone configured to held, which means durable and served
    double cpu = 0;  ///< s of all threads of this process meanwhile
};

/// One zone by a whole engine with an empty data folder: SOA check, AXFR, index, checks, entries, commit.
EngineRun committedOnce(const net::Endpoint& primary, const dns::Name& apex,
                        const std::optional<dns::TsigKey>& key, std::uint64_t records);

/// CPU seconds of all threads of this process.
double processCpu();

} // namespace zonescope::bench
