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

char* writeVarint(char* at, std::uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = static_cast<char>(value | 0x80U);
    *at++ = static_cast<char>(value);
    return at;
}

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
    m_keySize = key.size();
    copyOctets(m_key.data(), key.data(), key.size());
    if (!cased.empty() || !m_cased.empty())
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
    return base::viewOf({m_rdata.data() + item.offset, item.size});
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

bool OwnerDraft::hasCut() const
{
    return std::ranges::any_of(m_sets, [](const Set& set) {
        return set.first->type == dns::Type::NS || set.first->type == dns::Type::DNAME;
    });
}

/// In place: a copy right behind its making waits for every store, which was half the time of encode().
void OwnerDraft::measure(Items::const_iterator first, Items::const_iterator last, Set& set,
                         Tolerated& tolerated) const
{
    set.first = first;
    set.last = last;
    set.ttl = first->ttl;
    set.rest = first->size;
    if (last - first == 1)
        return;
    bool mixed = false;
    for (auto item = first + 1; item != last; ++item) {
        mixed |= item->ttl != first->ttl;
        set.ttl = std::min(set.ttl, item->ttl);
        set.rest += item->size;
    }
    const auto count = static_cast<std::uint32_t>(last - first);
    set.ttlTable = mixed && first->type == dns::Type::RRSIG;
    if (mixed && !set.ttlTable)
        ++tolerated.mixedTtl;
    set.rest += set.ttlTable ? count * 4 : 0;
    set.wide = set.rest + count * 2 > smallRest;
    set.rest += count * (set.wide ? 4 : 2);
}

char* OwnerDraft::writeSet(char* at, const Set& set) const
{
    const auto count = static_cast<std::uint32_t>(set.last - set.first);
    at = write(at, set.first->type);
    at = write(at, set.ttl);
    at = writeVarint(at, count * 2 + (set.ttlTable ? 1 : 0));
    at = writeVarint(at, set.rest);
    std::uint32_t end = 0;
    for (auto item = set.first; count > 1 && item != set.last; ++item) {
        end += item->size;
        at = set.wide ? write(at, end) : write(at, static_cast<std::uint16_t>(end));
    }
    for (auto item = set.first; set.ttlTable && item != set.last; ++item)
        at = write(at, item->ttl);
    for (auto item = set.first; item != set.last; ++item)
        at = copyOctets(at, m_rdata.data() + item->offset, item->size);
    return at;
}

OwnerCounts OwnerDraft::encode(OctetBuffer& out, Tolerated& tolerated)
{
    if (m_items.size() > 1) {
        sortItems();
        dropDuplicates(tolerated);
    }
    m_sets.clear();
    std::size_t setsSize = 0;
    for (auto first = m_items.cbegin(); first != m_items.cend();) {
        auto last = first + 1;
        while (last != m_items.cend() && last->type == first->type)
            ++last;
        Set& set = m_sets.emplace_back();
        measure(first, last, set, tolerated);
        const auto count = static_cast<std::uint32_t>(last - first);
        setsSize +=
            sizeof(dns::Type) + sizeof set.ttl + varintSize(count * 2) + varintSize(set.rest) + set.rest;
        first = last;
    }
    char* at = writeHead(out.room(mostOctetsOfHead + m_keySize + m_cased.size() + setsSize), setsSize);
    for (const Set& set : m_sets)
        at = writeSet(at, set);
    out.end(at);
    return {static_cast<std::uint32_t>(m_sets.size()), static_cast<std::uint32_t>(m_items.size())};
}

char* OwnerDraft::writeHead(char* at, std::size_t setsSize) const
{
    const auto keyWord = static_cast<std::uint32_t>(m_keySize * 2 + (m_cased.empty() ? 0 : 1));
    const auto casedSize = static_cast<std::uint32_t>(m_cased.size());
    const auto rrsets = static_cast<std::uint32_t>(m_sets.size());
    const std::size_t body = varintSize(keyWord) + m_keySize +
                             (m_cased.empty() ? 0 : varintSize(casedSize) + casedSize) + varintSize(rrsets) +
                             setsSize;
    at = writeVarint(writeVarint(at, static_cast<std::uint32_t>(body)), keyWord);
    at = copyOctets(at, m_key.data(), m_keySize);
    if (!m_cased.empty())
        at = copyOctets(writeVarint(at, casedSize), m_cased.data(), casedSize);
    return writeVarint(at, rrsets);
}

} // namespace zonescope::zone
