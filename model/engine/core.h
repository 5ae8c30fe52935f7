// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock_watch.h"
#include "model/base/log.h"
#include "model/congestion/monitor.h"
#include "model/dns/key_ring.h"
#include "model/engine/batcher.h"
#include "model/engine/journal.h"
#include "model/engine/primary_table.h"
#include "model/engine/snapshots.h"
#include "model/engine/task_pool.h"
#include "model/engine/zone_table.h"
#include "model/net/event_loop.h"
#include "model/observe/change_tracker.h"
#include "model/publish/key_value_store.h"
#include "model/publish/published_zones.h"
#include "model/schedule/scheduler.h"
#include "model/store/store.h"

#include <memory>
#include <unordered_set>

namespace zonescope::engine {

class CatalogDesk;
class EdgeDesk;
class LocalContent;
class PathDesk;

/// What the parts of the engine share. Everything here belongs to the engine thread, except what is said to
/// be thread-safe in its own header (clock, store, entries, published, batcher, journal, snapshots, pool).
struct Core
{
    const base::Clock& clock;
    net::EventLoop& loop;
    store::Store& store;
    publish::KeyValueStore& entries;
    publish::PublishedZones& published;
    Batcher& batcher;
    Journal& journal;
    Snapshots& snapshots;
    TaskPool& pool;       ///< build: somebody waits for it
    TaskPool& background; ///< one thread: nobody waits, order is kept

    zone::ConfigurationPtr configuration;
    std::shared_ptr<const dns::KeyRing> keys;
    ZoneTable zones;
    PrimaryTable primaries;
    schedule::Scheduler scheduler;
    observe::ChangeTracker tracker;
    std::uint64_t jitterSeed = 0; ///< of this installation: many engines must not ask in step
    bool stopping = false;
    EdgeDesk* edges = nullptr; ///< set before anything runs, as the next two
    LocalContent* local = nullptr;
    CatalogDesk* catalogs = nullptr;
    PathDesk* paths = nullptr;
    congestion::Monitor* connections = nullptr; ///< thread-safe

    std::uint64_t notifiesAccepted = 0;
    std::uint64_t notifiesRefused = 0;
    std::optional<base::Error> storeError;
    std::optional<base::Error> configurationError;

    base::ClockWatch clockWatch;

    /// Nothing is planned by a clock that was set before what is planned already has moved along.
    base::Timestamp now()
    {
        const base::Timestamp wall = clock.wall();
        if (const auto by = clockWatch.setForwardBy(wall, base::sinceBoot(clock)); by > base::Duration(0)) {
            base::log(base::LogCategory::Schedule, base::LogLevel::Warning,
                      "the system clock was set forwards by " + std::to_string(by.count() / 1'000'000) +
                          " s");
            scheduler.clockSetForward(by, wall);
        }
        return wall;
    }
    ZoneRuntime* find(base::ZoneId zone)
    {
        const auto found = zones.find(zone);
        return found == zones.end() ? nullptr : &found->second;
    }
};

} // namespace zonescope::engine
