// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/publish/asked_name.h"
#include "model/publish/nsec3_index.h"
#include "model/zone/zone_version.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace zonescope::publish {

/// What an answer must prove besides what it says. Depths are those of AskedName.
enum class Denial : std::uint8_t {
    NoData,         ///< the name at this depth is there, the type is not; also a referral without DS
    NoName,         ///< the name is not there, its closest encloser has this depth
    WildcardAnswer, ///< a wildcard below the encloser of this depth answered: the name itself is not there
    WildcardNoData, ///< that wildcard has no such type
};

/// The owners whose NSEC or NSEC3 records prove it: at most four, each once.
class DenialOwners
{
public:
    void add(const std::optional<zone::OwnerView>& owner);
    const std::optional<zone::OwnerView>* begin() const { return m_owners.data(); }
    const std::optional<zone::OwnerView>* end() const { return m_owners.data() + m_count; }

private:
    std::array<std::optional<zone::OwnerView>, 4> m_owners;
    std::size_t m_count = 0;
};

/// RFC 4035 section 3.1.3 with NSEC, RFC 5155 section 7.2 with NSEC3 (`nsec3`: nothing when the zone has no
/// such chain). Nothing when the zone is not signed.
DenialOwners proofOf(Denial denial, const zone::ZoneVersion& zone, const Nsec3Index* nsec3,
                     const AskedName& name, std::size_t depth);

/// The owner whose NSEC record covers or matches the name with this key (RFC 4034 section 4): the name itself
/// or its predecessor among the names that have one. Nothing when the zone has no NSEC chain.
std::optional<zone::OwnerView> nsecFor(const zone::ZoneVersion& zone, std::string_view key);

} // namespace zonescope::publish
