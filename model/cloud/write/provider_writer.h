// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/gate/change_plan.h"
#include "model/cloud/write/write_call.h"

#include <vector>

namespace zonescope::cloud {

/// What a provider needs for a correction. The only way to change anything at a provider; nothing that reads
/// snapshots links it. One thread at a time; blocks.
class ProviderWriter
{
public:
    virtual ~ProviderWriter() = default;

    /// The table, router or filter as it is now. Errors: NotFound, PermissionDenied, those of HttpClient.
    virtual base::Result<Resource> read(const PlannedChange& change) = 0;
    /// What brings these changes about; all are of the resource `now`. Pure. Errors: Unsupported (what this
    /// provider, or our model of it, cannot put back exactly; the detail says why).
    virtual base::Result<std::vector<WriteCall>> calls(const Resource& now,
                                                       const std::vector<PlannedChange>& changes) const = 0;
    virtual bool hasDryRun() const = 0;
    /// Asks whether the call would be accepted. Errors: PermissionDenied, InvalidValue, Internal when the
    /// provider carried it out instead.
    virtual base::Status dryRun(const WriteCall& call) = 0;
    /// Errors: Superseded (somebody else changed it meanwhile), PermissionDenied, InvalidValue.
    virtual base::Status perform(const WriteCall& call) = 0;
};

} // namespace zonescope::cloud
