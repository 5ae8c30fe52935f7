// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/dns/record.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::zone {

/// What our own records do with an RRset of the transferred zone. Add: there should be none yet. Replace:
/// there should be one. Delete: likewise. What does not fit is done all the same (the operator's word counts)
/// and listed as a conflict.
enum class OverrideAction : std::uint8_t { Add, Replace, Delete };
std::string_view overrideActionName(OverrideAction action); ///< "add", "replace", "delete"

struct Override
{
    OverrideAction action = OverrideAction::Add;
    dns::Name owner;
    dns::Type type = dns::Type::A;
    std::uint32_t ttl = 0;
    std::vector<base::Bytes> rdata; ///< of one RRset; empty for Delete

    friend bool operator==(const Override&, const Override&) = default;
};

/// An override that does not go together with what was transferred.
struct OverrideConflict
{
    enum class Why : std::uint8_t {
        AlreadyThere, ///< Add, but the transferred zone has the RRset (with other data)
        NothingThere, ///< Replace or Delete of nothing
        Alias,        ///< a CNAME and other data at one name
        Occluded,     ///< below a delegation or DNAME: never an answer
        Signed,       ///< the transferred RRset is signed: resolvers that validate will refuse ours
    };
    Why why = Why::AlreadyThere;
    dns::Name owner;
    dns::Type type = dns::Type::A;
    OverrideAction action = OverrideAction::Add;

    friend bool operator==(const OverrideConflict&, const OverrideConflict&) = default;
};
std::string toText(const OverrideConflict& conflict); ///< for the log, English

/// Local override records of a zone. They are kept apart from what was transferred and laid over every
/// version on its way out, so no transfer touches them. A plain value.
class Overlay
{
public:
    /// One override a line: `add`, `replace` or `delete`, then a line of a zone file (`delete` needs owner
    /// and type only). Lines of one owner and type make one RRset. Relative names are below the apex, `@` is
    /// the apex, the TTL is 300 when absent; `;` begins a comment. Errors: SyntaxError ("line 3: ...").
    /// Refused are the SOA (its serial comes from the primary), names outside the zone, RRSIG, NSEC, NSEC3
    /// and ZONEMD, and two actions for one RRset.
    static base::Result<Overlay> parse(std::string_view text, const dns::Name& apex);

    const std::vector<Override>& entries() const { return m_entries; } ///< canonical order
    bool empty() const { return m_entries.empty(); }

    struct Laid
    {
        ZoneVersionPtr version; ///< shares everything that is not overridden
        std::vector<OverrideConflict> conflicts;
    };
    /// The version with the overrides. `transferred` stays as it is: the next IXFR applies to it. Errors:
    /// Internal (never for a zone with an SOA).
    base::Result<Laid> over(const ZoneVersionPtr& transferred) const;

private:
    std::vector<Override> m_entries;
};

} // namespace zonescope::zone
