// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/entry_block.h"

#include "model/base/varint.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>

namespace zonescope::store {
namespace {

constexpr char formatVersion = 1;
constexpr std::size_t mostShared = 31; // five bits beside the slot
constexpr std::size_t mostTail = 255;  // and so damaged octets cannot ask for much memory
constexpr std::size_t longestKey = 511;
/// How the keys of the commonest group end: a name's end and the type A.
constexpr std::string_view commonEnd("\0\0\0\1", 4);

/// How many octets from the front are equal in two words of which this is the exclusive or.
std::size_t equalOctets(std::uint64_t different)
{
    return static_cast<std::size_t>(std::endian::native == std::endian::little
                                        ? std::countr_zero(different)
                                        : std::countl_zero(different)) /
           8;
}

std::size_t commonFront(std::string_view a, std::string_view b, std::size_t most)
{
    const std::size_t limit = std::min({a.size(), b.size(), most});
    std::size_t same = 0;
    for (; same + 8 <= limit; same += 8) {
        std::uint64_t x = 0;
        std::uint64_t y = 0;
        std::memcpy(&x, a.data() + same, 8);
        std::memcpy(&y, b.data() + same, 8);
        if (x != y)
            return std::min<std::size_t>(limit, same + equalOctets(x ^ y));
    }
    while (same < limit && a[same] == b[same])
        ++same;
    return same;
}

std::size_t commonBack(std::string_view a, std::string_view b, std::size_t most)
{
    const std::size_t limit = std::min({a.size(), b.size(), most});
    std::size_t same = 0;
    while (same < limit && a[a.size() - 1 - same] == b[b.size() - 1 - same])
        ++same;
    return same;
}

base::Status damaged()
{
    return base::fail(base::ErrorCode::StoreCorrupt, "a damaged block of entries");
}

/// Where a value of this block lies in the octets read so far.
struct Place
{
    std::size_t at = 0;
    std::size_t size = 0;
};

/// Reads one block; the octets of its values stay until the next one.
class BlockReader
{
public:
    BlockReader(std::string_view firstKey, std::string_view block)
        : m_reader(base::viewOf(block))
        , m_key(firstKey)
    {
        m_size = 4 * block.size() + 1; // little more is asked for: an entry is a few times what differs
        m_values = std::make_unique_for_overwrite<char[]>(m_size);
        m_sound = firstKey.size() <= longestKey && !block.empty() &&
                  base::textOf(m_reader.take(1))[0] == formatVersion;
    }
    bool sound() const { return m_sound && !m_reader.failed(); }
    bool atEnd() const { return m_reader.atEnd(); }
    std::string_view key() const { return m_key; }
    std::string_view value() const { return {m_values.get() + m_value.at, m_value.size}; }
    void next()
    {
        const std::uint64_t shared = m_reader.next();
        const std::uint64_t suffix = m_reader.next();
        const std::uint64_t reference = m_reader.next();
        const std::uint64_t rest = m_reader.next();
        const std::uint64_t tail = (rest & 1) != 0 ? m_reader.next() : 0;
        const auto keyRest = base::textOf(m_reader.take(suffix >> 1));
        const auto valueRest = base::textOf(m_reader.take(rest >> 1));
        m_sound =
            m_sound && shared <= m_key.size() && reference < RecentValues<Place>::count * (mostShared + 1);
        if (!sound())
            return;
        m_key.resize(static_cast<std::size_t>(shared));
        m_key.append(keyRest);
        if ((suffix & 1) != 0)
            m_key.append(commonEnd);
        m_sound = m_key.size() <= longestKey;
        join(static_cast<std::size_t>(reference >> 5), static_cast<std::size_t>(reference & mostShared),
             static_cast<std::size_t>(tail), valueRest);
    }

private:
    void join(std::size_t slot, std::size_t shared, std::size_t tail, std::string_view rest)
    {
        const Place from = m_recent[slot];
        if (!m_sound || shared > from.size || tail > mostTail || tail > from.size) {
            m_sound = false;
            return;
        }
        m_value = {m_used, shared + rest.size() + tail};
        char* to = room(m_value.size);
        std::memcpy(to, m_values.get() + from.at, shared);
        std::memcpy(to + shared, rest.data(), rest.size());
        std::memcpy(to + shared + rest.size(), m_values.get() + from.at + from.size - tail, tail);
        m_recent.next(slot, shared) = m_value;
    }

