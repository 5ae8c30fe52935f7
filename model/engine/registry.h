// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/commit_worker.h"
#include "model/engine/core.h"
#include "model/engine/observation.h"
#include "model/engine/pipeline_runner.h"
#include "model/engine/status_board.h"

#include <memory>
#include <vector>

namespace zonescope::engine {

/// One zone as the key-value store gave it back.
struct LoadedZone
{
    base::ZoneId zone;
    zone::ZoneVersionPtr version;     ///< nothing: not stored, or damaged
    std::optional<base::Error> error; ///< damaged: fetched again from the primaries
};

/// Brings zones and primaries into the running engine and takes them out again, also while they are being
/// transferred. Engine thread.
class Registry
{
public:
    Registry(Core& core, StatusBoard& board, Observation& observation, CommitWorker& commits,
             PipelineRunner& runner);

    /// Start-up: takes the stored configuration in; versions are read by the pool and arrive one by one.
    void begin(zone::ConfigurationPtr configuration, std::shared_ptr<const dns::KeyRing> keys);
    /// The configuration is durable: make it so.
    void apply(zone::ConfigurationPtr configuration, std::shared_ptr<const dns::KeyRing> keys);
    bool loading() const { return m_loading > 0; }

private:
    ZoneRuntime& insert(std::shared_ptr<const zone::Zone> settings);
    void load(std::vector<base::ZoneId> zones);
    void loaded(std::vector<LoadedZone> zones);
    void take(LoadedZone loaded);
    void resume(ZoneRuntime& zone);
    void recallDates();
    void removeZone(base::ZoneId id);
    void changeZone(ZoneRuntime& zone, std::shared_ptr<const zone::Zone> settings);
    void applyPrimaries(const zone::Configuration& before);
    void applySettings();
    /// Zones that fail and whose primaries, or their keys, are not what they were.
    void retryMended(const zone::Configuration& before, const dns::KeyRing& keysBefore);

    Core& m_core;
    StatusBoard& m_board;
    Observation& m_observation;
    CommitWorker& m_commits;
    PipelineRunner& m_runner;
    std::size_t m_loading = 0; ///< zones whose stored version is not here yet
};

} // namespace zonescope::engine
