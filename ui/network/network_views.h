// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_selection.h"
#include "ui/models/workspace.h"

#include <vector>

namespace zonescope::ui::network {

class NetworkView;

struct ViewParts
{
    models::Workspace& workspace;
    charts::TimeSelection& time;
};

/// The one place that knows which views there are: the tabs of the first level, Congestion with all of its
/// own among them. Whoever shows them takes them over.
std::vector<NetworkView*> createNetworkViews(const ViewParts& parts);

} // namespace zonescope::ui::network
