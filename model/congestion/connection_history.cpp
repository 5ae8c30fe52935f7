// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/connection_history.h"

#include "model/base/varint.h"

#include <algorithm>

namespace zonescope::congestion {
namespace {

constexpr char formatVersion = 1;

} // namespace

net::Prefix peerNetwork(const net::IpAddress& peer)
{
    const std::size_t kept = peer.family() == net::Family::V4 ? 3 : 6;
    auto octets = peer.octets();
    std::fill(octets.begin() + static_cast<std::ptrdiff_t>(kept), octets.end(), std::uint8_t{0});
    return {net::IpAddress::fromOctets(peer.family(), octets.data()), static_cast<std::uint8_t>(kept * 8)};
}

void MinuteFigures::add(const TcpCounters& c)
{
    ++connections;
    bytesSent += c.bytesSent;
    bytesReceived += c.bytesReceived;
    bytesRetransmitted += c.bytesRetransmitted;
    bytesAcked += c.bytesAcked;
    busyUs += c.busyUs;
    if (c.rttUs != 0)
        rtt.add(base::Duration(c.rttUs));
}

void MinuteFigures::merge(const MinuteFigures& other)
{
    connections += other.connections;
    bytesSent += other.bytesSent;
    bytesReceived += other.bytesReceived;
    bytesRetransmitted += other.bytesRetransmitted;
    bytesAcked += other.bytesAcked;
    busyUs += other.busyUs;
    rtt.merge(other.rtt);
}

base::Bytes MinuteFigures::pack() const
{
    base::Bytes packed(1, formatVersion);
    for (const std::uint64_t value :
         {connections, bytesSent, bytesReceived, bytesRetransmitted, bytesAcked, busyUs})
        base::appendVarint(packed, value);
    const base::Bytes histogram = rtt.pack();
    base::appendVarint(packed, histogram.size());
    packed.insert(packed.end(), histogram.begin(), histogram.end());
    return packed;
}

base::Result<MinuteFigures> MinuteFigures::unpack(base::ByteView packed)
{
    const auto damaged = [](const char* what) { return base::fail(base::ErrorCode::StoreCorrupt, what); };
    if (packed.empty() || packed.front() != static_cast<std::uint8_t>(formatVersion))
        return damaged("figures of a minute: unknown format");
    base::VarintReader reader(packed.subspan(1));
    MinuteFigures figures;
    for (std::uint64_t* field : {&figures.connections, &figures.bytesSent, &figures.bytesReceived,
                                 &figures.bytesRetransmitted, &figures.bytesAcked, &figures.busyUs})
        *field = reader.next();
    const base::ByteView inner = reader.take(reader.next());
    if (reader.failed() || !reader.atEnd())
        return damaged("figures of a minute: cut short");
    auto histogram = pipeline::Histogram::unpack(inner);
    if (!histogram)
        return tl::unexpected<base::Error>(histogram.error());
    figures.rtt = std::move(*histogram);
    return figures;
}

} // namespace zonescope::congestion
