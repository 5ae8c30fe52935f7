// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/strong_id.h"
#include "model/cloud/network_model.h"
#include "model/zone/zone_version.h"

#include <string>
#include <vector>

namespace zonescope::cloud {

enum class JoinState : std::uint8_t {
    Owned,         ///< a resource of the snapshot has the address or the name
    PrivateAnswer, ///< a private address behind a name of a zone that everybody may ask
    Dangling, ///< points at something that was ours and is gone, or at a name that a provider gives to others
    Elsewhere, ///< nothing of ours, and no sign that it ever was
};

/// One address or alias of one name, and whose it is.
struct DnsJoinRow
{
    std::string name; ///< with the dot at the end
    std::string type; ///< "A", "AAAA", "CNAME", "ALIAS"
    std::string value;
    JoinState state = JoinState::Elsewhere;
    Index resource = Snapshot::none; ///< who has it
    Index record = Snapshot::none;   ///< of a cloud's own zone; none for a zone we hold
    base::ZoneId zone;               ///< a zone we hold
    std::string formerly;            ///< Dangling: id of the resource that had it
};

struct HeldZone
{
    base::ZoneId zone;
    zone::ZoneVersionPtr version;
};

/// Every address and alias of the zones we hold and of the clouds' own zones, worst first. `earlier`:
/// snapshots in which to look for who had an address that nobody has any more. Pure; one pass over zones and
/// snapshot.
std::vector<DnsJoinRow> joinDns(const NetworkModel& model, const std::vector<HeldZone>& held,
                                const std::vector<SnapshotPtr>& earlier);

} // namespace zonescope::cloud
