// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/published_zones.h"

#include "model/dns/ascii.h"
#include "model/dns/serial.h"

#include <algorithm>
#include <array>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace zonescope::publish {
namespace {

// Sixteen locks: publishing one zone keeps readers of the fifteen other parts going.
constexpr std::size_t shardCount = 16;

struct TextHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Lower-case wire form of a name without an allocation.
class Lowered
{
public:
    explicit Lowered(std::string_view wire)
        : m_size(wire.size())
    {
        std::transform(wire.begin(), wire.end(), m_octets.begin(), dns::lowerAscii);
    }
    std::string_view from(std::size_t at) const { return {m_octets.data() + at, m_size - at}; }

private:
    std::array<char, 256> m_octets;
    std::size_t m_size;
};

std::size_t sizeOf(const KeptDifference& difference)
{
    return difference.change.added.size() + difference.change.removed.size() + 2;
}

/// What a change leaves behind of the differences before it.
void limit(PublishedZone& zone)
{
    const std::uint64_t most = zone.version ? zone.version->recordCount() : 0;
    std::uint64_t records = 0;
    std::size_t kept = 0;
    while (kept < zone.differences.size() && kept < PublishedZones::mostDifferences) {
        records += sizeOf(**(zone.differences.rbegin() + static_cast<std::ptrdiff_t>(kept)));
        if (records > most)
            break;
        ++kept;
    }
    zone.differences.erase(zone.differences.begin(),
                           zone.differences.end() - static_cast<std::ptrdiff_t>(kept));
}

void readApex(PublishedZone& zone, const PublishedZone* before)
{
    zone.nsec3.reset();
    zone.apexOwner.reset();
    if (!zone.version)
        return;
    zone.apexOwner = zone.version->find(std::string_view());
    zone.apexDname = zone.apexOwner && zone.apexOwner->find(dns::Type::DNAME);
    zone.isSigned = zone.apexOwner && zone.apexOwner->find(dns::Type::RRSIG);
    if (!zone.isSigned || !zone.apexOwner->find(dns::Type::NSEC3PARAM))
        return;
    if (before != nullptr && before->version == zone.version)
        zone.nsec3 = before->nsec3;
    else
        zone.nsec3 = std::make_shared<const Nsec3Index>(zone.version, before ? before->nsec3 : nullptr);
}

} // namespace

std::vector<DifferencePtr> PublishedZone::since(std::uint32_t serial) const
{
    std::vector<DifferencePtr> chain;
    while (serial != version->serial() && chain.size() < differences.size()) {
        const auto next =
            std::find_if(differences.rbegin(), differences.rend(),
                         [&](const DifferencePtr& each) { return each->change.fromSerial == serial; });
        if (next == differences.rend())
            return {};
        chain.push_back(*next);
        serial = (*next)->change.toSerial;
    }
    return serial == version->serial() ? chain : std::vector<DifferencePtr>();
}

struct PublishedZones::State
{
    struct Shard
    {
        mutable std::shared_mutex mutex;
        /// By lower-case wire form; guarded by mutex.
        std::unordered_map<std::string, PublishedZonePtr, TextHash, std::equal_to<>> zones;
    };

    Shard& shardOf(std::string_view lowered) { return shards[TextHash{}(lowered) / 64 % shardCount]; }
    PublishedZonePtr find(std::string_view lowered)
    {
        const Shard& shard = shardOf(lowered);
        const std::shared_lock lock(shard.mutex);
        const auto found = shard.zones.find(lowered);
        return found == shard.zones.end() ? nullptr : found->second;
    }
    void change(const dns::Name& apex, const std::function<void(PublishedZone&)>& make)
    {
        const Lowered lowered(apex.wire());
        Shard& shard = shardOf(lowered.from(0));
        PublishedZonePtr old; // freed after the lock: a version can be large
        const std::unique_lock lock(shard.mutex);
        const auto found = shard.zones.find(lowered.from(0));
        if (found == shard.zones.end())
            return;
        auto changed = std::make_shared<PublishedZone>(*found->second);
        make(*changed);
        old = std::exchange(found->second, std::move(changed));
    }

    std::array<Shard, shardCount> shards;
};

PublishedZones::PublishedZones()
    : m_state(std::make_unique<State>())
{
}

PublishedZones::~PublishedZones() = default;

void PublishedZones::publish(PublishedZone zone)
{
    auto fresh = std::make_shared<PublishedZone>(std::move(zone));
    const Lowered lowered(fresh->apex.wire());
    State::Shard& shard = m_state->shardOf(lowered.from(0));
    PublishedZonePtr old; // freed after the lock: a version can be large
    const std::unique_lock lock(shard.mutex);
    PublishedZonePtr& place = shard.zones[std::string(lowered.from(0))];
    readApex(*fresh, place.get());
    if (place && !fresh->expiresAt)
        fresh->expiresAt = place->expiresAt;
    const bool follows = place && place->version && fresh->version &&
                         (place->version == fresh->version ||
                          dns::isNewer(fresh->version->serial(), place->version->serial()));
    if (follows)
        fresh->differences = place->differences; // otherwise the same serials may mean other content
    old = std::exchange(place, std::move(fresh));
}

void PublishedZones::remove(const dns::Name& apex)
{
    const Lowered lowered(apex.wire());
    State::Shard& shard = m_state->shardOf(lowered.from(0));
    PublishedZonePtr old;
    const std::unique_lock lock(shard.mutex);
    if (const auto found = shard.zones.find(lowered.from(0)); found != shard.zones.end()) {
        old = std::move(found->second);
        shard.zones.erase(found);
    }
}

void PublishedZones::addDifference(const dns::Name& apex, DifferencePtr difference)
{
    m_state->change(apex, [&](PublishedZone& zone) {
        std::erase_if(zone.differences, [&](const DifferencePtr& each) {
            return each->change.fromSerial == difference->change.fromSerial;
        });
        zone.differences.push_back(std::move(difference));
        limit(zone);
    });
}

void PublishedZones::setExpiry(const dns::Name& apex, std::optional<base::Timestamp> expiresAt)
{
    m_state->change(apex, [&](PublishedZone& zone) { zone.expiresAt = expiresAt; });
}

PublishedZonePtr PublishedZones::findWire(std::string_view apex) const
{
    return m_state->find(Lowered(apex).from(0));
}

PublishedZonePtr PublishedZones::findEnclosing(const dns::Name& name) const
{
    PlainName plain;
    plain.set(name.wire());
    return findEnclosing(plain);
}

PublishedZonePtr PublishedZones::findEnclosing(const PlainName& name) const
{
    const Lowered lowered(name.wire());
    for (std::size_t labels = name.labels();; --labels) {
        if (auto zone = m_state->find(lowered.from(name.wire().size() - name.last(labels).size())))
            return zone;
        if (labels == 0)
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
