// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/snapshot.h"

#include "model/cloud/json.h"

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

/// Indexes are sorted and each resource moves once: one is half a kilobyte.
std::vector<Resource> sorted(std::vector<Resource> resources)
{
    if (!std::is_sorted(resources.begin(), resources.end(), before)) {
        std::vector<std::uint32_t> order(resources.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::stable_sort(
            order, [&](std::uint32_t a, std::uint32_t b) { return before(resources[a], resources[b]); });
        std::vector<Resource> made;
        made.reserve(resources.size());
        for (const std::uint32_t index : order)
            if (made.empty() || !sameKey(made.back(), resources[index]))
                made.push_back(std::move(resources[index]));
        return made;
    }
    resources.erase(std::unique(resources.begin(), resources.end(), sameKey), resources.end());
    return resources;
}

/// A stable sort of what is sorted in pieces already: within one list of one region the ids are.
template <class Less>
void mergeRuns(std::vector<std::uint32_t>& indexes, const Less& less)
{
    std::vector<std::size_t> ends;
    for (std::size_t i = 1; i <= indexes.size(); ++i)
        if (i == indexes.size() || less(indexes[i], indexes[i - 1]))
            ends.push_back(i);
    const auto at = [&](std::size_t offset) { return indexes.begin() + static_cast<std::ptrdiff_t>(offset); };
    while (ends.size() > 1) {
        std::vector<std::size_t> merged;
        std::size_t from = 0;
        for (std::size_t i = 0; i < ends.size(); i += 2) {
            const std::size_t to = ends[std::min(i + 1, ends.size() - 1)];
            std::inplace_merge(at(from), at(ends[i]), at(to), less);
            merged.push_back(from = to);
        }
        ends = std::move(merged);
    }
}

/// Answers for ids asked for again: most relations of a list lead to the same few resources.
class RecentIds
{
public:
    explicit RecentIds(const Snapshot& snapshot)
        : m_snapshot(snapshot)
        , m_known(size, Snapshot::none)
    {
    }
    std::uint32_t find(std::string_view id)
    {
        std::uint32_t& known = m_known[contentHash(id) % size];
        if (known == Snapshot::none || m_snapshot.at(known).id != id)
            known = m_snapshot.indexOf(id);
        return known;
    }

private:
    static constexpr std::size_t size = 1 << 15;
    const Snapshot& m_snapshot;
    std::vector<std::uint32_t> m_known;
};

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
    made->m_resources = sorted(std::move(resources));
    made->makeIndexes();
    return made;
}

void Snapshot::makeIndexes()
{
    const auto idOf = [this](std::uint32_t index) -> std::string_view { return m_resources[index].id; };
    m_byId.resize(m_resources.size());
    std::iota(m_byId.begin(), m_byId.end(), 0U);
    mergeRuns(m_byId, [&](std::uint32_t a, std::uint32_t b) { return idOf(a) < idOf(b); });

    std::vector<std::pair<std::uint32_t, Incoming>> edges; // target first
    RecentIds recent(*this);
    for (std::uint32_t from = 0; from < m_resources.size(); ++from)
        for (const Relation& relation : m_resources[from].relations)
            if (const std::uint32_t target = recent.find(relation.target); target != none)
                edges.push_back({target, {relation.kind, from}});
    m_incomingStart.assign(m_resources.size() + 1, 0);
    for (const auto& [target, incoming] : edges)
        ++m_incomingStart[target + 1];
    std::partial_sum(m_incomingStart.begin(), m_incomingStart.end(), m_incomingStart.begin());
    m_incoming.resize(edges.size());
    std::vector<std::uint32_t> next(m_incomingStart.begin(), m_incomingStart.end() - 1);
    for (const auto& [target, incoming] : edges)
        m_incoming[next[target]++] = incoming;
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
