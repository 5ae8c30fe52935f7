// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/lmdb_page.h"

namespace zonescope::store {
namespace {

constexpr std::uint16_t branchPage = 0x01;
constexpr std::uint16_t leafPage = 0x02;
constexpr std::uint16_t overflowPage = 0x04;
constexpr std::uint16_t metaPage = 0x08;

constexpr std::uint32_t magic = 0xbeefc0de;
constexpr std::uint32_t dataVersion = 1;

constexpr std::size_t nodeHead = 8;
constexpr std::size_t longestKey = 511;

} // namespace

std::optional<LmdbTable> LmdbTable::read(base::ByteView octets)
{
    if (octets.size() != size)
        return std::nullopt;
    // pad (4), flags (2), depth (2), branch, leaf and overflow pages, entries, root (8 each)
    return LmdbTable{lmdbInteger<std::uint16_t>(octets, 6), lmdbInteger<std::uint64_t>(octets, 40)};
}

std::optional<LmdbHead> LmdbHead::read(base::ByteView octets)
{
    // magic, version (4 each), address, size of the map (8 each), two tables, last page, transaction
    constexpr std::size_t tables = LmdbPage::headSize + 24;
    constexpr std::size_t whole = tables + 2 * LmdbTable::size + 16;
    if (octets.size() < whole || !(lmdbInteger<std::uint16_t>(octets, 10) & metaPage) ||
        lmdbInteger<std::uint32_t>(octets, LmdbPage::headSize) != magic ||
        lmdbInteger<std::uint32_t>(octets, LmdbPage::headSize + 4) != dataVersion)
        return std::nullopt;
    LmdbHead head;
    head.pageSize = lmdbInteger<std::uint32_t>(octets, tables); // kept in the pad of the table of free pages
    head.freePages = *LmdbTable::read(octets.subspan(tables, LmdbTable::size));
    head.main = *LmdbTable::read(octets.subspan(tables + LmdbTable::size, LmdbTable::size));
    head.lastPage = lmdbInteger<std::uint64_t>(octets, tables + 2 * LmdbTable::size);
    head.transaction = lmdbInteger<std::uint64_t>(octets, tables + 2 * LmdbTable::size + 8);
    const bool sizeIsPossible =
        head.pageSize >= 512 && head.pageSize <= 65536 && (head.pageSize & (head.pageSize - 1)) == 0;
    return sizeIsPossible ? std::optional(head) : std::nullopt;
}

bool LmdbPage::isSound(bool branch) const
{
    const std::size_t least = branch ? 2 : 1;
    return flags() == (branch ? branchPage : leafPage) &&
           lower() >= headSize + least * sizeof(std::uint16_t) && lower() % sizeof(std::uint16_t) == 0 &&
           lower() <= upper() && upper() <= m_octets.size();
}

bool LmdbPage::isOverflow(std::uint64_t pages) const
{
    return flags() == overflowPage && lmdbInteger<std::uint32_t>(m_octets, 12) == pages;
}

std::optional<LmdbNode> LmdbPage::node(std::size_t index) const
{
    const std::size_t at = lmdbInteger<std::uint16_t>(m_octets, headSize + index * sizeof(std::uint16_t));
    if (at < upper() || at + nodeHead > m_octets.size())
        return std::nullopt;
    LmdbNode node;
    node.low = lmdbInteger<std::uint16_t>(m_octets, at) |
               static_cast<std::uint32_t>(lmdbInteger<std::uint16_t>(m_octets, at + 2)) << 16;
    node.flags = lmdbInteger<std::uint16_t>(m_octets, at + 4);
    const std::size_t keySize = lmdbInteger<std::uint16_t>(m_octets, at + 6);
    const base::ByteView rest = m_octets.subspan(at + nodeHead);
    if (keySize > longestKey || keySize > rest.size())
        return std::nullopt;
    node.key = rest.first(keySize);
    if (flags() == branchPage)
        return node;
    node.valueSize = node.low;
    const std::size_t inPage = node.isLarge() ? sizeof(std::uint64_t) : node.valueSize;
    if (node.flags > 2 || keySize == 0 || inPage > rest.size() - keySize)
        return std::nullopt;
    node.value = rest.subspan(keySize, inPage);
    return node;
}

} // namespace zonescope::store
