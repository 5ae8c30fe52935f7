// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/block_table.h"

namespace zonescope::store {

std::optional<BlockView> BlockTable::found(int& code, const MDB_val& key, const MDB_val& value) const
{
    if (code == MDB_NOTFOUND)
        code = 0;
    else if (code == 0 && lmdbText(key).starts_with(m_prefix))
        return BlockView{lmdbText(key), lmdbText(value)};
    return std::nullopt;
}

std::optional<BlockView> BlockTable::from(std::string_view key, int& code) const
{
    const Cursor cursor = m_environment.cursor(m_transaction, m_environment.blocks(), code);
    if (code != 0)
        return std::nullopt;
    MDB_val k = lmdbValue(key);
    MDB_val v{};
    code = mdb_cursor_get(cursor.get(), &k, &v, MDB_SET_RANGE);
    return found(code, k, v);
}

std::optional<BlockView> BlockTable::holding(std::string_view key, int& code) const
{
    const Cursor cursor = m_environment.cursor(m_transaction, m_environment.blocks(), code);
    if (code != 0)
        return std::nullopt;
    MDB_val k = lmdbValue(key);
    MDB_val v{};
    code = mdb_cursor_get(cursor.get(), &k, &v, MDB_SET_RANGE);
    if (code == 0 && lmdbText(k) != key)
        code = mdb_cursor_get(cursor.get(), &k, &v, MDB_PREV);
    else if (code == MDB_NOTFOUND)
        code = mdb_cursor_get(cursor.get(), &k, &v, MDB_LAST);
    return found(code, k, v);
}

int BlockTable::put(std::string_view firstKey, std::string_view block) const
{
    int code = 0;
    const Cursor cursor = m_environment.cursor(m_transaction, m_environment.blocks(), code);
    if (code != 0)
        return code;
    MDB_val k{};
    MDB_val v{};
    code = mdb_cursor_get(cursor.get(), &k, &v, MDB_LAST);
    const bool behindAll = code == MDB_NOTFOUND || (code == 0 && lmdbText(k) < firstKey);
    if (code != 0 && code != MDB_NOTFOUND)
        return code;
    k = lmdbValue(firstKey);
    v = lmdbValue(block);
    return mdb_cursor_put(cursor.get(), &k, &v, behindAll ? static_cast<unsigned>(MDB_APPEND) : 0U);
}

int BlockTable::remove(std::string_view firstKey) const
{
    MDB_val k = lmdbValue(firstKey);
    const int code = mdb_del(m_transaction.get(), m_environment.blocks(), &k, nullptr);
    return code == MDB_NOTFOUND ? 0 : code;
}

} // namespace zonescope::store
