// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/strong_id.h"
#include "model/net/endpoint.h"
#include "model/pipeline/change.h"
#include "model/schedule/work_ledger.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace zonescope::schedule {

/// A piece of work for one zone: one request, or many merged into one.
struct Work
{
    pipeline::Triggers triggers = 0;
    /// Requests covered, lowest and highest. Nothing: due by its timers, which are its memory.
    std::optional<std::pair<Offset, Offset>> offsets;
    std::vector<base::PrimaryId> notifiers; ///< each once, in order of arrival: asked first
    std::optional<std::uint32_t> announced; ///< newest serial a NOTIFY hinted at
    base::PrimaryId primary;                ///< operator's choice; none: the zone's order
    std::optional<net::Endpoint> address;   ///< operator's choice, with primary
    base::Timestamp requestedAt;            ///< the first request
    std::uint64_t merged = 0;               ///< requests beyond the first

    bool has(pipeline::Trigger trigger) const { return pipeline::has(triggers, trigger); }
};

struct Scheduled
{
    Work work;
    base::Timestamp notBefore;
};

struct Working
{
    Work work;
    base::Timestamp takenAt;
};

/// At most one working and one scheduled transfer per zone: not a check that can be forgotten but the shape
/// of the data. Everything that is asked while one waits is merged into the one that waits.
struct ZoneSlot
{
    std::optional<Working> working;
    std::optional<Scheduled> scheduled;
};

} // namespace zonescope::schedule
