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

std::shared_ptr<const congestion::HostHistory> sampleHost(base::Timestamp now)
{
    auto history = std::make_shared<congestion::HostHistory>();
    congestion::HostCounters counters;
    std::uint64_t drops = 0;
    for (int i = 0; i < 240; ++i) {
        auto sample = std::make_shared<congestion::HostSample>();
        sample->at = now - std::chrono::seconds(240 - i);
        sample->since = base::Duration(1'000'000);
        const auto step = static_cast<std::uint64_t>(i % 40);
        counters.values[0] += step / 4;
        counters.values[1] += step == 39 ? 3 : 0;
        counters.values[2] += step / 10;
        counters.values[4] += step == 20 ? 2 : 0;
        counters.values[5] += step == 21 ? 5 : 0;
        counters.values[6] += 900 + step * 20;
        counters.values[7] += 1'100 + step * 10;
        sample->counters = counters;
        drops += step == 20 ? 12 : 0;
        congestion::LinkCounters link;
        link.index = 2;
        link.name = "eth0";
        link.up = true;
        link.receivedBytes = 1'000'000ULL * static_cast<std::uint64_t>(i);
        link.sentBytes = 700'000ULL * static_cast<std::uint64_t>(i);
        link.queue = "fq_codel";
        link.queueDrops = drops;
        link.queueBacklog = step * 1'500;
        sample->links.push_back(link);
        history->samples.push_back(std::move(sample));
    }
    const std::array<std::uint8_t, 4> gateway{192, 0, 2, 1};
    congestion::RouteChange change;
    change.at = now - std::chrono::seconds(100);
    change.destination = {net::IpAddress{}, 0};
    change.gateway = net::IpAddress::fromOctets(net::Family::V4, gateway.data());
    change.link = 2;
    history->routes.push_back(change);
    return history;
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
    snapshot->kernel = "6.1.0-sample";
    snapshot->host = sampleHost(now);
    return snapshot;
}

std::vector<congestion::MinuteRow> sampleMinutes(const pipeline::Period& period,
                                                 const std::optional<net::Prefix>& peer, base::Timestamp now)
{
    std::vector<congestion::MinuteRow> rows;
    const auto last = std::chrono::floor<std::chrono::minutes>(std::min(period.to, now));
    for (int back = 90; back >= 0; --back)
        for (std::uint8_t network = 0; network < 6; ++network) {
            const auto minute = last - std::chrono::minutes(back);
            if (minute < period.from || (back + network) % 7 == 0)
                continue;
            const std::array<std::uint8_t, 4> octets{198, 51, static_cast<std::uint8_t>(100 + network), 0};
            congestion::MinuteRow row;
            row.key.minute = minute.time_since_epoch().count();
            row.key.peer = {net::IpAddress::fromOctets(net::Family::V4, octets.data()), 24};
            row.key.algorithm = network % 2 ? "bbr" : "cubic";
            if (peer && *peer != row.key.peer)
                continue;
            congestion::TcpCounters counters;
            counters.rttUs =
                static_cast<std::uint32_t>(8'000 + 9'000 * network + 300 * back * (network == 2));
            counters.bytesSent = 400'000;
            counters.bytesAcked = 390'000;
            counters.bytesRetransmitted = network == 2 ? static_cast<std::uint64_t>(back) * 300 : 0;
            counters.bytesReceived = 90'000;
            counters.busyUs = 90'000;
            for (int i = 0; i < 3 + network; ++i)
                row.figures.add(counters);
            rows.push_back(std::move(row));
        }
    return rows;
}

std::shared_ptr<const congestion::WatchSeries> sampleWatch(const congestion::Connection& connection,
                                                           base::Timestamp now)
{
    auto series = std::make_shared<congestion::WatchSeries>();
    series->connection = connection;
    for (int i = 0; i < 300; ++i) {
        congestion::WatchSample sample;
        const int phase = i % 60;
        sample.at = now - std::chrono::milliseconds(100 * (300 - i));
        sample.minRttUs = 18'000;
        sample.rttUs = static_cast<float>(18'500 + 300 * phase);
        sample.receiveRttUs = 19'000;
        sample.congestionWindow = static_cast<float>(20 + phase);
        sample.threshold = 40;
        sample.deliveryRate = static_cast<float>(1'200'000 + 9'000 * phase);
        sample.pacingRate = static_cast<float>(1'500'000 + 11'000 * phase);
        sample.receivedRate = static_cast<float>(900'000 + 5'000 * phase);
        sample.sentRate = static_cast<float>(1'100'000 + 5'000 * phase);
        sample.receiveSpace = 131'072;
        sample.retransmits = phase == 0 ? 4 : 0;
        sample.outOfOrder = phase == 30 ? 9 : 0;
        sample.limited = static_cast<congestion::LimitedBy>(1 + i / 75);
        series->samples.push_back(sample);
    }
    return series;
}

} // namespace zonescope::uikit
