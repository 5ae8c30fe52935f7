// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/netlab/packets.h"

#include "model/base/byte_reader.h"

#include <algorithm>
#include <cstring>

namespace zonescope::netlab {
namespace {

constexpr std::size_t quoteWithExtension = 128; // RFC 4884 section 3: padded to 128 octets at least
constexpr std::size_t header4 = 20;
constexpr std::size_t header6 = 40;

void put16(std::span<std::uint8_t> to, std::size_t at, std::uint32_t value)
{
    to[at] = static_cast<std::uint8_t>(value >> 8);
    to[at + 1] = static_cast<std::uint8_t>(value);
}

std::uint32_t sumOf(base::ByteView octets, std::uint32_t sum = 0)
{
    for (std::size_t i = 0; i < octets.size(); ++i)
        sum += i % 2 == 0 ? static_cast<std::uint32_t>(octets[i]) << 8 : octets[i];
    return sum;
}

std::uint16_t checksum(std::uint32_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

std::uint64_t mix(std::uint64_t hash, base::ByteView octets)
{
    for (const std::uint8_t octet : octets)
        hash = (hash ^ octet) * 0x100000001b3ULL;
    return hash;
}

std::vector<std::uint8_t> extension(const std::vector<Label>& labels)
{
    std::vector<std::uint8_t> octets{0x20, 0, 0, 0};
    const std::size_t size = 4 + 4 * labels.size();
    octets.insert(octets.end(),
                  {static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size), 1, 1});
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::uint32_t word = labels[i].value << 12 | (labels[i].trafficClass & 7U) << 9 |
                                   (i + 1 == labels.size() ? 1U : 0U) << 8 | labels[i].ttl;
        for (const int shift : {24, 16, 8, 0})
            octets.push_back(static_cast<std::uint8_t>(word >> shift));
    }
    put16(octets, 2, checksum(sumOf(octets)));
    return octets;
}

/// Type, code, the quoted packet and the extension; checksum still zero. `unit`: of the length field.
std::vector<std::uint8_t> message(base::ByteView quoted, bool v6, const std::vector<Label>& labels)
{
    std::vector<std::uint8_t> icmp{static_cast<std::uint8_t>(v6 ? 3 : 11), 0, 0, 0, 0, 0, 0, 0};
    icmp.insert(icmp.end(), quoted.begin(), quoted.end());
    if (labels.empty())
        return icmp;
    icmp.resize(8 + quoteWithExtension);
    icmp[v6 ? 4 : 5] = quoteWithExtension / (v6 ? 8 : 4);
    const auto objects = extension(labels);
    icmp.insert(icmp.end(), objects.begin(), objects.end());
    return icmp;
}

} // namespace

std::optional<PacketHead> readHead(base::ByteView packet)
{
    if (packet.size() < header4)
        return std::nullopt;
    PacketHead head;
    if (packet[0] >> 4 == 4) {
        head.headerLength = (packet[0] & 15U) * 4;
        head.length = static_cast<std::size_t>(packet[2]) << 8 | packet[3];
        head.ttl = packet[8];
        head.protocol = packet[9];
        head.from = net::IpAddress::fromOctets(net::Family::V4, packet.data() + 12);
        head.to = net::IpAddress::fromOctets(net::Family::V4, packet.data() + 16);
        if (head.headerLength < header4 || packet[16] >= 224)
            return std::nullopt;
    } else if (packet[0] >> 4 == 6 && packet.size() >= header6) {
        head.headerLength = header6;
        head.length = header6 + (static_cast<std::size_t>(packet[4]) << 8 | packet[5]);
        head.ttl = packet[7];
        head.protocol = packet[6];
        head.from = net::IpAddress::fromOctets(net::Family::V6, packet.data() + 8);
        head.to = net::IpAddress::fromOctets(net::Family::V6, packet.data() + 24);
        if (packet[24] == 0xff || (packet[24] == 0xfe && (packet[25] & 0xc0) == 0x80))
            return std::nullopt; // multicast, link-local: for nobody beyond the link
    } else {
        return std::nullopt;
    }
    if (head.length > packet.size() || head.headerLength > head.length)
        return std::nullopt;
    head.flow = mix(0xcbf29ce484222325ULL, head.from.octets());
    head.flow = mix(head.flow, head.to.octets());
    head.flow = mix(head.flow, base::ByteView(&head.protocol, 1));
    if ((head.protocol == 6 || head.protocol == 17) && head.length >= head.headerLength + 4) {
        head.flow = mix(head.flow, packet.subspan(head.headerLength, 4));
        head.fromPort =
            static_cast<std::uint16_t>(packet[head.headerLength] << 8 | packet[head.headerLength + 1]);
    }
    head.flow ^= head.flow >> 29; // the low bits of FNV depend on few octets
    return head;
}

void setTtl(std::span<std::uint8_t> packet, std::uint8_t ttl)
{
    if (packet[0] >> 4 == 6) {
        packet[7] = ttl;
        return;
    }
    packet[8] = ttl;
    put16(packet, 10, 0);
    put16(packet, 10, checksum(sumOf(packet.first((packet[0] & 15U) * 4))));
}

std::vector<std::uint8_t> timeExceeded(base::ByteView packet, const PacketHead& head,
                                       const net::IpAddress& router, std::uint8_t ttl,
                                       const std::vector<Label>& labels, std::size_t quotedOctets)
{
    const bool v6 = router.family() == net::Family::V6;
    const std::size_t most = labels.empty() ? (v6 ? 1200U : 548U) : quoteWithExtension;
    std::size_t quoted = std::min(head.length, most);
    if (quotedOctets > 0)
        quoted = std::min(quoted, head.headerLength + quotedOctets);
    auto icmp = message(packet.first(quoted), v6, labels);
    std::uint32_t sum = 0;
    const std::size_t addressSize = v6 ? 16 : 4;
    const base::ByteView from(router.octets().data(), addressSize);
    const base::ByteView to(head.from.octets().data(), addressSize);
    if (v6) // RFC 8200 section 8.1
        sum = sumOf(from) + sumOf(to) + static_cast<std::uint32_t>(icmp.size()) + 58;
    put16(icmp, 2, checksum(sumOf(icmp, sum)));

    std::vector<std::uint8_t> answer(v6 ? header6 : header4);
    if (v6) {
        answer[0] = 0x60;
        put16(answer, 4, static_cast<std::uint32_t>(icmp.size()));
        answer[6] = 58;
        answer[7] = ttl;
    } else {
        answer[0] = 0x45;
        put16(answer, 2, static_cast<std::uint32_t>(header4 + icmp.size()));
        answer[8] = ttl;
        answer[9] = 1;
    }
    std::copy(from.begin(), from.end(), answer.begin() + (v6 ? 8 : 12));
    std::copy(to.begin(), to.end(), answer.begin() + (v6 ? 24 : 16));
    if (!v6)
        setTtl(answer, ttl);
    answer.insert(answer.end(), icmp.begin(), icmp.end());
    return answer;
}

} // namespace zonescope::netlab
