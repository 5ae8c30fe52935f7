// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/build/publication.h"
#include "model/build/zone_checks.h"
#include "model/schedule/zone_slot.h"
#include "model/transfer/transfer_job.h"
#include "model/zone/configuration.h"
#include "model/zone/status.h"
#include "model/zone/zone_version.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace zonescope::engine {

/// The first NOTIFY of a piece of work: what the notify stage is measured with.
struct NotifyTimes
{
    base::Timestamp received;
    std::optional<base::Timestamp> durable;
};

/// The work in hand for a zone, from the scheduler's queue to the published version.
struct InHand
{
    transfer::JobId job = 0;
    std::uint64_t change = 0; ///< trace id, should it become a change
    schedule::Working working;
    std::optional<NotifyTimes> notify;
    bool heldExpired = false; ///< when it began
    bool receiving = false;   ///< a transfer is under way, not only a check
    transfer::TransferResult result;
    base::Timestamp builtAt;
    build::Publication publication; ///< what will be served
    std::shared_ptr<const std::vector<build::Finding>> findings;
    bool checkWhole = false; ///< of the build: what it did not look at may be wrong now
    /// Owners that the commit thread was given in parts, ahead of the commit; nothing: not asked for.
    std::shared_ptr<std::atomic<std::uint64_t>> ahead;
};

/// Everything the engine knows of one zone while it runs. Engine thread.
struct ZoneRuntime
{
    std::shared_ptr<const zone::Zone> settings;
    bool loaded = false; ///< its stored version was looked for
    zone::ZoneVersionPtr held;
    std::optional<base::Timestamp> heldSince;
    bool expired = false;

    struct Seen
    {
        std::uint32_t serial = 0;
        base::Timestamp at;
        base::PrimaryId primary;
    };
    std::optional<Seen> primarySeen;
    std::optional<Seen> announced;
    std::optional<base::Timestamp> newerSince; ///< a primary has a newer serial since

    std::optional<base::Error> lastError;
    std::optional<base::Timestamp> lastErrorSince;
    base::PrimaryId lastErrorPrimary;

    std::optional<InHand> inHand;
    std::uint32_t checksOfOne = 0;                              ///< since all primaries were asked
    std::optional<NotifyTimes> waitingNotify;                   ///< for the work that is scheduled
    std::vector<std::function<void()>> whenLoaded;              ///< requests that came before that
    std::unordered_map<base::EdgeId, zone::EdgeNotice> notices; ///< what became of our NOTIFYs
    // What is ours, laid over what was transferred; see LocalContent.
    zone::ZoneVersionPtr published; ///< what is served; nothing: the held one
    bool withheld = false;          ///< after a start, until that is known
    std::shared_ptr<const zone::Overlay> overlay;
    std::optional<std::uint32_t> lastSerial; ///< published, beyond that of the primary
    std::vector<zone::OverrideConflict> conflicts;
    std::optional<dns::Name> alias; ///< what the apex is flattened from
    std::shared_ptr<const build::FlattenedApex> flattened;
    std::optional<base::Error> flattenError;
    std::shared_ptr<const std::vector<build::Finding>> findings; ///< of the held version

    zone::ZoneStatus told; ///< what the window knows

    base::ZoneId id() const { return settings->id; }
    const zone::ZoneVersionPtr& served() const { return published ? published : held; }
};

using ZoneTable = std::unordered_map<base::ZoneId, ZoneRuntime>;

} // namespace zonescope::engine
