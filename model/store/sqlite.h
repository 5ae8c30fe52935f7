// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/base/strong_id.h"

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

struct sqlite3;
struct sqlite3_stmt;

namespace zonescope::store {

/// The little of SQLite's C API that we use, owned and checked. One thread at a time, as SQLite's
/// multi-thread mode wants it; the C API because it takes 3.6 times as many rows a second as QSqlQuery
/// (measured).
class Statement;

enum class Synchronous : std::uint8_t {
    Normal, ///< survives a kill at any time; a power cut may undo the last commits, never damage the file
    Full    ///< a commit that was reported survives a power cut as well
};

class Database
{
public:
    /// Opens or creates a file in WAL mode. Errors: StoreOpen, StoreReadOnly, StoreCorrupt, StoreFull.
    static base::Result<Database> open(const std::filesystem::path& file, Synchronous synchronous);
    /// A second connection that cannot write. Errors as above.
    static base::Result<Database> openForReading(const std::filesystem::path& file);
    Database(Database&&) noexcept = default;
    Database& operator=(Database&&) noexcept = default;
    ~Database();

    /// A statement that failed to prepare gives its error when it is executed.
    Statement prepare(std::string_view sql) const;
    /// One or several statements without results.
    base::Status run(const char* sql) const;
    /// The only column of the only row, 0 when there is none.
    base::Result<std::int64_t> value(std::string_view sql) const;
    /// What the last call on this connection complained about.
    base::Error lastError(std::string_view what) const;
    bool inTransaction() const;
    const std::filesystem::path& file() const { return m_file; }

private:
    struct Close
    {
        void operator()(sqlite3* handle) const;
    };
    Database() = default;

    std::unique_ptr<sqlite3, Close> m_handle;
    std::filesystem::path m_file;
};

/// A prepared statement. execute() for those without rows; start() and next() for those with.
class Statement
{
public:
    Statement() = default;

    template <class... Values>
    base::Status execute(const Values&... values)
    {
        start(values...);
        const auto row = next();
        reset();
        if (!row)
            return tl::unexpected<base::Error>(row.error());
        return {};
    }
    /// Binds the values to ?1, ?2, ... and goes before the first row. Text and blobs must live until the
    /// last next().
    template <class... Values>
    void start(const Values&... values)
    {
        reset();
        int index = 0;
        (bind(++index, values), ...);
    }
    /// True while there is a row.
    base::Result<bool> next();
    void reset();
    /// For statements whose parameters vary; after start().
    void bindText(int index, std::string_view text) { bind(index, text); }
    std::size_t parameterCount() const; ///< highest number of a ?NNN

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    template <class Integer = std::int64_t>
    std::optional<Integer> optionalInteger(int column) const
    {
        if (isNull(column))
            return std::nullopt;
        return static_cast<Integer>(integer(column));
    }
    template <class Id>
    Id id(int column) const
    {
        return Id{static_cast<std::uint32_t>(integer(column))};
    }
    base::Timestamp time(int column) const { return base::fromMicroseconds(integer(column)); }
    std::string_view text(int column) const; ///< valid until next()
    base::ByteView blob(int column) const;   ///< valid until next()

private:
    friend class Database;
    void bind(int index, std::integral auto value) { bindInteger(index, static_cast<std::int64_t>(value)); }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void bind(int index, Enum value) { bindInteger(index, static_cast<std::int64_t>(value)); }
    void bind(int index, std::string_view text);
    void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }
    void bind(int index, const char* text) { bind(index, std::string_view(text)); }
    void bind(int index, base::ByteView blob);
    void bind(int index, std::nullopt_t);
    void bind(int index, base::Timestamp time) { bindInteger(index, base::toMicroseconds(time)); }
    void bind(int index, base::Duration duration) { bindInteger(index, duration.count()); }
    template <class Tag>
    void bind(int index, base::StrongId<Tag> id)
    {
        bindInteger(index, id.value);
    }
    template <class Value>
    void bind(int index, const std::optional<Value>& value)
    {
        if (value)
            bind(index, *value);
        else
            bind(index, std::nullopt);
    }
    void bindInteger(int index, std::int64_t value);
    base::Error error() const;

    struct Finalize
    {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    std::optional<base::Error> m_prepareError;
    std::optional<base::Error> m_bindError; ///< a value too large, no memory
};

/// Calls `take` (of Status) for every row that is left, until it fails.
template <class Take>
base::Status forEachRow(Statement& rows, const Take& take)
{
    for (;;) {
        const auto more = rows.next();
        if (!more)
            return tl::unexpected<base::Error>(more.error());
        if (!*more)
            return {};
        if (base::Status taken = take(); !taken)
            return taken;
    }
}

/// All or nothing: rolls back unless committed.
class Transaction
{
public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    const base::Status& begun() const { return m_begun; }
    base::Status commit();

private:
    Database& m_database;
    base::Status m_begun;
};

} // namespace zonescope::store
