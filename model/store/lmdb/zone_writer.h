// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/lmdb/block_table.h"
#include "model/store/lmdb/entry_block.h"
#include "model/store/lmdb/zone_row.h"

#include <optional>
#include <utility>
#include <vector>

namespace zonescope::store {

struct WriteCounts
{
    std::uint64_t puts = 0;
    std::uint64_t removes = 0;
};

/// Writes one zone inside a transaction. Codes of LMDB and errors of the zone are kept apart: the first end
/// the transaction, the second only this zone's part.
class ZoneWriter : public publish::EntryWriter
{
public:
    base::Status put(std::string_view key, std::string_view value) final;
    base::Status remove(std::string_view key) final;
    /// After the last entry: the row, too.
    base::Status finish(std::uint32_t serial);

    int code() const { return m_code; } ///< 0: LMDB was content
    std::uint64_t octets() const { return m_row.octets; }
    const WriteCounts& counts() const { return m_counts; }

protected:
    using Entries = std::vector<std::pair<std::string, std::string>>;

    ZoneWriter(const LmdbEnvironment& environment, const Transaction& transaction, base::ZoneId zone)
        : m_environment(environment)
        , m_transaction(transaction)
        , m_prefix(publish::zonePrefix(zone))
        , m_table(environment, transaction, m_prefix)
    {
    }
    virtual base::Status putEntry(std::string_view key, std::string_view value) = 0;
    virtual base::Status removeEntry(std::string_view key) = 0;
    virtual base::Status finishEntries() = 0;

    /// {} for 0; else keeps the code.
    base::Status checked(int code);
    base::Status readEntries(const BlockView& block, Entries& into);
    /// The first key of the next block of the zone, nothing when there is none.
    base::Status nextKey(std::string_view firstKey, std::optional<std::string>& next);
    /// Puts the entries in place of the block that begins with `old` (empty: of none).
    base::Status replace(const std::string& old, const Entries& with);

    const LmdbEnvironment& m_environment;
    const Transaction& m_transaction;
    std::string m_prefix;
    BlockTable m_table;
    ZoneRow m_row;
    WriteCounts m_counts;

private:
    base::Status checkKey(std::string_view key) const;

    int m_code = 0;
};

/// Replaces a zone: takes its old blocks one after the other with the new entries that fall into each, so
/// that a block in which nothing changed is not written. Where nothing old lies, blocks are written as they
/// fill. Keeps nothing of LMDB's between two calls: the transaction may be committed and the next one begun.
class FullWriter final : public ZoneWriter
{
public:
    FullWriter(const LmdbEnvironment& environment, const Transaction& transaction, base::ZoneId zone)
        : ZoneWriter(environment, transaction, zone)
    {
    }
    base::Status open();
    /// From here on put() takes the zone's own entry only, which lies in front of all others.
    void expectHead() { m_head = true; }

private:
    base::Status putEntry(std::string_view key, std::string_view value) override;
    base::Status removeEntry(std::string_view key) override;
    base::Status finishEntries() override;

    base::Status putHead(std::string_view key, std::string_view value);
    base::Status pack(std::string_view key, std::string_view value);
    base::Status flushPacked();
    base::Status beginRange(std::string_view from);
    base::Status endRange();
    base::Status replaceRange(const std::string& old);
    void countChanges(const Entries& old, const Entries& fresh);

    bool m_head = false;
    std::string m_lastKey;
    BlockPacker m_packer;
    std::string m_oldKey; ///< of the old block whose range the new entries are in; empty: none
    std::vector<std::pair<std::string, std::string>>
        m_full;                        ///< blocks of that range besides the one being packed
    std::optional<std::string> m_next; ///< where the next old block begins
};

/// Puts and removes single entries of a zone that is there. Quick when they lie in few blocks, or ascend.
class DifferenceWriter final : public ZoneWriter
{
public:
    DifferenceWriter(const LmdbEnvironment& environment, const Transaction& transaction, base::ZoneId zone)
        : ZoneWriter(environment, transaction, zone)
    {
    }
    /// Errors: StoreFailed when the zone is not held at serial `onto`.
    base::Status open(std::uint32_t onto);

private:
    base::Status putEntry(std::string_view key, std::string_view value) override;
    base::Status removeEntry(std::string_view key) override;
    base::Status finishEntries() override { return flush(); }

    bool covers(std::string_view key) const;
    base::Status load(std::string_view key);
    base::Status flush();
    Entries::iterator place(std::string_view key);

    bool m_loaded = false;
    bool m_dirty = false;
    bool m_isFirst = false;            ///< no block of the zone before it
    std::string m_blockKey;            ///< empty: there is none yet
    std::optional<std::string> m_next; ///< where the block behind it begins
    Entries m_entries;
};

/// Removes all of a zone. Codes of LMDB.
int removeZone(const LmdbEnvironment& environment, const Transaction& transaction, base::ZoneId zone);

/// The row of a zone, nothing when there is none. Errors: StoreCorrupt.
base::Result<std::optional<ZoneRow>> readRow(const LmdbEnvironment& environment,
                                             const Transaction& transaction, base::ZoneId zone);

} // namespace zonescope::store
