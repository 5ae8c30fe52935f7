// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/difference_record.h"

#include "model/base/varint.h"

namespace zonescope::store {
namespace {

using base::appendVarint;

void appendRow(base::Bytes& into, const ZoneRow& row)
{
    for (const std::uint64_t number : {std::uint64_t{row.serial}, row.entries, row.octets, row.digest})
        appendVarint(into, number);
}

ZoneRow readRow(base::VarintReader& reader)
{
    ZoneRow row;
    row.serial = static_cast<std::uint32_t>(reader.next());
    row.entries = reader.next();
    row.octets = reader.next();
    row.digest = reader.next();
    return row;
}

/// The length of a value is written plus one: 0 is a removal.
void appendChange(base::Bytes& into, std::string_view key, const std::optional<std::string>& value)
{
    appendVarint(into, key.size());
    into.append(key);
    appendVarint(into, value ? value->size() + 1 : 0);
    if (value)
        into.append(*value);
}

DifferenceRecord readRecord(base::VarintReader& reader)
{
    DifferenceRecord record;
    record.zone = base::ZoneId{static_cast<std::uint32_t>(reader.next())};
    record.before = readRow(reader);
    record.after = readRow(reader);
    const std::string prefix = publish::zonePrefix(record.zone);
    for (std::uint64_t left = reader.next(); left > 0 && !reader.failed(); --left) {
        std::string key = prefix;
        key.append(base::textOf(reader.take(reader.next())));
        const std::uint64_t size = reader.next();
        std::optional<std::string> value;
        if (size > 0)
            value.emplace(base::textOf(reader.take(size - 1)));
        record.changes.insert_or_assign(std::move(key), std::move(value));
    }
    return record;
}

} // namespace

base::Bytes packDifferences(const std::vector<DifferenceRecord>& records)
{
    base::Bytes packed;
    for (const DifferenceRecord& record : records) {
        appendVarint(packed, record.zone.value);
        appendRow(packed, record.before);
        appendRow(packed, record.after);
        const std::size_t prefix = publish::zonePrefix(record.zone).size();
        appendVarint(packed, record.changes.size());
        for (const auto& [key, value] : record.changes)
            appendChange(packed, std::string_view(key).substr(prefix), value);
    }
    return packed;
}

base::Result<std::vector<DifferenceRecord>> unpackDifferences(base::ByteView packed)
{
    std::vector<DifferenceRecord> records;
    base::VarintReader reader(packed);
    while (!reader.failed() && !reader.atEnd())
        records.push_back(readRecord(reader));
    if (reader.failed())
        return base::fail(base::ErrorCode::StoreCorrupt, "a group of the journal that ends too soon");
    return records;
}

} // namespace zonescope::store
