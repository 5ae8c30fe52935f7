// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/registry.h"

#include "model/base/log.h"
#include "model/build/rrset_unpacker.h"
#include "model/engine/catalog_desk.h"
#include "model/engine/edge_desk.h"
#include "model/engine/job_maker.h"
#include "model/engine/local_content.h"
#include "model/engine/served_zone.h"

#include <algorithm>
#include <set>

namespace zonescope::engine {
namespace {

using Kind = pipeline::Event::Kind;
using pipeline::Severity;
using pipeline::Stage;

constexpr std::ptrdiff_t mostNamed = 100; // new zones at once that have a line each in the log
constexpr std::size_t zonesPerLoad = 64;  // enough to amortise a hop, few enough to show the first ones soon

LoadedZone loadZone(const publish::KeyValueStore& entries, base::ZoneId id, const dns::Name& apex)
{
    LoadedZone loaded;
    loaded.zone = id;
    build::RrsetUnpacker unpacker(id, apex);
    base::Status fault;
    const auto stored = entries.loadZone(id, [&](std::string_view key, std::string_view value) {
        fault = unpacker.add(key, value);
        return fault.has_value();
    });
    if (!stored && stored.error().code == base::ErrorCode::NotFound)
        return loaded;
    if (!stored || !fault) {
        loaded.error = fault ? stored.error() : fault.error();
        return loaded;
    }
    auto version = unpacker.finish();
    if (version)
        loaded.version = std::move(*version);
    else
        loaded.error = version.error();
    return loaded;
}

/// A catalog made here has nobody to ask.
bool isNeverChecked(const zone::Zone& zone)
{
    return zone.paused || zone.catalog == zone::CatalogRole::Producer;
}

bool sameSecret(const dns::TsigKey* a, const dns::TsigKey* b)
{
    if (a == nullptr || b == nullptr)
        return a == b;
    return a->algorithm == b->algorithm && a->secret == b->secret;
}

} // namespace

Registry::Registry(Core& core, StatusBoard& board, Observation& observation, CommitWorker& commits,
                   PipelineRunner& runner)
    : m_core(core)
    , m_board(board)
    , m_observation(observation)
    , m_commits(commits)
    , m_runner(runner)
{
}

ZoneRuntime& Registry::insert(std::shared_ptr<const zone::Zone> settings)
{
    ZoneRuntime& zone = m_core.zones[settings->id];
    zone.settings = std::move(settings);
    m_core.local->prepare(zone);
    m_observation.setZone(*zone.settings);
    m_core.published.publish(servedZone(zone, *m_core.configuration)); // SERVFAIL until there is data
    m_board.touch(zone.id());
    return zone;
}

void Registry::begin(zone::ConfigurationPtr configuration, std::shared_ptr<const dns::KeyRing> keys)
{
    m_core.configuration = std::move(configuration);
    m_core.keys = std::move(keys);
    for (const auto& [id, primary] : m_core.configuration->primaries())
        m_core.primaries.add(id);
    std::vector<base::ZoneId> all;
    for (const auto& [id, zone] : m_core.configuration->zones()) {
        insert(zone);
        all.push_back(id);
    }
    applySettings();
    load(std::move(all));
    // What a crash between removing a zone and removing its data left behind.
    if (const auto stored = m_core.entries.listZones())
        for (const publish::StoredZone& zone : *stored)
            if (m_core.configuration->zone(zone.zone) == nullptr)
                m_commits.remove(zone.zone);
    m_core.snapshots.set(m_core.configuration);
    m_core.snapshots.set(m_core.keys);
    m_core.batcher.put(m_core.configuration);
}

void Registry::load(std::vector<base::ZoneId> zones)
{
    m_loading += zones.size();
    for (std::size_t from = 0; from < zones.size(); from += zonesPerLoad) {
        std::vector<std::pair<base::ZoneId, dns::Name>> part;
        for (std::size_t i = from; i < std::min(from + zonesPerLoad, zones.size()); ++i)
            part.emplace_back(zones[i], m_core.configuration->zone(zones[i])->apex);
        m_core.pool.post([this, part = std::move(part)] {
            std::vector<LoadedZone> done;
            for (const auto& [id, apex] : part)
                done.push_back(loadZone(m_core.entries, id, apex));
            m_core.loop.post([this, done = std::move(done)]() mutable { loaded(std::move(done)); });
        });
    }
}

void Registry::loaded(std::vector<LoadedZone> zones)
{
    m_loading -= zones.size();
    for (LoadedZone& zone : zones)
        take(std::move(zone));
    m_runner.pump();
    if (m_loading == 0)
        recallDates();
}

void Registry::take(LoadedZone loaded)
{
    ZoneRuntime* zone = m_core.find(loaded.zone);
    if (zone == nullptr)
        return; // removed while it was read
    zone->held = std::move(loaded.version);
    if (loaded.error) {
        pipeline::Event event = makeEvent(Kind::StoreFailed, Stage::Publish, Severity::Warning, loaded.zone);
        event.error = std::move(loaded.error);
        m_core.journal.event(std::move(event));
    }
    if (zone->held) {
        m_observation.setHeld(loaded.zone, zone->held->serial(), m_core.now());
        m_core.local->restored(*zone, [this](ZoneRuntime& restored) {
            m_core.snapshots.set(restored.id(), restored.served());
            m_core.published.publish(servedZone(restored, *m_core.configuration));
            m_core.edges->restored(restored);
        });
    }
    resume(*zone);
}

/// From here the scheduler knows the zone.
void Registry::resume(ZoneRuntime& zone)
{
    std::optional<schedule::SoaTimers> timers;
    if (zone.held)
        timers = schedule::SoaTimers::of(zone.held->soa());
    zone.loaded = true;
    m_core.scheduler.add(zone.id(), zone.settings->timers, isNeverChecked(*zone.settings), timers,
                         m_core.now());
    m_core.catalogs->held(zone);
    for (const auto& request : std::exchange(zone.whenLoaded, {}))
        request();
    m_board.touch(zone.id());
}

/// When the held versions became ours: history knows.
void Registry::recallDates()
{
    pipeline::HistoryFilter filter;
    filter.period = {base::Timestamp{}, m_core.now()};
    filter.limit = 4 * m_core.zones.size();
    m_core.store.read([this, filter](store::HistoryReader& history) {
        auto changes = history.changes(filter);
        if (!changes)
            return;
        m_core.loop.post([this, changes = std::move(*changes)] {
            for (const pipeline::Change& change : changes) {
                ZoneRuntime* zone = m_core.find(change.zone);
                if (zone == nullptr || !zone->held || zone->heldSince ||
                    zone->held->serial() != change.toSerial)
                    continue;
                base::Timestamp at = change.startedAt;
                for (const auto stage : pipeline::stages)
                    if (stage != Stage::Observe)
                        at += change.stage[static_cast<std::size_t>(stage)].value_or(base::Duration(0));
                zone->heldSince = at;
                m_board.touch(change.zone);
            }
        });
    });
}

void Registry::apply(zone::ConfigurationPtr configuration, std::shared_ptr<const dns::KeyRing> keys)
{
    const zone::ConfigurationPtr before = std::exchange(m_core.configuration, std::move(configuration));
    const auto keysBefore = std::exchange(m_core.keys, std::move(keys));
    applyPrimaries(*before);
    for (const auto& [id, settings] : before->zones())
        if (m_core.configuration->zone(id) == nullptr)
            removeZone(id);
    const auto fresh = std::ranges::count_if(
        m_core.configuration->zones(), [&](const auto& zone) { return m_core.find(zone.first) == nullptr; });
    const bool named = fresh <= mostNamed;
    for (const auto& [id, settings] : m_core.configuration->zones()) {
        if (ZoneRuntime* zone = m_core.find(id)) {
            changeZone(*zone, settings);
            continue;
        }
        resume(insert(settings)); // its id is new: there is nothing to load
        m_core.journal.event(makeEvent(Kind::ZoneAdded, Stage::Schedule, Severity::Notice, id), named);
    }
    if (!named)
        base::log(base::LogCategory::Schedule, base::LogLevel::Info, std::to_string(fresh) + " zones added");
    retryMended(*before, *keysBefore);
    applySettings();
    m_core.snapshots.set(m_core.configuration);
    m_core.snapshots.set(m_core.keys);
    m_core.batcher.put(m_core.configuration);
    m_core.journal.event(makeEvent(Kind::ConfigurationChanged, Stage::Schedule, Severity::Info));
    m_runner.pump();
}

void Registry::removeZone(base::ZoneId id)
{
    ZoneRuntime* zone = m_core.find(id);
    if (zone == nullptr)
        return;
    m_runner.cancel(id); // its late result finds no zone
    m_core.scheduler.remove(id);
    m_core.published.remove(zone->settings->apex);
    m_core.primaries.forget(id);
    m_observation.removeZone(id);
    m_core.edges->removeZone(id);
    m_core.local->removeZone(id);
    m_core.catalogs->removeZone(id);
    const auto waiting = std::exchange(zone->whenLoaded, {});
    m_core.zones.erase(id);
    m_commits.remove(id);
    for (const auto& request : waiting) // asked while it was being loaded: they hear that it is gone
        request();
    m_board.forget(id);
    m_core.journal.event(makeEvent(Kind::ZoneRemoved, Stage::Schedule, Severity::Notice, id));
}

void Registry::changeZone(ZoneRuntime& zone, std::shared_ptr<const zone::Zone> settings)
{
    if (zone.settings == settings || *zone.settings == *settings) {
        // The lists it names may still have changed.
        zone.settings = std::move(settings);
        if (!zone.settings->transferTo.empty() || !zone.settings->edges.empty())
            m_core.published.publish(servedZone(zone, *m_core.configuration));
        return;
    }
    const auto before = std::exchange(zone.settings, std::move(settings));
    if (before->edges != zone.settings->edges)
        m_observation.setZone(*zone.settings);
    m_core.local->changed(zone, *before);
    m_core.published.publish(servedZone(zone, *m_core.configuration));
    if (zone.loaded) {
        m_core.scheduler.update(zone.id(), zone.settings->timers, isNeverChecked(*zone.settings),
                                m_core.now());
        if (before->primaries != zone.settings->primaries)
            m_core.scheduler.checkSoon(zone.id(), m_core.now());
    }
    m_board.touch(zone.id());
}

void Registry::applyPrimaries(const zone::Configuration& before)
{
    for (const auto& [id, primary] : before.primaries())
        if (m_core.configuration->primary(id) == nullptr)
            m_core.primaries.remove(id);
    for (const auto& [id, primary] : m_core.configuration->primaries())
        if (before.primary(id) == nullptr)
            m_core.primaries.add(id);
    m_board.touchEngine();
}

void Registry::retryMended(const zone::Configuration& before, const dns::KeyRing& keysBefore)
{
    std::set<base::PrimaryId> changed;
    for (const auto& [id, primary] : m_core.configuration->primaries()) {
        const zone::Primary* old = before.primary(id);
        bool same = old != nullptr && *old == primary;
        if (same && primary.key) {
            const zone::Key* oldKey = before.key(*primary.key);
            const zone::Key* key = m_core.configuration->key(*primary.key);
            same = oldKey != nullptr && key != nullptr && *oldKey == *key &&
                   sameSecret(keysBefore.find(key->name), m_core.keys->find(key->name));
        }
        if (same && primary.proxy) {
            const auto way = [&](const zone::Configuration& in, const dns::KeyRing& with) {
                return proxyOf(primary, in, with);
            };
            same = way(before, keysBefore) == way(*m_core.configuration, *m_core.keys);
        }
        if (!same)
            changed.insert(id);
    }
    if (changed.empty())
        return;
    for (const auto& [id, zone] : m_core.zones)
        if (zone.lastError && zone.loaded &&
            std::ranges::any_of(zone.settings->primaries,
                                [&](base::PrimaryId primary) { return changed.contains(primary); }))
            m_core.scheduler.checkSoon(id, m_core.now());
}

void Registry::applySettings()
{
    const zone::EngineLimits& limits = m_core.configuration->limits();
    schedule::Scheduler::Settings settings;
    settings.checksPerSecond = limits.maxSoaQueriesPerSecond;
    settings.seed = m_core.jitterSeed;
    m_core.scheduler.setSettings(settings);
    m_core.store.prune(m_core.now() - std::chrono::hours(24) * limits.historyDays);
    m_observation.setTargets();
}

} // namespace zonescope::engine
