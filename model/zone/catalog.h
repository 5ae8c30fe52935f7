// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/zone/zone_version.h"

#include <optional>
#include <string>
#include <vector>

namespace zonescope::zone {

// Catalog zones, version "2" (RFC 9432). Pure.

/// One member as a catalog names it.
struct CatalogMember
{
    dns::Name apex;
    std::string uniqueId;                ///< the label below "zones", presentation form, lower case
    std::vector<std::string> groups;     ///< values of the group property, in canonical order
    std::optional<dns::Name> newCatalog; ///< coo: this catalog may take it over

    friend bool operator==(const CatalogMember&, const CatalogMember&) = default;
};

struct CatalogContent
{
    std::vector<CatalogMember> members; ///< in the order of their labels
};

/// What a catalog lists. Errors: CatalogBroken with the reason (RFC 9432 sections 4.1 and 5.1: no version
/// "2", several versions, a member node with several PTR, one member twice); then nothing of it may be used.
/// Unknown properties are passed over.
base::Result<CatalogContent> readCatalog(const ZoneVersion& version);

/// A catalog of our own. TTL 0 and "invalid." names as RFC 9432 section 4 wants. Errors: InvalidName (a
/// unique id is no label), as ZoneLoader otherwise.
base::Result<ZoneVersionPtr> makeCatalog(const dns::Name& apex, std::uint32_t serial,
                                         const std::vector<CatalogMember>& members);

} // namespace zonescope::zone
