// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"

#include <cstdint>
#include <cstring>
#include <optional>

namespace zonescope::store {

// The form of an LMDB 0.9 file as far as checking it needs (mdb.c: MDB_page, MDB_node, MDB_db, MDB_meta).
// Integers lie in the machine's order. Reading past a view gives 0.

template <class Integer>
Integer lmdbInteger(base::ByteView octets, std::size_t at)
{
    Integer value = 0;
    if (at <= octets.size() && sizeof value <= octets.size() - at)
        std::memcpy(&value, octets.data() + at, sizeof value);
    return value;
}

/// MDB_db: one tree.
struct LmdbTable
{
    static constexpr std::size_t size = 48;
    static constexpr std::uint64_t noRoot = ~std::uint64_t{0};

    std::uint16_t depth = 0;
    std::uint64_t root = noRoot;

    static std::optional<LmdbTable> read(base::ByteView octets);
};

/// MDB_meta behind its page head.
struct LmdbHead
{
    static constexpr std::uint64_t heads = 2; ///< pages 0 and 1

    std::uint32_t pageSize = 0;
    LmdbTable freePages;
    LmdbTable main;
    std::uint64_t lastPage = 0;
    std::uint64_t transaction = 0;

    /// Of the page at the front of `octets`.
    static std::optional<LmdbHead> read(base::ByteView octets);
};

/// MDB_node.
struct LmdbNode
{
    base::ByteView key;
    base::ByteView value;        ///< in a leaf; of a large value only its first page's number
    std::uint64_t valueSize = 0; ///< of a leaf, also when large
    std::uint16_t flags = 0;     ///< in a branch the upper part of the child's number
    std::uint32_t low = 0;

    std::uint64_t child() const { return std::uint64_t{flags} << 32 | low; }
    bool isLarge() const { return flags & 1U; }
    bool isTable() const { return flags & 2U; }
    std::uint64_t overflowPage() const { return lmdbInteger<std::uint64_t>(value, 0); }
};

/// MDB_page.
class LmdbPage
{
public:
    static constexpr std::size_t headSize = 16;

    explicit LmdbPage(base::ByteView octets)
        : m_octets(octets)
    {
    }

    std::uint64_t number() const { return lmdbInteger<std::uint64_t>(m_octets, 0); }
    /// Of the wanted kind, bounds inside the page, at least one entry (two in a branch).
    bool isSound(bool branch) const;
    bool isOverflow(std::uint64_t pages) const;
    std::size_t nodes() const { return (lower() - headSize) / sizeof(std::uint16_t); }
    /// Nothing when it reaches over the end of the page, or has flags that this program never writes.
    std::optional<LmdbNode> node(std::size_t index) const;

private:
    std::uint16_t flags() const { return lmdbInteger<std::uint16_t>(m_octets, 10); }
    std::uint16_t lower() const { return lmdbInteger<std::uint16_t>(m_octets, 12); }
    std::uint16_t upper() const { return lmdbInteger<std::uint16_t>(m_octets, 14); }

    base::ByteView m_octets;
};

} // namespace zonescope::store
