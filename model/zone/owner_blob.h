// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/octet_buffer.h"
#include "model/zone/zone_version.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::zone {

// One owner in memory, packed: a million records must fit in 64 octets each, and equal owners must be equal
// octets.
//
//   owner   varint size of what follows, varint (key length * 2 + has case), key,
//           [varint length, relative wire name]?, varint number of RRsets, RRsets
//   RRset   type (2), TTL (4), varint (records * 2 + has TTL table), varint size of what follows,
//           [end of each record (2, or 4 when the rest is larger than 65,535)]? when there are several,
//           [TTL of each record (4)]? for RRSIG only, rdata
//
// Integers lie in the machine's own order: blobs never leave the process.

namespace blob {

inline const std::uint8_t* readVarint(const std::uint8_t* at, std::uint32_t& value)
{
    value = *at & 0x7fU;
    for (unsigned shift = 7; *at++ & 0x80U; shift += 7)
        value |= (*at & 0x7fU) << shift;
    return at;
}

/// Whole size of the blob, its first varint included.
std::size_t size(const std::uint8_t* at);

} // namespace blob

struct OwnerCounts
{
    std::uint32_t rrsets = 0;
    std::uint32_t records = 0;
};
OwnerCounts countsOf(OwnerView owner);

/// Relative wire form with its case, without the root label; empty when it has no upper-case letter.
std::string_view casedOwner(OwnerView owner);

/// The records of one owner on their way into a blob. Reused owner after owner: it keeps its buffers.
class OwnerDraft
{
public:
    /// The most octets of rdata one owner may have: offsets inside a blob have 32 bits.
    static constexpr std::size_t maxOctets = std::size_t{1} << 30;

    /// cased: relative wire form when it holds upper-case letters, else empty.
    void begin(std::string_view key, std::string_view cased);
    void add(dns::Type type, std::uint32_t ttl, base::ByteView rdata);
    void add(RrsetView set);
    void add(OwnerView owner); ///< all its records

    std::string_view key() const { return {m_key.data(), m_keySize}; }
    bool empty() const { return m_items.empty(); }
    std::size_t records() const { return m_items.size(); }
    std::size_t octets() const { return m_rdata.size(); }
    /// After encode(): it may hide what lies below it.
    bool hasCut() const;
    /// Size of the largest RRset, duplicates included. Sorts a copy: not for every record.
    std::size_t largestRrset() const;
    /// Another spelling of the owner, as in begin().
    void spell(std::string_view cased) { m_cased = cased; }

    /// Appends the blob to `out`: sorted, without duplicates, one TTL an RRset (the lowest).
    OwnerCounts encode(OctetBuffer& out, Tolerated& tolerated);

private:
    struct Item
    {
        dns::Type type = dns::Type::A;
        std::uint32_t ttl = 0;
        std::uint32_t offset = 0;
        std::uint32_t size = 0;
    };
    using Items = std::vector<Item>;
    /// An RRset about to be written.
    struct Set
    {
        Items::const_iterator first;
        Items::const_iterator last;
        std::uint32_t ttl = 0;  ///< the lowest
        std::uint32_t rest = 0; ///< octets behind its head
        bool ttlTable = false;
        bool wide = false;
    };

    base::ByteView rdata(const Item& item) const;
    int compare(const Item& a, const Item& b) const;
    void sortItems();
    void dropDuplicates(Tolerated& tolerated);
    void measure(Items::const_iterator first, Items::const_iterator last, Set& set,
                 Tolerated& tolerated) const;
    char* writeHead(char* at, std::size_t setsSize) const;
    char* writeSet(char* at, const Set& set) const;

    static constexpr std::size_t longestKey = 512; ///< of a name whose every octet is escaped: 503
    std::array<char, longestKey> m_key{};
    std::size_t m_keySize = 0;
    std::string m_cased;
    OctetBuffer m_rdata;
    Items m_items;
    std::vector<Set> m_sets; ///< of the owner that is encoded
};

} // namespace zonescope::zone
