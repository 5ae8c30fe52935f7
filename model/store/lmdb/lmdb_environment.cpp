// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/lmdb_environment.h"

#include "model/store/lmdb/lmdb_file_check.h"

#include <sys/resource.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <mutex>

namespace zonescope::store {
namespace {

using base::ErrorCode;

constexpr const char* fileName = "zones.mdb";
constexpr mdb_mode_t ownerOnly = 0600;
constexpr MDB_dbi tables = 3;

ErrorCode meaningOf(int code)
{
    switch (code) {
    case MDB_MAP_FULL:
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorCode::StoreFull;
    case EROFS:
    case EACCES:
    case EPERM:
        return ErrorCode::StoreReadOnly;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
    case MDB_INCOMPATIBLE:
        return ErrorCode::StoreCorrupt;
    case MDB_READERS_FULL:
    case EAGAIN:
    case EBUSY:
        return ErrorCode::StoreBusy;
    default:
        return ErrorCode::StoreFailed;
    }
}

} // namespace

base::Error lmdbError(int code, std::string_view doing)
{
    return {meaningOf(code), std::string(doing) + " " + fileName + ": " + mdb_strerror(code)};
}

LmdbEnvironment::LmdbEnvironment(std::filesystem::path file, const LmdbOptions& options)
    : m_file(std::move(file))
    , m_options(options)
    , m_mapOctets(options.firstMapOctets)
{
}

LmdbEnvironment::~LmdbEnvironment()
{
    close();
}

base::Result<std::unique_ptr<LmdbEnvironment>> LmdbEnvironment::open(const std::filesystem::path& folder,
                                                                     const LmdbOptions& options)
{
    std::error_code made;
    std::filesystem::create_directories(folder, made);
    if (made)
        return base::fail(made == std::errc::permission_denied || made == std::errc::read_only_file_system
                              ? ErrorCode::StoreReadOnly
                              : ErrorCode::StoreOpen,
                          "making " + folder.string() + ": " + made.message());
    std::unique_ptr<LmdbEnvironment> environment(new LmdbEnvironment(folder / fileName, options));
    auto opened = checkLmdbFile(environment->m_file).and_then([&] { return environment->openFiles(); });
    if (!opened)
        return tl::unexpected(opened.error());
    return environment;
}

base::Status LmdbEnvironment::openFiles()
{
    const unsigned flags =
        MDB_NOSUBDIR | MDB_NOTLS | (m_options.sync ? 0U : static_cast<unsigned>(MDB_NOSYNC));
    int code = mdb_env_create(&m_environment);
    if (code == 0)
        code = mdb_env_set_maxdbs(m_environment, tables);
    if (code == 0)
        code = mdb_env_set_mapsize(m_environment, m_mapOctets);
    if (code == 0)
        code = mdb_env_open(m_environment, m_file.c_str(), flags, ownerOnly);
    if (code != 0) {
        base::Error error = lmdbError(code, "opening");
        if (error.code == ErrorCode::StoreFailed)
            error.code = ErrorCode::StoreOpen;
        close();
        return tl::unexpected(error);
    }
    return openTables();
}

/// A file in which each entry lay by itself: emptied, the primaries give its zones again.
int LmdbEnvironment::dropOldForm(const Transaction& transaction) const
{
    MDB_dbi old = 0;
    int code = mdb_dbi_open(transaction.get(), "entries", 0, &old);
    if (code == MDB_NOTFOUND)
        return 0;
    if (code == 0)
        code = mdb_drop(transaction.get(), old, 1);
    return code == 0 ? mdb_drop(transaction.get(), m_zones, 0) : code;
}

base::Status LmdbEnvironment::openTables()
{
    Transaction transaction;
    int code = begin(transaction, false);
    if (code == 0)
        code = mdb_dbi_open(transaction.get(), "blocks", MDB_CREATE, &m_blocks);
    if (code == 0)
        code = mdb_dbi_open(transaction.get(), "zones", MDB_CREATE, &m_zones);
    if (code == 0)
        code = dropOldForm(transaction);
    if (code == 0)
        code = commit(std::move(transaction));
    if (code == 0)
        return {};
    transaction.reset();
    close();
    return tl::unexpected(lmdbError(code, "opening the tables of"));
}

void LmdbEnvironment::close()
{
    if (m_environment)
        mdb_env_close(m_environment);
    m_environment = nullptr;
}

int LmdbEnvironment::begin(Transaction& transaction, bool readOnly) const
{
    if (!m_environment)
        return MDB_PANIC; // reopen() failed
    MDB_txn* begun = nullptr;
    const int code =
        mdb_txn_begin(m_environment, nullptr, readOnly ? static_cast<unsigned>(MDB_RDONLY) : 0U, &begun);
    transaction.reset(begun);
    return code;
}

int LmdbEnvironment::commit(Transaction transaction)
{
    return mdb_txn_commit(transaction.release()); // frees the transaction in any case
}

Cursor LmdbEnvironment::cursor(const Transaction& transaction, MDB_dbi table, int& code) const
{
    MDB_cursor* opened = nullptr;
    code = mdb_cursor_open(transaction.get(), table, &opened);
    return Cursor(opened);
}

int LmdbEnvironment::cause(int code) const
{
    constexpr std::uint64_t nearlyFull = std::uint64_t{1} << 20;
    if (code != EIO)
        return code;
    struct statvfs disk = {};
    if (::statvfs(m_file.c_str(), &disk) == 0 && disk.f_bavail * disk.f_frsize < nearlyFull)
        return ENOSPC;
    rlimit limit{};
    std::error_code unknown;
    const std::uint64_t size = std::filesystem::file_size(m_file, unknown);
    const bool limited = ::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return limited && !unknown && size + nearlyFull > limit.rlim_cur ? EFBIG : code;
}

std::size_t LmdbEnvironment::room() const
{
    MDB_envinfo info{};
    MDB_stat stat{};
    if (!m_environment || mdb_env_info(m_environment, &info) != 0 || mdb_env_stat(m_environment, &stat) != 0)
        return 0;
    const std::size_t used = (info.me_last_pgno + 1) * stat.ms_psize;
    return info.me_mapsize > used ? info.me_mapsize - used : 0;
}

base::Status LmdbEnvironment::grow()
{
    if (m_mapOctets >= m_options.maxMapOctets)
        return base::fail(ErrorCode::StoreFull, m_file.string() + " has reached its limit of " +
                                                    std::to_string(m_options.maxMapOctets) + " octets");
    const std::unique_lock alone(m_layout);
    m_mapOctets = std::min(m_mapOctets * 2, m_options.maxMapOctets);
    const int code = mdb_env_set_mapsize(m_environment, m_mapOctets);
    if (code != 0)
        return tl::unexpected(lmdbError(code, "enlarging"));
    return {};
}

base::Status LmdbEnvironment::reopen()
{
    const std::unique_lock alone(m_layout);
    close();
    return openFiles();
}

} // namespace zonescope::store
