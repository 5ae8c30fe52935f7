// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/dns/types.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::zone {

/// Records that came out of order, set aside to be sorted by key once.
class StrayRecords
{
public:
    struct Stray
    {
        std::string_view key;
        std::string_view cased; ///< relative wire form when it holds upper-case letters
        dns::Type type = dns::Type::A;
        std::uint32_t ttl = 0;
        base::ByteView rdata;
    };

    void add(std::string_view key, std::string_view cased, dns::Type type, std::uint32_t ttl,
             base::ByteView rdata);
    /// By key, then in order of arrival.
    void sort();
    std::size_t size() const { return m_items.size(); }
    Stray at(std::size_t index) const;

private:
    struct Item
    {
        std::uint64_t front =
            0; ///< first eight octets of the key: decides most comparisons without a cache miss
        std::uint64_t offset = 0; ///< key, cased, rdata one after the other
        std::uint32_t rdataSize = 0;
        std::uint32_t ttl = 0;
        std::uint16_t keySize = 0;
        std::uint16_t casedSize = 0;
        dns::Type type = dns::Type::A;
    };
    std::string_view key(const Item& item) const
    {
        return std::string_view(m_octets).substr(item.offset, item.keySize);
    }

    std::string m_octets;
    std::vector<Item> m_items;
};

} // namespace zonescope::zone
