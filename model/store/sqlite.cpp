// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/sqlite.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace zonescope::store {
namespace {

using base::Error;
using base::ErrorCode;

constexpr int busyMilliseconds = 2000; // only ever a reader's short lock, or a foreign sqlite3 shell

bool saysFull(int systemError)
{
    return systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG;
}

/// SQLite knows ENOSPC only: a quota or a file size limit is "disk I/O error", in a commit even without the
/// system's error number. errno still holds it: the calls after a failed write succeed, and success leaves
/// errno alone.
bool outOfSpace(int result, int systemError)
{
    return (result == SQLITE_IOERR_WRITE || result == SQLITE_IOERR_FSYNC || result == SQLITE_IOERR_SHMSIZE ||
            result == SQLITE_IOERR_TRUNCATE) &&
           (saysFull(systemError) || saysFull(errno));
}

ErrorCode codeOf(int result, int systemError)
{
    if (outOfSpace(result, systemError))
        return ErrorCode::StoreFull;
    switch (result & 0xff) {
    case SQLITE_FULL:
        return ErrorCode::StoreFull;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return ErrorCode::StoreReadOnly;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorCode::StoreCorrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorCode::StoreBusy;
    case SQLITE_CANTOPEN:
        return systemError == EROFS || systemError == EACCES || systemError == EPERM
                   ? ErrorCode::StoreReadOnly
                   : ErrorCode::StoreOpen;
    default:
        return ErrorCode::StoreFailed;
    }
}

Error errorOf(sqlite3* handle, std::string_view what)
{
    if (handle == nullptr)
        return {ErrorCode::StoreFailed, std::string(what) + ": no memory"};
    const int systemError = sqlite3_system_errno(handle);
    std::string detail(what);
    detail.append(": ").append(sqlite3_errmsg(handle));
    const int extended = sqlite3_extended_errcode(handle);
    if (extended > 0xff) // "disk I/O error" alone says too little: 778 is a write, 1034 a sync
        detail.append(" [").append(std::to_string(extended)).append("]");
    if (systemError != 0)
        detail.append(" (").append(std::strerror(systemError)).append(")"); // NOLINT(concurrency-mt-unsafe)
    return {codeOf(extended, systemError), std::move(detail)};
}

std::string pragmas(Synchronous synchronous)
{
    // wal_autocheckpoint is SQLite's default, said aloud: 1000 pages, 4 MB. journal_size_limit gives the
    // disk back after a burst.
    return std::string("PRAGMA journal_mode=WAL; PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY;"
                       "PRAGMA wal_autocheckpoint=1000; PRAGMA journal_size_limit=67108864; PRAGMA "
                       "cache_size=-16000;") +
           (synchronous == Synchronous::Full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
}

} // namespace

void Database::Close::operator()(sqlite3* handle) const
{
    sqlite3_close_v2(handle); // waits for statements that are still to be finalized
}

Database::~Database() = default;

base::Result<Database> Database::open(const std::filesystem::path& file, Synchronous synchronous)
{
    Database database;
    database.m_file = file;
    sqlite3* handle = nullptr;
    const int result = sqlite3_open_v2(
        file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    database.m_handle.reset(handle);
    if (result != SQLITE_OK)
        return tl::unexpected<Error>(errorOf(handle, "cannot open " + file.string()));
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, busyMilliseconds);
    // A file that can only be read opens without complaint: ask at once.
    if (sqlite3_db_readonly(handle, "main") == 1)
        return base::fail(ErrorCode::StoreReadOnly, file.string() + " cannot be written");
    if (const auto done = database.run(pragmas(synchronous).c_str()); !done)
        return tl::unexpected<Error>(done.error());
    return database;
}

base::Result<Database> Database::openForReading(const std::filesystem::path& file)
{
    Database database;
    database.m_file = file;
    sqlite3* handle = nullptr;
    // Not SQLITE_OPEN_READONLY: a reader of a WAL database takes part in its shared memory.
    const int result =
        sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    database.m_handle.reset(handle);
    if (result != SQLITE_OK)
        return tl::unexpected<Error>(errorOf(handle, "cannot open " + file.string()));
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, busyMilliseconds);
    if (const auto done =
            database.run("PRAGMA query_only=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000");
        !done)
        return tl::unexpected<Error>(done.error());
    return database;
}

