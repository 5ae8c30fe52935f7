// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/add_zones_model.h"
#include "ui/zones/zone_list_parser.h"

#include <QString>

namespace zonescope::ui::zones {

/// "Line 12: “exa mple..org” is not a domain name."
QString findingText(const ListFinding& finding);
/// The findings one a line, at most `limit`, then how many more.
QString findingsText(const std::vector<ListFinding>& findings, std::size_t limit);
models::ZoneWish wishOf(const ListedZone& zone);

} // namespace zonescope::ui::zones
