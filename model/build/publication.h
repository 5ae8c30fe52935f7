// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/zone/configuration.h"
#include "model/zone/overlay.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace zonescope::build {

/// TYPE65401: what PowerDNS, and after it others, call ALIAS. Its rdata is one name.
inline constexpr dns::Type aliasType{65401};

/// Addresses that were looked up for an alias at the apex.
struct FlattenedApex
{
    dns::Name target;
    base::Timestamp at;         ///< of the last good answer
    std::uint32_t ttl = 0;      ///< the least of the answers' along the way
    std::vector<base::Bytes> a; ///< rdata
    std::vector<base::Bytes> aaaa;

    friend bool operator==(const FlattenedApex&, const FlattenedApex&) = default;
};

/// What is done with a transferred version on its way out. A plain value.
struct Recipe
{
    zone::ZonemdCheck zonemdCheck = zone::ZonemdCheck::Off;
    zone::ZonemdDigest zonemdDigest = zone::ZonemdDigest::None;
    bool strict = false;
    std::shared_ptr<const zone::Overlay> overlay; ///< nothing: no records of our own
    bool flatten = false;
    /// Last good ones, also of an earlier target; nothing: none were ever found.
    std::shared_ptr<const FlattenedApex> flattened;
    zone::ZoneVersionPtr publishedBefore; ///< nothing: never, or not since the start
    /// Of what was published last, when it was not the transferred one: never again a lower or equal one for
    /// other content.
    std::optional<std::uint32_t> lastSerial;

    bool changesContent() const
    {
        return (overlay && !overlay->empty()) || flatten || zonemdDigest != zone::ZonemdDigest::None ||
               lastSerial.has_value();
    }
};

struct Publication
{
    zone::ZoneVersionPtr version; ///< what is served; the transferred one when nothing is ours
    std::vector<zone::OverrideConflict> conflicts; ///< in canonical order of the overrides
    /// What the apex is an alias of, when it is flattened.
    std::optional<dns::Name> alias;
    bool aliasUnknown = false; ///< no addresses for this target yet
};

/// Lays over the transferred version what is ours, in this order: own records, addresses in place of an alias
/// at the apex, a serial of its own when the content under the transferred one is not new, the digest. The
/// transferred version stays untouched and is shared but for what changes. Pure; O(our records), with a
/// digest O(zone). Errors: as zone::changeRrsets().
base::Result<Publication> publicationOf(const zone::ZoneVersionPtr& transferred, const Recipe& recipe);

} // namespace zonescope::build
