// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/sqlite.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace zonescope::store {

/// Words of history (kinds of events, error codes) as small numbers: rows keep the word, not our enumerator,
/// and stay short. One connection, one thread.
class Words
{
public:
    explicit Words(Database& database);

    /// The number of a word; a new one is inserted into the transaction that is open.
    base::Result<std::int64_t> id(std::string_view word);
    /// Empty when the database does not know it.
    std::string_view text(std::int64_t id);
    /// After a rollback: numbers given out in it were never stored.
    void clear() { m_ids.clear(); }

private:
    Statement m_find, m_insert, m_text;
    std::unordered_map<std::string, std::int64_t> m_ids;
    std::unordered_map<std::int64_t, std::string> m_texts;
};

} // namespace zonescope::store
