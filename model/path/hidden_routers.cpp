// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/hidden_routers.h"

#include <algorithm>

namespace zonescope::path {
namespace {

constexpr int leastHidden = 2; // a way back that differs by one is everyday

/// By how much the way back is longer than the way there.
int excess(const HopEvidence& hop)
{
    return *hop.returnLength - hop.ttl;
}

/// Hops with labels up to and with `last`.
int labelledUpTo(const std::vector<HopEvidence>& hops, std::size_t last)
{
    int count = 0;
    while (count <= static_cast<int>(last) && hops[last - static_cast<std::size_t>(count)].labelled)
        ++count;
    return count;
}

/// Hops with private addresses up to and with `last`, when public ones are around them: a provider's inside.
int privateUpTo(const std::vector<HopEvidence>& hops, std::size_t last)
{
    if (last + 1 >= hops.size() || hops[last + 1].privateAddress)
        return 0;
    int count = 0;
    while (count <= static_cast<int>(last) && hops[last - static_cast<std::size_t>(count)].privateAddress)
        ++count;
    return count <= static_cast<int>(last) ? count : 0;
}

bool leaps(const std::vector<const HopEvidence*>& known, std::size_t at)
{
    const auto growth = [&](std::size_t i) {
        return known[i]->rtt.value_or(base::Duration(0)) - known[i - 1]->rtt.value_or(base::Duration(0));
    };
    for (std::size_t i = 1; i < known.size(); ++i)
        if (i != at && growth(i) * 2 > growth(at))
            return false;
    return growth(at) > std::chrono::milliseconds(1);
}

std::vector<TunnelVerdict> uniformTunnels(const std::vector<HopEvidence>& hops,
                                          const std::vector<TunnelVerdict>& hidden)
{
    std::vector<TunnelVerdict> found;
    for (std::size_t i = 0; i < hops.size(); ++i) {
        if (!hops[i].labelled)
            continue;
        std::size_t last = i;
        while (last + 1 < hops.size() && hops[last + 1].labelled)
            ++last;
        const bool explained = std::any_of(hidden.begin(), hidden.end(), [&](const TunnelVerdict& verdict) {
            return verdict.afterTtl == hops[last].ttl;
        });
        if (!explained)
            found.push_back(
                {TunnelKind::Uniform, hops[i].ttl, hops[last].ttl, static_cast<int>(last - i + 1), false});
        i = last;
    }
    return found;
}

} // namespace

std::vector<TunnelVerdict> findTunnels(const std::vector<HopEvidence>& hops)
{
    std::vector<const HopEvidence*> known;
    for (const HopEvidence& hop : hops)
        if (hop.answers && hop.returnLength)
            known.push_back(&hop);
    std::vector<TunnelVerdict> found;
    int before = 0; // what earlier tunnels explain already
    for (std::size_t i = 1; i < known.size(); ++i) {
        before = excess(*known[i - 1]);
        int stays = excess(*known[i]) - before;
        for (std::size_t later = i + 1; later < known.size(); ++later)
            stays = std::min(stays, excess(*known[later]) - before);
        if (stays < leastHidden)
            continue;
        TunnelVerdict verdict{TunnelKind::Pipe, known[i - 1]->ttl, known[i]->ttl, stays, leaps(known, i)};
        const auto last = std::find_if(hops.begin(), hops.end(),
                                       [&](const HopEvidence& hop) { return hop.ttl == verdict.afterTtl; });
        const auto place = static_cast<std::size_t>(last - hops.begin());
        const int labelled = labelledUpTo(hops, place);
        if (labelled > 0)
            verdict.kind = labelled == stays ? TunnelKind::NotCopiedBack : TunnelKind::Unclear;
        else if (privateUpTo(hops, place) == stays)
            verdict.kind = TunnelKind::NotCopiedBack;
        found.push_back(verdict);
    }
    for (TunnelVerdict& verdict : uniformTunnels(hops, found))
        found.push_back(verdict);
    std::sort(found.begin(), found.end(),
              [](const TunnelVerdict& a, const TunnelVerdict& b) { return a.afterTtl < b.afterTtl; });
    return found;
}

bool isPrivate(const net::IpAddress& address)
{
    static const std::array<net::Prefix, 5> prefixes{
        *net::Prefix::fromText("10.0.0.0/8"), *net::Prefix::fromText("172.16.0.0/12"),
        *net::Prefix::fromText("192.168.0.0/16"), *net::Prefix::fromText("100.64.0.0/10"),
        *net::Prefix::fromText("fc00::/7")};
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const net::Prefix& prefix) { return prefix.contains(address); });
}

} // namespace zonescope::path
