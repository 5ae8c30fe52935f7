// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/watch_list.h"

namespace zonescope::congestion {
namespace {

constexpr std::uint32_t noThreshold = 0x7fffffff; // TCP_INFINITE_SSTHRESH

float perSecond(std::uint64_t before, std::uint64_t after, base::Duration between)
{
    if (between.count() <= 0 || after < before)
        return 0;
    return static_cast<float>(static_cast<double>(after - before) * 1e6 /
                              static_cast<double>(between.count()));
}

} // namespace

WatchSample watchSample(const Connection& before, const Connection& after, base::Timestamp from,
                        base::Timestamp at)
{
    const TcpCounters& a = before.counters;
    const TcpCounters& b = after.counters;
    const base::Duration between = at - from;
    WatchSample sample;
    sample.at = at;
    sample.rttUs = static_cast<float>(b.rttUs);
    sample.minRttUs = static_cast<float>(b.minRttUs);
    sample.receiveRttUs = static_cast<float>(b.receiveRttUs);
    sample.congestionWindow = static_cast<float>(b.congestionWindow);
    sample.threshold = b.slowStartThreshold >= noThreshold ? 0 : static_cast<float>(b.slowStartThreshold);
    sample.deliveryRate = static_cast<float>(b.deliveryRate);
    sample.pacingRate = static_cast<float>(b.pacingRate);
    sample.receivedRate = perSecond(a.bytesReceived, b.bytesReceived, between);
    sample.sentRate = perSecond(a.bytesSent, b.bytesSent, between);
    sample.receiveSpace = static_cast<float>(b.receiveSpace);
    sample.retransmits =
        b.totalRetransmits >= a.totalRetransmits ? b.totalRetransmits - a.totalRetransmits : 0;
    sample.outOfOrder =
        b.outOfOrderReceived >= a.outOfOrderReceived ? b.outOfOrderReceived - a.outOfOrderReceived : 0;
    sample.limited = limitedBetween(a, b, between);
    return sample;
}

void WatchList::set(const std::vector<Connection>& wanted)
{
    std::map<std::uint64_t, Watched> stay;
    for (const Connection& connection : wanted) {
        if (stay.size() == most)
            break;
        auto known = m_watched.extract(connection.cookie);
        if (!known.empty())
            stay.insert(std::move(known));
        else
            stay.emplace(connection.cookie, Watched{connection, {}, {}, false});
    }
    m_watched = std::move(stay);
}

void WatchList::sample(base::Timestamp at, const Ask& ask)
{
    for (auto& [cookie, watched] : m_watched) {
        if (watched.ended)
            continue;
        const auto now = ask(watched.newest);
        if (!now) {
            watched.ended = true;
            continue;
        }
        // The first look has nothing to be compared with: it gives levels, no rates.
        watched.samples.push_back(watchSample(watched.at == base::Timestamp{} ? *now : watched.newest, *now,
                                              watched.at == base::Timestamp{} ? at : watched.at, at));
        if (watched.samples.size() > kept)
            watched.samples.pop_front();
        const auto algorithm = watched.newest.algorithmText;
        watched.newest = *now;
        if (watched.newest.algorithm().empty())
            watched.newest.algorithmText = algorithm;
        watched.at = at;
    }
}

std::shared_ptr<const WatchSeries> WatchList::series(std::uint64_t cookie) const
{
    const auto found = m_watched.find(cookie);
    if (found == m_watched.end())
        return nullptr;
    const Watched& watched = found->second;
    return std::make_shared<const WatchSeries>(
        WatchSeries{watched.newest, {watched.samples.begin(), watched.samples.end()}, watched.ended});
}

} // namespace zonescope::congestion
