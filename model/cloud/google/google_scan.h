// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/google/google_credentials.h"
#include "model/cloud/scan/scan_frame.h"

namespace zonescope::cloud {

struct GoogleScanRequest
{
    GoogleCredentials credentials;
    std::vector<std::string> projects; ///< empty: the credentials' own
    /// Instead of Google's own, as gcloud's overrides: ".../compute/v1" and ".../dns/v1" are put behind it.
    std::string endpoint;
    ScanSettings settings;
};

/// Reads projects of Google Cloud: Compute's networks and Cloud DNS. One list covers all regions; a region
/// that the answer names as unreachable is a scope of its own, and what was known of it stays. Reads only.
/// Blocks; for a worker thread. Errors: only when nothing at all can be asked: no token, no project,
/// unreachable, Cancelled.
base::Result<SnapshotPtr> scanGoogle(const GoogleScanRequest& request);

/// Excess comes as 403 with a reason of its own; other 403s name the missing permission.
ScanProblem googleProblem(const HttpReply& reply, const std::string& what);

} // namespace zonescope::cloud
