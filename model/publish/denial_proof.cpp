// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/denial_proof.h"

namespace zonescope::publish {

std::optional<zone::OwnerView> nsecFor(const zone::ZoneVersion& zone, std::string_view key)
{
    auto owner = zone.findAtOrBefore(key);
    // Glue and other occluded names have no NSEC. All that lies between such a name and the cut above it is
    // occluded as well, so the nearest ancestor with an NSEC is the predecessor that counts.
    while (owner && !owner->find(dns::Type::NSEC)) {
        const std::string_view below = owner->key();
        if (below.empty())
            return std::nullopt;
        const std::size_t separator = below.rfind('\0');
        const auto above = below.substr(0, separator == std::string_view::npos ? 0 : separator);
        owner = zone.findAtOrBefore(above);
    }
    return owner;
}

} // namespace zonescope::publish
