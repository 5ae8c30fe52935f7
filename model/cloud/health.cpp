// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/health.h"

#include "model/cloud/json_path.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace zonescope::cloud {

namespace {

/// AWS's own figure. Found without parsing: a snapshot has thousands of subnets, and a canonical text has the
/// field in this form only.
std::optional<std::uint64_t> freeIn(std::string_view raw)
{
    static constexpr std::string_view field = R"("AvailableIpAddressCount":)";
    const std::size_t at = raw.find(field);
    if (at == std::string_view::npos)
        return std::nullopt;
    std::uint64_t left = 0;
    const char* from = raw.data() + at + field.size();
    const auto [end, error] = std::from_chars(from, raw.data() + raw.size(), left);
    return error == std::errc() ? std::optional(left) : std::nullopt;
}

double shareOf(const Tally::Use& use)
{
    return static_cast<double>(use.used) / static_cast<double>(std::max<std::uint64_t>(1, use.usable));
}

void keepFullest(std::vector<Tally::Use>& uses)
{
    std::ranges::stable_sort(uses, std::ranges::greater(), shareOf);
    uses.resize(std::min(uses.size(), Tally::mostUses));
}

/// Of subnets, and of networks as the sum of theirs.
std::vector<Tally::Use> usesOf(const Snapshot& snapshot)
{
    std::vector<Tally::Use> subnets;
    std::map<Index, Tally::Use> networks;
    const auto titleOf = [](const Resource& r) { return r.name.empty() ? r.id : r.name; };
    for (Index i = 0; i < snapshot.resources().size(); ++i) {
        const auto use = subnetUse(snapshot, i);
        if (!use || use->usable == 0)
            continue;
        const Resource& subnet = snapshot.at(i);
        subnets.push_back({subnet.id, titleOf(subnet), false, use->used, use->usable});
        for (const Relation& relation : subnet.relations) {
            const Index target = relation.kind == RelationKind::ContainedIn
                                     ? snapshot.indexOf(relation.target)
                                     : Snapshot::none;
            if (target == Snapshot::none || snapshot.at(target).kind != Kind::Network)
                continue;
            const Resource& network = snapshot.at(target);
            Tally::Use& sum =
                networks.try_emplace(target, Tally::Use{network.id, titleOf(network), true, 0, 0})
                    .first->second;
            sum.used += use->used;
            sum.usable += use->usable;
            break;
        }
    }
    std::vector<Tally::Use> all;
    for (auto& [index, use] : networks)
        all.push_back(std::move(use));
    keepFullest(all);
    keepFullest(subnets);
    std::ranges::move(subnets, std::back_inserter(all));
    return all;
}

} // namespace

std::optional<SubnetUse> subnetUse(const Snapshot& snapshot, Index subnet)
{
    const Resource& r = snapshot.at(subnet);
    if (r.kind != Kind::Subnet || r.prefixes.empty() || r.prefixes[0].address.family() != net::Family::V4)
        return std::nullopt;
    const std::uint64_t reserved = r.provider == Provider::OpenStack ? 3
                                   : r.provider == Provider::Google  ? 4
                                                                     : 5;
    const std::uint64_t all = std::uint64_t{1} << (32 - r.prefixes[0].length);
    SubnetUse use;
    use.usable = static_cast<std::uint32_t>(all > reserved ? all - reserved : 0);
    if (const auto left = freeIn(r.raw))
        use.used = static_cast<std::uint32_t>(use.usable > *left ? use.usable - *left : 0);
    else
        use.used = static_cast<std::uint32_t>(
            std::ranges::count_if(snapshot.incoming(subnet), [&](const Incoming& incoming) {
                return incoming.kind == RelationKind::ContainedIn &&
                       snapshot.at(incoming.from).kind == Kind::Interface;
            }));
    return use;
}

std::optional<SubnetUse> subnetUse(const NetworkModel& model, Index subnet)
{
    return subnetUse(model.snapshot(), subnet);
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
    tally.uses = usesOf(snapshot);
    return tally;
}

} // namespace zonescope::cloud
