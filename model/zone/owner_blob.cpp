// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/owner_blob.h"

#include "model/zone/canonical_rdata.h"

#include <algorithm>
#include <cstring>

namespace zonescope::zone {
namespace {

constexpr std::size_t smallRest = 0xffff;

template <class Integer>
char* write(char* at, Integer value)
{
    std::memcpy(at, &value, sizeof value);
    return at + sizeof value;
}

char* write(char* at, base::ByteView octets)
{
    std::memcpy(at, octets.data(), octets.size()); // the views here are never null
    return at + octets.size();
}

char* writeVarint(char* at, std::uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = static_cast<char>(value | 0x80U);
    *at++ = static_cast<char>(value);
    return at;
}

/// At most: type, TTL, two varints, end and TTL of one record; every RRset has a record.
constexpr std::size_t mostOctetsOfRecord = 2 + 4 + 5 + 5 + 4 + 4;
/// At most: four varints of an owner.
constexpr std::size_t mostOctetsOfHead = 20;

std::size_t varintSize(std::uint32_t value)
{
    std::size_t size = 1;
    for (; value >= 0x80; value >>= 7)
        ++size;
    return size;
}

} // namespace

std::size_t blob::size(const std::uint8_t* at)
{
    std::uint32_t body = 0;
    const std::uint8_t* behind = readVarint(at, body);
    return static_cast<std::size_t>(behind - at) + body;
}

OwnerCounts countsOf(OwnerView owner)
{
    OwnerCounts counts;
    owner.forEachRrset([&](RrsetView set) {
        ++counts.rrsets;
        counts.records += static_cast<std::uint32_t>(set.size());
        return true;
    });
    return counts;
}

void OwnerDraft::begin(std::string_view key, std::string_view cased)
{
    m_key = key;
    m_cased = cased;
    m_rdata.clear();
    m_items.clear();
}

void OwnerDraft::add(dns::Type type, std::uint32_t ttl, base::ByteView rdata)
{
    m_items.push_back(
        {type, ttl, static_cast<std::uint32_t>(m_rdata.size()), static_cast<std::uint32_t>(rdata.size())});
    m_rdata.append(base::textOf(rdata));
}

void OwnerDraft::add(RrsetView set)
{
    for (std::size_t i = 0, n = set.size(); i < n; ++i)
        add(set.type(), set.ttl(i), set.rdata(i));
}

void OwnerDraft::add(OwnerView owner)
{
    owner.forEachRrset([this](RrsetView set) {
        add(set);
        return true;
    });
}

std::size_t OwnerDraft::largestRrset() const
{
    std::vector<dns::Type> types;
    types.reserve(m_items.size());
    for (const Item& item : m_items)
        types.push_back(item.type);
    std::ranges::sort(types);
    std::size_t largest = 0;
    for (auto first = types.begin(); first != types.end();) {
        const auto last = std::upper_bound(first, types.end(), *first);
        largest = std::max(largest, static_cast<std::size_t>(last - first));
        first = last;
    }
    return largest;
}

base::ByteView OwnerDraft::rdata(const Item& item) const
{
    return base::viewOf(std::string_view(m_rdata).substr(item.offset, item.size));
}

int OwnerDraft::compare(const Item& a, const Item& b) const
{
    if (a.type != b.type)
        return a.type < b.type ? -1 : 1;
    return compareCanonical(a.type, rdata(a), rdata(b));
}

void OwnerDraft::sortItems()
{
    const auto before = [this](const Item& a, const Item& b) { return compare(a, b) < 0; };
    // Stable: of two records that differ in case only, the first received stays.
    if (!std::is_sorted(m_items.begin(), m_items.end(), before))
        std::stable_sort(m_items.begin(), m_items.end(), before);
}

void OwnerDraft::dropDuplicates(Tolerated& tolerated)
{
    std::size_t kept = 0;
    for (std::size_t i = 1; i < m_items.size(); ++i) {
        if (compare(m_items[kept], m_items[i]) == 0) {
            m_items[kept].ttl = std::min(m_items[kept].ttl, m_items[i].ttl);
            ++tolerated.duplicates;
        } else {
            m_items[++kept] = m_items[i];
        }
    }
    if (!m_items.empty())
        m_items.resize(kept + 1);
}

char* OwnerDraft::writeSeveral(char* at, Items::const_iterator first, Items::const_iterator last, bool wide,
                               bool ttlTable) const
{
    std::uint32_t end = 0;
    for (auto item = first; item != last; ++item) {
        end += item->size;
        at = wide ? write(at, end) : write(at, static_cast<std::uint16_t>(end));
    }
    for (auto item = first; ttlTable && item != last; ++item)
        at = write(at, item->ttl);
    for (auto item = first; item != last; ++item)
        at = write(at, rdata(*item));
    return at;
}

char* OwnerDraft::writeRrset(char* at, Items::const_iterator first, Items::const_iterator last,
                             Tolerated& tolerated) const
{
    const auto count = static_cast<std::uint32_t>(last - first);
    std::uint32_t lowest = first->ttl;
    std::uint32_t rest = 0;
    bool mixed = false;
    for (auto item = first; item != last; ++item) {
        mixed |= item->ttl != first->ttl;
        lowest = std::min(lowest, item->ttl);
        rest += item->size;
    }
    const bool ttlTable = mixed && first->type == dns::Type::RRSIG;
    if (mixed && !ttlTable)
        ++tolerated.mixedTtl;
    at = write(at, first->type);
    at = write(at, lowest);
    at = writeVarint(at, count * 2 + (ttlTable ? 1 : 0));
    if (count == 1)
        return write(writeVarint(at, rest), rdata(*first));
    rest += ttlTable ? count * 4 : 0;
    const bool wide = rest + count * 2 > smallRest;
    rest += count * (wide ? 4 : 2);
    return writeSeveral(writeVarint(at, rest), first, last, wide, ttlTable);
}

OwnerCounts OwnerDraft::encode(std::string& out, Tolerated& tolerated)
{
    if (m_items.size() > 1) {
        sortItems();
        dropDuplicates(tolerated);
    }
    // Written through a pointer into room for the worst case: appending piece by piece costs twice the time.
    const std::size_t room = mostOctetsOfHead + m_key.size() + m_cased.size() + m_rdata.size() +
                             m_items.size() * mostOctetsOfRecord;
    if (m_sets.size() < room)
        m_sets.resize(room);
    OwnerCounts counts{0, static_cast<std::uint32_t>(m_items.size())};
    char* at = m_sets.data();
    for (auto first = m_items.cbegin(); first != m_items.cend();) {
        auto last = first + 1;
        while (last != m_items.cend() && last->type == first->type)
            ++last;
        at = writeRrset(at, first, last, tolerated);
        ++counts.rrsets;
        first = last;
    }
    appendHead(out, counts.rrsets, static_cast<std::size_t>(at - m_sets.data()));
    out.append(m_sets.data(), at);
    return counts;
}

void OwnerDraft::appendHead(std::string& out, std::uint32_t rrsets, std::size_t setsSize) const
{
    const auto keyWord = static_cast<std::uint32_t>(m_key.size() * 2 + (m_cased.empty() ? 0 : 1));
    const auto casedSize = static_cast<std::uint32_t>(m_cased.size());
    const std::size_t body = varintSize(keyWord) + m_key.size() +
                             (m_cased.empty() ? 0 : varintSize(casedSize) + casedSize) + varintSize(rrsets) +
                             setsSize;
    char head[mostOctetsOfHead];
    char* at = writeVarint(writeVarint(head, static_cast<std::uint32_t>(body)), keyWord);
    out.append(head, at).append(m_key);
    if (!m_cased.empty())
        out.append(head, writeVarint(head, casedSize)).append(m_cased);
    out.append(head, writeVarint(head, rrsets));
}

} // namespace zonescope::zone
