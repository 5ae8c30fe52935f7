// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/published_zones.h"

#include <array>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace zonescope::publish {
namespace {

// Sixteen locks: publishing one zone keeps readers of the fifteen other parts going.
constexpr std::size_t shardCount = 16;

} // namespace

struct PublishedZones::State
{
    struct Shard
    {
        mutable std::shared_mutex mutex;
        std::unordered_map<dns::Name, PublishedZonePtr> zones; ///< guarded by mutex
    };

    Shard& shardOf(const dns::Name& apex) { return shards.at(apex.hash() / 64 % shardCount); }

    std::array<Shard, shardCount> shards;
};

PublishedZones::PublishedZones()
    : m_state(std::make_unique<State>())
{
}

PublishedZones::~PublishedZones() = default;

void PublishedZones::publish(PublishedZone zone)
{
    auto fresh = std::make_shared<const PublishedZone>(std::move(zone));
    State::Shard& shard = m_state->shardOf(fresh->apex);
    PublishedZonePtr old; // freed after the lock: a version can be large
    const std::unique_lock lock(shard.mutex);
    PublishedZonePtr& place = shard.zones[fresh->apex];
    old = std::exchange(place, std::move(fresh));
}

void PublishedZones::remove(const dns::Name& apex)
{
    State::Shard& shard = m_state->shardOf(apex);
    PublishedZonePtr old;
    const std::unique_lock lock(shard.mutex);
    if (const auto found = shard.zones.find(apex); found != shard.zones.end()) {
        old = std::move(found->second);
        shard.zones.erase(found);
    }
}

PublishedZonePtr PublishedZones::find(const dns::Name& apex) const
{
    const State::Shard& shard = m_state->shardOf(apex);
    const std::shared_lock lock(shard.mutex);
    const auto found = shard.zones.find(apex);
    return found == shard.zones.end() ? nullptr : found->second;
}

PublishedZonePtr PublishedZones::findEnclosing(const dns::Name& name) const
{
    for (dns::Name at = name;; at = at.parent()) {
        if (auto zone = find(at))
            return zone;
        if (at.isRoot())
            return nullptr;
    }
}

std::size_t PublishedZones::size() const
{
    std::size_t count = 0;
    for (const State::Shard& shard : m_state->shards) {
        const std::shared_lock lock(shard.mutex);
        count += shard.zones.size();
    }
    return count;
}

} // namespace zonescope::publish
