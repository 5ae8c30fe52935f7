// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/tsig_record.h"

#include "model/base/byte_reader.h"
#include "model/dns/wire_name.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace zonescope::dns {
namespace {

using base::ByteReader;
using base::ByteWriter;
using base::ErrorCode;
using base::fail;

constexpr std::size_t messageHeaderSize = 12;
constexpr std::size_t additionalCountAt = 10;

/// Past a name without following it.
void skipName(ByteReader& reader)
{
    for (std::uint8_t length = reader.u8(); length != 0; length = reader.u8()) {
        if (length >= 0xc0) {
            reader.skip(1);
            return;
        }
        if (length > 63)
            reader.fail();
        reader.skip(length);
    }
}

/// Where the last record begins if it is a TSIG, nothing when no record is one.
base::Result<std::optional<std::size_t>> locate(base::ByteView message)
{
    ByteReader reader(message);
    reader.skip(4);
    const std::uint32_t questions = reader.u16();
    std::uint32_t records = reader.u16();
    records += reader.u16();
    const std::uint32_t additionals = reader.u16();
    records += additionals;
    for (std::uint32_t i = 0; i < questions && !reader.failed(); ++i) {
        skipName(reader);
        reader.skip(4);
    }
    std::optional<std::size_t> found;
    for (std::uint32_t i = 0; i < records && !reader.failed(); ++i) {
        if (found)
            return fail(ErrorCode::TsigMalformed, "the TSIG record is not the last record");
        const std::size_t begin = reader.position();
        skipName(reader);
        const auto type = static_cast<Type>(reader.u16());
        reader.skip(6);
        reader.skip(reader.u16());
        if (type == Type::TSIG)
            found = begin;
    }
    if (reader.failed())
        return fail(ErrorCode::TsigMalformed, "the message ends before its last record");
    if (found && (additionals == 0 || !reader.atEnd()))
        return fail(ErrorCode::TsigMalformed,
                    "the TSIG record is not the last thing in the additional section");
    return found;
}

base::Result<Name> plainName(ByteReader& reader)
{
    const std::size_t length = plainNameLength(reader.all().subspan(reader.position()));
    if (length == 0)
        return fail(ErrorCode::TsigMalformed, "no valid algorithm name in the TSIG record");
    return Name::fromTrustedWire(base::textOf(reader.take(length)));
}

} // namespace

base::Bytes TsigRecord::variables() const
{
    ByteWriter w;
    w.bytes(key.lowered().wire());
    w.u16(static_cast<std::uint16_t>(Class::ANY));
    w.u32(0); // TTL
    w.bytes(algorithm.lowered().wire());
    w.u48(timeSigned);
    w.u16(fudge);
    w.u16(error);
    w.u16(static_cast<std::uint16_t>(other.size()));
    w.bytes(other);
    return w.release();
}

base::Bytes TsigRecord::timers() const
{
    ByteWriter w;
    w.u48(timeSigned);
    w.u16(fudge);
    return w.release();
}

std::optional<std::uint64_t> TsigRecord::serverTime() const
{
    if (other.size() != 6)
        return std::nullopt;
    return ByteReader(base::viewOf(other)).u48();
}

base::Result<std::optional<TsigRecord>> findTsig(base::ByteView message)
{
    const auto begin = locate(message);
    if (!begin)
        return tl::unexpected(begin.error());
    if (!*begin)
        return std::optional<TsigRecord>();

    TsigRecord record;
    record.offset = **begin;
    std::array<char, expansionRoom> owner{};
    const ExpandedName name = expandName(message, record.offset, message.size(), owner.data());
    if (name.fault != NameFault::None)
        return fail(ErrorCode::TsigMalformed, "the TSIG record's owner is no valid name");
    record.key = Name::fromTrustedWire({owner.data(), name.length});

    ByteReader reader(message);
    reader.seek(name.next + 2);
    const auto recordClass = static_cast<Class>(reader.u16());
    const std::uint32_t ttl = reader.u32();
    if (recordClass != Class::ANY || ttl != 0) // RFC 8945 section 4.2
        return fail(ErrorCode::TsigMalformed, "a TSIG record has class ANY and TTL 0, this one has not");
    reader.skip(2); // the length was checked when walking: the record ends where the message ends
    auto algorithm = plainName(reader);
    if (!algorithm)
        return tl::unexpected(algorithm.error());
    record.algorithm = std::move(*algorithm);
    record.timeSigned = reader.u48();
    record.fudge = reader.u16();
    record.mac = base::textOf(reader.take(reader.u16()));
    record.originalId = reader.u16();
    record.error = reader.u16();
    record.other = base::textOf(reader.take(reader.u16()));
    if (reader.failed() || !reader.atEnd())
        return fail(ErrorCode::TsigMalformed, "the TSIG record's fields do not fill its rdata");
    return std::optional<TsigRecord>(std::move(record));
}

void updateUnsigned(TsigMac& mac, base::ByteView message, const TsigRecord& record)
{
    ByteReader counts(message);
    counts.seek(additionalCountAt);
    ByteWriter header;
    header.u16(record.originalId);
    header.bytes(message.subspan(2, additionalCountAt - 2));
    header.u16(static_cast<std::uint16_t>(counts.u16() - 1));
    mac.update(header.view());
    mac.update(message.subspan(messageHeaderSize, record.offset - messageHeaderSize));
}

void updatePrior(TsigMac& mac, std::string_view prior)
{
    if (prior.empty())
        return;
    ByteWriter length;
    length.u16(static_cast<std::uint16_t>(prior.size()));
    mac.update(length.view());
    mac.update(prior);
}

base::Bytes appendTsig(base::Bytes message, const TsigRecord& record)
{
    ByteWriter w;
    w.bytes(record.key.wire());
    w.u16(static_cast<std::uint16_t>(Type::TSIG));
    w.u16(static_cast<std::uint16_t>(Class::ANY));
    w.u32(0);
    const std::size_t lengthAt = w.size();
    w.u16(0);
    w.bytes(record.algorithm.wire());
    w.u48(record.timeSigned);
    w.u16(record.fudge);
    w.u16(static_cast<std::uint16_t>(record.mac.size()));
    w.bytes(record.mac);
    w.u16(record.originalId);
    w.u16(record.error);
    w.u16(static_cast<std::uint16_t>(record.other.size()));
    w.bytes(record.other);
    w.patchU16(lengthAt, static_cast<std::uint16_t>(w.size() - lengthAt - 2));
    message += w.release();

    ByteReader counts(base::viewOf(message));
    counts.seek(additionalCountAt);
    const std::uint32_t raised = counts.u16() + 1U;
    message.at(additionalCountAt) = static_cast<char>(raised >> 8);
    message.at(additionalCountAt + 1) = static_cast<char>(raised & 0xffU);
    return message;
}

bool isPossibleMacSize(TsigAlgorithm algorithm, std::size_t size)
{
    const std::size_t full = macSize(algorithm);
    return size <= full && size >= std::max<std::size_t>(10, full / 2);
}

std::uint64_t secondsOf(base::Timestamp time)
{
    return static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count());
}

std::uint16_t messageId(base::ByteView message)
{
    return ByteReader(message).u16();
}

} // namespace zonescope::dns
