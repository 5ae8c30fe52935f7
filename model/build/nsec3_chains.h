// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/build/fault_collector.h"

#include <map>
#include <string>

namespace zonescope::build {

/// Whether the NSEC3 of a version lead from hash to hash and back to the first (RFC 5155 section 7.1). There
/// may be several chains, with other salts or iterations; what the apex announces must be there.
class Nsec3Chains
{
public:
    explicit Nsec3Chains(const zone::ZoneVersion& version)
        : m_version(version)
    {
    }

    /// Every owner of the version comes, in canonical order, which is the order of hashes.
    void add(zone::OwnerView owner, base::ByteView rdata, FaultCollector& faults);
    /// After the last one.
    void finish(FaultCollector& faults) const;
    /// Of a few owners only whether there is a next one: names that are not hashed lie between, and how many
    /// is not known.
    void checkAlone(zone::OwnerView owner, base::ByteView rdata, FaultCollector& faults) const;

private:
    struct Chain
    {
        std::string first; ///< keys of owners
        std::string last;
        std::string next; ///< where the last one points
    };

    const zone::ZoneVersion& m_version;
    std::map<std::string, Chain> m_chains; ///< by algorithm, iterations and salt, as the rdata has them
};

} // namespace zonescope::build
