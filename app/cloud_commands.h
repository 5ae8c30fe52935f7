// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"
#include "model/cloud/gate/gate.h"
#include "model/cloud/snapshot.h"

namespace zonescope::app {

inline constexpr int exitConfirm = 3; ///< of --check-plan: read what it would do before you go on
inline constexpr int exitRefuse = 4;  ///< of --check-plan: it would do harm

/// A .zscloud file, or a folder of what a provider's command line printed.
base::Result<cloud::SnapshotPtr> snapshotFrom(const std::filesystem::path& path);

struct CloudOutput
{
    std::string json;
    int exitCode = 0;
};
/// What is not as intended, from the database in a data folder, whether a service runs on it or not.
base::Result<CloudOutput> printDrift(const std::filesystem::path& dataFolder);
/// What a plan of Terraform would do to a snapshot (a .zscloud file, or a folder of what the provider's
/// command line printed). Needs no service and no network. The guard rails are those set in `dataFolder`,
/// else those built in; the output says which.
base::Result<CloudOutput> checkPlanFile(const std::filesystem::path& plan,
                                        const std::filesystem::path& snapshot,
                                        const std::filesystem::path& dataFolder = {});
/// The same choice for whoever checks otherwise. Errors: of the folder and its database.
base::Result<cloud::UsedSettings> guardRailsOf(const std::filesystem::path& dataFolder);

} // namespace zonescope::app
