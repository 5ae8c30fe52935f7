// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/difference_codec.h"

#include "model/base/varint.h"

#include <string_view>

namespace zonescope::store {
namespace {

constexpr std::uint8_t withoutOldSoa = 1; // of earlier versions: read, no longer written
constexpr std::uint8_t formatVersion = 2;

void appendOctets(base::Bytes& into, std::string_view octets)
{
    base::appendVarint(into, octets.size());
    into.append(octets);
}

/// `before`: owner of the record before; its octets need not be repeated. A length of 0 says so (no name has
/// it).
void appendRecord(base::Bytes& into, const dns::Record& record, std::string_view& before)
{
    const std::string_view owner = record.owner.wire();
    appendOctets(into, owner == before ? std::string_view() : owner);
    before = owner;
    base::appendVarint(into, static_cast<std::uint64_t>(record.type));
    base::appendVarint(into, static_cast<std::uint64_t>(record.recordClass));
    base::appendVarint(into, record.ttl);
    appendOctets(into, record.rdata);
}

void appendRecords(base::Bytes& into, const std::vector<dns::Record>& records)
{
    base::appendVarint(into, records.size());
    std::string_view before;
    for (const dns::Record& record : records)
        appendRecord(into, record, before);
}

/// False when the octets are damaged.
bool readRecord(base::VarintReader& reader, dns::Record& record, const dns::Name* before)
{
    const base::ByteView owner = reader.take(reader.next());
    if (!owner.empty()) {
        auto name = dns::Name::fromWire(owner);
        if (!name)
            return false;
        record.owner = std::move(*name);
    } else if (before != nullptr) {
        record.owner = *before;
    } else {
        return false;
    }
    const std::uint64_t type = reader.next();
    const std::uint64_t recordClass = reader.next();
    const std::uint64_t ttl = reader.next();
    record.rdata = base::textOf(reader.take(reader.next()));
    if (type > 0xffff || recordClass > 0xffff || ttl > 0xffffffff || record.rdata.size() > 0xffff)
        return false;
    record.type = static_cast<dns::Type>(type);
    record.recordClass = static_cast<dns::Class>(recordClass);
    record.ttl = static_cast<std::uint32_t>(ttl);
    return !reader.failed();
}

bool readRecords(base::VarintReader& reader, std::vector<dns::Record>& records)
{
    const std::uint64_t count = reader.next();
    if (count > reader.remaining()) // a record takes five octets at the least
        return false;
    records.reserve(static_cast<std::size_t>(count));
    for (std::uint64_t i = 0; i < count; ++i) {
        dns::Record record;
        if (!readRecord(reader, record, records.empty() ? nullptr : &records.back().owner))
            return false;
        records.push_back(std::move(record));
    }
    return true;
}

bool readOldSoa(base::VarintReader& reader, zone::Changeset& change)
{
    const std::uint64_t there = reader.next();
    return there == 0 || (there == 1 && readRecord(reader, change.fromSoa.emplace(), &change.soa.owner));
}

} // namespace

base::Bytes packDifference(const zone::Changeset& change)
{
    base::Bytes packed(1, static_cast<char>(formatVersion));
    base::appendVarint(packed, change.fromSerial);
    base::appendVarint(packed, change.toSerial);
    std::string_view before;
    appendRecord(packed, change.soa, before);
    base::appendVarint(packed, change.fromSoa ? 1 : 0);
    if (change.fromSoa)
        appendRecord(packed, *change.fromSoa, before);
    appendRecords(packed, change.removed);
    appendRecords(packed, change.added);
    return packed;
}

base::Result<zone::Changeset> unpackDifference(base::ByteView packed)
{
    const auto damaged = [] { return base::fail(base::ErrorCode::StoreCorrupt, "kept difference: damaged"); };
    if (packed.empty() || (packed.front() != formatVersion && packed.front() != withoutOldSoa))
        return damaged();
    base::VarintReader reader(packed.subspan(1));
    const std::uint64_t from = reader.next();
    const std::uint64_t to = reader.next();
    zone::Changeset change;
    if (from > 0xffffffff || to > 0xffffffff || !readRecord(reader, change.soa, nullptr) ||
        (packed.front() == formatVersion && !readOldSoa(reader, change)) ||
        !readRecords(reader, change.removed) || !readRecords(reader, change.added) || !reader.atEnd() ||
        reader.failed())
        return damaged();
    change.fromSerial = static_cast<std::uint32_t>(from);
    change.toSerial = static_cast<std::uint32_t>(to);
    return change;
}

} // namespace zonescope::store
