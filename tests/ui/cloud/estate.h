// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/cloud_view.h"
#include "tests/model/cloud/samples.h"

#include <algorithm>
#include <iterator>

namespace zonescope::uikit {

/// Networks of all four providers, and one scope that could not be read.
inline cloud::CloudViewPtr estate()
{
    auto resources = cloud::sampleResources("networks/aws.json");
    std::ranges::move(cloud::sampleResources("google/compute.json"), std::back_inserter(resources));
    std::ranges::move(cloud::sampleResources("azure/arm-network.json"), std::back_inserter(resources));
    std::ranges::move(cloud::sampleResources("openstack/neutron.json"), std::back_inserter(resources));
    std::ranges::move(cloud::sampleResources("aws/list-resource-record-sets.xml"),
                      std::back_inserter(resources));
    return cloud::makeView(
        cloud::Snapshot::make(
            "estate", {},
            {{cloud::Provider::Aws, "1", "", "broken.json", cloud::ScopeState::Broken, "line 3: no", {}, 0}},
            std::move(resources)),
        {}, {});
}

} // namespace zonescope::uikit