Statement Database::prepare(std::string_view sql) const
{
    Statement statement;
    sqlite3_stmt* prepared = nullptr;
    const int result = sqlite3_prepare_v3(m_handle.get(), sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    statement.m_statement.reset(prepared);
    if (result != SQLITE_OK)
        statement.m_prepareError = errorOf(m_handle.get(), m_file.filename().string());
    return statement;
}

base::Status Database::run(const char* sql) const
{
    errno = 0; // outOfSpace()
    if (sqlite3_exec(m_handle.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return tl::unexpected<Error>(lastError(m_file.filename().string()));
    return {};
}

base::Result<std::int64_t> Database::value(std::string_view sql) const
{
    Statement statement = prepare(sql);
    const auto row = statement.next();
    if (!row)
        return tl::unexpected<Error>(row.error());
    return *row ? statement.integer(0) : 0;
}

Error Database::lastError(std::string_view what) const
{
    return errorOf(m_handle.get(), what);
}

bool Database::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle.get()) == 0;
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

base::Result<bool> Statement::next()
{
    if (m_prepareError)
        return tl::unexpected<Error>(*m_prepareError);
    if (m_bindError)
        return tl::unexpected<Error>(*m_bindError);
    if (!m_statement)
        return base::fail(ErrorCode::Internal, "statement was never prepared");
    errno = 0; // outOfSpace()
    switch (sqlite3_step(m_statement.get())) {
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        return false;
    default: {
        Error failed = error();
        sqlite3_reset(m_statement.get());
        return tl::unexpected<Error>(std::move(failed));
    }
    }
}

void Statement::reset()
{
    m_bindError.reset();
    if (m_statement)
        sqlite3_reset(m_statement.get());
}

std::size_t Statement::parameterCount() const
{
    return m_statement ? static_cast<std::size_t>(sqlite3_bind_parameter_count(m_statement.get())) : 0;
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

std::string_view Statement::text(int column) const
{
    const auto* text = sqlite3_column_text(m_statement.get(), column);
    if (text == nullptr)
        return {};
    return {reinterpret_cast<const char*>(text), // NOLINT: octets either way
            static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column))};
}

base::ByteView Statement::blob(int column) const
{
    const auto* octets = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement.get(), column));
    return {octets, static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column))};
}

// The static lifetime is the caller's promise in start(): no copy of every blob on the hot path.
void Statement::bind(int index, std::string_view text)
{
    if (m_statement && sqlite3_bind_text64(m_statement.get(), index, text.data() ? text.data() : "",
                                           text.size(), SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK)
        m_bindError = error();
}

void Statement::bind(int index, base::ByteView blob)
{
    if (m_statement && sqlite3_bind_blob64(m_statement.get(), index,
                                           blob.empty() ? "" : static_cast<const void*>(blob.data()),
                                           blob.size(), SQLITE_STATIC) != SQLITE_OK)
        m_bindError = error();
}

void Statement::bind(int index, std::nullopt_t)
{
    if (m_statement && sqlite3_bind_null(m_statement.get(), index) != SQLITE_OK)
        m_bindError = error();
}

void Statement::bindInteger(int index, std::int64_t value)
{
    if (m_statement && sqlite3_bind_int64(m_statement.get(), index, value) != SQLITE_OK)
        m_bindError = error();
}

Error Statement::error() const
{
    sqlite3* handle = sqlite3_db_handle(m_statement.get());
    const char* file = sqlite3_db_filename(handle, "main");
    return errorOf(handle, file != nullptr ? std::filesystem::path(file).filename().string() : "database");
}

Transaction::Transaction(Database& database)
    : m_database(database)
    , m_begun(database.run("BEGIN IMMEDIATE"))
{
}

Transaction::~Transaction()
{
    // After some errors (disk full) SQLite has rolled back by itself.
    if (m_begun && m_database.inTransaction())
        (void)m_database.run("ROLLBACK");
}

base::Status Transaction::commit()
{
    if (!m_begun)
        return m_begun;
    return m_database.run("COMMIT");
}

} // namespace zonescope::store
