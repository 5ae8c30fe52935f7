// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/health.h"

#include "model/cloud/json_path.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace zonescope::cloud {

std::optional<SubnetUse> subnetUse(const NetworkModel& model, Index subnet)
{
    static const JsonPath freePath("AvailableIpAddressCount");
    const Resource& r = model.at(subnet);
    if (r.kind != Kind::Subnet || r.prefixes.empty() || r.prefixes[0].address.family() != net::Family::V4)
        return std::nullopt;
    const std::uint64_t reserved = r.provider == Provider::OpenStack ? 3
                                   : r.provider == Provider::Google  ? 4
                                                                     : 5;
    const std::uint64_t all = std::uint64_t{1} << (32 - r.prefixes[0].length);
    SubnetUse use;
    use.usable = static_cast<std::uint32_t>(all > reserved ? all - reserved : 0);
    if (const auto raw = parseJson(r.raw); raw && !freePath.text(*raw).empty()) {
        const std::uint64_t left = std::strtoul(freePath.text(*raw).c_str(), nullptr, 10);
        use.used = static_cast<std::uint32_t>(use.usable > left ? use.usable - left : 0);
    } else {
        use.used = static_cast<std::uint32_t>(
            model.incoming(subnet, RelationKind::ContainedIn, Kind::Interface).size());
    }
    return use;
}

std::optional<TunnelHealth> tunnelHealth(const Resource& r)
{
    static const JsonPath telemetry("VgwTelemetry[].Status");
    static constexpr std::array<std::string_view, 8> down{"DOWN",
                                                          "ERROR",
                                                          "NotConnected",
                                                          "Unknown",
                                                          "FAILED",
                                                          "NO_INCOMING_PACKETS",
                                                          "AUTHORIZATION_ERROR",
                                                          "NEGOTIATION_FAILURE"};
    if (r.kind != Kind::VpnTunnel || r.state == "deleted" || r.state == "deleting")
        return std::nullopt;
    const auto raw = parseJson(r.raw);
    const auto states = raw ? telemetry.texts(*raw) : std::vector<std::string>();
    if (!states.empty()) {
        const auto count = static_cast<std::uint32_t>(std::ranges::count(states, std::string("DOWN")));
        const auto all = static_cast<std::uint32_t>(states.size());
        return TunnelHealth{count, all, count > 0 ? "DOWN" : r.state};
    }
    return TunnelHealth{std::ranges::find(down, r.state) != down.end() ? 1U : 0U, 1, r.state};
}

Tally tallyOf(const Snapshot& snapshot)
{
    Tally tally;
    // Resources are sorted by provider, account, region and kind: equal ones stand together.
    for (const Resource& r : snapshot.resources()) {
        const bool same = !tally.counts.empty() && tally.counts.back().provider == r.provider &&
                          tally.counts.back().kind == r.kind && tally.counts.back().account == r.account &&
                          tally.counts.back().region == r.region;
        if (!same)
            tally.counts.push_back({r.provider, r.kind, r.account, r.region, 0});
        ++tally.counts.back().resources;
        if (const auto health = tunnelHealth(r))
            tally.tunnels.push_back({r.id, r.name.empty() ? r.id : r.name, health->down, health->tunnels});
    }
    return tally;
}

} // namespace zonescope::cloud
