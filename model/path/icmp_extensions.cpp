// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/icmp_extensions.h"

#include "model/base/byte_reader.h"

namespace zonescope::path {
namespace {

constexpr std::size_t mostLabels = 16;

bool checksumHolds(base::ByteView octets)
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < octets.size(); ++i)
        sum += i % 2 == 0 ? static_cast<std::uint32_t>(octets[i]) << 8 : octets[i];
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return sum == 0xffff;
}

void readLabels(base::ByteView object, std::vector<MplsLabel>& labels)
{
    base::ByteReader reader(object);
    while (reader.remaining() >= 4 && labels.size() < mostLabels) {
        const std::uint32_t word = reader.u32();
        labels.push_back({word >> 12, static_cast<std::uint8_t>(word >> 9 & 7U),
                          static_cast<std::uint8_t>(word & 0xffU), (word >> 8 & 1U) != 0});
    }
}

} // namespace

IcmpExtensions readExtensions(base::ByteView structure)
{
    IcmpExtensions found;
    base::ByteReader reader(structure);
    const std::uint8_t version = reader.u8();
    reader.u8();
    const std::uint16_t checksum = reader.u16();
    // RFC 4884 section 7: zero means that none was computed.
    if (reader.failed() || version >> 4 != 2 || (checksum != 0 && !checksumHolds(structure)))
        return found;
    found.valid = true;
    while (reader.remaining() >= 4) {
        const std::uint16_t length = reader.u16();
        const std::uint8_t objectClass = reader.u8();
        const std::uint8_t type = reader.u8();
        if (length < 4 || length - 4U > reader.remaining())
            break;
        const base::ByteView object = reader.take(length - 4U);
        if (objectClass == 1 && type == 1)
            readLabels(object, found.labels);
        else
            ++found.otherObjects;
    }
    return found;
}

} // namespace zonescope::path
