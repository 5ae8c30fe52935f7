// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/commit_worker.h"
#include "model/engine/configurator.h"
#include "model/engine/core.h"
#include "model/engine/observation.h"
#include "model/engine/status_board.h"
#include "model/zone/catalog_plan.h"

#include <set>

namespace zonescope::engine {

/// Catalog zones (RFC 9432). Consumed ones: when a new version is served its members are read and the
/// configuration is changed to have them, like an operator would. Produced ones: made anew when a zone that
/// says so comes or goes, stored and served like transferred ones. Engine thread; reading, planning and
/// making are done by the pool.
class CatalogDesk
{
public:
    CatalogDesk(Core& core, StatusBoard& board, Observation& observation, CommitWorker& commits,
                Configurator& configurator);

    /// A version of this zone is held now, from a transfer or from disk.
    void held(ZoneRuntime& zone);
    /// A new configuration is in force.
    void configured();
    void removeZone(base::ZoneId zone);

private:
    void read(base::ZoneId zone, const base::Result<zone::CatalogContent>& content);
    void plan();
    void planned(const zone::ConfigurationPtr& base, zone::CatalogPlan plan);
    void tellConflicts(const std::vector<zone::CatalogConflict>& conflicts);
    void produce(ZoneRuntime& zone);
    void made(base::ZoneId zone, const zone::ZoneVersionPtr& onto, base::Result<zone::ZoneVersionPtr> version,
              std::shared_ptr<const build::BuildResult> built);
    void stored(base::ZoneId zone, const zone::ZoneVersionPtr& version, const base::Status& outcome);

    Core& m_core;
    StatusBoard& m_board;
    Observation& m_observation;
    CommitWorker& m_commits;
    Configurator& m_configurator;
    zone::CatalogContents m_contents;
    std::map<base::ZoneId, zone::ZoneVersionPtr> m_read; ///< of consumed ones, sound or broken
    std::vector<zone::CatalogConflict> m_conflicts;      ///< told already
    bool m_planning = false;
    bool m_planAgain = false;
    std::set<base::ZoneId> m_making;
    std::set<base::ZoneId> m_makeAgain;
};

} // namespace zonescope::engine
