// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/publish/key_value_store.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace zonescope::store {

/// What the table of zones says of one zone. `digest` is the sum of the digests of its entries: it changes
/// with each entry that comes or goes without looking at the others, and any changed octet shows when a zone
/// is loaded.
struct ZoneRow
{
    std::uint32_t serial = 0;
    std::uint64_t entries = 0;
    std::uint64_t octets = 0;
    std::uint64_t digest = 0;

    void add(std::string_view key, std::string_view value);
    void subtract(std::string_view key, std::string_view value);
    bool sameEntries(const ZoneRow& other) const
    {
        return entries == other.entries && octets == other.octets && digest == other.digest;
    }

    std::string pack() const;
    /// Errors: StoreCorrupt.
    static base::Result<ZoneRow> unpack(std::string_view packed);
    publish::StoredZone toStored(base::ZoneId zone) const { return {zone, serial, entries, octets, digest}; }
};

/// 64 bits over key and value. Guards against damage, not against an attacker.
std::uint64_t entryDigest(std::string_view key, std::string_view value);

} // namespace zonescope::store
