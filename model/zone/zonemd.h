// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/zone/configuration.h"
#include "model/zone/zone_version.h"

#include <string>

namespace zonescope::zone {

// ZONEMD, RFC 8976. Scheme SIMPLE only, SHA-384 and SHA-512: there are no others. Pure, O(zone); some 0.3 s
// for a million records, so never on the engine thread.

/// Digest over the whole version (RFC 8976 section 3): canonical form and order, glue and occluded data
/// included; the ZONEMD RRset at the apex and the signatures over it left out. Precondition: algorithm is not
/// None.
base::Bytes zoneDigest(const ZoneVersion& version, ZonemdDigest algorithm);

/// What the zone says of itself (RFC 8976 section 4). Errors: ZonemdMissing (Required only), ZonemdWrong,
/// ZonemdUnusable (serial is not the zone's, one scheme and algorithm twice, nothing we know); details tell
/// both digests' first octets. A signature over the ZONEMD is not validated: the transfer's TSIG or TLS
/// vouches for the sender, the digest for the content.
base::Status verifyZonemd(const ZoneVersion& version, ZonemdCheck check);

/// True when the apex has a ZONEMD record.
bool hasZonemd(const ZoneVersion& version);

/// The version with a ZONEMD of its own, in place of any other; shares the rest. A signed zone is given back
/// as it is, with its primary's ZONEMD. Errors: as changeRrsets().
base::Result<ZoneVersionPtr> withZonemd(const ZoneVersionPtr& version, ZonemdDigest algorithm);

} // namespace zonescope::zone
