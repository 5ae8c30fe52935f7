// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/openstack/openstack_profile.h"
#include "model/cloud/scan/scan_frame.h"

namespace zonescope::cloud {

struct OpenStackScanRequest
{
    OpenStackProfile profile;
    std::vector<std::string> regions; ///< empty: the profile's, else every one of the catalogue
    ScanSettings settings;
};

/// Reads a project of an OpenStack: Neutron with VPN and BGP, Octavia, Designate, Nova, each as far as the
/// cloud has it. Every list is asked for page by page (limit and marker; links are not followed, because
/// behind a proxy they lead elsewhere). Reads only. Blocks; for a worker thread. Errors: only when nothing at
/// all can be asked: signing in refused, Keystone unreachable, no network service, Cancelled.
base::Result<SnapshotPtr> scanOpenStack(const OpenStackScanRequest& request);

/// What Neutron's, Designate's, Nova's and Keystone's errors mean.
ScanProblem openStackProblem(const HttpReply& reply, const std::string& what);

} // namespace zonescope::cloud
