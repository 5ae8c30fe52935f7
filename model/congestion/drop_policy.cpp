// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/drop_policy.h"

namespace zonescope::congestion {
namespace {

constexpr base::Duration betweenAlerts{60'000'000};

} // namespace

void DropPolicy::consider(const std::string& what, std::uint64_t value, base::Timestamp at,
                          std::vector<DropAlert>& into)
{
    const auto [found, fresh] = m_counters.try_emplace(what, Counter{value, {}});
    Counter& counter = found->second;
    if (value < counter.told) // the interface was made anew
        counter.told = value;
    if (fresh || value == counter.told ||
        (counter.at != base::Timestamp{} && at < counter.at + betweenAlerts))
        return;
    into.push_back({what, value - counter.told, at});
    counter = {value, at};
}

std::vector<DropAlert> DropPolicy::look(const HostSample& sample)
{
    std::vector<DropAlert> alerts;
    // ListenDrops holds ListenOverflows.
    for (const HostCounter counter : {HostCounter::ListenDrops, HostCounter::BacklogDrops})
        consider(std::string(hostCounterName(counter)), sample.counters[counter], sample.at, alerts);
    for (const LinkCounters& link : sample.links) {
        consider(link.name + " queue", link.queueDrops, sample.at, alerts);
        consider(link.name + " receive", link.receiveErrors, sample.at, alerts);
        consider(link.name + " send", link.sendErrors + link.sendDropped, sample.at, alerts);
    }
    return alerts;
}

} // namespace zonescope::congestion
