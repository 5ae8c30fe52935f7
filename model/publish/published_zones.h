// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/name.h"
#include "model/zone/configuration.h"
#include "model/zone/zone_version.h"

#include <memory>
#include <vector>

namespace zonescope::publish {

/// One zone as the built-in server sees it. An expired zone is answered with SERVFAIL (RFC 1035 section 4.3.5
/// by way of every secondary's habit), one that was never transferred likewise.
struct PublishedZone
{
    base::ZoneId zone;
    dns::Name apex;
    zone::ZoneVersionPtr version; ///< nothing: not loaded yet
    bool expired = false;
    std::vector<zone::Acl> transferTo; ///< empty: loopback only
};
using PublishedZonePtr = std::shared_ptr<const PublishedZone>;

/// What is served. Publishing swaps one pointer: a reader sees the old version or the new one, never a mix.
/// Thread-safe; publishing one of 10,000 zones does not copy the others.
class PublishedZones
{
public:
    PublishedZones();
    ~PublishedZones();
    void publish(PublishedZone zone);
    void remove(const dns::Name& apex);
    /// The zone with exactly this apex.
    PublishedZonePtr find(const dns::Name& apex) const;
    /// The zone with the longest apex at or above the name.
    PublishedZonePtr findEnclosing(const dns::Name& name) const;
    std::size_t size() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace zonescope::publish
