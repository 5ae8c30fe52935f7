// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/strong_id.h"
#include "model/dns/types.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace zonescope::build {

// Form of the entries, version 1.
//   key    zone id (4 octets, big-endian), canonical key of the owner, 0x00 0x00, type group (2 octets,
//   big-endian).
//          memcmp order is canonical order: inside an owner's key no octet after a separator is 0x00. The
//          longest possible name gives 511 octets, the most LMDB takes.
//   group  the type; A, AAAA and CNAME share the group of A, so one read answers an address question.
//   value  MessagePack array [1, [rrset, ...], owner?, ...], rrset = [type, ttl, [rdata, ...], [ttl of
//   each]?, ...].
//          `owner` is the relative wire form when it holds upper-case letters, else left out or nil. The
//          fourth field is for RRSIG whose TTLs differ (RFC 4034 section 3). A reader skips fields behind
//          those it knows.
//   meta   the entry whose key is the zone id alone: [1, apex, serial, records, rrsets, owners, ...].

inline constexpr std::uint32_t formatVersion = 1;

/// The group a type is stored under.
constexpr dns::Type groupOf(dns::Type type)
{
    return type == dns::Type::AAAA || type == dns::Type::CNAME ? dns::Type::A : type;
}
std::string metaKey(base::ZoneId zone);
std::string entryKey(base::ZoneId zone, std::string_view canonicalKey, dns::Type type);

using PutEntry = std::function<void(std::string_view key, std::string_view value)>;
using RemoveEntry = std::function<void(std::string_view key)>;

/// The whole version, meta entry first, in ascending key order. The views hold during the call.
void pack(base::ZoneId zone, const zone::ZoneVersion& version, const PutEntry& put);

struct DifferenceCounts
{
    std::uint64_t owners = 0; ///< touched
    std::uint64_t puts = 0;
    std::uint64_t removes = 0;
    std::uint64_t recordsAdded = 0;
    std::uint64_t recordsRemoved = 0;
};
/// Only what changes between two versions, in ascending key order, meta entry first.
DifferenceCounts packDifference(base::ZoneId zone, const zone::ZoneVersion& from, const zone::ZoneVersion& to,
                                const PutEntry& put, const RemoveEntry& remove);

} // namespace zonescope::build
