// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/zone_writer.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace zonescope::store {
namespace {

using base::ErrorCode;

constexpr std::size_t longestKey = 511; // LMDB's own limit

base::Status wrongUse(std::string what)
{
    return base::fail(ErrorCode::StoreFailed, std::move(what));
}

} // namespace

base::Status ZoneWriter::checked(int code)
{
    if (code == 0)
        return {};
    if (m_code == 0) // what follows the first failure only says that the transaction is bad
        m_code = code;
    return tl::unexpected(lmdbError(code, "writing"));
}

base::Status ZoneWriter::checkKey(std::string_view key) const
{
    if (!key.starts_with(m_prefix) || key.size() > longestKey)
        return wrongUse("a key of " + std::to_string(key.size()) + " octets that is not one of the zone");
    return {};
}

base::Status ZoneWriter::put(std::string_view key, std::string_view value)
{
    return checkKey(key).and_then([&] { return putEntry(key, value); });
}

base::Status ZoneWriter::remove(std::string_view key)
{
    return checkKey(key).and_then([&] { return removeEntry(key); });
}

base::Status ZoneWriter::finish(std::uint32_t serial)
{
    if (auto done = finishEntries(); !done)
        return done;
    m_row.serial = serial;
    const std::string packed = m_row.pack();
    MDB_val key = lmdbValue(m_prefix);
    MDB_val value = lmdbValue(packed);
    return checked(mdb_put(m_transaction.get(), m_environment.zones(), &key, &value, 0));
}

base::Status ZoneWriter::readEntries(const BlockView& block, Entries& into)
{
    into.clear();
    return readBlock(block.firstKey, block.block, [&](std::string_view key, std::string_view value) {
        into.emplace_back(key, value);
        return true;
    });
}

base::Status ZoneWriter::nextKey(std::string_view firstKey, std::optional<std::string>& next)
{
    int code = 0;
    // The first key behind it: no key has an octet 0x00 more and lies between.
    const auto block = m_table.from(std::string(firstKey) + '\0', code);
    next = block ? std::optional(std::string(block->firstKey)) : std::nullopt;
    return checked(code);
}

base::Status ZoneWriter::replace(const std::string& old, const Entries& with)
{
    if (!old.empty() && (with.empty() || with.front().first != old))
        if (auto removed = checked(m_table.remove(old)); !removed)
            return removed;
    // What no longer fits into one block is halved, not filled up: more will come to both.
    std::vector<std::pair<std::string, std::string>> blocks;
    const auto packAll = [&](std::size_t limit) {
        blocks.clear();
        BlockPacker packer(limit);
        std::size_t octets = 0;
        const auto take = [&] {
            octets += packer.block().size();
            blocks.emplace_back(packer.firstKey(), packer.block());
            packer.clear();
        };
        for (const auto& [key, value] : with)
            if (!packer.add(key, value)) {
                take();
                packer.add(key, value);
            }
        if (!packer.empty())
            take();
        return octets;
    };
    const std::size_t octets = packAll(BlockPacker::defaultLimit);
    if (blocks.size() > 1)
        packAll(std::min(BlockPacker::defaultLimit, octets / blocks.size() + 64));
    base::Status done;
    for (auto block = blocks.begin(); done && block != blocks.end(); ++block)
        done = checked(m_table.put(block->first, block->second));
    return done;
}

base::Status FullWriter::open()
{
    return beginRange(m_prefix);
}

/// The old block at `from` or behind it. Nothing there: new blocks are written as they fill.
base::Status FullWriter::beginRange(std::string_view from)
{
    m_oldKey.clear();
    m_next.reset();
    int code = 0;
    const auto block = m_table.from(from, code);
    if (!block)
        return checked(code);
    m_oldKey = block->firstKey;
    return nextKey(m_oldKey, m_next);
}

void FullWriter::countChanges(const Entries& old, const Entries& fresh)
{
    auto before = old.begin();
    for (const auto& [key, value] : fresh) {
        for (; before != old.end() && before->first < key; ++before)
            ++m_counts.removes;
        const bool there = before != old.end() && before->first == key;
        m_counts.puts += there && before->second == value ? 0 : 1;
        before += there ? 1 : 0;
    }
    m_counts.removes += static_cast<std::uint64_t>(old.end() - before);
}

