// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/store/lmdb/lmdb_store.h"

#include <lmdb.h>

#include <filesystem>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>

namespace zonescope::store {

/// What a result code of LMDB means to us. Detail: "committing zones.mdb: No space left on device".
base::Error lmdbError(int code, std::string_view doing);

inline MDB_val lmdbValue(std::string_view octets)
{
    return {octets.size(),
            const_cast<char*>(octets.data())}; // NOLINT: LMDB does not write to what it is given
}
inline std::string_view lmdbText(const MDB_val& value)
{
    return {static_cast<const char*>(value.mv_data), value.mv_size};
}

struct TransactionEnd
{
    void operator()(MDB_txn* txn) const { mdb_txn_abort(txn); }
};
/// Aborted unless release()d into a commit.
using Transaction = std::unique_ptr<MDB_txn, TransactionEnd>;

struct CursorEnd
{
    void operator()(MDB_cursor* cursor) const { mdb_cursor_close(cursor); }
};
using Cursor = std::unique_ptr<MDB_cursor, CursorEnd>;

/// The open files and the two tables in them. Growing and reopening wait until no reader is inside; each
/// reader holds readLock() while its transaction lives.
class LmdbEnvironment
{
public:
    static base::Result<std::unique_ptr<LmdbEnvironment>> open(const std::filesystem::path& folder,
                                                               const LmdbOptions& options);
    ~LmdbEnvironment();
    LmdbEnvironment(const LmdbEnvironment&) = delete;
    LmdbEnvironment& operator=(const LmdbEnvironment&) = delete;

    std::shared_lock<std::shared_mutex> readLock() const { return std::shared_lock(m_layout); }
    /// Codes of LMDB: 0 is success.
    int begin(Transaction& transaction, bool readOnly) const;
    static int commit(Transaction transaction);
    Cursor cursor(const Transaction& transaction, MDB_dbi table, int& code) const;

    /// What a failure of writing is: LMDB calls a write that the disk cut short EIO, which a full disk does.
    int cause(int code) const;
    /// Octets of the map that the pages in use leave free.
    std::size_t room() const;
    /// Doubles the map. Errors: StoreFull at the limit. No transaction of the caller may be open.
    base::Status grow();
    /// LMDB refuses all work after a failed write of its head (MDB_PANIC): close and open again.
    base::Status reopen();

    MDB_dbi blocks() const { return m_blocks; }
    MDB_dbi zones() const { return m_zones; }
    bool syncs() const { return m_options.sync; }

private:
    LmdbEnvironment(std::filesystem::path file, const LmdbOptions& options);
    base::Status openFiles();
    base::Status openTables();
    int dropOldForm(const Transaction& transaction) const;
    void close();

    std::filesystem::path m_file;
    LmdbOptions m_options;
    std::size_t m_mapOctets;
    MDB_env* m_environment = nullptr;
    MDB_dbi m_blocks = 0;
    MDB_dbi m_zones = 0;
    mutable std::shared_mutex m_layout; ///< guards m_environment and the address of the map
};

} // namespace zonescope::store
