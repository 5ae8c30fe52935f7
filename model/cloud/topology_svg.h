// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/topology.h"

#include <string>

namespace zonescope::cloud {

/// The picture as one SVG element for reports, 860 units wide; readable on light and dark paper. Words come
/// from ids and names only, so it needs no translation. Empty when there is no box. Subnets are left out
/// where there are more than a page can show.
std::string topologySvg(const Topology& topology);

} // namespace zonescope::cloud
