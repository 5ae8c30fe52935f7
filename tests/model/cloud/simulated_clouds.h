// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/aws_scan.h"
#include "model/cloud/azure/azure_scan.h"
#include "model/cloud/google/google_scan.h"
#include "model/cloud/openstack/openstack_scan.h"
#include "tests/cloudsim/simulator.h"

#include <functional>
#include <memory>

namespace zonescope::cloud {

/// The simulator with the small estate, and accounts of its four clouds. For tests to derive from.
class SimulatedClouds
{
protected:
    /// Anew, whatever was there. False: it could not be started.
    bool start();
    base::Result<SnapshotPtr> scan(Provider provider, SnapshotPtr earlier = nullptr,
                                   std::function<bool()> cancelled = {}) const;
    ScanSettings settings(SnapshotPtr earlier, std::function<bool()> cancelled) const;
    OpenStackProfile openStackProfile() const;
    GoogleCredentials googleCredentials() const;
    AzureCredentials azureCredentials() const;

    std::unique_ptr<cloudsim::Simulator> m_simulator;
    std::shared_ptr<const base::Clock> m_clock = std::make_shared<base::SystemClock>();
};

} // namespace zonescope::cloud
