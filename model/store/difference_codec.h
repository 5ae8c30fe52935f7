// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/zone/zone_version.h"

namespace zonescope::store {

/// One kept changeset as a blob. An owner equal to the record before it takes one octet.
base::Bytes packDifference(const zone::Changeset& change);
/// Errors: StoreCorrupt. Never gives a name that is not valid.
base::Result<zone::Changeset> unpackDifference(base::ByteView packed);

} // namespace zonescope::store
