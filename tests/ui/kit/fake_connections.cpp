// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/kit/fake_data.h"

#include <algorithm>
#include <string_view>

namespace zonescope::uikit {

using congestion::Connection;

namespace {

Connection sampleConnection(std::uint32_t number)
{
    Connection made;
    made.cookie = number + 1;
    made.state = number % 9 == 8 ? congestion::TcpState::CloseWait : congestion::TcpState::Established;
    const auto octet = [&](std::uint32_t of) { return static_cast<std::uint8_t>(number % of); };
    const std::array<std::uint8_t, 4> peer{198, 51, 100, octet(250)};
    const std::array<std::uint8_t, 4> ours{192, 0, 2, 10};
    made.remote = {net::IpAddress::fromOctets(net::Family::V4, peer.data()),
                   static_cast<std::uint16_t>(number % 3 == 0 ? 853 : 53)};
    made.local = {net::IpAddress::fromOctets(net::Family::V4, ours.data()),
                  static_cast<std::uint16_t>(40'000 + number % 20'000)};
    std::ranges::copy(std::string_view(number % 4 == 0 ? "bbr" : "cubic"), made.algorithmText.begin());
    made.hasCounters = true;
    congestion::TcpCounters& counters = made.counters;
    counters.rttUs = 9'000 + number * 731 % 90'000;
    counters.minRttUs = counters.rttUs * 3 / 4;
    counters.congestionWindow = 10 + number % 80;
    counters.receiveSpace = 14'600 + number * 4'096;
    const bool sends = number % 3 == 1;
    (sends ? counters.bytesSent : counters.bytesReceived) = 4'000 + 900'000ULL * number;
    (sends ? counters.bytesReceived : counters.bytesSent) = 120;
    if (sends) {
        counters.bytesRetransmitted = counters.bytesSent / (50 + number);
        counters.totalRetransmits = 3 + number;
        counters.busyUs = 1'000'000;
        counters.receiverLimitedUs = number % 2 ? 640'000 : 0;
    }
    return made;
}

} // namespace

std::shared_ptr<const congestion::Snapshot> sampleConnections(base::Timestamp now)
{
    constexpr std::uint32_t open = 24;
    constexpr std::uint32_t ended = 60;
    auto snapshot = std::make_shared<congestion::Snapshot>();
    snapshot->at = now;
    std::vector<Connection> live;
    for (std::uint32_t i = 0; i < open; ++i)
        live.push_back(sampleConnection(i));
    snapshot->live = std::make_shared<const std::vector<Connection>>(std::move(live));
    std::vector<congestion::ClosedConnection> closed;
    for (std::uint32_t i = 0; i < ended; ++i) {
        const base::Timestamp at = now - std::chrono::seconds(ended - i);
        closed.push_back({sampleConnection(open + i), at,
                          i % 3 ? std::optional(at - std::chrono::milliseconds(1700 * i)) : std::nullopt});
    }
    snapshot->closed = {std::make_shared<const std::vector<congestion::ClosedConnection>>(std::move(closed))};
    snapshot->closedTotal = ended;
    return snapshot;
}

} // namespace zonescope::uikit
