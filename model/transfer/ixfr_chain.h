// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/transfer/transfer_policy.h"
#include "model/zone/zone_version.h"

#include <cstdint>

namespace zonescope::transfer {

/// The chain of differences of an incremental answer (RFC 1995 section 4), one step at a time: an SOA opens
/// the removed part, the next SOA the added part, and so on until the newest serial. Each difference is
/// applied as soon as it is whole, so only one is held; versions share what they do not change, so throwing
/// the result away costs nothing.
class IxfrChain
{
public:
    /// `target`: the serial of the answer's first SOA. maxRrsetRecords: 0 for no limit.
    IxfrChain(zone::ZoneVersionPtr held, std::uint32_t target, std::uint64_t maxRrsetRecords);

    enum class Next : std::uint8_t { Difference, End };
    /// Any SOA of the zone after the answer's first. End: this was the final one.
    /// Errors: those of transfer_policy.h for a chain, and of zone::apply.
    base::Result<Next> takeSoa(const dns::RecordView& record, const dns::Soa& soa);
    /// Any other record, inside the zone.
    void takeRecord(const dns::RecordView& record);

    const zone::ZoneVersionPtr& version() const { return m_version; }
    std::uint64_t added() const { return m_added; }
    std::uint64_t removed() const { return m_removed; }

private:
    enum class Part : std::uint8_t { Removed, Added };

    base::Result<Next> openDifference(std::uint32_t serial);
    base::Status openAdded(const dns::RecordView& record, std::uint32_t serial);
    base::Status closeDifference();
    base::Status checkRrsets() const;

    zone::ZoneVersionPtr m_version;
    std::uint32_t m_target;
    std::uint64_t m_maxRrsetRecords;
    Part m_part = Part::Added;
    bool m_open = false; ///< m_current holds a difference that is not applied yet
    zone::Changeset m_current;
    std::uint32_t m_applied = 0; ///< differences
    std::uint64_t m_added = 0;
    std::uint64_t m_removed = 0;
};

} // namespace zonescope::transfer
