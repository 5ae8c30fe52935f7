// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/message_reader.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace zonescope::publish {

/// One RRset of an answer, not written yet. Valid as long as the version it came from.
struct AnswerSet
{
    dns::Section section = dns::Section::Answer;
    dns::Name owner; ///< as it is written: the asked name's case, so that it compresses
    dns::Type type = dns::Type::A;
    std::uint32_t ttl = 0;
    std::optional<zone::RrsetView> records; ///< nothing: `made` is the only record
    base::Bytes made;                       ///< rdata made up here: the CNAME that a DNAME implies
    std::optional<dns::Type> covered;       ///< RRSIG: only the signatures of this type
    bool optional = false;                  ///< may be left out when there is no room, without setting TC
};

/// What a zone says to a question (RFC 1034 section 4.3.2 with RFC 2308, 4035, 4592, 6672, 8482).
struct Lookup
{
    dns::Rcode rcode = dns::Rcode::NoError;
    bool authoritative = true;   ///< false: a referral
    std::vector<AnswerSet> sets; ///< in the order of sections
};

/// Pure. Precondition: qname is at or below the apex. `dnssecOk`: add signatures and NSEC proofs where the
/// zone has them. CNAME chains are followed inside the zone only: what another zone says is for its own
/// servers.
Lookup lookUp(const zone::ZoneVersion& zone, const dns::Name& qname, dns::Type qtype, bool dnssecOk);

} // namespace zonescope::publish
