// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/intent/drift.h"
#include "model/cloud/intent/expectation.h"

#include <memory>
#include <string>
#include <vector>

namespace zonescope::cloud {

/// What shall be: a pinned snapshot, or what a file of Terraform says. Of one object both speak about the
/// file counts, because whoever wrote it will apply it again.
struct IntentSource
{
    std::int64_t id = 0;
    std::string label; ///< of the snapshot, or the file's name
    SnapshotPtr pinned;
    std::shared_ptr<const std::vector<Expectation>> expectations;
};

/// Resources with one of these tags ("managed-by=pulumi", "*" allowed) are looked after by somebody else.
struct DriftSettings
{
    std::vector<std::string> ownedElsewhere;
    friend bool operator==(const DriftSettings&, const DriftSettings&) = default;
};

/// Compares what shall be with what is. Nothing is said about what the snapshot could not read. Pure; any
/// thread; a second for 100,000 resources.
DriftReport findDrift(const std::vector<IntentSource>& intent, const Snapshot& live,
                      const std::vector<DriftIgnore>& ignores, base::Timestamp now,
                      const DriftSettings& settings = {});

} // namespace zonescope::cloud
