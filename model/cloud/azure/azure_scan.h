// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/azure/azure_credentials.h"
#include "model/cloud/scan/scan_frame.h"

namespace zonescope::cloud {

struct AzureScanRequest
{
    AzureCredentials credentials;
    std::vector<std::string> subscriptions; ///< empty: the credentials' own, else all that can be seen
    ScanSettings settings;
};

/// Reads subscriptions of Azure: the networks of each, with gateways and connections group by group because
/// Azure lists them no other way, and DNS. The link to a next page is followed only to the host that was
/// asked. Reads only. Blocks; for a worker thread. Errors: only when nothing at all can be asked: no token,
/// no subscription, unreachable, Cancelled.
base::Result<SnapshotPtr> scanAzure(const AzureScanRequest& request);

ScanProblem azureProblem(const HttpReply& reply, const std::string& what);

} // namespace zonescope::cloud
