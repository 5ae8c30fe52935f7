// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/name.h"
#include "model/dns/record.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace zonescope::kit {

/// A deterministic zone with the mix of a busy hosting zone: of 1,000 records 540 A, 88 AAAA, 73 TXT, 72
/// CNAME, 58 MX, 58 NS, 24 HTTPS, 19 CAA, 19 SRV, 14 TLSA, 14 DS, 10 SSHFP, 5 NAPTR and 5 of the unknown
/// TYPE65280, over some 560 owner names. The same recipe gives the same octets on every machine.
struct ZoneRecipe
{
    dns::Name apex;
    std::uint64_t records = 1000; ///< exact, the SOA included; at least 3
    std::uint32_t serial = 1;
    std::uint32_t seed = 1;
};

/// Calls `sink` in canonical order of owners, the SOA first.
void generateZone(const ZoneRecipe& recipe, const std::function<void(const dns::Record&)>& sink);
std::vector<dns::Record> generateZone(const ZoneRecipe& recipe);

} // namespace zonescope::kit
