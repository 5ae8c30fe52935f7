// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/record.h"

#include "model/base/byte_reader.h"
#include "model/base/byte_writer.h"
#include "model/dns/wire_name.h"

namespace zonescope::dns {

using base::ErrorCode;
using base::fail;

base::Result<Soa> Soa::fromRdata(base::ByteView rdata)
{
    constexpr std::size_t numbersSize = 20;
    const std::size_t first = plainNameLength(rdata);
    const std::size_t second = first == 0 ? 0 : plainNameLength(rdata.subspan(first));
    if (second == 0 || rdata.size() != first + second + numbersSize)
        return fail(ErrorCode::MalformedRecord, "SOA rdata of " + std::to_string(rdata.size()) +
                                                    " octets is not two names and five numbers");
    Soa soa;
    soa.primaryName = Name::fromTrustedWire(base::textOf(rdata.first(first)));
    soa.mailbox = Name::fromTrustedWire(base::textOf(rdata.subspan(first, second)));
    base::ByteReader numbers(rdata.subspan(first + second));
    soa.serial = numbers.u32();
    soa.refresh = numbers.u32();
    soa.retry = numbers.u32();
    soa.expire = numbers.u32();
    soa.minimum = numbers.u32();
    return soa;
}

base::Bytes Soa::toRdata() const
{
    base::ByteWriter writer;
    writer.bytes(primaryName.wire());
    writer.bytes(mailbox.wire());
    for (const std::uint32_t number : {serial, refresh, retry, expire, minimum})
        writer.u32(number);
    return writer.release();
}

} // namespace zonescope::dns
