// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/zone_table.h"
#include "model/publish/published_zones.h"

namespace zonescope::engine {

/// The zone as the built-in server shall see it now.
inline publish::PublishedZone servedZone(const ZoneRuntime& zone, const zone::Configuration& configuration)
{
    publish::PublishedZone served;
    served.zone = zone.id();
    served.apex = zone.settings->apex;
    if (!zone.withheld)
        served.version = zone.served();
    served.expired = zone.expired;
    for (const base::AclId id : zone.settings->transferTo)
        if (const zone::Acl* acl = configuration.acl(id))
            served.transferTo.push_back(*acl);
    for (const base::EdgeId id : zone.settings->edges)
        if (const zone::Edge* edge = configuration.edge(id); edge && edge->key)
            served.edgeKeys.push_back(*edge->key);
    return served;
}

} // namespace zonescope::engine
