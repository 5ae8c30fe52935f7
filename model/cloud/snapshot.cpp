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

/// Total: which of two answers came first says nothing about which one stays.
bool before(const Resource& a, const Resource& b)
{
    if (const auto order = orderOf(a) <=> orderOf(b); order != 0)
        return order < 0;
    if (a.raw.size() != b.raw.size())
        return a.raw.size() > b.raw.size();
    return std::tie(a.raw, a.collection, a.parent) < std::tie(b.raw, b.collection, b.parent);
}

bool sameKey(const Resource* a, const Resource* b)
{
    return orderOf(*a) == orderOf(*b);
}

/// A stable sort of what is sorted in pieces already: within one list of one region the ids are.
template <class Value, class Less>
void mergeRuns(std::vector<Value>& values, const Less& less)
{
    std::vector<std::size_t> ends;
    for (std::size_t i = 1; i <= values.size(); ++i)
        if (i == values.size() || less(values[i], values[i - 1]))
            ends.push_back(i);
    if (ends.size() > values.size() / 16) { // too many for their buffers to pay
        std::ranges::stable_sort(values, less);
        return;
    }
    const auto at = [&](std::size_t offset) { return values.begin() + static_cast<std::ptrdiff_t>(offset); };
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
template <class Content>
class RecentIds
{
public:
    explicit RecentIds(const Content& content)
        : m_content(content)
        , m_known(size, Snapshot::none)
    {
    }
    std::uint32_t find(std::string_view id)
    {
        std::uint32_t& known = m_known[contentHash(id) % size];
        if (known == Snapshot::none || m_content.resources[known]->id != id)
            known = m_content.indexOf(id);
        return known;
    }

private:
    static constexpr std::size_t size = 1 << 15;
    const Content& m_content;
    std::vector<std::uint32_t> m_known;
};

/// By address: what two snapshots have alike is found by comparing.
std::vector<ReplyPtr> sorted(std::vector<ReplyPtr> replies)
{
    std::erase_if(replies, [](const ReplyPtr& reply) { return reply->resources.empty(); });
    std::ranges::sort(replies);
    replies.erase(std::unique(replies.begin(), replies.end()), replies.end());
    return replies;
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
    Reply all;
    all.resources = std::move(resources);
    return make(std::move(label), takenAt, std::move(scopes),
                std::vector<ReplyPtr>{std::make_shared<const Reply>(std::move(all))}, nullptr);
}

SnapshotPtr Snapshot::make(std::string label, base::Timestamp takenAt, std::vector<Scope> scopes,
                           std::vector<ReplyPtr> replies, const SnapshotPtr& earlier)
{
    const std::shared_ptr<Snapshot> made(new Snapshot);
    made->m_label = std::move(label);
    made->m_takenAt = takenAt;
    made->m_scopes = std::move(scopes);
    replies = sorted(std::move(replies));
    made->m_content = earlier && earlier->m_content->replies == replies
                          ? earlier->m_content
                          : std::make_shared<const Content>(std::move(replies));
    return made;
}

Snapshot::Content::Content(std::vector<ReplyPtr> from)
    : replies(std::move(from))
{
    sortResources();
    sortIds();
    findIncoming();
}

void Snapshot::Content::sortResources()
{
    // Pages of one list follow each other in the order of ids, so that they are one run.
    std::vector<const Reply*> pages;
    std::size_t count = 0;
    for (const ReplyPtr& reply : replies) {
        pages.push_back(reply.get());
        count += reply->resources.size();
    }
    std::ranges::sort(pages, [](const Reply* a, const Reply* b) {
        return before(a->resources.front(), b->resources.front());
    });
    resources.reserve(count);
    for (const Reply* page : pages)
        for (const Resource& resource : page->resources)
            resources.push_back(&resource);
    mergeRuns(resources, [](const Resource* a, const Resource* b) { return before(*a, *b); });
    resources.erase(std::unique(resources.begin(), resources.end(), sameKey), resources.end());
}

void Snapshot::Content::sortIds()
{
    byId.resize(resources.size());
    std::iota(byId.begin(), byId.end(), 0U);
    mergeRuns(byId, [this](std::uint32_t a, std::uint32_t b) { return resources[a]->id < resources[b]->id; });
}

void Snapshot::Content::findIncoming()
{
    std::vector<std::pair<std::uint32_t, Incoming>> edges; // target first
    RecentIds recent(*this);
    for (std::uint32_t from = 0; from < resources.size(); ++from)
        for (const Relation& relation : resources[from]->relations)
            if (const std::uint32_t target = recent.find(relation.target); target != none)
                edges.push_back({target, {relation.kind, from}});
    incomingStart.assign(resources.size() + 1, 0);
    for (const auto& [target, edge] : edges)
        ++incomingStart[target + 1];
    std::partial_sum(incomingStart.begin(), incomingStart.end(), incomingStart.begin());
    incoming.resize(edges.size());
    std::vector<std::uint32_t> next(incomingStart.begin(), incomingStart.end() - 1);
    for (const auto& [target, edge] : edges)
        incoming[next[target]++] = edge;
}

std::uint32_t Snapshot::Content::indexOf(std::string_view id) const
{
    const auto idOf = [this](std::uint32_t index) -> std::string_view { return resources[index]->id; };
    const auto found = std::ranges::lower_bound(byId, id, {}, idOf);
    return found != byId.end() && idOf(*found) == id ? *found : none;
}

std::uint32_t Snapshot::indexOf(std::string_view id) const
{
    return m_content->indexOf(id);
}

const Resource* Snapshot::find(std::string_view id) const
{
    const std::uint32_t index = indexOf(id);
    return index == none ? nullptr : &at(index);
}

std::span<const Incoming> Snapshot::incoming(std::uint32_t index) const
{
    const auto& starts = m_content->incomingStart;
    return std::span(m_content->incoming).subspan(starts[index], starts[index + 1] - starts[index]);
}

} // namespace zonescope::cloud
