// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/checks.h"

#include "model/cloud/health.h"
#include "model/cloud/json_path.h"

#include <algorithm>
#include <array>
#include <set>

namespace zonescope::cloud {
namespace {

constexpr std::array<std::string_view, checkCount> words{
    "overlap-connected",  "overlap-unconnected", "route-blackhole",    "route-target-missing",
    "no-return-route",    "peering-not-active",  "open-to-world",      "open-but-unreachable",
    "duplicate-rule",     "unused-filter",       "unattached-address", "unattached-gateway",
    "nat-without-route",  "unused-route-table",  "tunnel-down",        "single-tunnel",
    "subnet-nearly-full", "route-limit",         "rule-limit"};

/// Networks that traffic can pass between: peered, or attached to one hub.
std::set<std::pair<Index, Index>> connectedPairs(const NetworkModel& model)
{
    std::set<std::pair<Index, Index>> pairs;
    const auto join = [&](Index a, Index b) {
        if (a != Snapshot::none && b != Snapshot::none && a != b)
            pairs.insert(std::minmax(a, b));
    };
    const auto& all = model.snapshot().resources();
    for (Index i = 0; i < all.size(); ++i) {
        if (all[i].kind == Kind::Network)
            for (const Index peering : model.peeringsOf(i))
                join(i, model.otherEnd(peering, i));
        if (all[i].kind == Kind::Hub) {
            std::vector<Index> networks;
            for (const Index attachment : model.incoming(i, RelationKind::AttachedTo, Kind::HubAttachment))
                networks.push_back(model.related(attachment, RelationKind::AttachedTo, Kind::Network));
            for (const Index a : networks)
                for (const Index b : networks)
                    join(a, b);
        }
    }
    return pairs;
}

struct Span
{
    net::Prefix prefix;
    Index network;
};

std::size_t routeLimitOf(const Resource& table)
{
    return table.provider == Provider::Azure ? 400 : table.provider == Provider::Aws ? 50 : 0;
}

std::size_t ruleLimitOf(const Resource& filter)
{
    return filter.provider == Provider::Azure ? 1000 : filter.provider == Provider::Aws ? 120 : 0;
}

} // namespace

std::string_view checkWord(CheckId check)
{
    return words[static_cast<std::size_t>(check)];
}

std::optional<CheckId> checkFromWord(std::string_view word)
{
    const auto found = std::ranges::find(words, word);
    if (found == words.end())
        return std::nullopt;
    return static_cast<CheckId>(found - words.begin());
}

/// A sweep over the prefixes in order: those that hold the next one are on a stack, so n log n.
void checkOverlaps(const NetworkModel& model, std::vector<Finding>& out)
{
    std::vector<Span> spans;
    const auto& all = model.snapshot().resources();
    for (Index i = 0; i < all.size(); ++i)
        if (all[i].kind == Kind::Network)
            for (const net::Prefix& prefix : model.prefixesOfNetwork(i))
                spans.push_back({prefix, i});
    std::ranges::sort(spans, [](const Span& a, const Span& b) {
        return std::tie(a.prefix.address, a.prefix.length) < std::tie(b.prefix.address, b.prefix.length);
    });
    const auto connected = connectedPairs(model);
    std::set<std::pair<Index, Index>> told;
    std::vector<Span> open;
    for (const Span& span : spans) {
        while (!open.empty() && !contains(open.back().prefix, span.prefix))
            open.pop_back();
        // Every network of a default estate has the same space: the nearest few say it all.
        const std::size_t first = open.size() > 8 ? open.size() - 8 : 0;
        for (std::size_t i = first; i < open.size(); ++i) {
            const auto pair = std::minmax(open[i].network, span.network);
            if (pair.first == pair.second || !told.insert(pair).second)
                continue;
            const bool error = connected.contains(pair);
            out.push_back({error ? CheckId::OverlapConnected : CheckId::OverlapUnconnected,
                           error ? Severity::Error : Severity::Information,
                           {all[pair.first].id, all[pair.second].id},
                           open[i].prefix.toText() + ", " + span.prefix.toText()});
        }
        open.push_back(span);
    }
}

void checkTunnels(const NetworkModel& model, std::vector<Finding>& out)
{
    for (const Resource& r : model.snapshot().resources()) {
        const auto health = tunnelHealth(r);
        if (!health || health->down == 0)
            continue;
        if (health->down < health->tunnels)
            out.push_back({CheckId::SingleTunnel,
                           Severity::Warning,
                           {r.id},
                           std::to_string(health->down) + "/" + std::to_string(health->tunnels)});
        else
            out.push_back({CheckId::TunnelDown, Severity::Error, {r.id}, health->word});
    }
}

void checkCapacity(const NetworkModel& model, std::vector<Finding>& out)
{
    const auto near = [&](CheckId check, const Resource& r, std::size_t used, std::size_t limit) {
        if (limit > 0 && used * 10 >= limit * 8)
            out.push_back(
                {check, Severity::Warning, {r.id}, std::to_string(used) + "/" + std::to_string(limit)});
    };
    for (Index i = 0; i < model.snapshot().resources().size(); ++i) {
        const Resource& r = model.at(i);
        if (r.kind == Kind::RouteTable)
            near(CheckId::RouteLimit, r, r.routes.size(), routeLimitOf(r));
        if (r.kind == Kind::Filter)
            near(CheckId::RuleLimit, r, r.rules.size(), ruleLimitOf(r));
        const auto use = subnetUse(model, i);
        if (use && use->usable > 0 && std::uint64_t{use->used} * 10 >= std::uint64_t{use->usable} * 9)
            out.push_back({CheckId::SubnetNearlyFull,
                           Severity::Warning,
                           {r.id},
                           std::to_string(use->used) + "/" + std::to_string(use->usable)});
    }
}

std::vector<Finding> checkAll(const NetworkModel& model)
{
    std::vector<Finding> findings;
    for (const auto check :
         {checkOverlaps, checkRoutes, checkFilters, checkUnused, checkTunnels, checkCapacity})
        check(model, findings);
    std::ranges::stable_sort(findings, std::ranges::greater(), &Finding::severity);
    return findings;
}

const Suppression* suppressionOf(const Finding& finding, const std::vector<Suppression>& all,
                                 base::Timestamp now)
{
    for (const Suppression& s : all)
        if (s.check == finding.check && now < s.until &&
            (s.resource.empty() ||
             std::ranges::find(finding.resources, s.resource) != finding.resources.end()))
            return &s;
    return nullptr;
}

} // namespace zonescope::cloud
