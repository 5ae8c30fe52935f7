// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/netlab/virtual_path.h"

#include <algorithm>

namespace zonescope::netlab {
namespace {

bool labelled(const Plan& plan, std::size_t router)
{
    return plan.lsp && router >= plan.lsp->first && router < plan.lsp->first + plan.lsp->count;
}

} // namespace

Walk walk(const Plan& plan, std::uint8_t ttl)
{
    int ip = ttl;
    int label = 0;
    for (std::size_t router = 0; router < plan.hops.size(); ++router) {
        if (!labelled(plan, router)) {
            if (--ip <= 0)
                return {router, 0};
            continue;
        }
        if (router == plan.lsp->first)
            label = plan.lsp->mode == LspMode::Pipe ? 255 : ip;
        if (--label <= 0)
            return {router, 0};
        if (router + 1 == plan.lsp->first + plan.lsp->count && plan.lsp->mode == LspMode::Uniform)
            ip = label;
    }
    return {std::nullopt, static_cast<std::uint8_t>(ip)};
}

VirtualPath::VirtualPath(Plan plan)
    : m_plan(std::move(plan))
    , m_there(m_plan.there, m_plan.seed)
    , m_back(m_plan.back, m_plan.seed ^ 0x9e3779b97f4a7c15ULL)
{
    if (!m_plan.lsp || m_plan.lsp->mode == LspMode::Pipe)
        return;
    for (std::size_t i = m_plan.lsp->first; i < m_plan.lsp->first + m_plan.lsp->count; ++i)
        if (Hop& hop = m_plan.hops.at(i); hop.labels.empty())
            hop.labels = {{static_cast<std::uint32_t>(16'000 + i), 0, 1}};
}

VirtualPath::Outcome VirtualPath::fromNear(base::ByteView packet, const PacketHead& head, base::Instant now)
{
    const Walk way = walk(m_plan, head.ttl);
    if (way.expiresAt)
        return expire(packet, head, *way.expiresAt, now);
    const auto passage = m_there.pass(now, head.length);
    if (passage.fate != Channel::Fate::Passes)
        return Dropped{passage.fate};
    return Arrives{passage.leaves, way.ttlLeft};
}

VirtualPath::Outcome VirtualPath::fromFar(const PacketHead& head, base::Instant now)
{
    const std::size_t routers =
        m_plan.hops.size() + (m_plan.longWayFrom <= m_plan.hops.size() ? m_plan.longWayExtra : 0);
    if (head.ttl <= routers)
        return Dropped{};
    const auto passage = m_back.pass(now, head.length);
    if (passage.fate != Channel::Fate::Passes)
        return Dropped{passage.fate};
    return Arrives{passage.leaves, static_cast<std::uint8_t>(head.ttl - routers)};
}

base::Duration VirtualPath::share(std::size_t router, base::Duration whole) const
{
    const auto places = static_cast<std::int64_t>(m_plan.hops.size()) + 1;
    return m_plan.hops[router].oneWay.value_or(whole * (static_cast<std::int64_t>(router) + 1) / places);
}

bool VirtualPath::mayAnswer(std::size_t router, base::Instant now)
{
    const Hop& hop = m_plan.hops[router];
    if (hop.silent)
        return false;
    if (hop.answersPerSecond <= 0)
        return true;
    auto [found, fresh] = m_allowances.try_emplace(router, Allowance{double(hop.answerBurst), now});
    Allowance& allowance = found->second;
    const double elapsed = std::chrono::duration<double>(now - allowance.at).count();
    allowance.left = std::min(double(hop.answerBurst), allowance.left + elapsed * hop.answersPerSecond);
    allowance.at = now;
    if (allowance.left < 1)
        return false;
    allowance.left -= 1;
    return true;
}

VirtualPath::Outcome VirtualPath::expire(base::ByteView packet, const PacketHead& head, std::size_t router,
                                         base::Instant now)
{
    base::Duration waited{0}; // in the queue of the bottleneck, there and back
    if (router >= m_plan.bottleneck) {
        const auto passage = m_there.pass(now, head.length);
        if (passage.fate != Channel::Fate::Passes)
            return Dropped{passage.fate};
        waited += std::chrono::duration_cast<base::Duration>(passage.atBottleneck - now);
    }
    const Hop& hop = m_plan.hops[router];
    const auto& addresses = head.from.family() == net::Family::V4 ? hop.addresses : hop.addresses6;
    if (addresses.empty() || !mayAnswer(router, now))
        return Dropped{};
    const std::size_t back = router + (router >= m_plan.longWayFrom ? m_plan.longWayExtra : 0);
    auto answer =
        timeExceeded(packet, head, addresses[head.flow % addresses.size()],
                     static_cast<std::uint8_t>(hop.initialTtl - back), hop.labels, m_plan.quotedOctets);
    if (router >= m_plan.bottleneck) {
        const auto passage = m_back.pass(now, answer.size());
        if (passage.fate != Channel::Fate::Passes)
            return Dropped{passage.fate};
        waited += std::chrono::duration_cast<base::Duration>(passage.atBottleneck - now);
    }
    return Answered{now + waited + share(router, m_plan.there.delay) + share(router, m_plan.back.delay),
                    std::move(answer)};
}

} // namespace zonescope::netlab
