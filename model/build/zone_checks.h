// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/error.h"
#include "model/dns/name.h"
#include "model/dns/types.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zonescope::build {

/// Error: wrong; it forbids publishing, or does so in a strict zone. Warning: published, an operator should
/// look. Notice: tolerated and counted.
enum class Level : std::uint8_t { Notice, Warning, Error };

/// One kind of fault in a version; the first owner stands for all.
struct Finding
{
    Level level = Level::Notice;
    base::ErrorCode code = base::ErrorCode::Internal;
    dns::Name owner; ///< the first in canonical order; the apex when it concerns the zone
    dns::Type type = dns::Type::SOA;
    std::uint64_t count = 1;              ///< how many owners or records
    std::string detail;                   ///< for the log: up to five owners
    bool onlyWhenStrict = false;          ///< an error of the content: the zone can be served all the same
    std::vector<std::string> owners = {}; ///< keys of the first 1,000: looked at again with the next version

    friend bool operator==(const Finding&, const Finding&) = default;
};

struct CheckInput
{
    zone::ZoneVersionPtr previous; ///< nothing: the zone is new
    zone::ZoneVersionPtr next;     ///< required
    zone::Tolerated tolerated;     ///< what the transfer dropped or repaired
    /// An operator forced it or our copy has expired: an older serial is a warning, not an error.
    bool acceptOlder = false;
    /// Signatures are held against it; nothing: they never expire.
    std::optional<base::Timestamp> now = {};
    /// What was found in `previous`; nothing: only changed owners are looked at.
    std::shared_ptr<const std::vector<Finding>> known = {};
    /// What is known of owners that do not differ is taken over as it is: the whole is checked again soon.
    bool trustKnown = false;
    /// Only the apex and the serial are looked at, which alone can forbid publishing a zone that is not
    /// strict.
    bool ownersLater = false;
};

/// What is wrong with `next`, worst first. With a previous version only the apex, the owners that differ,
/// what depends on them and what was wrong before are looked at (O(changes) after an IXFR), without one the
/// whole zone. Checked: exactly one SOA and an NS at the apex, sense of the SOA's timers, names inside the
/// zone, serial moved forward (RFC 1982), CNAME and other data or several CNAMEs (RFC 2181 section 10.1),
/// mixed TTLs, addresses of name servers, mail exchangers and services inside the zone, which must be no
/// aliases, duplicates, occluded data, data below a DNAME, DS without delegation, delegated wildcards,
/// signatures that end, holes in the chains of NSEC and NSEC3. What a difference can break at names that it
/// does not touch is found by the next check of the whole zone: see needsWholeCheck(). Pure.
std::vector<Finding> checkZone(const CheckInput& input);

/// The difference takes addresses from a name or makes it an alias, so that an MX, SRV or NS anywhere may
/// point to nothing; or it changes a chain of NSEC3. O(changes).
bool needsWholeCheck(const zone::ZoneVersion& from, const zone::ZoneVersion& to);

/// True when a finding forbids publishing.
bool forbidsPublishing(const std::vector<Finding>& findings, bool strict = false);

} // namespace zonescope::build
