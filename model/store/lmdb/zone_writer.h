// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/lmdb/lmdb_environment.h"
#include "model/store/lmdb/zone_row.h"

#include <optional>

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
    ZoneWriter(const LmdbEnvironment& environment, const Transaction& transaction, base::ZoneId zone)
        : m_environment(environment)
        , m_transaction(transaction)
        , m_prefix(publish::zonePrefix(zone))
    {
    }
    virtual base::Status putEntry(std::string_view key, std::string_view value) = 0;
    virtual base::Status removeEntry(std::string_view key) = 0;
    virtual base::Status finishEntries() { return {}; }

    /// {} for 0; else keeps the code.
    base::Status checked(int code);

    const LmdbEnvironment& m_environment;
    const Transaction& m_transaction;
    std::string m_prefix;
    ZoneRow m_row;
    WriteCounts m_counts;

private:
    base::Status checkKey(std::string_view key) const;

    int m_code = 0;
};

/// Replaces a zone: walks the old entries and the new ones side by side, so that what did not change is not
/// written, and appends when nothing lies at or behind the zone.
class FullWriter final : public ZoneWriter
{
public:
    FullWriter(const LmdbEnvironment& environment, const Transaction& transaction, base::ZoneId zone)
        : ZoneWriter(environment, transaction, zone)
    {
    }
    base::Status open();

    // For a zone that is written ahead of its commit, over several transactions.
    /// Before the transaction ends: a cursor must not outlive it.
    void suspend();
    bool suspended() const { return !m_cursor; }
    base::Status resume();
    /// From here on put() takes the zone's own entry only, which lies in front of all others.
    void expectHead() { m_head = true; }

private:
    base::Status putEntry(std::string_view key, std::string_view value) override;
    base::Status removeEntry(std::string_view key) override;
    base::Status finishEntries() override;

    base::Status putHead(std::string_view key, std::string_view value);
    base::Status openCursor();
    base::Status stepTo(MDB_cursor_op operation, std::string_view from = {});
    base::Status dropOld();

    Cursor m_cursor;
    bool m_append = false;
    bool m_head = false;
    bool m_old = false; ///< the cursor stands on an old entry of the zone
    MDB_val m_oldKey{};
    MDB_val m_oldValue{};
    std::string m_lastKey;
};

/// Puts and removes single entries of a zone that is there.
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
    std::optional<std::string_view> old(std::string_view key, base::Status& status);
};

/// Removes all of a zone. Codes of LMDB.
int removeZone(const LmdbEnvironment& environment, const Transaction& transaction, base::ZoneId zone);

/// The row of a zone, nothing when there is none. Errors: StoreCorrupt.
base::Result<std::optional<ZoneRow>> readRow(const LmdbEnvironment& environment,
                                             const Transaction& transaction, base::ZoneId zone);

} // namespace zonescope::store
