// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace zonescope::store {

// Many entries as one value, in ascending order: of a key what differs from the key before, of a value what
// differs from one of the last eight. An entry of its own costs LMDB ten octets and a million of them 80 ms;
// names repeat the name before, and the octets in front of an address repeat those of the host before.

/// The last eight values that began differently: what the next one refers to. Packing and reading keep the
/// same.
template <class Value>
class RecentValues
{
public:
    static constexpr std::size_t count = 8;
    static constexpr std::size_t fewest = 4; ///< octets in common that are worth naming

    const Value& operator[](std::size_t slot) const { return m_values[slot]; }
    Value& next(std::size_t slot, std::size_t shared)
    {
        return m_values[shared >= fewest ? slot : m_turn++ % count];
    }
    void clear()
    {
        m_turn = 0;
        for (Value& value : m_values)
            value = {};
    }

private:
    std::array<Value, count> m_values{};
    std::size_t m_turn = 0;
};

/// Packs entries into blocks of at most `limit` octets; a larger entry has a block of its own. Reusable.
class BlockPacker
{
public:
    /// A block, or a page of LMDB for large values, less the page's head.
    static constexpr std::size_t defaultLimit = 4096 - 16;

    explicit BlockPacker(std::size_t limit = defaultLimit)
        : m_limit(limit)
    {
    }
    bool empty() const { return m_block.empty(); }
    /// False: it no longer fits; take the block, clear(), and add it again.
    bool add(std::string_view key, std::string_view value);
    /// The key of the first entry, under which the block is to lie, and the block.
    const std::string& firstKey() const { return m_first; }
    const std::string& block() const { return m_block; }
    void clear();

private:
    struct Reference
    {
        std::size_t slot = 0;
        std::size_t shared = 0; ///< octets from the front
        std::size_t tail = 0;   ///< octets from the back
    };
    /// The first octets of a value, zeros behind its end: compared as words.
    using Front = std::array<std::uint64_t, 4>;
    static Front frontOf(std::string_view value);
    Reference bestReference(std::string_view value, const Front& front) const;
    void append(std::string_view key, std::string_view value);

    std::size_t m_limit;
    std::string m_first;
    std::string m_lastKey;
    std::string m_block;
    RecentValues<std::string> m_recent;
    std::array<Front, RecentValues<std::string>::count> m_fronts{}; ///< of m_recent
};

/// Calls `visit` for each entry in order until it gives false; the views hold during the call. Reads any
/// octets. Errors: StoreCorrupt.
base::Status readBlock(std::string_view firstKey, std::string_view block,
                       const std::function<bool(std::string_view key, std::string_view value)>& visit);

} // namespace zonescope::store
