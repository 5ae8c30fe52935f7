// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/dns/name.h"
#include "model/publish/nsec3_index.h"
#include "model/publish/plain_name.h"
#include "model/zone/configuration.h"
#include "model/zone/zone_version.h"

#include <memory>
#include <optional>
#include <vector>

namespace zonescope::publish {

/// What led from one version to the next. An IXFR begins with the whole SOA that goes, not its serial alone.
struct KeptDifference
{
    dns::Record fromSoa;
    zone::Changeset change;
};
using DifferencePtr = std::shared_ptr<const KeptDifference>;

/// One zone as the built-in server sees it. An expired zone is answered with SERVFAIL (RFC 1035 section 4.3.5
/// by way of every secondary's habit), one that was never transferred likewise.
struct PublishedZone
{
    base::ZoneId zone;
    dns::Name apex;
    zone::ZoneVersionPtr version; ///< nothing: not loaded yet
    bool expired = false;
    std::vector<zone::Acl> transferTo; ///< empty: loopback only
    /// Keys of the zone's edges: who signs with one may transfer from any address.
    std::vector<base::KeyId> edgeKeys = {};
    /// When the zone expires unless its primary answers before: the EDNS EXPIRE of our answers (RFC 7314).
    /// That of the version before when not set.
    std::optional<base::Timestamp> expiresAt = {};

    // Filled in by PublishedZones.
    std::vector<DifferencePtr> differences = {};   ///< for IXFR, oldest first
    std::shared_ptr<const Nsec3Index> nsec3 = {};  ///< nothing: no NSEC3PARAM
    std::optional<zone::OwnerView> apexOwner = {}; ///< of `version`
    bool apexDname = false;
    bool isSigned = false; ///< the apex bears signatures

    /// The differences that lead from the serial to `version`, oldest first; empty when they are not all
    /// kept.
    std::vector<DifferencePtr> since(std::uint32_t serial) const;
};
using PublishedZonePtr = std::shared_ptr<const PublishedZone>;

/// What is served. Publishing swaps one pointer: a reader sees the old version or the new one, never a mix.
/// Thread-safe; publishing one of 10,000 zones does not copy the others.
class PublishedZones
{
public:
    PublishedZones();
    ~PublishedZones();
    /// Differences kept for the zone stay while the new version's serial is newer: addDifference() brings the
    /// last one.
    void publish(PublishedZone zone);
    void remove(const dns::Name& apex);
    /// For IXFR; may come before or after the version it leads to. At most `mostDifferences` are kept, and no
    /// more records in all than the zone has: then AXFR is shorter.
    void addDifference(const dns::Name& apex, DifferencePtr difference);
    void setExpiry(const dns::Name& apex, std::optional<base::Timestamp> expiresAt);
    /// The zone with exactly this apex.
    PublishedZonePtr find(const dns::Name& apex) const { return findWire(apex.wire()); }
    PublishedZonePtr findWire(std::string_view apex) const;
    /// The zone with the longest apex at or above the name.
    PublishedZonePtr findEnclosing(const dns::Name& name) const;
    PublishedZonePtr findEnclosing(const PlainName& name) const;
    std::size_t size() const;

    static constexpr std::size_t mostDifferences = 64;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace zonescope::publish
