// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/build/zone_checks.h"

#include <string>
#include <string_view>

namespace zonescope::build {

/// What can be wrong with one owner, collected over many: one finding for each kind of fault.
class OwnerChecks
{
public:
    explicit OwnerChecks(const zone::ZoneVersion& version)
        : m_version(version)
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
    void collect(Collected& kind, zone::OwnerView owner, dns::Type type, const std::string& what);
    void checkAlias(zone::OwnerView owner);
    void checkTargets(zone::OwnerView owner, zone::RrsetView set, std::size_t nameOffset);
    std::string_view faultOfTarget(zone::OwnerView owner, dns::Type type, const dns::Name& target);

    bool exists(std::string_view key) const;
    bool wildcardAnswers(std::string_view key) const;
    /// Key of the highest delegation at or above the key; nothing: the zone itself answers.
    std::optional<std::string_view> delegationAbove(std::string_view key) const;

    const zone::ZoneVersion& m_version;
    Collected m_aliases;
    Collected m_addresses;
    std::string m_lastTarget; ///< wire form; sets of neighbours often point to the same name
};

} // namespace zonescope::build
