// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/scan/scan_frame.h"
#include "model/engine/cloud_requests.h"

namespace zonescope::engine {

/// "prod", "OpenStack prod": what snapshots of one account have in common.
std::string labelOf(const ReadAccount& what);
/// Finds the profile in the user's own files and reads the account. Blocks; for a worker thread. Errors:
/// those of the profiles and of the scans.
base::Result<cloud::SnapshotPtr> readAccount(const ReadAccount& what, cloud::ScanSettings settings);

} // namespace zonescope::engine
