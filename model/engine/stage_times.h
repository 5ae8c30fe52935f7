// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/zone_table.h"
#include "model/pipeline/change.h"

namespace zonescope::engine {

/// Where the time of a change went. The stages follow each other without gap or overlap, so that their sum is
/// the time from NOTIFY to visible:
///   notify    from the NOTIFY's arrival until its work was durable - or until it was taken up, if that was
///             first: the disk syncs while the primary is asked, and what nobody waited for is not shown
///   schedule  from there until the transfer job began (queue, pacing, a free place at the primary)
///   transfer  until the last octet was verified and indexed
///   build     until the entries were ready;  publish  until the version was served
pipeline::Change changeOf(const InHand& inHand, base::ZoneId zone);
/// Fills in build and publish once they are over.
void finishStages(pipeline::Change& change, const InHand& inHand, base::Timestamp publishedAt);

} // namespace zonescope::engine
