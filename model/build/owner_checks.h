// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/build/fault_collector.h"
#include "model/build/nsec3_chains.h"
#include "model/zone/canonical_key.h"
#include "model/zone/owner_walk.h"

#include <optional>
#include <string>
#include <string_view>

namespace zonescope::build {

/// What can be wrong with one owner, asked for every owner of a version in canonical order, or for some.
class OwnerChecks
{
public:
    enum class Extent : std::uint8_t {
        Whole, ///< every owner will come, in canonical order
        Some,  ///< each is looked at with its neighbours and what lies above it
    };

    /// `now`: seconds since 1970 modulo 2^32, as signatures count them; nothing: signatures do not expire.
    OwnerChecks(const zone::ZoneVersion& version, Extent extent, std::optional<std::uint32_t> now);

    void check(zone::OwnerView owner);
    /// After the last owner.
    void finish();
    const FaultCollector& faults() const { return m_faults; }

    /// Keys of what has to be looked at because this owner changed: delegations and DNAMEs above it, the
    /// owner whose NSEC covers it.
    std::vector<std::string> dependents(std::string_view key) const;

private:
    void checkAlias(zone::OwnerView owner, const zone::OwnerWalk& walk);
    void checkTargets(zone::OwnerView owner, const zone::SetWalk& set, std::size_t nameOffset);
    std::optional<Fault> faultOfTarget(zone::OwnerView owner, dns::Type type, std::string_view key);
    void checkDelegation(zone::OwnerView owner, const zone::OwnerWalk& walk);
    void checkSignatures(zone::OwnerView owner, const zone::SetWalk& set);
    void checkNsec(zone::OwnerView owner, base::ByteView rdata);
    void checkAbove(zone::OwnerView owner, const zone::OwnerWalk& walk);
    bool isBelowCut(std::string_view key);
    std::string nameText(zone::OwnerView owner) const { return owner.name(m_version.apex()).toText(); }

    bool exists(std::string_view key) const;
    bool wildcardAnswers(std::string_view key) const;
    /// Key of the highest delegation at or above the key; nothing: the zone itself answers.
    std::optional<std::string_view> delegationAbove(std::string_view key) const;
    /// The first owner with an NSEC behind the key, the apex when there is none.
    std::string nextWithNsec(std::string_view key) const;

    const zone::ZoneVersion& m_version;
    Extent m_extent;
    std::optional<std::uint32_t> m_now;
    zone::KeyMaker m_targetKey;
    FaultCollector m_faults;
    std::string m_lastTarget; ///< wire form; sets of neighbours often point to the same name
    Nsec3Chains m_nsec3;
    bool m_hasNsec = false; ///< the apex has one: every owner that answers must
    std::string m_cut;      ///< Whole: the delegation or DNAME above, with a separator behind it
    std::optional<std::string> m_nsecNext;  ///< Whole: where the NSEC before points, a key
    std::optional<std::string> m_nsecOwner; ///< whose that was
};

} // namespace zonescope::build