    /// Not a string: that writes zeros first, which took as long as the rest.
    char* room(std::size_t octets)
    {
        if (m_size - m_used < octets) {
            const std::size_t size = std::max(m_used + octets, m_size * 2);
            auto larger = std::make_unique_for_overwrite<char[]>(size);
            if (m_used > 0)
                std::memcpy(larger.get(), m_values.get(), m_used);
            m_values = std::move(larger);
            m_size = size;
        }
        m_used += octets;
        return m_values.get() + m_used - octets;
    }

    base::VarintReader m_reader;
    std::string m_key;
    std::unique_ptr<char[]> m_values;
    std::size_t m_size = 0;
    std::size_t m_used = 0;
    Place m_value;
    RecentValues<Place> m_recent;
    bool m_sound = false;
};

} // namespace

BlockPacker::Front BlockPacker::frontOf(std::string_view value)
{
    Front front{};
    static_assert(sizeof front > mostShared);
    std::memcpy(front.data(), value.data(), std::min(value.size(), sizeof front));
    return front;
}

BlockPacker::Reference BlockPacker::bestReference(std::string_view value, const Front& front) const
{
    Reference best;
    const std::size_t most = std::min(mostShared, value.size());
    for (std::size_t slot = 0; slot < RecentValues<std::string>::count; ++slot) {
        std::size_t shared = 0;
        std::uint64_t different = 0;
        for (std::size_t word = 0; word < front.size() && different == 0; ++word, shared += 8)
            different = front[word] ^ m_fronts[slot][word];
        if (different != 0)
            shared += equalOctets(different) - 8;
        if (shared <= best.shared) // before the sizes are looked at: those only take away
            continue;
        shared = std::min({shared, most, m_recent[slot].size()});
        if (shared > best.shared)
            best = {slot, shared, 0};
    }
    const std::string& from = m_recent[best.slot];
    const std::size_t tail =
        commonBack(from, value, std::min({mostTail, from.size() - best.shared, value.size() - best.shared}));
    best.tail = tail >= RecentValues<std::string>::fewest ? tail : 0;
    return best;
}

void BlockPacker::append(std::string_view key, std::string_view value)
{
    if (m_block.empty()) {
        m_block += formatVersion;
        m_first = key;
        m_lastKey = key;
    }
    const Front front = frontOf(value);
    const Reference reference = bestReference(value, front);
    const std::size_t shared = commonFront(m_lastKey, key, longestKey);
    std::string_view keyRest = key.substr(shared);
    const bool common = keyRest.ends_with(commonEnd);
    if (common)
        keyRest.remove_suffix(commonEnd.size());
    const std::string_view rest =
        value.substr(reference.shared, value.size() - reference.shared - reference.tail);
    base::appendVarint(m_block, shared);
    base::appendVarint(m_block, keyRest.size() << 1 | (common ? 1U : 0U));
    base::appendVarint(m_block, reference.slot << 5 | reference.shared);
    base::appendVarint(m_block, rest.size() << 1 | (reference.tail > 0 ? 1U : 0U));
    if (reference.tail > 0)
        base::appendVarint(m_block, reference.tail);
    m_block.append(keyRest).append(rest);
    m_lastKey.resize(shared);
    m_lastKey.append(key.substr(shared));
    std::string& place = m_recent.next(reference.slot, reference.shared);
    place = value;
    m_fronts[static_cast<std::size_t>(&place - &m_recent[0])] = front;
}

bool BlockPacker::add(std::string_view key, std::string_view value)
{
    const std::size_t before = m_block.size();
    append(key, value);
    if (before == 0 || m_block.size() <= m_limit)
        return true;
    m_block.resize(before); // what it refers to is cleared with the block
    return false;
}

void BlockPacker::clear()
{
    m_block.clear();
    m_recent.clear();
    m_fronts = {};
}

base::Status readBlock(std::string_view firstKey, std::string_view block,
                       const std::function<bool(std::string_view key, std::string_view value)>& visit)
{
    BlockReader reader(firstKey, block);
    if (!reader.sound())
        return damaged();
    while (!reader.atEnd()) {
        reader.next();
        if (!reader.sound())
            return damaged();
        if (!visit(reader.key(), reader.value()))
            return {};
    }
    return {};
}

} // namespace zonescope::store
