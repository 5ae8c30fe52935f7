// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/build/zone_checks.h"

#include <array>
#include <set>
#include <string>

namespace zonescope::build {

/// What can be wrong with one owner.
enum class Fault : std::uint8_t {
    AliasAndOther,
    SeveralAliases,
    MissingAddress,
    TargetAlias,
    BelowDname,
    Occluded,
    SignatureExpired,
    SignatureExpiring,
    DsWithoutNs,
    NsecChain,
    WildcardNs,
};
inline constexpr std::size_t faultKinds = 11;

/// Collects faults of many owners: one finding for each kind, the first owners named.
class FaultCollector
{
public:
    static constexpr std::uint64_t ownersNamed = 5;   ///< in the detail of a finding
    static constexpr std::uint64_t ownersKept = 1000; ///< looked at again with the next version

    explicit FaultCollector(const dns::Name& apex)
        : m_apex(apex)
    {
    }

    /// `what` gives the text, asked for the first few only.
    template <class What>
    void add(Fault fault, zone::OwnerView owner, dns::Type type, const What& what)
    {
        Collected& kind = m_kinds[static_cast<std::size_t>(fault)];
        if (kind.count == 0 || owner.key() < kind.firstKey) {
            kind.firstKey = owner.key();
            kind.type = type;
        }
        if (kind.count < ownersNamed)
            kind.detail += (kind.detail.empty() ? "" : "; ") + what();
        else if (kind.count == ownersNamed)
            kind.detail += "; ...";
        if (kind.owners.size() < ownersKept)
            kind.owners.emplace(owner.key());
        ++kind.count;
    }

    /// Behind what is there, with what is known of the version before and was not looked at again. Nothing in
    /// `lookedAt`: all known owners that are kept were; else their keys.
    void report(std::vector<Finding>& findings, const std::vector<Finding>* known,
                const std::set<std::string>* lookedAt = nullptr) const;

private:
    struct Collected
    {
        std::uint64_t count = 0;
        std::string firstKey;
        dns::Type type = dns::Type::ANY;
        std::string detail;
        std::set<std::string> owners;
    };

    Finding findingOf(std::size_t kind) const;

    const dns::Name& m_apex;
    std::array<Collected, faultKinds> m_kinds;
};

} // namespace zonescope::build
