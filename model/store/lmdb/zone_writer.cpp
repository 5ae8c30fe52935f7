// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/zone_writer.h"

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

base::Status FullWriter::openCursor()
{
    int code = 0;
    m_cursor = m_environment.cursor(m_transaction, m_environment.entries(), code);
    return checked(code);
}

base::Status FullWriter::open()
{
    return openCursor().and_then([this] { return stepTo(MDB_SET_RANGE, m_prefix); });
}

void FullWriter::suspend()
{
    m_cursor.reset();
}

base::Status FullWriter::resume()
{
    if (auto opened = openCursor(); !opened)
        return opened;
    // The first key behind the last one written: no key has an octet 0x00 more and lies between.
    return stepTo(MDB_SET_RANGE, m_lastKey.empty() ? m_prefix : m_lastKey + '\0');
}

base::Status FullWriter::putHead(std::string_view key, std::string_view value)
{
    if (key != m_prefix)
        return wrongUse("only the entry of the zone itself follows what was written ahead");
    m_row.add(key, value);
    ++m_counts.puts;
    MDB_val k = lmdbValue(key);
    MDB_val v = lmdbValue(value);
    return checked(mdb_put(m_transaction.get(), m_environment.entries(), &k, &v, 0));
}

/// Moves the cursor; m_old tells whether it still stands inside the zone. Behind the end: appending is
/// possible.
base::Status FullWriter::stepTo(MDB_cursor_op operation, std::string_view from)
{
    m_oldKey = lmdbValue(from);
    const int code = mdb_cursor_get(m_cursor.get(), &m_oldKey, &m_oldValue, operation);
    m_old = code == 0 && lmdbText(m_oldKey).starts_with(m_prefix);
    if (operation == MDB_SET_RANGE)
        m_append = code == MDB_NOTFOUND;
    return code == MDB_NOTFOUND ? base::Status() : checked(code);
}

base::Status FullWriter::dropOld()
{
    ++m_counts.removes;
    // After a removal MDB_NEXT gives the entry that moved into its place.
    return checked(mdb_cursor_del(m_cursor.get(), 0)).and_then([this] { return stepTo(MDB_NEXT); });
}

base::Status FullWriter::putEntry(std::string_view key, std::string_view value)
{
    if (m_head)
        return putHead(key, value);
    if (key <= m_lastKey)
        return wrongUse("the entries of a whole zone must come in ascending order");
    m_lastKey = key;
    m_row.add(key, value);
    while (m_old && lmdbText(m_oldKey) < key)
        if (auto dropped = dropOld(); !dropped)
            return dropped;
    const bool there = m_old && lmdbText(m_oldKey) == key;
    if (there && lmdbText(m_oldValue) == value)
        return stepTo(MDB_NEXT);
    ++m_counts.puts;
    MDB_val k = lmdbValue(key);
    MDB_val v = lmdbValue(value);
    const unsigned flags = m_append ? static_cast<unsigned>(MDB_APPEND)
                           : there  ? static_cast<unsigned>(MDB_CURRENT)
                                    : 0U;
    if (auto written = checked(mdb_cursor_put(m_cursor.get(), &k, &v, flags)); !written)
        return written;
    // The cursor stands on what was written: the next old entry lies behind it.
    return m_old ? stepTo(MDB_NEXT) : base::Status();
}

base::Status FullWriter::removeEntry(std::string_view)
{
    return wrongUse("nothing to remove in a whole zone");
}

base::Status FullWriter::finishEntries()
{
    while (m_old)
        if (auto dropped = dropOld(); !dropped)
            return dropped;
    return {};
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

std::optional<std::string_view> DifferenceWriter::old(std::string_view key, base::Status& status)
{
    MDB_val k = lmdbValue(key);
    MDB_val v{};
    const int code = mdb_get(m_transaction.get(), m_environment.entries(), &k, &v);
    if (code == 0)
        return lmdbText(v);
    if (code != MDB_NOTFOUND)
        status = checked(code);
    return std::nullopt;
}

base::Status DifferenceWriter::putEntry(std::string_view key, std::string_view value)
{
    base::Status status;
    if (const auto before = old(key, status))
        m_row.subtract(key, *before);
    if (!status)
        return status;
    m_row.add(key, value);
    ++m_counts.puts;
    MDB_val k = lmdbValue(key);
    MDB_val v = lmdbValue(value);
    return checked(mdb_put(m_transaction.get(), m_environment.entries(), &k, &v, 0));
}

base::Status DifferenceWriter::removeEntry(std::string_view key)
{
    base::Status status;
    const auto before = old(key, status);
    if (!before)
        return status;
    m_row.subtract(key, *before);
    ++m_counts.removes;
    MDB_val k = lmdbValue(key);
    return checked(mdb_del(m_transaction.get(), m_environment.entries(), &k, nullptr));
}

int removeZone(const LmdbEnvironment& environment, const Transaction& transaction, base::ZoneId zone)
{
    const std::string prefix = publish::zonePrefix(zone);
    int code = 0;
    const Cursor cursor = environment.cursor(transaction, environment.entries(), code);
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
