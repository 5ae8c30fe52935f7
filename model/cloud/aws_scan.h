// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/aws_profile.h"
#include "model/cloud/scan/scan_frame.h"

#include <string>
#include <vector>

namespace zonescope::cloud {

struct AwsScanRequest
{
    AwsProfile profile;
    std::vector<std::string> regions; ///< empty: every one that the account has switched on
    ScanSettings settings;
};

/// Reads an account of AWS: every list of every region, always page by page, and Route 53. One failing list
/// stops no other: each is a scope that says how it went. Reads only; no call in here changes anything.
/// Blocks; for a worker thread. Errors: only when nothing at all can be asked: keys refused, role refused,
/// endpoint unreachable, Cancelled.
base::Result<SnapshotPtr> scanAws(const AwsScanRequest& request);

/// What an answer with an error status means.
ScanProblem problemOf(const HttpReply& reply, const std::string& action);

} // namespace zonescope::cloud
