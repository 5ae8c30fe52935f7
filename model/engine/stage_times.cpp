// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/stage_times.h"

#include <algorithm>

namespace zonescope::engine {
namespace {

using pipeline::Stage;
using pipeline::Trigger;

/// The wall clock may step back between two looks at it.
base::Duration between(base::Timestamp from, base::Timestamp to)
{
    return std::max(base::Duration(0), to - from);
}

std::optional<base::Duration>& stageOf(pipeline::Change& change, Stage stage)
{
    return change.stage[static_cast<std::size_t>(stage)];
}

} // namespace

pipeline::Change changeOf(const InHand& inHand, base::ZoneId zone)
{
    const transfer::TransferResult& result = inHand.result;
    const schedule::Working& working = inHand.working;
    pipeline::Change change;
    change.id = inHand.change;
    change.zone = zone;
    change.toSerial = result.version->serial();
    change.triggers = working.work.triggers;
    change.primary = result.primary;
    change.kind = result.kind;
    change.added = result.added;
    change.removed = result.removed;

    base::Timestamp queued;
    if (inHand.notify) {
        change.startedAt = inHand.notify->received;
        queued = std::min(inHand.notify->durable.value_or(working.takenAt), working.takenAt);
        stageOf(change, Stage::Notify) = between(change.startedAt, queued);
    } else {
        // Found by looking: the change is as old as the look. An operator's request counts from the key.
        const bool asked = working.work.has(Trigger::Forced) || working.work.has(Trigger::ForcedFull);
        change.startedAt = asked ? working.work.requestedAt : working.takenAt;
        queued = change.startedAt;
    }
    stageOf(change, Stage::Schedule) = between(queued, result.startedAt);
    stageOf(change, Stage::Transfer) = between(result.startedAt, result.finishedAt);
    return change;
}

void finishStages(pipeline::Change& change, const InHand& inHand, base::Timestamp publishedAt)
{
    stageOf(change, Stage::Build) = between(inHand.result.finishedAt, inHand.builtAt);
    stageOf(change, Stage::Publish) = between(inHand.builtAt, publishedAt);
}

} // namespace zonescope::engine
