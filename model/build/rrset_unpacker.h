// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/base/strong_id.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::build {

struct ZoneMeta
{
    std::uint32_t format = 0;
    dns::Name apex;
    std::uint32_t serial = 0;
    std::uint64_t records = 0;
    std::uint64_t rrsets = 0;
    std::uint64_t owners = 0;

    friend bool operator==(const ZoneMeta&, const ZoneMeta&) = default;
};
/// The meta entry of a zone. Errors: StoreCorrupt (also for a newer format, in words).
base::Result<ZoneMeta> unpackMeta(std::string_view value);

/// One RRset of an entry. Views into the value.
struct PackedRrset
{
    dns::Type type = dns::Type::A;
    std::uint32_t ttl = 0;
    std::vector<std::string_view> rdata;
    std::vector<std::uint32_t> ttls; ///< of each record, empty when all have `ttl`
};
struct PackedEntry
{
    std::vector<PackedRrset> rrsets;
    std::string_view owner; ///< relative wire form with its case; empty when the key says it all
};
/// Reads one value. Foreign bytes: bounded in depth and memory, never crashes. Errors: StoreCorrupt.
base::Result<PackedEntry> unpackEntry(std::string_view value);

/// Makes a version of the entries of one zone, given in key order, meta entry first
/// (KeyValueStore::loadZone). One thread.
class RrsetUnpacker
{
public:
    RrsetUnpacker(base::ZoneId zone, dns::Name apex);
    ~RrsetUnpacker();

    /// Errors: StoreCorrupt, with the key in hexadecimal. After an error the unpacker is of no more use.
    base::Status add(std::string_view key, std::string_view value);
    /// Errors: StoreCorrupt when counts or serial are not what the meta entry says.
    base::Result<zone::ZoneVersionPtr> finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace zonescope::build
