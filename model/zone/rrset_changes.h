// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/zone_version.h"

#include <cstdint>
#include <string>
#include <vector>

namespace zonescope::zone {

/// What an RRset is from now on.
struct RrsetChange
{
    dns::Name owner; ///< at or below the apex
    dns::Type type = dns::Type::A;
    std::uint32_t ttl = 0;
    std::vector<base::Bytes> rdata; ///< none: the RRset goes
    /// The signatures over the RRset go with it: they would not fit what it is now.
    bool dropSignatures = false;
};

/// A new version with these RRsets in place of what was; shares all other nodes. O(changes), not O(zone). Of
/// two changes for one RRset the later counts. Errors: ZoneNoSoa, MalformedRecord.
base::Result<ZoneVersionPtr> changeRrsets(const ZoneVersionPtr& base,
                                          const std::vector<RrsetChange>& changes);

/// The change that gives the zone another serial; nothing else of the SOA changes.
RrsetChange serialChange(const ZoneVersion& version, std::uint32_t serial);

/// The type an RRSIG is over; nothing when its rdata is too short.
std::optional<dns::Type> coveredType(base::ByteView rrsig);

} // namespace zonescope::zone