/// What was gathered in place of the old block.
base::Status FullWriter::replaceRange(const std::string& old)
{
    int code = 0;
    const auto block = m_table.from(old, code);
    if (!block)
        return checked(code);
    // The same entries make the same octets: nothing to read, nothing to write.
    if (m_full.empty() && m_packer.firstKey() == block->firstKey && m_packer.block() == block->block)
        return {};
    if (!m_packer.empty())
        m_full.emplace_back(m_packer.firstKey(), m_packer.block());
    Entries before;
    Entries fresh;
    Entries some;
    base::Status done = readEntries(*block, before);
    for (auto each = m_full.begin(); done && each != m_full.end(); ++each) {
        done = readEntries({each->first, each->second}, some);
        std::ranges::move(some, std::back_inserter(fresh));
    }
    if (!done)
        return done;
    countChanges(before, fresh);
    return replace(old, fresh);
}

base::Status FullWriter::endRange()
{
    if (m_oldKey.empty())
        return flushPacked();
    const std::string old = std::exchange(m_oldKey, {});
    auto done = replaceRange(old);
    m_packer.clear();
    m_full.clear();
    return done;
}

base::Status FullWriter::flushPacked()
{
    if (m_packer.empty())
        return {};
    auto written = checked(m_table.put(m_packer.firstKey(), m_packer.block()));
    m_packer.clear();
    return written;
}

base::Status FullWriter::pack(std::string_view key, std::string_view value)
{
    ++m_counts.puts;
    if (m_packer.add(key, value))
        return {};
    auto written = flushPacked();
    m_packer.add(key, value);
    return written;
}

base::Status FullWriter::putHead(std::string_view key, std::string_view value)
{
    if (key != m_prefix)
        return wrongUse("only the entry of the zone itself follows what was written ahead");
    if (auto done = finishEntries(); !done)
        return done;
    m_row.add(key, value);
    return pack(key, value);
}

base::Status FullWriter::putEntry(std::string_view key, std::string_view value)
{
    if (m_head)
        return putHead(key, value);
    if (key <= m_lastKey)
        return wrongUse("the entries of a whole zone must come in ascending order");
    m_lastKey = key;
    m_row.add(key, value);
    while (m_next && key >= *m_next) {
        const std::string next = *m_next;
        if (auto done = endRange().and_then([&] { return beginRange(next); }); !done)
            return done;
    }
    if (m_oldKey.empty())
        return pack(key, value);
    if (m_packer.add(key, value))
        return {};
    m_full.emplace_back(m_packer.firstKey(), m_packer.block());
    m_packer.clear();
    m_packer.add(key, value);
    constexpr std::size_t mostGathered = 16; // many more than before: the rest is written as it comes
    return m_full.size() > mostGathered ? endRange() : base::Status();
}

base::Status FullWriter::removeEntry(std::string_view)
{
    return wrongUse("nothing to remove in a whole zone");
}

base::Status FullWriter::finishEntries()
{
    auto done = endRange();
    while (done && m_next) {
        const std::string next = *m_next;
        done = beginRange(next).and_then([this] { return endRange(); });
    }
    return done;
}

base::Status DifferenceWriter::open(std::uint32_t onto)
{
    const base::ZoneId zone{static_cast<std::uint32_t>(
        static_cast<std::uint8_t>(m_prefix[0]) << 24 | static_cast<std::uint8_t>(m_prefix[1]) << 16 |
        static_cast<std::uint8_t>(m_prefix[2]) << 8 | static_cast<std::uint8_t>(m_prefix[3]))};
    auto row = readRow(m_environment, m_transaction, zone);
    if (!row)
        return tl::unexpected(row.error());
    if (!*row || (*row)->serial != onto)
        return wrongUse("a difference onto serial " + std::to_string(onto) + ", " +
                        (*row ? "serial " + std::to_string((*row)->serial) : std::string("nothing")) +
                        " is held");
    m_row = **row;
    return {};
}

