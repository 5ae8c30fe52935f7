// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/words.h"

namespace zonescope::store {

Words::Words(Database& database)
    : m_find(database.prepare("SELECT id FROM word WHERE text=?"))
    , m_insert(database.prepare("INSERT INTO word(text) VALUES(?) RETURNING id"))
    , m_text(database.prepare("SELECT text FROM word WHERE id=?"))
{
}

base::Result<std::int64_t> Words::id(std::string_view word)
{
    const std::string key(word);
    if (const auto found = m_ids.find(key); found != m_ids.end())
        return found->second;
    for (Statement* statement : {&m_find, &m_insert}) {
        statement->start(word);
        const auto row = statement->next();
        if (!row)
            return tl::unexpected<base::Error>(row.error());
        const std::int64_t id = *row ? statement->integer(0) : 0;
        statement->reset();
        if (*row)
            return m_ids.emplace(key, id).first->second;
    }
    return base::fail(base::ErrorCode::StoreFailed, "history.sqlite: no number for a word");
}

std::string_view Words::text(std::int64_t id)
{
    if (const auto found = m_texts.find(id); found != m_texts.end())
        return found->second;
    m_text.start(id);
    const auto row = m_text.next();
    std::string_view text;
    if (row && *row)
        text = m_texts.emplace(id, m_text.text(0)).first->second;
    m_text.reset();
    return text;
}

} // namespace zonescope::store
