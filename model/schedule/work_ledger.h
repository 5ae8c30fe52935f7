// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/base/strong_id.h"
#include "model/pipeline/change.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace zonescope::schedule {

/// Order of acceptance, unique and rising over restarts.
using Offset = std::uint64_t;

/// The durable row of one zone. lo..hi is the range of request offsets merged into a piece of work: lo for
/// the watermark, hi to prove that a finished transfer covers the newest request.
struct LedgerRow
{
    base::ZoneId zone;
    std::optional<std::pair<Offset, Offset>> scheduled;
    std::optional<std::pair<Offset, Offset>> working;
    Offset done = 0; ///< highest offset whose work is finished
    pipeline::Triggers scheduledTriggers = 0;
    pipeline::Triggers workingTriggers = 0;

    friend bool operator==(const LedgerRow&, const LedgerRow&) = default;
};

/// Next check and expiry of one zone, durable: a restart resumes the countdown.
struct TimerRow
{
    base::ZoneId zone;
    base::Timestamp nextCheck;
    base::Timestamp lastGood; ///< the last time a primary answered with our serial or we transferred
    std::optional<base::Timestamp> expiresAt; ///< nothing while we hold no data
    std::uint32_t failures = 0;               ///< in a row

    friend bool operator==(const TimerRow&, const TimerRow&) = default;
};

/// Accepted work, durable before it is acknowledged and forgotten in order of acceptance (soft commit).
/// Calls return at once; the store thread commits them in groups and then calls `durable` (on the store
/// thread) with the outcome of the commit: the caller posts it home. Errors in Status: StoreFull,
/// StoreReadOnly, StoreFailed, ... load() is called once before any other.
class WorkLedger
{
public:
    using Durable = std::function<void(base::Status)>;

    virtual ~WorkLedger() = default;
    /// Blocks; start-up only. Work that was in hand when the program died comes back as scheduled (lo, hi
    /// merged).
    struct Loaded
    {
        std::vector<LedgerRow> rows;
        std::vector<TimerRow> timers;
        Offset nextOffset = 1;
    };
    virtual base::Result<Loaded> load() = 0;

    virtual void enqueue(base::ZoneId zone, Offset offset, pipeline::Triggers triggers, Durable durable) = 0;
    virtual void claim(base::ZoneId zone) = 0;                     ///< scheduled -> working
    virtual void complete(base::ZoneId zone, Durable durable) = 0; ///< working done
    virtual void release(base::ZoneId zone) = 0; ///< working -> scheduled again (cancelled by shutdown)
    virtual void saveTimers(const TimerRow& row) = 0;
    virtual void forget(base::ZoneId zone) = 0; ///< the zone was removed
    /// Lowest offset not yet done: everything below may be forgotten. Any thread.
    virtual Offset watermark() const = 0;
};

} // namespace zonescope::schedule
