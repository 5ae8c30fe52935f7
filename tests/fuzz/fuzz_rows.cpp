// SPDX-License-Identifier: GPL-3.0-or-later
// A row of history.sqlite, as damage or a newer program leaves it: refused in words, or a value that the
// journal packs and unpacks. The first octet says of which table, then come its columns.
#include "model/store/change_codec.h"
#include "model/store/history_item.h"
#include "model/store/history_rows.h"
#include "model/store/migrations.h"
#include "tests/fuzz/fuzz_check.h"
#include "tests/fuzz/sql_literal.h"

#include <algorithm>

using namespace zonescope;

namespace {

struct History
{
    store::Database database = *store::Database::open(":memory:", store::Synchronous::Normal);
    store::Words words = migrated();

    store::Words migrated()
    {
        FUZZ_CHECK(store::migrate(database, store::historyMigrations()).has_value());
        store::Words made(database);
        for (int code = 0; code < 8; ++code)
            FUZZ_CHECK(made.id(base::errorName(static_cast<base::ErrorCode>(code))).has_value());
        for (int kind = 0; kind < 8; ++kind)
            FUZZ_CHECK(
                made.id(pipeline::eventKindName(static_cast<pipeline::Event::Kind>(kind))).has_value());
        return made;
    }
};

History& history()
{
    static History only;
    return only;
}

/// The row that the input describes.
store::Statement rowOf(base::ByteReader& input, std::size_t columns)
{
    std::string sql = "SELECT ";
    for (std::size_t i = 0; i < columns; ++i)
        sql += (i == 0 ? "" : ",") + sqlLiteral(input);
    store::Statement row = history().database.prepare(sql);
    const auto there = row.next();
    FUZZ_CHECK(there && *there);
    return row;
}

std::size_t columnsIn(std::string_view list)
{
    return 1 + static_cast<std::size_t>(std::ranges::count(list, ','));
}

void checkItem(const store::HistoryItem& item)
{
    base::Bytes packed;
    store::packItem(packed, item);
    const auto again = store::unpackItems(base::viewOf(packed));
    FUZZ_CHECK(again && again->size() == 1);
    base::Bytes same;
    store::packItem(same, again->front());
    FUZZ_CHECK(same == packed);
}

template <class Value>
void checkValue(const base::Result<std::optional<Value>>& value)
{
    if (!value)
        FUZZ_CHECK(value.error().code == base::ErrorCode::StoreCorrupt && !value.error().detail.empty());
    else if (*value)
        checkItem(**value);
}

void checkChange(const store::Statement& row)
{
    store::Words& words = history().words;
    pipeline::Change change = store::readChange(row);
    checkItem(change);
    if (const auto read = store::unpackSamples(store::changeSamples(row), words, change); !read) {
        FUZZ_CHECK(read.error().code == base::ErrorCode::StoreCorrupt);
        return;
    }
    const auto packed = store::packSamples(change, words);
    FUZZ_CHECK(packed.has_value());
    pipeline::Change again = store::readChange(row);
    FUZZ_CHECK(store::unpackSamples(base::viewOf(*packed), words, again).has_value());
    FUZZ_CHECK(again.stage == change.stage && again.edges == change.edges);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    base::ByteReader input({data, size});
    store::Words& words = history().words;
    switch (input.u8() % 4) {
    case 0:
        checkValue(store::readAttempt(rowOf(input, columnsIn(store::attemptColumns)), words));
        break;
    case 1:
        checkValue(store::readEvent(rowOf(input, columnsIn(store::eventColumns)), words));
        break;
    case 2:
        checkChange(rowOf(input, columnsIn(store::changeColumns)));
        break;
    default:
        checkItem(store::readSpan(rowOf(input, 7), words));
        break;
    }
    return 0;
}
