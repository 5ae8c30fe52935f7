// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/snapshot.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

namespace zonescope::cloud {
namespace {

constexpr std::array<std::string_view, 5> stateWords{"ok", "denied", "unreachable", "stale", "broken"};

auto orderOf(const Resource& r)
{
    return std::tie(r.provider, r.account, r.region, r.kind, r.id);
}

bool before(const Resource& a, const Resource& b)
{
    if (const auto order = orderOf(a) <=> orderOf(b); order != 0)
        return order < 0;
    return a.raw.size() > b.raw.size();
}

bool sameKey(const Resource& a, const Resource& b)
{
    return orderOf(a) == orderOf(b);
}

} // namespace

std::string_view scopeStateWord(ScopeState state)
{
    return stateWords[static_cast<std::size_t>(state)];
}

std::optional<ScopeState> scopeStateFromWord(std::string_view word)
{
    const auto found = std::ranges::find(stateWords, word);
    if (found == stateWords.end())
        return std::nullopt;
    return static_cast<ScopeState>(found - stateWords.begin());
}

SnapshotPtr Snapshot::make(std::string label, base::Timestamp takenAt, std::vector<Scope> scopes,
                           std::vector<Resource> resources)
{
    const std::shared_ptr<Snapshot> made(new Snapshot);
    made->m_label = std::move(label);
    made->m_takenAt = takenAt;
    made->m_scopes = std::move(scopes);
    std::sort(resources.begin(), resources.end(), before);
    resources.erase(std::unique(resources.begin(), resources.end(), sameKey), resources.end());
    made->m_resources = std::move(resources);
    made->makeIndexes();
    return made;
}

void Snapshot::makeIndexes()
{
    const auto idOf = [this](std::uint32_t index) -> std::string_view { return m_resources[index].id; };
    m_byId.resize(m_resources.size());
    std::iota(m_byId.begin(), m_byId.end(), 0U);
    std::ranges::stable_sort(m_byId, {}, idOf);

    std::vector<std::pair<std::uint32_t, Incoming>> edges; // target first
    for (std::uint32_t from = 0; from < m_resources.size(); ++from)
        for (const Relation& relation : m_resources[from].relations)
            if (const std::uint32_t target = indexOf(relation.target); target != none)
                edges.push_back({target, {relation.kind, from}});
    std::ranges::stable_sort(edges, {}, &std::pair<std::uint32_t, Incoming>::first);
    m_incomingStart.assign(m_resources.size() + 1, 0);
    for (const auto& [target, incoming] : edges) {
        ++m_incomingStart[target + 1];
        m_incoming.push_back(incoming);
    }
    std::partial_sum(m_incomingStart.begin(), m_incomingStart.end(), m_incomingStart.begin());
}

std::uint32_t Snapshot::indexOf(std::string_view id) const
{
    const auto idOf = [this](std::uint32_t index) -> std::string_view { return m_resources[index].id; };
    const auto found = std::ranges::lower_bound(m_byId, id, {}, idOf);
    return found != m_byId.end() && idOf(*found) == id ? *found : none;
}

const Resource* Snapshot::find(std::string_view id) const
{
    const std::uint32_t index = indexOf(id);
    return index == none ? nullptr : &m_resources[index];
}

std::span<const Incoming> Snapshot::incoming(std::uint32_t index) const
{
    return std::span(m_incoming)
        .subspan(m_incomingStart[index], m_incomingStart[index + 1] - m_incomingStart[index]);
}

} // namespace zonescope::cloud
