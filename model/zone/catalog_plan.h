// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/catalog.h"
#include "model/zone/configuration.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace zonescope::zone {

/// What consumed catalogs list, by their zone. A catalog that is broken or not here yet is absent: nothing of
/// it is changed.
using CatalogContents = std::map<ZoneId, std::shared_ptr<const CatalogContent>>;

/// A member that could not be made a zone.
struct CatalogConflict
{
    ZoneId catalog;
    dns::Name member;
    std::string why; ///< for the log, English

    friend bool operator==(const CatalogConflict&, const CatalogConflict&) = default;
};

/// What the catalogs want of the configuration.
struct CatalogPlan
{
    Configuration configuration;
    std::vector<dns::Name> added;
    std::vector<dns::Name> removed;
    std::vector<dns::Name> reset; ///< a new label: removed and added anew, its data fetched again
    std::vector<dns::Name> moved; ///< to another catalog, data kept (RFC 9432 section 4.3.1)
    std::size_t changed = 0;      ///< settings of the catalog or template were passed on
    std::vector<CatalogConflict> conflicts;

    bool changesAnything() const
    {
        return !added.empty() || !removed.empty() || !reset.empty() || !moved.empty() || changed != 0;
    }
};

/// The configuration with all members of all consumed catalogs. Removals of every catalog come first, then
/// additions; of two catalogs with the same member the first to have it keeps it, unless it lets the other
/// have it (coo). Zones an operator made are never touched. O(zones + members). Pure.
CatalogPlan planCatalogs(const Configuration& configuration, const CatalogContents& contents);

/// The zone of a member: settings of the template of its first group that has one, else of the catalog.
/// `before`: the zone as it is; its id, own records and pause stay.
Zone memberZone(const Configuration& configuration, const Zone& catalog, const CatalogMember& member,
                const Zone* before);

/// The members of a catalog made here: every zone that says so. Labels come from ids, which are never used
/// again.
std::vector<CatalogMember> listedMembers(const Configuration& configuration, ZoneId producer);

} // namespace zonescope::zone
