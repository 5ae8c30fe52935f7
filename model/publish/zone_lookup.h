// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/message_reader.h"
#include "model/publish/published_zones.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace zonescope::publish {

/// One RRset of an answer, not written yet. Valid as long as the question, the version and the Lookup.
struct AnswerSet
{
    dns::Section section = dns::Section::Answer;
    dns::Type type = dns::Type::A;
    bool optional = false; ///< may be left out when there is no room, without setting TC
    std::uint32_t ttl = 0;
    std::string_view owner; ///< wire form, as it is written: the asked name's case, so that it compresses
    std::optional<zone::RrsetView> records; ///< nothing: `made` is the only record
    std::string_view made;                  ///< rdata made up here: the CNAME that a DNAME implies
    std::optional<dns::Type> covered;       ///< RRSIG: only the signatures of this type
    bool ownTtls = false; ///< RRSIG asked for by itself: with its own TTLs (RFC 4034 section 3)
};

/// What a zone says to a question (RFC 1034 section 4.3.2 with RFC 2308, 4035, 4592, 5155, 6672, 8482). Used
/// again for the next question, it keeps its memory.
class Lookup
{
public:
    dns::Rcode rcode = dns::Rcode::NoError;
    bool authoritative = true;   ///< false: a referral
    std::vector<AnswerSet> sets; ///< of one section in order, the sections mixed

    /// Room of the search: the asked name's ancestors and itself, as far as they are there, by depth.
    std::vector<std::optional<zone::OwnerView>> path;

    void clear();
    /// A copy that lives as long as this answer.
    std::string_view keep(std::string_view octets);

private:
    static constexpr std::size_t blockSize = 4096;
    std::vector<std::unique_ptr<char[]>> m_blocks;
    std::size_t m_used = 0; ///< of all blocks together
};

/// Fills `lookup`, which is clear. Preconditions: qname is at or below the apex; the zone has a version.
/// `dnssecOk`: add signatures and NSEC or NSEC3 proofs where the zone has them. CNAME chains are followed
/// inside the zone only: what another zone says is for its own servers. Allocates nothing for an ordinary
/// positive answer.
void lookUp(const PublishedZone& zone, std::string_view qname, dns::Type qtype, bool dnssecOk,
            Lookup& lookup);

} // namespace zonescope::publish