bool DifferenceWriter::covers(std::string_view key) const
{
    return m_loaded && (m_isFirst || key >= m_blockKey) && (!m_next || key < *m_next);
}

/// The block that answers for the key: a key before all blocks belongs to the first one.
base::Status DifferenceWriter::load(std::string_view key)
{
    if (auto flushed = flush(); !flushed)
        return flushed;
    int code = 0;
    auto block = m_table.holding(key, code);
    m_isFirst = !block;
    if (!block && code == 0)
        block = m_table.from(m_prefix, code);
    m_entries.clear();
    m_blockKey.clear();
    m_next.reset();
    if (!block)
        return checked(code).map([this] { m_loaded = true; });
    m_blockKey = block->firstKey;
    return readEntries(*block, m_entries)
        .and_then([this] { return nextKey(m_blockKey, m_next); })
        .map([this] { m_loaded = true; });
}

base::Status DifferenceWriter::flush()
{
    const bool write = m_loaded && m_dirty;
    m_loaded = m_dirty = false;
    return write ? replace(m_blockKey, m_entries) : base::Status();
}

DifferenceWriter::Entries::iterator DifferenceWriter::place(std::string_view key)
{
    return std::ranges::lower_bound(m_entries, key, {},
                                    [](const auto& entry) -> std::string_view { return entry.first; });
}

base::Status DifferenceWriter::putEntry(std::string_view key, std::string_view value)
{
    if (!covers(key))
        if (auto loaded = load(key); !loaded)
            return loaded;
    const auto at = place(key);
    if (at != m_entries.end() && at->first == key) {
        m_row.subtract(key, at->second);
        at->second = value;
    } else {
        m_entries.emplace(at, key, value);
    }
    m_row.add(key, value);
    ++m_counts.puts;
    m_dirty = true;
    return {};
}

base::Status DifferenceWriter::removeEntry(std::string_view key)
{
    if (!covers(key))
        if (auto loaded = load(key); !loaded)
            return loaded;
    const auto at = place(key);
    if (at == m_entries.end() || at->first != key)
        return {};
    m_row.subtract(key, at->second);
    ++m_counts.removes;
    m_entries.erase(at);
    m_dirty = true;
    return {};
}

int removeZone(const LmdbEnvironment& environment, const Transaction& transaction, base::ZoneId zone)
{
    const std::string prefix = publish::zonePrefix(zone);
    int code = 0;
    const Cursor cursor = environment.cursor(transaction, environment.blocks(), code);
    MDB_val key = lmdbValue(prefix);
    MDB_val value{};
    if (code == 0)
        code = mdb_cursor_get(cursor.get(), &key, &value, MDB_SET_RANGE);
    while (code == 0 && lmdbText(key).starts_with(prefix)) {
        code = mdb_cursor_del(cursor.get(), 0);
        if (code == 0)
            code = mdb_cursor_get(cursor.get(), &key, &value, MDB_NEXT);
    }
    if (code != 0 && code != MDB_NOTFOUND)
        return code;
    key = lmdbValue(prefix);
    code = mdb_del(transaction.get(), environment.zones(), &key, nullptr);
    return code == MDB_NOTFOUND ? 0 : code;
}

base::Result<std::optional<ZoneRow>> readRow(const LmdbEnvironment& environment,
                                             const Transaction& transaction, base::ZoneId zone)
{
    const std::string prefix = publish::zonePrefix(zone);
    MDB_val key = lmdbValue(prefix);
    MDB_val value{};
    const int code = mdb_get(transaction.get(), environment.zones(), &key, &value);
    if (code == MDB_NOTFOUND)
        return std::optional<ZoneRow>();
    if (code != 0)
        return tl::unexpected(lmdbError(code, "reading"));
    auto row = ZoneRow::unpack(lmdbText(value));
    if (!row)
        return tl::unexpected(row.error());
    return std::optional(*row);
}

} // namespace zonescope::store
