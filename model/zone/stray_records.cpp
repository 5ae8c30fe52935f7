// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/stray_records.h"

#include <algorithm>

namespace zonescope::zone {

void StrayRecords::add(std::string_view key, std::string_view cased, dns::Type type, std::uint32_t ttl,
                       base::ByteView rdata)
{
    Item item;
    for (std::size_t i = 0; i < sizeof item.front; ++i)
        item.front = item.front << 8 | (i < key.size() ? static_cast<std::uint8_t>(key[i]) : 0U);
    item.offset = m_octets.size();
    item.rdataSize = static_cast<std::uint32_t>(rdata.size());
    item.ttl = ttl;
    item.keySize = static_cast<std::uint16_t>(key.size());
    item.casedSize = static_cast<std::uint16_t>(cased.size());
    item.type = type;
    m_octets.append(key).append(cased).append(base::textOf(rdata));
    m_items.push_back(item);
}

void StrayRecords::sort()
{
    std::ranges::sort(m_items, [this](const Item& a, const Item& b) {
        if (a.front != b.front)
            return a.front < b.front;
        if (const int order = key(a).compare(key(b)); order != 0)
            return order < 0;
        return a.offset < b.offset;
    });
}

StrayRecords::Stray StrayRecords::at(std::size_t index) const
{
    const Item& item = m_items[index];
    const std::string_view rest = std::string_view(m_octets).substr(item.offset + item.keySize);
    return {key(item), rest.substr(0, item.casedSize), item.type, item.ttl,
            base::viewOf(rest.substr(item.casedSize, item.rdataSize))};
}

} // namespace zonescope::zone
