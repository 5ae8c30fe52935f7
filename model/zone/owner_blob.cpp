// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/owner_blob.h"

#include "model/zone/canonical_rdata.h"

#include <algorithm>
#include <cstring>

namespace zonescope::zone {
namespace {

constexpr std::size_t smallRest = 0xffff;

template <class Integer>
void append(std::string& out, Integer value)
{
    char octets[sizeof value];
    std::memcpy(octets, &value, sizeof value);
    out.append(octets, sizeof value);
}

std::size_t varintSize(std::uint32_t value)
{
    std::size_t size = 1;
    for (; value >= 0x80; value >>= 7)
        ++size;
    return size;
}

} // namespace

void blob::appendVarint(std::string& out, std::uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>(value | 0x80U);
    out += static_cast<char>(value);
}

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

void OwnerDraft::encodeSeveral(Items::const_iterator first, Items::const_iterator last, bool ttlTable)
{
    const auto count = static_cast<std::size_t>(last - first);
    std::size_t octets = ttlTable ? count * sizeof(std::uint32_t) : 0;
    for (auto item = first; item != last; ++item)
        octets += item->size;
    const bool wide = octets + count * sizeof(std::uint16_t) > smallRest;
    std::uint32_t end = 0;
    for (auto item = first; item != last; ++item) {
        end += item->size;
        if (wide)
            append(m_rest, end);
        else
            append(m_rest, static_cast<std::uint16_t>(end));
    }
    for (auto item = first; ttlTable && item != last; ++item)
        append(m_rest, item->ttl);
    for (auto item = first; item != last; ++item)
        m_rest.append(base::textOf(rdata(*item)));
}

void OwnerDraft::encodeRrset(Items::const_iterator first, Items::const_iterator last, Tolerated& tolerated)
{
    const auto [lowest, highest] =
        std::minmax_element(first, last, [](const Item& a, const Item& b) { return a.ttl < b.ttl; });
    const std::uint32_t ttl = lowest->ttl;
    const bool mixed = ttl != highest->ttl;
    const bool ttlTable = mixed && first->type == dns::Type::RRSIG;
    if (mixed && !ttlTable)
        ++tolerated.mixedTtl;
    m_rest.clear();
    if (last - first == 1)
        m_rest.append(base::textOf(rdata(*first)));
    else
        encodeSeveral(first, last, ttlTable);
    append(m_sets, first->type);
    append(m_sets, ttl);
    blob::appendVarint(m_sets, static_cast<std::uint32_t>(last - first) * 2 + (ttlTable ? 1 : 0));
    blob::appendVarint(m_sets, static_cast<std::uint32_t>(m_rest.size()));
    m_sets += m_rest;
}

OwnerCounts OwnerDraft::encode(std::string& out, Tolerated& tolerated)
{
    if (m_items.size() > 1) {
        sortItems();
        dropDuplicates(tolerated);
    }
    OwnerCounts counts;
    m_sets.clear();
    for (auto first = m_items.cbegin(); first != m_items.cend();) {
        auto last = first + 1;
        while (last != m_items.cend() && last->type == first->type)
            ++last;
        encodeRrset(first, last, tolerated);
        ++counts.rrsets;
        first = last;
    }
    counts.records = static_cast<std::uint32_t>(m_items.size());

    const auto keyWord = static_cast<std::uint32_t>(m_key.size() * 2 + (m_cased.empty() ? 0 : 1));
    const auto casedSize = static_cast<std::uint32_t>(m_cased.size());
    const std::size_t body = varintSize(keyWord) + m_key.size() +
                             (m_cased.empty() ? 0 : varintSize(casedSize) + casedSize) +
                             varintSize(counts.rrsets) + m_sets.size();
    blob::appendVarint(out, static_cast<std::uint32_t>(body));
    blob::appendVarint(out, keyWord);
    out += m_key;
    if (!m_cased.empty()) {
        blob::appendVarint(out, casedSize);
        out += m_cased;
    }
    blob::appendVarint(out, counts.rrsets);
    out += m_sets;
    return counts;
}

} // namespace zonescope::zone
