// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/zone_row.h"

#include "model/base/byte_reader.h"
#include "model/base/byte_writer.h"
#include "model/base/digest.h"

namespace zonescope::store {
namespace {

constexpr std::uint8_t rowFormat = 1;

void writeU64(base::ByteWriter& writer, std::uint64_t value)
{
    writer.u32(static_cast<std::uint32_t>(value >> 32));
    writer.u32(static_cast<std::uint32_t>(value));
}

std::uint64_t readU64(base::ByteReader& reader)
{
    const std::uint64_t high = reader.u32();
    return high << 32 | reader.u32();
}

} // namespace

std::uint64_t entryDigest(std::string_view key, std::string_view value)
{
    return base::octetDigest(base::octetDigest(0x2545f4914f6cdd1dULL, key), value);
}

void ZoneRow::add(std::string_view key, std::string_view value)
{
    ++entries;
    octets += key.size() + value.size();
    digest += entryDigest(key, value);
}

void ZoneRow::subtract(std::string_view key, std::string_view value)
{
    --entries;
    octets -= key.size() + value.size();
    digest -= entryDigest(key, value);
}

std::string ZoneRow::pack() const
{
    base::ByteWriter writer;
    writer.u8(rowFormat);
    writer.u32(serial);
    for (const std::uint64_t number : {entries, octets, digest})
        writeU64(writer, number);
    return writer.release();
}

base::Result<ZoneRow> ZoneRow::unpack(std::string_view packed)
{
    base::ByteReader reader(base::viewOf(packed));
    const std::uint8_t format = reader.u8();
    ZoneRow row;
    row.serial = reader.u32();
    row.entries = readU64(reader);
    row.octets = readU64(reader);
    row.digest = readU64(reader);
    if (reader.failed() || format != rowFormat)
        return base::fail(base::ErrorCode::StoreCorrupt, "a damaged row in the table of zones");
    return row;
}

} // namespace zonescope::store
