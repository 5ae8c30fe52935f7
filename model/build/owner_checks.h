// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/build/zone_checks.h"
#include "model/zone/canonical_key.h"
#include "model/zone/owner_walk.h"

#include <string>
#include <string_view>

namespace zonescope::build {

/// What can be wrong with one owner, collected over many: one finding for each kind of fault.
class OwnerChecks
{
public:
    explicit OwnerChecks(const zone::ZoneVersion& version)
        : m_version(version)
        , m_targetKey(version.apex().wire())
    {
    }

    void check(zone::OwnerView owner);
    void report(std::vector<Finding>& findings) const;

private:
    struct Collected
    {
        std::uint64_t count = 0;
        dns::Name owner;
        dns::Type type = dns::Type::ANY;
        std::string detail;
    };
    template <class What> // gives the text, asked for the first few only
    void collect(Collected& kind, zone::OwnerView owner, dns::Type type, const What& what);
    void checkAlias(zone::OwnerView owner);
    void checkTargets(zone::OwnerView owner, const zone::SetWalk& set, std::size_t nameOffset);
    std::string_view faultOfTarget(zone::OwnerView owner, dns::Type type, std::string_view key);

    bool exists(std::string_view key) const;
    bool wildcardAnswers(std::string_view key) const;
    /// Key of the highest delegation at or above the key; nothing: the zone itself answers.
    std::optional<std::string_view> delegationAbove(std::string_view key) const;

    const zone::ZoneVersion& m_version;
    zone::KeyMaker m_targetKey;
    Collected m_aliases;
    Collected m_addresses;
    std::string m_lastTarget; ///< wire form; sets of neighbours often point to the same name
};

} // namespace zonescope::build
