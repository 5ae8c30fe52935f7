// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/serial_spans.h"

#include <algorithm>

namespace zonescope::store {

SerialSpans::SerialSpans(Database& database, Words& words, base::Timestamp runningSince)
    : m_words(words)
    , m_runningSince(runningSince)
    , m_find(database.prepare("SELECT id, serial, failure, to_time FROM serial_span WHERE zone=? AND edge=? "
                              "AND primary_server=? AND to_time>=? ORDER BY to_time DESC, id DESC LIMIT 1"))
    , m_insert(database.prepare("INSERT INTO serial_span(zone, edge, primary_server, serial, failure, "
                                "from_time, to_time) VALUES(?,?,?,?,?,?,?) RETURNING id"))
    , m_extend(database.prepare("UPDATE serial_span SET to_time=? WHERE id=?"))
{
}

void SerialSpans::interrupt(base::Timestamp resumedAt)
{
    m_runningSince = resumedAt;
    m_newest.clear();
}

base::Result<SerialSpans::Newest*> SerialSpans::newest(const pipeline::SerialSpan& span)
{
    const Server server(span.zone, span.edge, span.primary);
    if (const auto found = m_newest.find(server); found != m_newest.end())
        return &found->second;
    m_find.start(span.zone, span.edge, span.primary, m_runningSince);
    const auto row = m_find.next();
    if (!row)
        return tl::unexpected<base::Error>(row.error());
    Newest newest;
    if (*row)
        newest = {m_find.integer(0), m_find.optionalInteger<std::uint32_t>(1), m_find.optionalInteger(2),
                  m_find.time(3)};
    m_find.reset();
    return &m_newest.emplace(server, newest).first->second;
}

base::Status SerialSpans::add(const pipeline::SerialSpan& span)
{
    std::optional<std::int64_t> failure;
    if (span.failure) {
        const auto word = m_words.id(base::errorName(*span.failure));
        if (!word)
            return tl::unexpected<base::Error>(word.error());
        failure = *word;
    }
    const auto newest = this->newest(span);
    if (!newest)
        return tl::unexpected<base::Error>(newest.error());
    Newest& known = **newest;
    if (known.row != 0 && known.serial == span.serial && known.failure == failure) {
        if (span.to <= known.to)
            return {};
        known.to = span.to;
        return m_extend.execute(span.to, known.row);
    }
    m_insert.start(span.zone, span.edge, span.primary, span.serial, failure, span.from,
                   std::max(span.from, span.to));
    const auto row = m_insert.next();
    if (!row)
        return tl::unexpected<base::Error>(row.error());
    known = {m_insert.integer(0), span.serial, failure, std::max(span.from, span.to)};
    m_insert.reset();
    return {};
}

} // namespace zonescope::store
